"""A database of the version before, and what becomes of it under this one. See README.md."""

"""Alembic's revisions, which upgrade a database of any age."""

"""Books and people on their way out of the shop, and into it: exports and imports."""

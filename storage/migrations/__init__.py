"""Alembic's revisions: how a database of any age becomes today's."""

"""The database's room: the only one that speaks SQL."""

"""Moving a kiosk's rows from a SQLite file to a PostgreSQL server."""

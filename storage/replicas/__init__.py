"""Several kiosks on one database."""

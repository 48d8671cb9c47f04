"""Backups: making, checking and putting back copies of the whole database."""

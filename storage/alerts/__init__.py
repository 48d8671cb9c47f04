"""Alerts: what is wrong now, and the cards that show it."""

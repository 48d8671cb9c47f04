"""Tickets, the messages in them, and where those stand."""

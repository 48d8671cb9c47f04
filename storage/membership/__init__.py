"""Memberships and what was paid for them, as rows."""

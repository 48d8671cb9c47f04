"""Exports that wait, pages of what they hold, and imports of people with their balances."""

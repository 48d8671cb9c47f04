"""Movements of money, and top-ups."""

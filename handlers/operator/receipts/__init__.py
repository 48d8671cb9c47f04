"""Receipts of what was paid by hand: shown, and decided."""

"""Receipts for payments by hand: shown to the operator, who decides."""

"""Suppliers: services of one kind side by side, and what the figures propose."""

"""The shop's terms: accepted once, and again when they change."""

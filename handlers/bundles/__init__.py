"""Bundles, as customers find and order them."""

"""Bundles: several services as one offer with one price."""

"""Presets: saved baskets of services for one link."""

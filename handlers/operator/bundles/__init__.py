"""Bundles at the desk: composing them, and putting them on sale."""

"""Bundles: what the operator composes, and its versions that were put on sale."""

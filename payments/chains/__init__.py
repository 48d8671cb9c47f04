"""Chains described in files: what came in to an address of ours, read from a public API."""

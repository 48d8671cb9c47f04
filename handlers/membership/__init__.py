"""Joining a membership, and what its member sees of it."""

"""Scenarios that one click plays live: what may happen to a shop."""

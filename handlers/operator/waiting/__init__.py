"""Waiting for you: one queue over everything that a person of the shop is to see to."""

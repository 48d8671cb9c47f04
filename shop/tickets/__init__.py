"""Tickets: what customers ask a person of the shop, and the answers."""

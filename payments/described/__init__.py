"""Gateways described in files: one engine asks them all."""

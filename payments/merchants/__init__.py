"""Merchant protocols: gateways that call us, and whose authenticated call is the proof of a payment."""

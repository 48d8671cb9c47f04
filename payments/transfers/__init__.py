"""Transfers to the operator's own account: told by a bank, and matched by evidence."""

"""Deleting what the kiosk knows of a person, but for what the ledger must keep."""

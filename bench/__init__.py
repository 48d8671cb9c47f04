"""Measurements: the kiosk's figures on this machine, compared with their targets."""

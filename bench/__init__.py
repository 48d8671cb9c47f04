"""Measurements: what the kiosk reaches on this machine, held against the figures it has to reach."""

"""Every test of the kiosk."""

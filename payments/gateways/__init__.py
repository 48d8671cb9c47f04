"""The gateways that Kiosk describes itself: one TOML file each."""

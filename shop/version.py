"""The kiosk's version, as backups name it. A test compares it with pyproject.toml."""

VERSION = "0.1.0"

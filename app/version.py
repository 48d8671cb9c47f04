"""The version of the kiosk, as pyproject.toml has it; an image holds no pyproject.toml."""

VERSION = "0.1.0"

"""The version, as backups and a monitor name it: an image holds no pyproject.toml. A release writes both."""

VERSION = "0.1.0"

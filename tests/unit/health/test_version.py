"""The version that a monitor reads is the one of the package."""

import tomllib
from pathlib import Path

from app.version import VERSION


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION

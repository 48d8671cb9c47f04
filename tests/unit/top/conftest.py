"""What several tests of settings begin with."""

import pytest

from settings import Settings


@pytest.fixture
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every setting out of the environment, so that only those count which the test gives."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

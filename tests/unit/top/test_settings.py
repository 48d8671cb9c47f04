"""Settings: all problems at once, no value ever shown."""

import pytest
from pydantic import ValidationError

from settings import Settings, problems_of

GOOD = {
    "bot_token": "700000001:AAtesttokentesttokentesttokentest_1",
    "panel_url": "https://panel.example/api/v2",
    "panel_key": "a-key",
    "admin_ids": "1, 2",
}


def settings(**changed: str) -> Settings:
    return Settings(_env_file=None, **(GOOD | changed))  # type: ignore[call-arg, arg-type]  # read from text


def problems(**changed: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        settings(**changed)
    return problems_of(refused.value)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_four_required_are_enough() -> None:
    it = settings()
    assert it.admin_ids == {1, 2}
    assert (it.access, it.panel_profile, it.sweep_seconds, it.currency) == ("private", "auto", 60, "USD")


def test_every_problem_at_once_one_line_each_and_no_value() -> None:
    lines = problems(
        bot_token="hunter2hunter2",
        access="shop",
        database_url="sqlite+aiosqlite:///",
        admin_ids="ann",
        sweep_seconds="0",
        panel_url="ftp://secret-host/x",
        log_level="LOUD",
    )
    assert [line.partition(":")[0] for line in lines] == [
        "BOT_TOKEN", "PANEL_URL", "ADMIN_IDS", "DATABASE_URL", "ACCESS", "SWEEP_SECONDS", "LOG_LEVEL",
    ]  # fmt: skip
    assert not any("hunter2" in line or "\n" in line for line in lines)


def test_access_shop_is_refused_with_a_sentence() -> None:
    [line] = problems(access="shop")
    assert line.startswith("ACCESS: shop needs wallets")


@pytest.mark.parametrize("name", ["webhook_url", "webhook_listen", "webhook_secret", "health_listen"])
def test_what_is_not_there_yet_says_so(name: str) -> None:
    [line] = problems(**{name: "something"})
    assert line.startswith(name.upper())
    assert "does not have it yet" in line


def test_secrets_do_not_show() -> None:
    it = settings()
    assert GOOD["bot_token"] not in repr(it) + str(it.model_dump())
    assert set(it.secrets) == {GOOD["bot_token"], GOOD["panel_key"]}

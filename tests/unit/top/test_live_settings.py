"""The settings in force: which can be changed in the chat, and what wins."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from settings import Settings
from settings.live import FIXED, InForce
from shop.live_values import KEYS, LiveValue, Source, WrongValue
from tests.unit.top.test_settings import settings

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("no_settings_from_outside")


async def in_force(kept: dict[str, str], **given: str) -> InForce:
    """Return the settings under this environment, with these values set in the chat."""

    async def read() -> list[LiveValue]:
        return [LiveValue(field, value, 900, "Olga", NOON) for field, value in kept.items()]

    live = InForce(settings(**given), read)
    await live.refresh()
    return live


def test_each_setting_is_live_or_says_why_it_is_not() -> None:
    assert set(KEYS) | set(FIXED) == set(Settings.model_fields)
    assert not set(KEYS) & set(FIXED)
    page = (Path(__file__).parents[3] / "docs" / "settings.md").read_text()
    assert [why for why in FIXED.values() if why not in page] == []


def test_no_secret_is_live() -> None:
    bare = settings()
    assert [field for field in KEYS if isinstance(getattr(bare, field), SecretStr)] == []


async def test_the_desk_outweighs_the_default_and_the_environment_both() -> None:
    live = await in_force({"topup_least": "2", "credit_ask": "70"}, topup_least="1")
    assert (live.now.topup_least, live.now.credit_ask) == ("1", "70")
    least, ask, most = (live.stands(KEYS[field]) for field in ("topup_least", "credit_ask", "topup_most"))
    assert (least.value, least.source, least.kept is not None) == ("1", Source.ENVIRONMENT, True)
    assert (ask.value, ask.source, ask.default) == ("70", Source.DESK, "50")
    assert (most.value, most.source, most.kept) == ("1000", Source.NOWHERE, None)
    assert live.remarks() == ["TOPUP_LEAST: the environment's 1 wins over 2, set at the desk"]


async def test_a_text_wins_over_a_text_without_being_quoted() -> None:
    live = await in_force({"welcome_ru": "new", "footer": "bye"}, welcome_ru="old")
    assert live.now.own_words.welcome == {"ru": "old"}
    assert live.now.own_words.footer == {"": "bye"}
    assert live.remarks() == ["WELCOME_RU: the environment's text wins over the one set at the desk"]


async def test_broken_values_are_left_out_and_named() -> None:
    broken = {
        "welcome": "<b>",
        "unknown_hours": "9999",
        "later_than_us": "1",
        "bot_token": "x",
        "credit_ask": "7",
    }
    live = await in_force(broken)
    assert live.now.credit_ask == "7"
    assert live.now.unknown_hours == 24
    assert live.now.welcome == ""
    gone = "this release has no such value to set in the chat"
    assert live.remarks() == [
        f"BOT_TOKEN, set at the desk, is not used: {gone}",
        f"LATER_THAN_US, set at the desk, is not used: {gone}",
        "UNKNOWN_HOURS: 9999 set at the desk is not used: must be a whole number of hours from 1 to 720",
        "WELCOME: the text set at the desk is not used: has a <b> without its </b> in line 1 at character 1",
    ]


async def test_the_least_and_the_most_amount_hold_together() -> None:
    live = await in_force({"topup_least": "2000", "topup_most": "5000"})
    assert (live.now.topup_least, live.now.topup_most) == ("2000", "5000")
    with pytest.raises(WrongValue, match="less than TOPUP_LEAST"):
        live.check(KEYS["topup_most"], None)
    with pytest.raises(WrongValue, match="less than TOPUP_LEAST"):
        live.check(KEYS["topup_least"], "6000")
    clash = await in_force({"topup_least": "20"}, topup_most="10")
    assert clash.now.topup_least == "1"
    assert "TOPUP_LEAST: 20 set at the desk is not used: TOPUP_MOST is less than" in clash.remarks()[0]


async def test_a_typed_value_is_kept_as_it_is_understood() -> None:
    live = await in_force({})
    typed = {
        "topup_most": "1 000",
        "support_contact": "@ann_helps",
        "operators_chat": "−1001",
        "welcome": '"Hi" # all',
        "unknown_hours": "48",
        "panel_probe": "off",
        "topup_amounts": "5;10",
    }
    assert {field: live.check(KEYS[field], value).value for field, value in typed.items()} == {
        "topup_most": "1000",
        "support_contact": "https://t.me/ann_helps",
        "operators_chat": "-1001",
        "welcome": '"Hi" # all',
        "unknown_hours": "48",
        "panel_probe": "no",
        "topup_amounts": "5, 10",
    }
    for field, wrong in (
        ("topup_most", "much"),
        ("panel_probe", "perhaps"),
        ("terms", "<br>"),
        ("star_value", ""),
    ):
        with pytest.raises(WrongValue):
            live.check(KEYS[field], wrong)


async def test_what_would_be_allowed_but_not_work_is_said_before() -> None:
    live = await in_force({}, access="shop", support_contact="@ann_helps")
    (remark,) = live.check(KEYS["invite_reward"], "0.50").remarks
    assert remark.startswith("INVITE_REWARD rewards nobody")
    assert live.check(KEYS["star_value"], "0.02").remarks == ()


async def test_a_value_under_the_environments_can_be_taken_away() -> None:
    live = await in_force({"topup_least": "2"}, topup_least="1")
    assert live.check(KEYS["topup_least"], None).value is None
    with pytest.raises(WrongValue, match="stands in the environment"):
        live.check(KEYS["topup_least"], "3")

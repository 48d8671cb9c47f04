"""How long something took, or is to take: in days, hours and minutes, whatever the language."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.operator.alerts.cards import Shown, alert_card
from handlers.ordering.list_views import length
from locales import Catalogues
from shop.alert_cases import Alert, AlertState
from shop.alerts import AlertKind

CATALOGUES = Catalogues()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "1 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (1440, "1 day"),
        (1441, "1 day, 1 min"),
        (2 * 1440 + 60, "2 days, 1 h"),
        (40 * 1440 + 61, "40 days, 1 h 1 min"),
    ],
)
def test_a_length_is_said_in_days_hours_and_minutes(minutes: int, shown: str) -> None:
    assert length(timedelta(minutes=minutes), CATALOGUES.of("en")) == shown


def test_a_length_reads_right_from_right_to_left() -> None:
    said = length(timedelta(days=3, hours=2), CATALOGUES.of("fa"))
    assert [said.count(one) for one in ("۳", "روز", "۲", "ساعت", "،")] == [1] * 5


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_an_alert_of_days_is_not_said_in_minutes(language: str) -> None:
    t, end = CATALOGUES.of(language), NOON + timedelta(days=5)
    facts: dict[str, str | int] = {"word": "x"}
    ended = Alert(1, AlertKind.PANEL_DOWN, "", AlertState.CLOSED, facts, 1, NOON, end, end, end)
    shown = alert_card(Shown(ended), t, end).text
    assert length(timedelta(days=5), t) in shown
    assert t.number(7200) not in shown

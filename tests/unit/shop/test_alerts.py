"""Alerts: when a condition is another case, when it is over, and what counts as wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alert_cases import (
    FLAPS_WITHIN,
    Alert,
    AlertState,
    OrderStanding,
    difference,
    has_lapsed,
    is_same_case,
    is_settled,
)
from shop.alert_thresholds import SILENT_AFTER, is_down
from shop.alerts import LASTS, AlertKind, Condition, kind_of, of_text
from shop.ordering.order import OrderState

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TICK, HOUR = timedelta(microseconds=1), timedelta(hours=1)
DOWN = Condition(AlertKind.PANEL_DOWN)
LOW = Condition(AlertKind.BALANCE_LOW, facts={"word": "1 USD"})
OPEN = Alert(1, AlertKind.PANEL_DOWN, "", AlertState.OPEN, {}, 1, NOON, NOON, NOON)
ORDER = OrderStanding(OrderState.PENDING, None, is_ended_by_hand=False, refunded_micro=0)


def test_only_what_differs_is_written() -> None:
    assert difference([OPEN], [DOWN]).is_none
    begun = difference([], [DOWN, LOW])
    assert (begun.begin, begun.end) == ((DOWN, LOW), ())
    over = difference([OPEN], [])
    assert (over.begin, over.end) == ((), (OPEN,))
    worse = replace(LOW, facts={"word": "0 USD"})
    known = replace(OPEN, kind=AlertKind.BALANCE_LOW, facts=dict(LOW.facts))
    assert difference([known], [worse]).begin == (worse,)


def test_the_card_of_many_is_never_closed_by_what_holds() -> None:
    assert difference([replace(OPEN, subject="heap")], []).is_none


def test_what_comes_back_within_minutes_is_the_same_case() -> None:
    assert is_same_case(NOON, NOON + FLAPS_WITHIN)
    assert not is_same_case(NOON, NOON + FLAPS_WITHIN + TICK)
    assert not is_same_case(NOON, NOON - TICK), "the clock was set back"


def test_what_nothing_says_the_end_of_is_over_in_the_end() -> None:
    lasts = LASTS[AlertKind.WORK_FAILING]
    assert has_lapsed(NOON, AlertKind.WORK_FAILING, NOON + lasts)
    assert not has_lapsed(NOON, AlertKind.WORK_FAILING, NOON + lasts - TICK)
    assert not has_lapsed(NOON, AlertKind.PANEL_DOWN, NOON + 1000 * HOUR)


@pytest.mark.parametrize(
    ("facts", "down"),
    [
        ({"is_shut": True}, True),
        ({}, False),
        ({"silent": True}, False),
        ({"silent": True, "heard_at": NOON - SILENT_AFTER}, True),
        ({"told_at": NOON}, True),  # a restart forgets the breaker, and nobody has answered since
        ({"told_at": NOON - HOUR}, False),
        ({"told_at": NOON, "heard_at": None}, True),
    ],
)
def test_a_panel_is_down_until_it_answers(facts: dict[str, object], *, down: bool) -> None:
    usual = {"is_shut": False, "silent": False, "heard_at": NOON - TICK, "told_at": None, "now": NOON}
    assert is_down(**{**usual, **facts}) is down  # type: ignore[arg-type]  # facts by their names


@pytest.mark.parametrize(
    ("kind", "change", "over"),
    [
        (AlertKind.STATUS_FAILED, {}, False),
        (AlertKind.STATUS_FAILED, {"heard_at": NOON}, False),
        (AlertKind.STATUS_FAILED, {"heard_at": NOON + TICK}, True),
        (AlertKind.STATUS_NONE, {"state": OrderState.COMPLETED}, True),
        (AlertKind.PARTIAL_UNCLEAR, {"state": OrderState.PARTIAL}, False),
        (AlertKind.PARTIAL_UNCLEAR, {"state": OrderState.PARTIAL, "refunded_micro": 1}, True),
        (AlertKind.PARTIAL_UNCLEAR, {"state": OrderState.COMPLETED}, True),
        (AlertKind.POSTS_UNCLEAR, {"state": OrderState.COMPLETED}, False),
        (AlertKind.POSTS_UNCLEAR, {"state": OrderState.COMPLETED, "is_ended_by_hand": True}, True),
        (AlertKind.ORDER_UNKNOWN, {"state": OrderState.UNKNOWN}, False),
        (AlertKind.ORDER_UNKNOWN, {"state": OrderState.PENDING}, True),
        (AlertKind.SERVICE_STOPPED, {"state": OrderState.COMPLETED}, False),
    ],
)
def test_the_order_itself_shows_when_it_is_over(
    kind: AlertKind, change: dict[str, object], *, over: bool
) -> None:
    assert is_settled(kind, NOON, replace(ORDER, **change)) is over  # type: ignore[arg-type]  # as above


def test_an_event_has_no_kind_and_taught_words_no_condition() -> None:
    assert kind_of("panel_down") is AlertKind.PANEL_DOWN
    assert kind_of("person_asks") is None
    assert of_text(AlertKind.STATUS_WORD, None, "weird") == []
    [one] = of_text(AlertKind.STATUS_WORD, 7, "w" * 900)
    assert (one.subject, len(str(one.facts["word"]))) == ("text:7", 200)

"""When the balance read last is the balance before the next order: each reason why it is not, one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.attempts import Attempt
from shop.reconciliation.readings import (
    GRAIN,
    LATE_FOR,
    PROMPT_RUN,
    Habits,
    Reading,
    Spent,
    is_as_reckoned,
)
from shop.reconciliation.reuse import FRESH_FOR, MOST_SINCE, Known, charged_since, is_fresh, is_reusable

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
COST = 90_000
READING = Reading(10_000_000, NOW - SECOND, NOW - SECOND / 2)
KNOWN = Known(
    reading=READING,
    as_reckoned=True,
    habits=Habits(prompt_run=PROMPT_RUN),
    since=(),
    money_may_come=False,
    case_open=False,
)


def test_a_fresh_balance_that_is_as_reckoned_is_used_again() -> None:
    assert is_reusable(KNOWN, COST, NOW)
    assert is_reusable(replace(KNOWN, since=(50_000, 70_000)), COST, NOW)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(timedelta(0), True), (FRESH_FOR, True), (FRESH_FOR + TICK, False), (-TICK, False)],
)
def test_it_is_five_seconds_old_at_most_and_not_of_the_future(age: timedelta, fresh: bool) -> None:
    reading = Reading(READING.micro, NOW - age, NOW)
    assert is_fresh(reading, NOW) is fresh
    assert is_reusable(replace(KNOWN, reading=reading), COST, NOW) is fresh


@pytest.mark.parametrize(
    "otherwise",
    [
        replace(KNOWN, reading=None),
        replace(KNOWN, as_reckoned=False),
        replace(KNOWN, money_may_come=True),
        replace(KNOWN, case_open=True),
        replace(KNOWN, is_shared=True),
        replace(KNOWN, since=None),
        replace(KNOWN, habits=Habits(prompt_run=PROMPT_RUN - 1)),
        replace(KNOWN, habits=replace(KNOWN.habits, late_at=NOW - LATE_FOR + TICK)),
        replace(KNOWN, habits=replace(KNOWN.habits, unseen_micro=1, unseen_at=NOW)),
    ],
    ids=["none", "strange", "refund", "case", "others", "unclear", "unproven", "late", "unseen"],
)
def test_any_doubt_asks_the_panel(otherwise: Known) -> None:
    assert not is_reusable(otherwise, COST, NOW)


def test_a_panel_that_was_late_a_day_ago_is_prompt_again() -> None:
    assert is_reusable(replace(KNOWN, habits=replace(KNOWN.habits, late_at=NOW - LATE_FOR)), COST, NOW)


@pytest.mark.parametrize("cost", [None, 0, -1])
def test_an_order_whose_cost_is_not_known_needs_a_balance(cost: int | None) -> None:
    assert not is_reusable(KNOWN, cost, NOW)


@pytest.mark.parametrize(
    ("since", "reusable"),
    [
        ((COST,), False),
        ((COST + 2 * GRAIN,), False),
        ((COST + 2 * GRAIN + 1,), True),
        ((COST - 2 * GRAIN,), False),
        ((COST - 2 * GRAIN - 1,), True),
        ((30_000, 60_000), False),
        ((30_000, 60_040), True),
        ((200_000,), True),
    ],
)
def test_no_cost_since_nor_a_sum_of_some_may_be_taken_for_the_orders_own(
    since: tuple[int, ...], reusable: bool
) -> None:
    assert is_reusable(replace(KNOWN, since=since), COST, NOW) is reusable


def test_an_order_that_costs_less_than_the_figures_may_be_off_needs_a_balance() -> None:
    assert not is_reusable(KNOWN, 2 * GRAIN, NOW)
    assert is_reusable(KNOWN, 2 * GRAIN + 1, NOW)
    coarse = replace(KNOWN, reading=replace(READING, decimals=2))
    assert not is_reusable(coarse, 20_000, NOW)
    assert is_reusable(coarse, 20_001, NOW)


def test_so_many_orders_go_by_one_balance() -> None:
    several = tuple(1_000_000 + n for n in range(MOST_SINCE))
    assert is_reusable(replace(KNOWN, since=several), COST, NOW)
    assert not is_reusable(replace(KNOWN, since=(*several, 2_000_000)), COST, NOW)


def attempt(begun: float, ended: float | None, **changes: object) -> Attempt:
    """Return an accepted attempt; its times are in seconds after the balance was asked for."""
    done = Attempt(
        outcome=AttemptOutcome.ACCEPTED,
        started_at=READING.asked_at + begun * SECOND,
        finished_at=None if ended is None else READING.asked_at + ended * SECOND,
        order_id=1,
        state=OrderState.PENDING,
        panel_order_id="1",
        cost_micro=COST,
        terms={},
    )
    return replace(done, **changes)  # type: ignore[arg-type]  # of its fields


BEFORE, AFTER = attempt(-2, -1), attempt(1, 2)


@pytest.mark.parametrize(
    ("attempts", "costs"),
    [
        ([], ()),
        ([BEFORE], ()),
        ([AFTER, BEFORE], (COST,)),
        ([attempt(0.5, 1)], (COST,)),
        ([attempt(3, None), AFTER], (COST, COST)),
        ([attempt(-1, 0)], None),
        ([attempt(0.5, 0)], None),
        ([attempt(-1, None)], None),
        ([attempt(0.4, 1)], None),
        ([attempt(1, 2, outcome=AttemptOutcome.NOT_SENT)], ()),
        ([attempt(1, 2, outcome=AttemptOutcome.REJECTED)], ()),
        ([attempt(1, 2, cost_micro=0)], None),
        ([attempt(1, 2, cost_micro=None)], None),
        ([attempt(1, 2, terms={"fields": {"runs": 2}})], None),
    ],
)
def test_what_was_charged_since_is_known_of_orders_before_and_after_only(
    attempts: list[Attempt], costs: tuple[int, ...] | None
) -> None:
    assert charged_since(attempts, READING, has_more=False) == costs


def test_it_is_not_known_if_there_are_more_attempts_than_were_read() -> None:
    assert charged_since([AFTER], READING, has_more=True) is None
    assert charged_since([AFTER, BEFORE], READING, has_more=True) == (COST,)


@pytest.mark.parametrize(
    ("micro", "spent", "exact"),
    [
        (10_000_000, Spent(0, 0), True),
        (10_000_000 - GRAIN, Spent(0, 0), True),
        (10_000_000 - GRAIN - 1, Spent(0, 0), False),
        (10_000_000 + GRAIN + 1, Spent(0, 0), False),
        (10_000_000 - COST, Spent(COST, COST, 1), True),
        (10_000_000, Spent(COST, COST, 1), False),
        (10_000_000 - COST, Spent(0, COST, 1), False),
        (10_000_000 - COST, Spent(COST, None, 1), False),
    ],
)
def test_a_balance_is_as_reckoned_if_exactly_our_orders_are_gone(
    micro: int, spent: Spent, exact: bool
) -> None:
    later = Reading(micro, NOW, NOW)
    assert is_as_reckoned(READING, later, spent, Habits()) is exact


def test_nothing_is_as_reckoned_while_a_charge_is_still_to_come() -> None:
    later = Reading(READING.micro, NOW, NOW)
    assert not is_as_reckoned(READING, later, Spent(0, 0), Habits(unseen_micro=COST, unseen_at=NOW))

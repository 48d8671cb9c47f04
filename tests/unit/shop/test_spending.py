"""What the panel account spent by our own attempts, and for which time a membership's charge pays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.membership.charges import Subscribed, begins_another, charging, period_of
from shop.membership.membership import ANOTHER_BEFORE, APART, PERIOD, Members, MembershipOffer, Period
from shop.ordering.order import Order, OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.terms import Terms
from shop.reconciliation.attempts import Attempt, given_back, spent_between
from shop.reconciliation.readings import SHARED_FOR, Reading, Spent, is_shared

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
EARLIER = Reading(10_000_000, NOON, NOON + SECOND)
LATER = Reading(9_000_000, NOON + HOUR, NOON + HOUR + SECOND)


def attempt(started: timedelta, finished: timedelta | None, cost: int | None = 100, **more: Any) -> Attempt:
    outcome = more.pop("outcome", AttemptOutcome.ACCEPTED)
    ended = None if finished is None else NOON + finished
    return Attempt(
        outcome, NOON + started, ended, 5, OrderState.PENDING, "23501", cost, more.pop("terms", {}), **more
    )


INSIDE = attempt(SECOND, HOUR)
RUNS = {"fields": {"runs": 3}}


@pytest.mark.parametrize(
    ("attempts", "spent"),
    [
        ([], Spent(0, 0)),
        ([INSIDE], Spent(100, 100, 1, NOON + HOUR)),
        ([attempt(timedelta(), HOUR)], Spent(0, 100, 1)),
        ([attempt(SECOND, HOUR + SECOND)], Spent(0, 100, 1)),
        ([attempt(HOUR + SECOND, None)], Spent(0, 100, 1)),
        ([attempt(HOUR + 2 * SECOND, None)], Spent(0, 0)),
        ([attempt(-HOUR, timedelta())], Spent(0, 100, 1)),
        ([attempt(-HOUR, -SECOND)], Spent(0, 0)),
        ([attempt(-HOUR, None)], Spent(0, 100, 1)),
        ([attempt(SECOND, HOUR, outcome=AttemptOutcome.UNKNOWN)], Spent(0, 100, 1)),
        ([attempt(SECOND, HOUR, outcome=AttemptOutcome.NOT_SENT)], Spent(0, 0)),
        ([attempt(SECOND, HOUR, outcome=AttemptOutcome.REJECTED)], Spent(0, 0)),
        ([attempt(SECOND, HOUR, terms=RUNS)], Spent(0, 100, 1)),
        ([attempt(SECOND, HOUR, None)], Spent(0, None, 1, NOON + HOUR)),
    ],
)
def test_an_order_counts_for_certain_if_it_was_placed_between_the_readings(
    attempts: list[Attempt], spent: Spent
) -> None:
    assert spent_between(attempts, EARLIER, LATER, has_more=False) == spent


def test_what_does_not_count_hides_nothing_behind_it() -> None:
    attempts = [
        attempt(2 * HOUR, None),
        attempt(SECOND, 2 * SECOND, outcome=AttemptOutcome.REJECTED),
        attempt(30 * SECOND, HOUR, 7),
        attempt(-HOUR, -SECOND),
        attempt(SECOND, 20 * SECOND, 5),
    ]
    assert spent_between(attempts, EARLIER, LATER, has_more=False) == Spent(12, 12, 2, NOON + HOUR)


@pytest.mark.parametrize(
    ("oldest", "has_more", "maximum"),
    [
        (attempt(timedelta(), HOUR), True, None),
        (attempt(timedelta(), HOUR), False, 100),
        (attempt(-SECOND, HOUR), True, 100),
    ],
)
def test_there_is_no_bound_if_older_attempts_may_fall_between_too(
    oldest: Attempt, has_more: bool, maximum: int | None
) -> None:
    assert spent_between([oldest], EARLIER, LATER, has_more=has_more).maximum == maximum


TERMS = Terms("77", "Likes", "https://x.y/a", 1000, {}, 900_000, "USD", cost_micro=300_000)
ENDED = Order(5, 7, "main", TERMS, OrderState.PARTIAL, NOON, NOON, remains=333, finished_at=NOON)


@pytest.mark.parametrize(
    ("order", "micro"),
    [
        (ENDED, 99_900),
        (replace(ENDED, state=OrderState.CANCELED), 300_000),
        (replace(ENDED, remains=None), None),
        (replace(ENDED, remains=None, state=OrderState.CANCELED), 300_000),
        (replace(ENDED, remains=0), 0),
        (replace(ENDED, terms=replace(TERMS, quantity=None)), None),
        (replace(ENDED, terms=replace(TERMS, cost_micro=0)), None),
        (replace(ENDED, terms=replace(TERMS, cost_micro=301), remains=500), 150),
        (replace(ENDED, finished_at=None), None),
        (replace(ENDED, finished_at=NOON - SECOND), None),
        (replace(ENDED, finished_at=NOON + HOUR - SECOND), 99_900),
        (replace(ENDED, finished_at=NOON + HOUR), None),
    ],
)
def test_what_the_panel_gave_back_by_its_own_figures(order: Order, micro: int | None) -> None:
    found = given_back(order, NOON, NOON + HOUR)
    assert (found, type(found)) == (micro, type(micro))


def test_without_an_end_every_later_refund_counts() -> None:
    assert given_back(replace(ENDED, finished_at=NOON + 99 * HOUR), NOON, None) == 99_900


@pytest.mark.parametrize(
    ("ago", "shared"), [(timedelta(0), True), (SHARED_FOR - SECOND, True), (SHARED_FOR, False), (None, False)]
)
def test_a_loss_means_for_a_month_that_others_use_the_account(ago: timedelta | None, shared: bool) -> None:
    assert is_shared(None if ago is None else NOON - ago, NOON) is shared


# --- memberships -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "before_end", "another"),
    [
        (Subscribed(is_first=True), timedelta(0), True),
        (Subscribed(is_first=False), PERIOD, False),
        (Subscribed(), ANOTHER_BEFORE + SECOND, True),
        (Subscribed(), ANOTHER_BEFORE, False),
        (Subscribed(), -SECOND, False),
    ],
)
def test_a_charge_long_before_the_end_began_one_more_subscription(
    told: Subscribed, before_end: timedelta, another: bool
) -> None:
    assert begins_another(told, NOON - before_end, NOON) is another


@pytest.mark.parametrize(
    ("left", "period"),
    [
        (None, Period("gold", NOON, NOON + PERIOD)),
        (-SECOND, Period("gold", NOON, NOON + PERIOD)),
        (APART, Period("gold", NOON, NOON + PERIOD)),
        (APART + SECOND, Period("gold", NOON + APART + SECOND, NOON + APART + SECOND + PERIOD)),
    ],
)
def test_no_time_is_paid_for_twice(left: timedelta | None, period: Period) -> None:
    until = None if left is None else NOON + left
    assert period_of("gold", NOON, NOON + PERIOD, member_until=until) == period


def test_a_charge_is_the_shops_at_once() -> None:
    outside = Account("clearing:stars", None, "USD")
    revenue = Account(AccountKind.MEMBERSHIP, None, "USD")
    assert charging("stars", "c-1", "USD", 500) == JournalEntry(
        "membership:stars:c-1", JournalKind.MEMBERSHIP, between(outside, revenue, 500)
    )


@pytest.mark.parametrize(
    ("stars", "levels", "is_on"),
    [(100, {"gold": -1}, True), (0, {"gold": -1}, False), (100, {"gold": 0}, False), (100, {}, False)],
)
def test_a_membership_is_on_sale_if_its_level_is_cheaper(
    stars: int, levels: dict[str, int], is_on: bool
) -> None:
    assert MembershipOffer(stars, "gold").is_on(levels) is is_on


def test_somebody_is_a_member_for_the_time_they_paid_for() -> None:
    gold, silver = Period("gold", NOON, NOON + PERIOD), Period("silver", NOON + HOUR, NOON + 2 * HOUR)
    members = Members.of([(7, gold), (8, silver), (7, silver)])
    assert members.levels_of(7, NOON - SECOND) == ()
    assert members.levels_of(7, NOON) == ("gold",)
    assert members.levels_of(7, NOON + HOUR) == ("gold", "silver")
    assert members.levels_of(7, NOON + 2 * HOUR) == ("gold",)
    assert members.levels_of(8, NOON) == members.levels_of(9, NOON) == ()
    assert members.until(7, NOON) == NOON + PERIOD
    assert members.until(8, NOON + 2 * HOUR) is None
    assert members.until(9, NOON) is None

"""What the evidence proves of an order whose answer was lost; and that it never proves too much."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shop.inquire import (
    APART,
    Adopt,
    AskOperator,
    Evidence,
    Orphan,
    Void,
    Wait,
    decide,
    grain_of,
    ids_to_probe,
    matches,
)
from shop.readings import Reading, Spent, unexplained

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COST, BEFORE = 90_000, 10_000_000
MINE = Orphan("105", COST, 100)


def at(micro: int, second: int) -> Reading:
    moment = NOW + timedelta(seconds=second)
    return Reading(micro, moment, moment)


STILL = Evidence(COST, 100, at(BEFORE, 0), (at(BEFORE, 60), at(BEFORE, 120)), soon=at(BEFORE, 5), orphans=())
TAKEN = replace(STILL, readings=(at(BEFORE - COST, 60),), soon=at(BEFORE - COST, 5), orphans=(MINE,))


def test_the_cost_is_gone_and_one_order_fits() -> None:
    assert decide(TAKEN) == Adopt("105")
    assert decide(replace(TAKEN, soon=None)) == Adopt("105")


def test_nothing_moved_twice_a_minute_apart() -> None:
    assert decide(STILL) == Void()
    assert decide(replace(STILL, orphans=None)) == Void(), "without asking about numbers too"


def test_nothing_moved_once_is_looked_at_again() -> None:
    first = at(BEFORE, 60)
    assert decide(replace(STILL, readings=(first,))) == Wait(first.at + APART)
    assert decide(replace(STILL, readings=(first, at(BEFORE, 119)))) == Wait(first.at + APART)


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        (replace(TAKEN, shared=True), "shared"),
        (replace(STILL, shared=True), "shared"),
        (replace(STILL, cost_micro=0), "no_cost"),
        (replace(STILL, before=None), "no_balance"),
        (replace(STILL, cost_micro=15), "too_small"),
        (replace(STILL, grain_micro=100_000), "too_small"),
        (replace(STILL, refunds_micro=None), "refunds"),
        (replace(STILL, refunds_micro=COST), "no_number"),
        (replace(STILL, orphans=(MINE,)), "orphans"),
        (replace(STILL, readings=(at(BEFORE + 5_000_000, 60),)), "moved"),
        (replace(TAKEN, readings=(at(BEFORE - 2 * COST, 60),)), "moved"),
        (replace(TAKEN, orphans=None), "no_number"),
        (replace(TAKEN, orphans=()), "no_number"),
        (replace(TAKEN, orphans=(MINE, Orphan("106", 1))), "orphans"),
        (replace(TAKEN, orphans=(Orphan("105", COST + 11),)), "orphans"),
        (replace(TAKEN, orphans=(Orphan("105", None),)), "orphans"),
        (replace(TAKEN, strangers=True), "strangers"),
        (replace(TAKEN, soon=at(BEFORE, 5)), "late"),
    ],
)
def test_what_only_the_operator_can_decide(evidence: Evidence, why: str) -> None:
    assert decide(evidence) == AskOperator(why)


def test_with_money_back_for_others_only_an_exact_fit_will_do() -> None:
    refunded = replace(TAKEN, readings=(at(BEFORE - COST + 7_000, 60),), refunds_micro=7_000)
    assert decide(refunded) == Adopt("105")
    assert decide(replace(refunded, refunds_micro=6_000)) == AskOperator("moved")


@given(
    some.builds(
        Evidence,
        cost_micro=some.integers(0, 3) | some.just(COST),
        quantity=some.none() | some.just(100),
        before=some.none() | some.just(at(BEFORE, 0)),
        readings=some.lists(
            some.builds(
                at, some.sampled_from((BEFORE, BEFORE - COST, BEFORE - 1, 0)), some.integers(60, 300)
            ),
            max_size=3,
        ).map(lambda found: tuple(sorted(found, key=lambda one: one.at))),
        refunds_micro=some.none() | some.sampled_from((0, COST, 5)),
        orphans=some.none()
        | some.lists(some.builds(Orphan, some.just("1"), some.none() | some.sampled_from((COST, 1)))).map(
            tuple
        ),
        shared=some.booleans(),
        strangers=some.booleans(),
    )
)
def test_a_verdict_is_never_reached_without_its_proof(it: Evidence) -> None:
    verdict = decide(it)
    if not isinstance(verdict, Adopt | Void):
        return
    assert not it.shared
    assert it.before is not None
    assert it.refunds_micro is not None
    gone = it.before.micro - it.readings[-1].micro + it.refunds_micro
    if isinstance(verdict, Adopt):
        assert it.orphans is not None
        assert (abs(gone - it.cost_micro) <= 10, len(it.orphans), it.strangers) == (True, 1, False)
        assert matches(it.orphans[0], it.cost_micro, it.quantity)
    else:
        assert abs(gone) <= 10 < it.cost_micro
        assert not it.orphans
        assert it.readings[-1].at - it.readings[0].at >= APART


def test_ids_are_probed_in_hundreds_after_the_last_and_ours_are_left_out() -> None:
    assert ids_to_probe("100", frozenset({"102"}), 0)[:2] == ["101", "103"]
    assert (ids_to_probe("100", frozenset(), 2)[0], ids_to_probe("100", frozenset(), 2)[-1]) == ("301", "400")
    assert ids_to_probe(None, frozenset(), 0) == ids_to_probe("a1", frozenset(), 0) == []


@pytest.mark.parametrize(
    ("balances", "grain"),
    [
        ((), 1),
        ((10_000_000,), 1),
        ((10_000_000, 9_910_000), 10_000),
        ((1, 2), 1),
        ((5_000_000, 7_000_000), 10**6),
    ],
)
def test_the_finest_step_that_balances_were_told_in(balances: tuple[int, ...], grain: int) -> None:
    assert grain_of(balances) == grain


@pytest.mark.parametrize(
    ("gone", "spent", "strange"),
    [
        (0, Spent(0, 0), 0),
        (10, Spent(0, 0), 0),
        (COST, Spent(0, 0), COST),
        (COST, Spent(COST, COST, 1), 0),
        (0, Spent(0, COST, 1), 0),
        (COST * 2, Spent(0, COST, 1), COST),
        (-5_000_000, Spent(0, COST, 1), -5_000_000),
        (COST * 9, Spent(0, None), 0),
    ],
)
def test_money_that_our_orders_do_not_explain(gone: int, spent: Spent, strange: int) -> None:
    assert unexplained(at(BEFORE, 0), at(BEFORE - gone, 60), spent) == strange

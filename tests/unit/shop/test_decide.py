"""What the evidence proves about an order whose answer was lost; and that it never proves too much."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shop.reconciliation.decide import (
    APART,
    AT_LEAST,
    RIPE_AFTER,
    Adopt,
    AskOperator,
    Evidence,
    Orphan,
    Other,
    Void,
    Wait,
    covers,
    decide,
    ids_to_probe,
    matches,
    minimum_refund,
)
from shop.reconciliation.readings import UNSEEN_FOR, Habits, Reading, Spent, compared, grain_of, reading_of
from shop.replies import Balance

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COST, BEFORE = 90_000, 10_000_000
MINE = Orphan("105", COST, 100)


def at(micro: int, second: int) -> Reading:
    moment = NOW + timedelta(seconds=second)
    return Reading(micro, moment, moment)


SOON, LATE = at(BEFORE, 5), (at(BEFORE, 60), at(BEFORE, 300), at(BEFORE, 360))
STILL = Evidence(
    COST,
    100,
    NOW,
    at(BEFORE, 0),
    (SOON, *LATE),
    soon=SOON,
    orphans=(),
    covered=True,
    is_prompt=True,
    prompt_run=8,
)
GONE_SOON = at(BEFORE - COST, 5)
TAKEN = replace(STILL, readings=(GONE_SOON, at(BEFORE - COST, 60)), soon=GONE_SOON, orphans=(MINE,))


def then(*micro_at: tuple[int, int]) -> tuple[Reading, ...]:
    return tuple(at(micro, second) for micro, second in micro_at)


def other(cost: int, second: int, *, accepted: bool = True) -> Other:
    return Other(cost, NOW + timedelta(seconds=second), accepted)


def test_the_cost_is_gone_and_one_order_fits() -> None:
    assert decide(TAKEN) == Adopt("105")
    assert decide(replace(TAKEN, soon=None, readings=TAKEN.readings[1:])) == Adopt("105")


def test_nothing_moved_for_five_minutes_at_a_panel_that_charges_promptly() -> None:
    assert decide(STILL) == Void()
    assert decide(replace(STILL, orphans=None)) == Void(), "without asking about numbers too"
    assert decide(replace(STILL, covered=False)) == Void()


def test_a_balance_used_again_is_no_proof_that_nothing_moved() -> None:
    seen_only_by_balances = replace(STILL, covered=False)
    assert decide(seen_only_by_balances) == Void()
    assert decide(replace(seen_only_by_balances, is_used_again=True)) == AskOperator("unproven")
    assert decide(replace(STILL, is_used_again=True)) == Void()


def test_numbers_that_do_not_answer_are_a_sign_where_the_order_would_be_among_them() -> None:
    some_run = replace(STILL, is_prompt=False, prompt_run=4)
    assert decide(some_run) == Void()
    for lacking in ({"covered": False}, {"orphans": None}, {"prompt_run": 3}):
        assert decide(replace(some_run, **lacking)) == AskOperator("unproven")


def test_nothing_seen_is_no_proof_at_a_panel_whose_habits_nobody_knows() -> None:
    unknown = replace(STILL, is_prompt=False, prompt_run=0)
    assert decide(unknown) == AskOperator("unproven")
    assert decide(replace(unknown, orphans=None)) == AskOperator("unproven")


@pytest.mark.parametrize("second", [60, 122, 239])
def test_before_four_minutes_the_last_two_looks_do_not_begin(second: int) -> None:
    assert decide(replace(STILL, readings=(SOON, at(BEFORE, second)))) == Wait(NOW + RIPE_AFTER)


@pytest.mark.parametrize("last", [280, 299])
def test_before_five_minutes_nothing_is_given_up(last: int) -> None:
    early = (SOON, at(BEFORE, 60), at(BEFORE, 240))
    assert decide(replace(STILL, readings=early)) == Wait(NOW + AT_LEAST)
    assert decide(replace(STILL, readings=(*early, at(BEFORE, last)))) == Wait(NOW + AT_LEAST)
    assert decide(replace(STILL, readings=(*early, at(BEFORE, 300)))) == Void()
    assert decide(replace(STILL, readings=(*early, at(BEFORE - COST, 300)))) != Void()


def test_two_late_looks_are_a_minute_apart() -> None:
    ripe = at(BEFORE, 300)
    assert decide(replace(STILL, readings=(SOON, ripe))) == Wait(ripe.at + APART)
    assert decide(replace(STILL, readings=(SOON, ripe, at(BEFORE, 359)))) == Wait(ripe.at + APART)


@pytest.mark.parametrize("when", [0, 1, 2])
def test_one_look_that_saw_money_gone_contradicts_all_others(when: int) -> None:
    readings = [*STILL.readings]
    readings[when] = at(BEFORE - COST, [5, 60, 300][when])
    assert decide(replace(STILL, readings=tuple(readings))) == AskOperator("moved")


def test_what_our_other_orders_took_meanwhile_is_reckoned_in() -> None:
    others = (other(COST * 3, 70), other(COST * 2, 200))
    moved = then((BEFORE, 60), (BEFORE - COST * 5, 300), (BEFORE - COST * 5, 360))
    assert decide(replace(STILL, others=others, readings=(SOON, *moved))) == Void()
    still_taken = replace(TAKEN, others=others[:1], readings=(GONE_SOON, at(BEFORE - COST * 4, 80)))
    assert decide(still_taken) == Adopt("105")
    assert decide(replace(STILL, others=others)) == AskOperator("moved"), "theirs have not gone yet"


def test_an_order_of_just_that_cost_or_a_late_refund_may_hide_it() -> None:
    same = replace(
        STILL, others=(other(COST, 130),), readings=(SOON, *then((BEFORE - COST, 300), (BEFORE - COST, 360)))
    )
    assert decide(same) == Void(), "the numbers would tell"
    assert decide(replace(same, covered=False)) == AskOperator("unproven")
    for sums_back in ((COST,), (COST - 40_000, 40_000)):
        assert decide(replace(STILL, covered=False, may_come_back=sums_back)) == AskOperator("unproven")
    assert decide(replace(STILL, covered=False, may_come_back=None)) == AskOperator("refunds")
    assert decide(replace(STILL, covered=False, may_come_back=(COST * 2,))) == Void()


def test_another_lost_one_may_have_been_taken_or_not() -> None:
    lost = other(COST * 3, 70, accepted=False)
    gone = then((BEFORE, 60), (BEFORE - COST * 3, 300), (BEFORE - COST * 3, 360))
    theirs = Orphan("106", COST * 3)
    assert decide(replace(STILL, others=(lost,), readings=(SOON, *gone), orphans=(theirs,))) == Void()
    assert decide(replace(STILL, others=(lost,))) == Void()
    twin = other(COST, 70, accepted=False)
    both = replace(STILL, others=(twin,), readings=(SOON, *then((BEFORE - COST, 300), (BEFORE - COST, 360))))
    assert decide(both) == AskOperator("moved"), "it may be either"


def test_an_order_that_fits_is_not_ours_for_certain_while_a_lost_one_costs_the_same() -> None:
    readings = then((BEFORE - COST, 5), (BEFORE - 2 * COST, 60))
    placed = replace(TAKEN, readings=readings, soon=readings[0], others=(other(COST, 30),))
    assert decide(placed) == Adopt("105")
    lost = replace(TAKEN, readings=readings, soon=readings[0], others=(other(COST, 30, accepted=False),))
    assert decide(lost) == AskOperator("strangers")


def test_only_orders_whose_refund_could_matter_are_asked_about() -> None:
    assert minimum_refund(STILL) is None, "the numbers tell"
    assert minimum_refund(replace(STILL, covered=False)) == COST - 10
    assert minimum_refund(TAKEN) is None
    assert minimum_refund(replace(TAKEN, readings=(at(BEFORE - COST + 7_000, 60),))) == 7_000
    assert minimum_refund(replace(STILL, readings=(at(BEFORE + 5_000, 60),))) == 5_000
    assert minimum_refund(replace(STILL, shared=True)) is None
    beside = replace(
        TAKEN, readings=(at(BEFORE - COST - 20_000, 60),), others=(other(20_000, 30, accepted=True),)
    )
    assert minimum_refund(beside) is None, "what another order of ours cost is known"


@pytest.mark.parametrize(
    ("numbers", "passed", "asked", "covered"),
    [
        ([100, 101, 102], 360, 20, True),
        ([100, 101], 360, 20, False),  # too few to estimate from
        ([100, 103, 104], 360, 20, False),  # two others' within a minute, once: it counts fast
        ([100, 103, 104], 360, 300, True),
        ([100, 101, 102], 24 * 3600, 20, True),
        ([100, 5_000, 5_001], 10, 300, False),
        ([100, 103, 104], 360, 39, True),  # three times as fast since the last one, and three more
        ([100, 103, 104], 360, 38, False),
        ([100, 101, 102], 360, 2, False),
        ([100, 101, 102, 51], 360, 300, False),  # the panel counts from an older number again
    ],
)
def test_how_far_the_numbers_asked_about_reach(
    numbers: list[int], passed: int, asked: int, covered: bool
) -> None:
    known = [(number, NOW + timedelta(seconds=60 * place)) for place, number in enumerate(numbers)]
    assert covers(known[::-1], known[-1][1] + timedelta(seconds=passed), asked) is covered


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
        (replace(TAKEN, orphans=(MINE, Orphan("106", COST))), "orphans"),
        (replace(TAKEN, orphans=(Orphan("105", COST + 101),)), "orphans"),
        (replace(TAKEN, orphans=(Orphan("105", None),)), "orphans"),
        (replace(TAKEN, strangers=True), "strangers"),
        (replace(TAKEN, soon=SOON, readings=(SOON, TAKEN.readings[1])), "late"),
        (replace(STILL, others=(other(0, 70),)), "moved"),
    ],
)
def test_what_only_the_operator_can_decide(evidence: Evidence, why: str) -> None:
    assert decide(evidence) == AskOperator(why)


def test_with_money_back_for_others_only_an_exact_fit_will_do() -> None:
    refunded = replace(TAKEN, readings=(GONE_SOON, at(BEFORE - COST + 7_000, 60)), refunds_micro=7_000)
    assert decide(refunded) == Adopt("105")
    assert decide(replace(refunded, refunds_micro=6_000)) == AskOperator("moved")


@given(
    some.builds(
        Evidence,
        cost_micro=some.integers(0, 3) | some.just(COST),
        quantity=some.none() | some.just(100),
        opened_at=some.just(NOW),
        before=some.none() | some.just(at(BEFORE, 0)),
        readings=some.lists(
            some.builds(at, some.sampled_from((BEFORE, BEFORE - COST, BEFORE - 1, 0)), some.integers(5, 500)),
            max_size=4,
        ).map(lambda found: tuple(sorted(found, key=lambda one: one.at))),
        refunds_micro=some.none() | some.sampled_from((0, COST, 5)),
        may_come_back=some.none() | some.sampled_from(((), (COST,), (5,))),
        others=some.sampled_from(((), (other(COST, 3),), (other(5 * COST, 3, accepted=False),))),
        orphans=some.none()
        | some.lists(some.builds(Orphan, some.just("1"), some.none() | some.sampled_from((COST, 1)))).map(
            tuple
        ),
        covered=some.booleans(),
        shared=some.booleans(),
        strangers=some.booleans(),
        is_prompt=some.booleans(),
        prompt_run=some.sampled_from((0, 3, 4, 8)),
    )
)
def test_a_verdict_is_never_reached_without_its_proof(evidence: Evidence) -> None:
    verdict = decide(evidence)
    if not isinstance(verdict, Adopt | Void):
        return
    assert not evidence.shared
    assert evidence.before is not None
    assert evidence.refunds_micro is not None
    known = sum(one.cost_micro for one in evidence.others if one.accepted)
    gone = evidence.before.micro - evidence.readings[-1].micro + evidence.refunds_micro - known
    if isinstance(verdict, Adopt):
        assert evidence.orphans is not None
        assert (abs(gone - evidence.cost_micro) <= 20, len(evidence.orphans), evidence.strangers) == (
            True,
            1,
            False,
        )
        assert matches(evidence.orphans[0], evidence.cost_micro, evidence.quantity)
    else:
        assert abs(gone) <= 20 < evidence.cost_micro
        assert not evidence.orphans
        assert evidence.readings[-1].at >= NOW + AT_LEAST
        ripe = [one for one in evidence.readings if one.at >= NOW + RIPE_AFTER]
        assert ripe[-1].at - ripe[0].at >= APART
        assert evidence.is_prompt or (
            evidence.covered and evidence.orphans is not None and evidence.prompt_run >= 4
        )


def test_so_many_ids_are_probed_after_the_last_and_ours_are_left_out() -> None:
    assert ids_to_probe("100", frozenset({"102"}), 3) == ["101", "103", "104"]
    assert len(ids_to_probe("100", frozenset(), 20)) == 20
    assert ids_to_probe(None, frozenset(), 20) == ids_to_probe("a1", frozenset(), 20) == []


@pytest.mark.parametrize(
    ("decimals", "grain"), [((2,), 10_000), ((5, 2), 10), ((0,), 10**6), ((9,), 1), ((), 10**6)]
)
def test_the_finest_step_is_that_of_the_most_decimals_written(decimals: tuple[int, ...], grain: int) -> None:
    assert grain_of(*decimals) == grain


@pytest.mark.parametrize(
    ("text", "decimals"), [("10000", 0), ("9999.90", 2), ("5.00001", 5), ("1.123456789", 6)]
)
def test_a_reading_keeps_the_decimals_the_panel_wrote(text: str, decimals: int) -> None:
    assert reading_of(Balance(Decimal(text), "USD"), NOW, NOW).decimals == decimals


AFTER = NOW + timedelta(seconds=10)
ONE = Spent(COST, COST, 1, AFTER)


@pytest.mark.parametrize(
    ("gone", "spent", "strange"),
    [
        (0, Spent(0, 0), 0),
        (10, Spent(0, 0), 0),
        (COST, Spent(0, 0), COST),
        (COST, ONE, 0),
        (0, Spent(0, COST, 1), 0),
        (COST * 2, Spent(0, COST, 1), COST),
        (-5_000_000, Spent(0, COST, 1), 0),  # paid in
        (COST * 9, Spent(0, None), 0),
    ],
)
def test_money_that_our_orders_do_not_explain(gone: int, spent: Spent, strange: int) -> None:
    assert compared(at(BEFORE, 0), at(BEFORE - gone, 60), spent, Habits())[0] == strange


@pytest.mark.parametrize(("decimals", "off"), [(2, 9_000), (4, 90)])
def test_a_panel_that_rounds_is_not_shared(decimals: int, off: int) -> None:
    earlier = replace(at(BEFORE, 0), decimals=decimals)
    later = replace(at(BEFORE - COST - off, 60), decimals=decimals)
    assert compared(earlier, later, ONE, Habits())[0] == 0
    assert compared(replace(earlier, decimals=6), replace(later, decimals=6), ONE, Habits())[0] == off


def test_a_cost_that_goes_later_is_no_strangers_and_makes_the_panel_a_late_one() -> None:
    strange, habits = compared(at(BEFORE, 0), at(BEFORE, 60), ONE, Habits(prompt_run=7))
    assert (strange, habits.prompt_run, habits.unseen_micro) == (0, 0, COST)
    assert habits.is_late(NOW + timedelta(minutes=30))
    strange, habits = compared(at(BEFORE, 60), at(BEFORE - COST, 400), Spent(0, 0), habits)
    assert (strange, habits.unseen_micro) == (0, 0)
    assert habits.is_late(NOW + timedelta(hours=23))
    assert compared(at(BEFORE - COST, 400), at(BEFORE - 2 * COST, 500), Spent(0, 0), habits)[0] == COST


def test_a_panel_is_prompt_when_eight_orders_in_a_row_were_charged_within_two_minutes() -> None:
    habits = Habits()
    for _ in range(8):
        assert not habits.is_prompt(NOW)
        _, habits = compared(at(BEFORE, 0), at(BEFORE - COST, 60), ONE, habits)
    assert habits.is_prompt(NOW)
    _, slow = compared(at(BEFORE, 0), at(BEFORE - COST, 200), ONE, Habits())
    assert slow.prompt_run == 0, "that reading came too long after to tell"
    _, coarse = compared(
        replace(at(BEFORE, 0), decimals=1), replace(at(BEFORE, 60), decimals=1), ONE, Habits()
    )
    assert coarse.prompt_run == 0, "so small a cost cannot be seen"


def test_a_cost_not_charged_within_the_hour_is_not_waited_for() -> None:
    habits = Habits(unseen_micro=5_000, unseen_at=NOW)
    assert habits.unseen(NOW + UNSEEN_FOR - timedelta(seconds=1)) == 5_000
    assert habits.unseen(NOW + UNSEEN_FOR) == 0

"""The figures of a service, the rule against failing ones, and what the figures propose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shop.catalogue.measured import Ended
from shop.catalogue.services import Service
from shop.ordering.order import OrderState
from shop.ordering.reason import NEVER_SENT, ReasonKind
from shop.ordering.request import RequestState
from shop.quality.compare import Gain, Rival, proposals, side_by_side
from shop.quality.outcomes import ENOUGH, LOOKED_AT, Outcome, Past, Quality, Share, honoured, quality_of
from shop.quality.rule import FailRule, offered_rules, read_rule
from shop.replies import RefillRefusal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NUMBERS = count(1)


def past(
    state: OrderState, reason: ReasonKind = ReasonKind.WORDS, minutes: int = 10, **facts: object
) -> Past:
    """An order that ended so, `minutes` after noon."""
    ended = Ended(
        next(NUMBERS), "21", state, NOON + minutes * MINUTE, NOON, NOON + MINUTE, spread=False, by_hand=False
    )
    return replace(Past(ended, NOON, reason), **facts)  # type: ignore[arg-type]  # as the caller names them


@pytest.mark.parametrize(
    ("state", "reason", "outcome"),
    [
        (OrderState.COMPLETED, ReasonKind.WORDS, Outcome.DONE),
        (OrderState.PARTIAL, ReasonKind.WORDS, Outcome.PARTIAL),
        (OrderState.CANCELED, ReasonKind.WORDS, Outcome.CANCELED),
        (OrderState.VOIDED, ReasonKind.NOT_PLACED, Outcome.LOST),
        (OrderState.VOIDED, ReasonKind.UNCLEAR, Outcome.LOST),
        *((OrderState.VOIDED, kind, None) for kind in sorted(NEVER_SENT)),
        (OrderState.REJECTED, ReasonKind.SERVICE, Outcome.REFUSED),
        (OrderState.REJECTED, ReasonKind.OTHER, Outcome.REFUSED),
        (OrderState.REJECTED, ReasonKind.LINK, None),
        (OrderState.REJECTED, ReasonKind.DUPLICATE_LINK, None),
        (OrderState.REJECTED, ReasonKind.FUNDS, None),
        (OrderState.REJECTED, ReasonKind.WITHDRAWN, None),
        (OrderState.REJECTED, ReasonKind.GONE, None),
    ],
)
def test_an_end_counts_only_if_it_is_the_services_doing(
    state: OrderState, reason: ReasonKind, outcome: Outcome | None
) -> None:
    assert past(state, reason).outcome is outcome


def test_what_a_customer_canceled_is_no_failure() -> None:
    assert past(OrderState.CANCELED, is_wished=True).outcome is None
    assert past(OrderState.PARTIAL, is_wished=True).outcome is None
    assert past(OrderState.COMPLETED, is_wished=True).outcome is Outcome.DONE


def test_the_figures_of_a_service() -> None:
    orders = [
        *(past(OrderState.COMPLETED, minutes=minutes) for minutes in (5, 10, 15, 20, 100)),
        past(OrderState.PARTIAL, refills=(True, False)),
        past(OrderState.COMPLETED, was_lost=True, refills=(True,)),
        past(OrderState.REJECTED, ReasonKind.FUNDS, was_lost=True),
    ]
    found = quality_of(orders)
    assert "".join(found.recent) == "dddddpd"
    assert found.failed == Share(1, 7)
    assert found.lost == 1, "an order that tells nothing of its service is not counted"
    assert found.kept == Share(2, 3)
    assert (found.start, found.finish, found.nearly_all) == (MINUTE, 10 * MINUTE, 100 * MINUTE)


def test_few_orders_tell_no_times_and_no_share() -> None:
    found = quality_of([past(OrderState.COMPLETED) for _ in range(4)])
    assert (found.start, found.finish) == (None, None)
    assert not found.failed.says
    assert quality_of([]) == Quality()


def test_only_the_latest_orders_count() -> None:
    newer = [past(OrderState.COMPLETED) for _ in range(LOOKED_AT)]
    assert quality_of([*newer, past(OrderState.CANCELED)]).failed == Share(0, LOOKED_AT)


def test_orders_from_before_it_was_put_back_are_shown_and_not_held_against_it() -> None:
    before = [past(OrderState.CANCELED, created_at=NOON - MINUTE) for _ in range(9)]
    after = [past(OrderState.COMPLETED, created_at=NOON + MINUTE)]
    found = quality_of([*after, *before], since=NOON)
    assert len(found.recent) == 10
    assert found.fresh == (Outcome.DONE,)


@pytest.mark.parametrize("all_", [1, 2, 5, 10, 20, 50])
def test_the_bounds_hold_the_share_and_narrow(all_: int) -> None:
    for some in range(all_ + 1):
        share = Share(some, all_)
        assert 0 <= share.least <= some * 1_000_000 // all_ <= share.most <= 1_000_000
        wider = share.most - share.least
        assert Share(some * 10, all_ * 10).most - Share(some * 10, all_ * 10).least < wider


@pytest.mark.parametrize(
    ("state", "why", "kept"),
    [
        (RequestState.DONE, None, True),
        (RequestState.REJECTED, None, False),
        (RequestState.REFUSED, None, False),
        (RequestState.REFUSED, RefillRefusal.SERVICE, False),
        (RequestState.REFUSED, RefillRefusal.NOT_YET, None),
        (RequestState.REFUSED, RefillRefusal.OVER, None),
        (RequestState.REQUESTED, None, None),
        (RequestState.UNCLEAR, None, None),
    ],
)
def test_when_a_refill_is_honoured(state: RequestState, why: RefillRefusal | None, kept: bool | None) -> None:
    assert honoured(state, why) is kept


def outcomes(letters: str) -> tuple[Outcome, ...]:
    return tuple(Outcome(letter) for letter in letters)


@pytest.mark.parametrize(
    ("letters", "hits"),
    [
        ("", False),
        ("c" * 6 + "d" * 14, False),  # 30 % exactly
        ("c" * 7 + "d" * 13, True),
        ("d" * 20 + "c" * 20, False),  # long ago
        ("crup" * 2, True),  # eight of eight are too many of any twenty
        ("c" * 6, False),
    ],
)
def test_the_rule_hits_above_its_percent_of_the_latest_outcomes(letters: str, hits: bool) -> None:
    assert FailRule(30, 20).hits(outcomes(letters)) is hits


def test_a_button_names_only_rules_that_are_offered() -> None:
    assert [read_rule(rule.word) for rule in offered_rules()] == offered_rules()
    assert [read_rule(word) for word in ("", "30", "30-20-1", "0-20", "30-1000000", "٣٠-٢٠")] == [None] * 6


def rival(number: str, cost: int | None, letters: str = "", **facts: object) -> Rival:
    service = Service(number, "Instagram Likes", "", "Default", 1, 10, 1000)
    recent = outcomes(letters)
    return Rival(replace(service, **facts), cost, Quality(recent, recent))  # type: ignore[arg-type]  # as named


GOOD, BAD = "d" * 48 + "c" * 2, "d" * 30 + "c" * 20


def only(*rivals: Rival, rule: FailRule | None = None) -> list[tuple[Gain, str, str, int]]:
    return [
        (one.gain, one.one.service.id, one.other.service.id, one.saved) for one in proposals(rivals, rule)
    ]


def test_what_is_cheaper_and_as_good_is_proposed() -> None:
    assert only(rival("4017", 1000, GOOD), rival("21", 880, GOOD)) == [(Gain.CHEAPER, "4017", "21", 12)]


def test_what_is_cheaper_and_surely_worse_is_not() -> None:
    assert only(rival("4017", 1000, GOOD), rival("21", 100, BAD)) == []


def test_what_is_surely_better_for_no_more_money_comes_first() -> None:
    found = only(rival("1", 1000, BAD), rival("2", 1000, GOOD), rival("3", 500))
    assert found[0] == (Gain.BETTER, "1", "2", 0)


def test_a_few_percent_are_not_worth_a_word() -> None:
    assert only(rival("1", 1000, GOOD), rival("2", 960, GOOD)) == []
    assert only(rival("1", 1000, GOOD), rival("2", 950, GOOD)) == [(Gain.CHEAPER, "1", "2", 5)]


def test_what_has_too_few_orders_is_proposed_as_untried() -> None:
    few = "d" * (ENOUGH - 1)
    assert only(rival("1", 1000, GOOD), rival("2", 500, few)) == [(Gain.UNTRIED, "1", "2", 50)]


def test_nothing_is_proposed_for_what_nobody_ordered_or_without_a_price() -> None:
    assert only(rival("1", 1000), rival("2", 500)) == []
    assert only(rival("1", None, GOOD), rival("2", 500)) == []
    assert only(rival("1", 1000, GOOD), rival("2", None)) == []
    assert only(rival("1", 0, GOOD), rival("2", 0)) == []


def test_what_breaks_a_promise_or_the_rule_is_not_proposed() -> None:
    assert only(rival("1", 1000, GOOD, refill=True), rival("2", 500, refill=False)) == []
    assert only(rival("1", 1000, GOOD), rival("2", 500, "c" * 7), rule=FailRule(30, 20)) == []
    assert only(rival("1", 1000, GOOD), replace(rival("2", 500), is_stopped=True)) == []


def test_the_cheapest_stands_first_and_what_has_no_price_last() -> None:
    services = [Service(number, "", "", "Default", 1, 1, 1) for number in ("3", "1", "2", "4")]
    shown = side_by_side(services, {"1": 5, "2": 1, "4": 5}, {}, ["4"])
    assert [one.service.id for one in shown] == ["2", "1", "4", "3"]
    assert [one.is_stopped for one in shown] == [False, False, True, False]

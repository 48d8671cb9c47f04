"""Which prices, charges and refunds are believed: pure decisions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.catalogue.services import Service
from shop.ordering.change import Change
from shop.ordering.fields import FORMS
from shop.ordering.order import Order, OrderState
from shop.ordering.restraint import HELD_FOR, Brake, Refunds
from shop.ordering.terms import Terms
from shop.pricing.charging import is_too_much
from shop.pricing.doubts import APART, PriceDoubts
from shop.pricing.quotes import parts_of, quote

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TERMS = Terms("1", "Likes", "https://x.y/p", 1000, {}, 1_000_000, "USD", cost_micro=900_000)
ORDER = Order(1, 7, "main", TERMS, OrderState.IN_PROGRESS, NOW, NOW, panel_order_id="55")


def service(rate_micro: int, number: str = "1") -> Service:
    return Service(number, "Likes", "All", "Default", rate_micro, 1, 1000)


@pytest.mark.parametrize(
    ("charge", "cost_micro", "too_much"),
    [
        ("0.90", 900_000, False),
        ("0.909", 900_000, False),
        ("0.9091", 900_000, True),
        ("0.91", 900_000, False),  # rounded up to its last decimal
        ("0.92", 900_000, True),
        ("0.01", 100, False),
        ("0.0100", 100, True),
        ("1", 900_000, True),  # not a rounding to whole units: a hundredth is the coarsest
        ("90", 900_000, True),
        ("0.80", 80_000, True),
        ("0", 900_000, False),
        ("90", 0, False),  # not known in advance
        (None, 900_000, False),
        ("Infinity", 900_000, False),
        ("what", 900_000, False),
        ("9E+1", 900_000, True),
    ],
)
def test_a_charge_beyond_rounding_is_too_much(charge: str | None, cost_micro: int, too_much: bool) -> None:
    try:
        found = is_too_much(charge, cost_micro)
    except OverflowError:
        pytest.fail("a figure that no panel means must not stop a sweep")
    assert found is too_much


@pytest.mark.parametrize(
    ("told", "doubted"), [(0, True), (1, True), (450_000, True), (450_001, False), (10**9, False)]
)
def test_a_price_is_doubted_when_it_falls_by_half(told: int, doubted: bool) -> None:
    found = PriceDoubts().weigh([service(told)], {"1": 900_000}, NOW)
    assert bool(found.doubted) is doubted
    assert found.services[0].rate_micro == (900_000 if doubted else told)


def test_readings_close_to_one_another_count_as_one() -> None:
    doubts = PriceDoubts()
    for _ in range(10):
        assert doubts.weigh([service(1)], {"1": 900_000}, NOW).doubted
    assert doubts.weigh([service(1)], {"1": 900_000}, NOW + APART).doubted
    assert not doubts.weigh([service(1)], {"1": 900_000}, NOW + 2 * APART).doubted
    assert not doubts.any


def test_what_was_never_known_is_believed_and_named_where_it_costs_nothing() -> None:
    found = PriceDoubts().weigh([service(0), service(5, "2")], {}, NOW)
    assert [one.id for one in found.services] == ["1", "2"]
    assert [one.id for one in found.free] == ["1"]


@pytest.mark.parametrize(
    ("comment", "marks", "parts"),
    [
        ("a|b", ("|",), ["a", "b"]),
        ("a||b|", ("|",), ["a", "b"]),
        ("a|b;c", ("|", ";"), ["a", "b", "c"]),
        ("a BR b", ("br",), ["a ", " b"]),
        ("a|b", (), ["a|b"]),
        ("a|b", ("",), ["a|b"]),
        ("|", ("|",), []),
    ],
)
def test_a_comment_is_cut_as_the_panel_cuts_it(
    comment: str, marks: tuple[str, ...], parts: list[str]
) -> None:
    assert parts_of(comment, marks) == parts


def test_usernames_are_never_cut() -> None:
    form = FORMS["mentionscustomlist"]
    bill = quote(
        service(1_000_000), form, {"usernames": ["a|b"]}, currency="USD", markup_ppm=0, cuts_at=("|",)
    )
    assert bill.quantity == 1


def canceled(number: int = 1, *, held_at: datetime | None = None, charge: str | None = None) -> Change:
    before = replace(ORDER, id=number, refund_held_at=held_at)
    after = replace(
        before, state=OrderState.CANCELED, refunded_micro=1_000_000, charge=charge, checked_at=NOW
    )
    return Change(before, after)


def quiet(number: int) -> Change:
    before = replace(ORDER, id=number)
    return Change(before, replace(before, checked_at=NOW))


def held(changes: list[Change]) -> int:
    return sum(one.after.refund_held_at is not None for one in changes)


@pytest.mark.parametrize(
    ("back", "asked", "waiting"),
    [
        (3, 3, 0),
        (4, 4, 4),
        (4, 15, 4),
        (4, 16, 0),
        (25, 100, 0),
        (26, 100, 26),
        (50, 1000, 0),
        (51, 1000, 51),
    ],
)
def test_a_heap_of_refunds_waits(back: int, asked: int, waiting: int) -> None:
    changes = [canceled(n) for n in range(back)] + [quiet(n) for n in range(back, asked)]
    assert held(Brake().restrain(changes, NOW)) == waiting


@pytest.mark.parametrize(
    ("given", "at_work", "waiting"),
    [(2, 0, 0), (3, 0, 1), (3, 15, 1), (3, 16, 0), (24, 100, 0), (25, 100, 1), (60, 1000, 0)],
)
def test_a_heap_one_by_one_is_a_heap(given: int, at_work: int, waiting: int) -> None:
    before = Refunds(given=given, at_work=at_work)
    assert held(Brake(before).restrain([canceled()], NOW)) == waiting


def test_while_a_heap_waits_every_refund_does() -> None:
    assert held(Brake(Refunds(held=4)).restrain([canceled(), *map(quiet, range(99))], NOW)) == 1
    assert held(Brake(Refunds(held=3)).restrain([canceled(), *map(quiet, range(99))], NOW)) == 0


def test_what_waits_stays_as_it_was_until_it_was_said_long_enough() -> None:
    [early] = Brake().restrain([canceled(held_at=NOW)], NOW + HELD_FOR - timedelta(seconds=1))
    assert (early.after.state, early.after.refunded_micro) == (OrderState.IN_PROGRESS, 0)
    assert early.after.refund_held_at == NOW
    assert early.after.ask_at == NOW + HELD_FOR - timedelta(seconds=1)  # at the next sweep
    [late] = Brake(Refunds(held=100)).restrain([canceled(held_at=NOW)], NOW + HELD_FOR)
    assert (late.after.state, late.after.refunded_micro) == (OrderState.CANCELED, 1_000_000)
    assert late.after.refund_held_at is None


def test_anything_else_lets_go_of_it() -> None:
    before = replace(ORDER, refund_held_at=NOW)
    [change] = Brake(Refunds(held=9)).restrain([Change(before, replace(before, checked_at=NOW))], NOW)
    assert change.after.refund_held_at is None


@pytest.mark.parametrize(("charge", "waits"), [("0.90", 1), ("0.95", 1), ("0.00", 0), ("0.45", 0), (None, 0)])
def test_canceled_and_charged_in_full_is_doubted(charge: str | None, waits: int) -> None:
    assert held(Brake().restrain([canceled(charge=charge)], NOW)) == waits

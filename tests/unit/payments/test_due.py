"""Which invoices are asked about, where there are more than a gateway's rate allows."""

from datetime import UTC, datetime, timedelta

from payments.described.due import DueTimes
from shop.ledger.topup import INVOICE_HOLDS, Invoice

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOST = 8


def made(minutes: float) -> Invoice:
    """Return an invoice that was made so many minutes ago."""
    ends = NOW - timedelta(minutes=minutes) + INVOICE_HOLDS
    return Invoice(f"{minutes}", 1, "way", "USD", 100, 1_000_000, "USD", ends)


OLD, YOUNG = [made(30 + n) for n in range(20)], [made(1 + n / 10) for n in range(20)]


def chosen(*invoices: Invoice, due: DueTimes | None = None) -> set[str]:
    return {one.payload for one in (due or DueTimes()).choose(invoices, NOW, MOST)}


def test_three_of_four_are_young_where_not_all_can_be_asked() -> None:
    asked = chosen(*OLD, *YOUNG)
    assert len(asked) == MOST
    assert len(asked & {one.payload for one in YOUNG}) == 6
    assert len(asked & {one.payload for one in OLD}) == 2


def test_what_some_leave_is_for_the_others() -> None:
    assert len(chosen(*OLD, *YOUNG[:2])) == MOST
    assert {one.payload for one in YOUNG[:2]} <= chosen(*OLD, *YOUNG[:2])
    assert len(chosen(*OLD)) == len(chosen(*YOUNG)) == MOST
    assert len(chosen(OLD[0], *YOUNG)) == MOST


def test_each_has_its_turn() -> None:
    due, seen, now = DueTimes(), set[str](), NOW
    for _ in range(12):
        for one in due.choose([*OLD, *YOUNG], now, MOST):
            due.asked(one, now)
            seen.add(one.payload)
        now += timedelta(seconds=10)
    assert seen == {one.payload for one in (*OLD, *YOUNG)}


def test_one_of_a_year_is_asked_about_within_four_hours() -> None:
    due, year = DueTimes(), made(60 * 24 * 365)
    assert chosen(year, due=due)
    due.asked(year, NOW - timedelta(hours=1))
    assert not chosen(year, due=due)
    due.asked(year, NOW - timedelta(hours=4))
    assert chosen(year, due=due)

"""What is news of a service, and when it may be told."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.catalogue.service_news import (
    HOLDS,
    NAMED,
    Change,
    Item,
    Offered,
    Told,
    Weighed,
    items_of,
    may_hear,
    notice_of,
    weigh,
)
from shop.preferences import Preferences, QuietHours

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
ROW = Told("1", "Likes", "USD", 1_000)


def looked(row: Told | None, price: int | None, at: datetime = NOON, *, may_tell: bool = True) -> Weighed:
    known = {} if row is None else {row.service_id: row}
    return weigh(known, [Offered("1", "" if price is None else "Likes", price)], "USD", at, may_tell=may_tell)


def test_what_is_new_among_theirs_is_noted_and_no_news() -> None:
    assert looked(None, 1_000) == Weighed((ROW,), (), ())
    assert looked(None, None) == Weighed((Told("1", "", "USD", None),), (), ())
    assert looked(ROW, 1_000) == Weighed((), (), ())


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (1_000, 1_001, Change.UP),
        (1_000, 999, Change.DOWN),
        (1_000, None, Change.GONE),
        (None, 5, Change.BACK),
    ],
)
def test_a_change_is_told_when_it_has_lasted(before: int | None, now: int | None, change: Change) -> None:
    row = Told("1", "Likes", "USD", before)
    [noted] = looked(row, now).rows
    assert (noted.told_micro, noted.seen_micro, noted.differs_at) == (before, now, NOON)
    assert looked(noted, now, NOON + HOLDS - timedelta(seconds=1)) == Weighed((), (), ())
    assert looked(noted, now, NOON + HOLDS, may_tell=False) == Weighed((), (), ())
    told = looked(noted, now, NOON + HOLDS)
    assert told.items == (Item(change, "1", "Likes", before, now),)
    assert told.rows == (Told("1", "Likes", "USD", now),)


def test_what_is_as_it_was_told_is_no_news_however_often_it_changed() -> None:
    [up] = looked(ROW, 1_200).rows
    assert looked(up, 1_000, NOON + HOLDS) == Weighed((ROW,), (), ())


def test_another_price_in_the_same_direction_has_lasted_as_long() -> None:
    [up] = looked(ROW, 1_200).rows
    assert looked(up, 1_300, NOON + HOLDS).items == (Item(Change.UP, "1", "Likes", 1_000, 1_300),)
    [down] = looked(up, 900, NOON + HOLDS).rows
    assert down.differs_at == NOON + HOLDS
    [gone] = looked(up, None, NOON + HOLDS).rows
    assert (gone.differs_at, gone.name) == (NOON + HOLDS, "Likes")


def test_prices_in_another_currency_are_not_compared() -> None:
    found = weigh({"1": ROW}, [Offered("1", "Likes", 90_000)], "RUB", NOON, may_tell=True)
    assert found == Weighed((Told("1", "Likes", "RUB", 90_000),), (), ())


def test_what_is_no_longer_theirs_is_forgotten() -> None:
    assert weigh({"1": ROW}, [], "USD", NOON, may_tell=True) == Weighed((), ("1",), ())


def test_a_notice_names_some_and_counts_the_rest() -> None:
    items = [Item(Change.GONE, str(n), "x", 5, None) for n in range(NAMED + 7)]
    notice = notice_of(7, items, "USD", NOON)
    assert list(items_of(notice.payload)) == items[:NAMED]
    assert notice.payload["more"] == 7


@pytest.mark.parametrize(
    ("own", "hour", "hears"),
    [
        (Preferences(), 12, True),
        (Preferences(), 8, False),
        (Preferences(), 21, False),
        (Preferences(zone="Asia/Tokyo"), 12, False),
        (Preferences(zone="Asia/Tokyo"), 1, True),
        (Preferences(quiet=QuietHours(600, 780)), 12, False),
        (Preferences(quiet=QuietHours(600, 780)), 13, True),
        (Preferences(quiet=QuietHours(480, 1_320)), 12, False),
        (Preferences(quiet=QuietHours(480, 1_320)), 23, True),
    ],
)
def test_they_are_told_in_the_daytime_outside_quiet_hours(own: Preferences, hour: int, hears: bool) -> None:
    now = NOON.replace(hour=hour)
    assert may_hear(own, None, now) is hears
    assert not may_hear(own, now - timedelta(hours=23), now)
    assert may_hear(own, now - timedelta(hours=24), now) is hears

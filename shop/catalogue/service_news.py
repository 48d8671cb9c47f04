"""News of a person's own services: what has changed since they were told last, if it lasts.

What was told is kept for each person and service; so a price that goes up and down again is no news, and a
service that the panel leaves out of one answer is not gone. Prices are the shop's, for this person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shop.notice import Notice, Payload
from shop.preferences import Preferences

HOLDS = timedelta(hours=2)
"""How long a change has to last before it is told: several readings of the catalogue."""

LOOK_EVERY = timedelta(hours=1)
TELL_EVERY = timedelta(days=1)
"""At most one message a person in this time."""

NAMED = 20
"""Changes that one message names; of others it says how many they are."""

NAME = 80
"""Characters of a service's name that are kept for when it is gone."""

KIND = "service_news"
"""The kind of notice."""


class Change(StrEnum):
    """What happened to a service."""

    UP = "up"
    DOWN = "down"
    GONE = "gone"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person knows of a service: its price in micro-units of `currency`, None if it is not on sale.

    `seen_micro` is what it was at the last look, if that differs; it has differed in this way since
    `differs_at`.
    """

    service_id: str
    name: str
    currency: str
    told_micro: int | None
    seen_micro: int | None = None
    differs_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A service as it is for this person now; `price_micro` None: it is not on sale."""

    service_id: str
    name: str
    price_micro: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news."""

    change: Change
    service_id: str
    name: str
    before_micro: int | None
    now_micro: int | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a look has found: rows to write, services to forget, and news to tell."""

    rows: tuple[Told, ...]
    forgotten: tuple[str, ...]
    items: tuple[Item, ...]


def may_hear(own: Preferences, told_at: datetime | None, now: datetime) -> bool:
    """Return True if news may be told now: in their daytime, and not again so soon."""
    return own.is_daytime(now) and (told_at is None or now - told_at >= TELL_EVERY)


def weigh(
    known: Mapping[str, Told], offered: Sequence[Offered], currency: str, now: datetime, *, may_tell: bool
) -> Weighed:
    """Compare what a person knows with what is offered to them at `now` (UTC).

    A service that is new among theirs, or whose price is in another currency now, is only noted.
    """
    rows, items = [], []
    for one in offered:
        row = known.get(one.service_id)
        after, item = _weighed(row, one, currency, now, may_tell=may_tell)
        if after != row:
            rows.append(after)
        if item is not None:
            items.append(item)
    theirs = {one.service_id for one in offered}
    return Weighed(tuple(rows), tuple(known.keys() - theirs), tuple(items))


def _weighed(
    row: Told | None, one: Offered, currency: str, now: datetime, *, may_tell: bool
) -> tuple[Told, Item | None]:
    name = one.name or (row.name if row is not None else "")
    fresh = Told(one.service_id, name[:NAME], currency, one.price_micro)
    if row is None or row.currency != currency:
        return fresh, None
    change = change_of(row.told_micro, one.price_micro)
    if change is None:
        return fresh, None
    differs_at = row.differs_at
    if differs_at is None or change_of(row.told_micro, row.seen_micro) is not change:
        differs_at = now
    if may_tell and now - differs_at >= HOLDS:
        return fresh, Item(change, one.service_id, fresh.name, row.told_micro, one.price_micro)
    return replace(row, name=fresh.name, seen_micro=one.price_micro, differs_at=differs_at), None


def change_of(before: int | None, now: int | None) -> Change | None:
    """Return how the two differ; None if they do not."""
    if before == now:
        return None
    if now is None:
        return Change.GONE
    if before is None:
        return Change.BACK
    return Change.UP if now > before else Change.DOWN


def notice_of(person_id: int, items: Sequence[Item], currency: str, now: datetime) -> Notice:
    """Return the notice of these news; `items_of` reads its payload."""
    named: list[list[str | int | None]] = [
        [one.change, one.service_id, one.name, one.before_micro, one.now_micro] for one in items[:NAMED]
    ]
    payload: Payload = {"items": named, "more": max(0, len(items) - NAMED), "currency": currency}
    return Notice(KIND, person_id, f"{KIND}:{person_id}:{now.isoformat()}", payload)


def items_of(payload: Mapping[str, object]) -> Iterable[Item]:
    """Yield the news that a notice's payload names."""
    told = payload["items"]
    assert isinstance(told, list)  # noqa: S101 - written by `notice_of`; tells mypy
    for change, service_id, name, before, now in told:
        yield Item(Change(change), service_id, name, before, now)

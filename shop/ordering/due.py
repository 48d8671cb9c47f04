"""Orders whose time has come: what is known of one before the panel is asked, and when it is asked next.

Most reports of a sweep say what the last one said. So a report is compared first with the few things that it
could change, as they stand in the row; an `Order` is built only where something differs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from shop.ordering.order import FROM_PANEL, OrderState
from shop.pricing.charging import is_comparable
from shop.replies import ItemError, StatusReport

MONEY_BACK = frozenset({OrderState.CANCELED, OrderState.PARTIAL})

YOUNG = timedelta(hours=1)
"""Of an order that reached its state so lately, there is news at any moment: each sweep asks."""

SELDOM = timedelta(minutes=10)
"""An order at work is never left alone for longer, however still it has been. See docs/decisions/0023."""

LATELY, LATELY_EVERY = timedelta(days=7), timedelta(hours=1)
LONG_AGO, LONG_AGO_EVERY = timedelta(days=90), timedelta(days=1)
"""Panels change finished orders too (refills, corrections): they are asked about hourly for a week
and then once a day, until they are so old. See docs/decisions/0012."""


class Due(Protocol):
    """An order that is to be asked about, as its row is.

    `is_plain`: no refund of it waits, and no operator has ended it. Where it is False, a report is never
    the same as the last one.
    """

    @property
    def id(self) -> int: ...
    @property
    def panel_order_id(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def panel_word(self) -> str | None: ...
    @property
    def start_count(self) -> int | None: ...
    @property
    def remains(self) -> int | None: ...
    @property
    def charge(self) -> str | None: ...
    @property
    def cost_currency(self) -> str | None: ...
    @property
    def refunded_micro(self) -> int: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def checked_at(self) -> datetime | None: ...
    @property
    def finished_at(self) -> datetime | None: ...
    @property
    def ask_at(self) -> datetime | None: ...
    @property
    def is_plain(self) -> bool: ...


class Unchanged(NamedTuple):
    """Orders in `state` of which there is no news: they are asked about again at `ask_at`.

    `heard_at`: when the panel said so; None where it said nothing of them.
    """

    state: str
    ask_at: datetime | None
    heard_at: datetime | None


_SAID_OF = {
    state.value: tuple(said for said, meant in FROM_PANEL.items() if meant is state) for state in OrderState
}
"""What panels call each of our states; in tuples, an enum's member is found without its slow hash."""


def says_the_same(due: Due, report: StatusReport | ItemError) -> bool:
    """Return True if `follow` would change nothing but when the order was asked about.

    False also where that takes a closer look: an end that gives money back, a count that cannot be, posts.
    """
    return (
        isinstance(report, StatusReport)
        and report.state in _SAID_OF.get(due.state, ())
        and due.state not in MONEY_BACK
        and bool(due.is_plain)
        and report.word == due.panel_word
        and report.posts is None
        and (report.remains is None or report.remains == due.remains)
        and (report.start_count is None or report.start_count == due.start_count)
        and (
            report.charge is None
            or str(report.charge) == due.charge
            or not is_comparable(report.charge, report.charged_in, due.cost_currency)
        )
    )


class Quiet:
    """Orders of which an answer heard `now` brought no news, by when they are asked about again."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._young_since = now - YOUNG
        self._alike: dict[_Likeness, list[Due]] = {}

    def add(self, due: Due, *, heard: bool) -> None:
        """Add one; `heard`: the answer said the same of it, instead of nothing."""
        is_young = due.changed_at > self._young_since
        likeness = (due.state, due.finished_at, due.checked_at, is_young, heard)
        some = self._alike.get(likeness)
        if some is None:
            some = self._alike[likeness] = []
        some.append(due)

    def by_time(self) -> Iterator[tuple[Unchanged, list[int]]]:
        """Their ids, by when they are asked about again."""
        now = self._now
        for (state, finished_at, checked_at, _, heard), some in self._alike.items():
            ask_at = ask_again(finished_at, some[0].changed_at, checked_at, now)
            yield Unchanged(state, ask_at, now if heard else None), [due.id for due in some]


_Likeness = tuple[str, datetime | None, datetime | None, bool, bool]
"""All that counts: the state, when it ended, when it was asked about, whether it is young, `heard`."""


def ask_again(
    finished_at: datetime | None, changed_at: datetime, checked_at: datetime | None, now: datetime
) -> datetime | None:
    """When the panel is to be asked next about an order that stands as it stood; None: never more.

    `changed_at` is when it reached its state, `checked_at` when the panel was asked the time before. At
    work it is asked about at each sweep while it is young, and then after waits that double up to `SELDOM`:
    the wait is twice the last one, so the rows need no memory of their own for it.
    """
    if finished_at is not None:
        age = now - finished_at
        if age < LATELY:
            return now + LATELY_EVERY
        return now + LONG_AGO_EVERY if age < LONG_AGO else None
    if checked_at is None or checked_at > now or now - changed_at < YOUNG:
        return now  # at the next sweep; those asked longest ago come first
    return now + min(2 * (now - checked_at), SELDOM)

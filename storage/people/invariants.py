"""What must always be true of what people have set, and of those who had their data deleted."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from storage.counting import Invariant, Scope, count
from storage.orders.own import GONE
from storage.orders.tables import orders
from storage.people.tables import erasure, person, person_erased, told_service

GOES_ON_FOR = timedelta(days=1)
"""A deletion takes seconds, and goes on after a start."""


def of_people(now: datetime, scope: Scope) -> Iterator[Invariant]:
    """Return the invariants of news and of deletions. None stops payments: no money is wrong."""
    if scope.is_whole:
        kept = select(func.count()).select_from(told_service).join(person)
        yield Invariant(
            "news-wanted",
            "what somebody was told of services is kept for whoever wants news only",
            kept.where(person.c.news_at.is_(None)),
            stops=False,
        )
    late = select(erasure.c.person_id).where(erasure.c.asked_at < now - GOES_ON_FOR)
    yield Invariant(
        "erasure-goes-on", "no deletion of data takes longer than a day", count(late), stops=False
    )
    under_way = exists().where(erasure.c.person_id == person.c.id, erasure.c.cleared_at.is_(None))
    linked = (
        select(orders.c.id)
        .join(person, person.c.id == orders.c.person_id)
        .where(person_erased, orders.c.id <= person.c.erased_to, orders.c.link_key != GONE)
        .where(~under_way, scope.orders(orders.c.id))
    )
    yield Invariant(
        "erased-has-no-link",
        "nobody who had their data deleted has a link left in the orders of before",
        count(linked),
        stops=False,
    )

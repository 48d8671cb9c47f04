"""Whom a broadcast reaches, as one condition: people are chosen where they stand, however many they are."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select

from shop.audience import Audience
from shop.ledger.journals import AccountKind
from shop.ordering.order import GIVEN_BACK
from shop.person import Standing
from storage.catalogue.tables import service
from storage.core.columns import fixed
from storage.core.prepared import one_of
from storage.desk.tables import standing
from storage.ledger.tables import account
from storage.orders.tables import orders
from storage.people.tables import person

_IS_BANNED = exists().where(standing.c.person_id == person.c.id, standing.c.state == fixed(Standing.BANNED))
_IS_WALLET = account.c.kind == fixed(AccountKind.WALLET)
_HAS_MONEY = exists().where(account.c.owner_id == person.c.id, _IS_WALLET, account.c.balance_micro > 0)


def reachable(
    among: Collection[int] | None, audience: Audience, since: datetime | None
) -> ColumnElement[bool]:
    """Return the condition that a person can be reached, is of `among` (None: anybody) and of the audience.

    `since` is the moment from which on they must have been active, where the audience asks for that. Who is
    banned gets nothing.
    """
    return and_(*_conditions(among, audience, since))


def _conditions(
    among: Collection[int] | None, audience: Audience, since: datetime | None
) -> Iterator[ColumnElement[bool]]:
    yield person.c.reachable
    yield ~_IS_BANNED
    if among is not None:
        yield one_of(person.c.id, sorted(set(among)))
    if audience.listed is not None:
        yield one_of(person.c.id, audience.listed)
    if not audience.important:
        yield person.c.shop_news
    if audience.languages:
        yield person.c.language.in_(audience.languages)
    if since is not None:
        yield or_(person.c.seen_at >= since, _ordered(orders.c.created_at >= since))
    if audience.ordered is not None:
        yield _ordered() if audience.ordered else ~_ordered()
    if audience.has_money:
        yield _HAS_MONEY
    if audience.service_id:
        yield _ordered(orders.c.service_id == audience.service_id)
    if audience.category:
        of_it = select(service.c.id).where(service.c.category == audience.category)
        yield _ordered(orders.c.service_id.in_(of_it))


def _ordered(*which: ColumnElement[bool]) -> Exists:
    """Return the condition that they have such an order, which was neither refused nor undone."""
    return exists().where(
        orders.c.person_id == person.c.id, orders.c.state.not_in(sorted(GIVEN_BACK)), *which
    )

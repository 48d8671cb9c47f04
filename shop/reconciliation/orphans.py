"""Judge an orphan, an order that the panel has for our key and no row of ours has. Facts in, decision out.

It may be an order of ours whose answer was lost, one that the operator placed by hand, or nobody's. A
judgement only says what an orphan looks like, and why: it moves no money. A person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.ordering.order import OrderState
from shop.reconciliation.decide import alike
from shop.replies import PanelState

SHOWN_AFTER = timedelta(minutes=10)
"""An order that is being submitted is listed before we know its number: nobody is told of it so soon."""

EARLY, LATE = timedelta(minutes=10), timedelta(hours=24)
"""How long before it was sent, by a wrong clock, and how long after it, out of a stuck queue, a panel may say
that an order was made."""

ANY_ZONE = timedelta(hours=15)
"""How far a panel's wall clock may be from ours, if it names no zone."""


class FoundBy(StrEnum):
    """How an orphan was found: in the panel's own list, or by asking about numbers between ours."""

    LIST = "list"
    NUMBERS = "numbers"


class Looks(StrEnum):
    """What an orphan looks like: an order of ours, an order from before the kiosk, one of the others who use
    this account, or nothing that we know.
    """

    OURS = "ours"
    BEFORE = "before"
    OTHERS = "others"
    NOTHING = "nothing"


class Sure(StrEnum):
    """How sure a likeness is."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Fits(StrEnum):
    """What an orphan and an order of ours have in common."""

    LINK = "link"
    SERVICE = "service"
    QUANTITY = "quantity"
    CHARGE = "charge"
    TIME = "time"


class Decided(StrEnum):
    """What was decided about an orphan: an order of ours, the operator's own, or nobody's."""

    ORDER = "order"
    OWN = "own"
    NOBODYS = "nobodys"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an orphan; None is not known. `service_id` is the panel's number.

    `after` and `before` are when our orders with the next lower and the next higher number were sent.
    """

    number: str
    service_id: str | None = None
    link_key: str | None = None
    quantity: int | None = None
    charge_micro: int | None = None
    created_at: datetime | None = None
    has_zone: bool = False
    state: PanelState | None = None
    remains: int | None = None
    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OurOrder:
    """An order of ours that the panel may have: its answer was lost, or it was given up.

    `quantity` is the whole amount and `each` that of one run. `sent_at` is when it was sent.
    """

    id: int
    state: OrderState
    service_id: str
    link_key: str | None
    quantity: int | None
    each: int | None
    cost_micro: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an orphan looks like; `order_id`, `sure` and `fits` are of the order of ours that it resembles."""

    looks: Looks
    order_id: int | None = None
    sure: Sure | None = None
    fits: tuple[Fits, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of the account that an orphan stands on.

    `begun_at` and `first_number` are of the shop's first order there. `is_shared`: others order there too.
    """

    begun_at: datetime
    first_number: int | None = None
    is_shared: bool = False


def judge(orphan: Facts, ours: Iterable[OurOrder], account: Account) -> Judgement:
    """Return what the orphan looks like.

    Of several orders of ours that fit alike none is surer than possible: the earliest of them is named.
    """
    likenesses = [(likeness, order) for order in ours if (likeness := _likeness(orphan, order)) is not None]
    if not likenesses:
        return Judgement(_otherwise(orphan, account))
    best = min(_RANK[sure] for (sure, _), _ in likenesses)
    alike_ours = [(found, order) for found, order in likenesses if _RANK[found[0]] == best]
    (sure, fits), order = min(alike_ours, key=lambda one: (-len(one[0][1]), one[1].id))
    equal = [one for one in alike_ours if len(one[0][1]) == len(fits)]
    return Judgement(Looks.OURS, order.id, sure if len(equal) == 1 else Sure.POSSIBLE, fits)


_RANK = {sure: place for place, sure in enumerate(Sure)}


def _likeness(orphan: Facts, order: OurOrder) -> tuple[Sure, tuple[Fits, ...]] | None:
    """Return how sure it is that the orphan is this order, and why; None if something speaks against it."""
    same = {
        Fits.LINK: _same(orphan.link_key, order.link_key),
        Fits.SERVICE: _same(orphan.service_id, order.service_id),
        Fits.QUANTITY: _same_quantity(orphan, order),
        Fits.CHARGE: _same_charge(orphan, order),
        Fits.TIME: _same_time(orphan, order),
    }
    fits = tuple(fit for fit, is_so in same.items() if is_so)
    against = {fit for fit, is_so in same.items() if is_so is False}
    if against == {Fits.CHARGE} and {Fits.LINK, Fits.SERVICE} <= set(fits):
        return Sure.LIKELY, fits  # charged otherwise than reckoned, which happens
    sure = None if against else _sureness(frozenset(fits))
    return None if sure is None else (sure, fits)


def _sureness(fits: frozenset[Fits]) -> Sure | None:
    if {Fits.LINK, Fits.SERVICE} <= fits and fits & {Fits.CHARGE, Fits.TIME}:
        return Sure.SURE if fits & {Fits.QUANTITY, Fits.CHARGE} else Sure.LIKELY
    if Fits.LINK in fits and len(fits) > 1:
        return Sure.LIKELY
    if {Fits.SERVICE, Fits.QUANTITY, Fits.CHARGE, Fits.TIME} <= fits:
        return Sure.LIKELY
    if Fits.LINK in fits or {Fits.CHARGE, Fits.TIME} <= fits:
        return Sure.POSSIBLE
    return Sure.POSSIBLE if {Fits.SERVICE, Fits.QUANTITY, Fits.TIME} <= fits else None


def _same(told: str | None, ours: str | None) -> bool | None:
    return None if told is None or ours is None else told == ours


def _same_quantity(orphan: Facts, order: OurOrder) -> bool | None:
    if orphan.quantity is not None and order.quantity is not None:
        return orphan.quantity in {order.quantity, order.each}
    if orphan.remains is not None and order.quantity is not None and orphan.remains > order.quantity:
        return False
    return None


_MONEY_MAY_BE_BACK = {PanelState.CANCELED, PanelState.REFUNDED, PanelState.PARTIAL}


def _same_charge(orphan: Facts, order: OurOrder) -> bool | None:
    """Return None where the charge says nothing: less a refund, of one run, or of a cost we do not know."""
    if orphan.charge_micro is None or order.cost_micro <= 0:
        return None
    if alike(orphan.charge_micro, order.cost_micro):
        return True
    says_nothing = orphan.state in _MONEY_MAY_BE_BACK or order.each != order.quantity
    return None if says_nothing else False


def _same_time(orphan: Facts, order: OurOrder) -> bool | None:
    if orphan.created_at is not None:
        doubt = timedelta(0) if orphan.has_zone else ANY_ZONE
        return order.sent_at - EARLY - doubt <= orphan.created_at <= order.sent_at + LATE + doubt
    if orphan.before is None:
        return None
    # Numbers grow with time: it was made after the one before and before the one behind.
    return (orphan.after is None or order.sent_at + LATE >= orphan.after) and (
        order.sent_at - EARLY <= orphan.before
    )


def _otherwise(orphan: Facts, account: Account) -> Looks:
    doubt = EARLY if orphan.has_zone else ANY_ZONE
    if orphan.created_at is not None and orphan.created_at + doubt < account.begun_at:
        return Looks.BEFORE
    number = orphan.number
    is_numeric = account.first_number is not None and number.isascii() and number.isdigit()
    if orphan.created_at is None and is_numeric and int(number) < (account.first_number or 0):
        return Looks.BEFORE
    return Looks.OTHERS if account.is_shared else Looks.NOTHING


def loss_micro(charge_micro: int | None, state: PanelState | None) -> int | None:
    """Return what an order costs the shop whose customer has the money back; None if it is not known.

    >>> loss_micro(90_000, PanelState.COMPLETED), loss_micro(90_000, PanelState.CANCELED)
    (90000, 0)
    """
    if state in {PanelState.CANCELED, PanelState.REFUNDED}:
        return 0
    return charge_micro

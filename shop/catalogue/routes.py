"""Routes: services whose orders another supplier's service delivers, named by an operator.

A route is taken by every new order of its service; a fallback only by orders that provably were not sent
and wait because their own supplier cannot take them. Customers pay what they were quoted in either case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.fields import Counted

FALLBACK_AFTER = timedelta(minutes=3)
"""How long an order waits for its own supplier before its fallback gets it."""


class Way(StrEnum):
    """When orders of a service go to the other one: always, or when their own supplier cannot take them."""

    ROUTE = "route"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Target:
    """The service that delivers instead: the shop's number, its panel account, and its number there."""

    service_id: str
    panel: str
    number: str


class Routes:
    """What is in force now, replaced as a whole; by the shop's number of the service that was ordered."""

    def __init__(self) -> None:
        self.routes: Mapping[str, Target] = {}
        self.fallbacks: Mapping[str, Target] = {}

    def replace_all(self, found: Sequence[tuple[str, Way, Target]]) -> None:
        """Follow these from now on."""
        self.routes = {service: target for service, way, target in found if way is Way.ROUTE}
        self.fallbacks = {service: target for service, way, target in found if way is Way.FALLBACK}


def check_route(ordered: Offer, instead: Offer) -> None:
    """Raise ShopError unless the second service can deliver what is ordered of the first.

    Both must ask the same of a customer; what is paid post by post has no price that could be compared.
    """
    if ordered.service.id == instead.service.id:
        raise ShopError("route_to_itself")
    if Counted.POSTS in {ordered.form.counted, instead.form.counted} or (
        Counted.LATER in {ordered.form.counted, instead.form.counted}
    ):
        raise ShopError("route_by_post")
    if {one.name for one in ordered.form.fields} != {one.name for one in instead.form.fields}:
        raise ShopError("route_other_questions")
    theirs, ours = instead.service, ordered.service
    if (theirs.min or 0) > (ours.max or theirs.min or 0) or (ours.min or 0) > (theirs.max or ours.min or 0):
        raise ShopError("route_other_limits")


def most_for(price_micro: int, loss_ppm: int) -> int:
    """Return what an order of this price may cost elsewhere, in micro-units, without asking an operator.

    >>> most_for(1_000_000, 0), most_for(1_000_000, 50_000)
    (1000000, 1050000)
    """
    return price_micro + price_micro * loss_ppm // 1_000_000

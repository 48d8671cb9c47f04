"""What services cost the shop, in its own currency."""

from collections.abc import Iterable

from shop.catalogue.services import Service
from shop.money import ceil_div
from shop.pricing.board import Pricing
from shop.pricing.price_list import Exchange


def cost_here(service: Service, exchange: Exchange) -> int:
    """Return what a thousand (or one order, if the type is flat) costs the shop, in its own micro-units."""
    return ceil_div(service.rate_micro * exchange.units, exchange.per)


def costs_of(services: Iterable[Service], board: Pricing) -> dict[str, int]:
    """Return these costs by number; a service whose panel's prices cannot be converted has none."""
    costs = ((one, board.of(one.panel).rate) for one in services)
    return {one.id: cost_here(one, exchange) for one, exchange in costs if exchange is not None}

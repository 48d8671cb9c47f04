"""Whose service it is, and what its price is in the shop's currency."""

from collections.abc import Iterable

from shop.catalogue.services import Service
from shop.money import ceil_div
from shop.pricing.board import Pricing
from shop.pricing.price_list import Exchange


def panel_of(service: Service) -> str:
    """Return the panel account of this service; empty is the one of PANEL_URL."""
    panel: str = getattr(service, "panel", "")
    return panel


def cost_here(service: Service, exchange: Exchange) -> int:
    """Return what a thousand (or one order, if the type is flat) costs the shop, in its own micro-units."""
    return ceil_div(service.rate_micro * exchange.units, exchange.per)


def costs_of(services: Iterable[Service], board: Pricing) -> dict[str, int]:
    """Return these costs by number; a service whose panel's prices cannot be converted has none."""
    exchange = board.exchange  # the same for all, as long as there is one panel
    return {} if exchange is None else {one.id: cost_here(one, exchange) for one in services}

"""How a refill of an order stands, by all that is known of its service."""

from handlers.context import Services
from shop.ordering.order import Order
from shop.ordering.refilling import RefillStanding, refill_standing


def has_refill(services: Services, order: Order) -> bool:
    """Return False if the order's service, at this panel account, is known to have no refills."""
    is_known = services.stores.orders.is_here(order)
    return not (is_known and order.delivering_service in services.storefront.unrefilled)


def refill_of(services: Services, order: Order) -> RefillStanding:
    """Return how a refill of this order stands now."""
    return refill_standing(order, services.clock.now(), has_refill=has_refill(services, order))

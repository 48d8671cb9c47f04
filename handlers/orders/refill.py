"""How a refill of an order stands, by all that is known of its service."""

from handlers.context import Services
from shop.ordering.order import Order
from shop.ordering.refilling import Refilling, RefillStanding, refill_standing


def has_refill(services: Services, order: Order) -> bool:
    """Return False if the order's service, at this panel account, is known to have no refills."""
    is_known = services.stores.orders.is_here(order)
    return not (is_known and order.delivering_service in services.storefront.unrefilled)


def refill_of(services: Services, order: Order) -> RefillStanding:
    """Return how a refill of this order stands now.

    At a supplier that is none any more, none can be asked for.
    """
    standing = refill_standing(order, services.clock.now(), has_refill=has_refill(services, order))
    is_later = standing.what in {Refilling.OPEN, Refilling.RESTING}
    return (
        RefillStanding(Refilling.NEVER)
        if is_later and not services.stores.orders.is_here(order)
        else standing
    )

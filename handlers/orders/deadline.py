"""When an order is decided of which nobody knows yet whether it was placed."""

from datetime import datetime

from handlers.context import Services
from shop.ordering.order import Order, OrderState
from shop.reconciliation.case import CaseState


async def decided_by(services: Services, order: Order) -> datetime | None:
    """Return when this order is given up at the latest; None while that is not known."""
    if order.state is not OrderState.UNKNOWN:
        return None
    case = await services.stores.cases.find(order.id)
    return case.due_at if case is not None and case.state is CaseState.HUMAN else None

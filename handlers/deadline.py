"""Until when an order is looked into of which nobody knows yet whether it was placed."""

from collections.abc import Iterable
from datetime import timedelta

from handlers.context import Services
from shop.ordering.order import Order, OrderState
from shop.reconciliation.answer import AnswerDue, answer_due


async def answer_of(services: Services, order: Order) -> AnswerDue | None:
    """Return until when this order is looked into; None if it is not, without a question to the database."""
    if order.state is not OrderState.UNKNOWN:
        return None
    patience = timedelta(hours=services.rules.unknown_hours)
    case = await services.stores.cases.find(order.id)
    return answer_due(order, case, patience, services.clock.now())


async def answers_of(services: Services, orders: Iterable[Order]) -> dict[int, AnswerDue]:
    """Return the same of each of these that is looked into, by its number."""
    found = [(order.id, await answer_of(services, order)) for order in orders]
    return {number: answer for number, answer in found if answer is not None}

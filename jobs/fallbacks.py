"""Give orders that their own supplier cannot take to the fallback that an operator has named."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from messaging.alerts import OperatorAlerts
from shop.alerts import AlertKind, Condition, Facts, order_subject
from shop.catalogue.routes import FALLBACK_AFTER, Routes, Target, most_for
from shop.clock import Clock
from shop.ordering.order import Order
from shop.ordering.place import Costs
from shop.pricing.costing import Unsent
from shop.pricing.quotes import DEAREST
from shop.wakeups import Wakeups
from storage.catalogue.routes import ServiceRoutes


@dataclass
class FallbackWork:
    """Looks for orders that wait and have a fallback; keeps `routes` in step with the database.

    `takes` returns True if this panel account takes orders now. `loss_ppm` returns how far a fallback may
    cost more than the price, in millionths of that, before an operator is asked.
    """

    stores: ServiceRoutes
    routes: Routes
    costs: Costs
    takes: Callable[[str], bool]
    loss_ppm: Callable[[], int]
    alerts: OperatorAlerts
    clock: Clock
    wakeups: Wakeups

    async def load(self) -> None:
        """Read the routes; after each change, too."""
        self.routes.replace_all(await self.stores.list_all())

    async def look(self) -> None:
        """Hand over what waits and can be delivered elsewhere."""
        now, moved = self.clock.now(), False
        dear: list[Condition] = []
        if self.routes.fallbacks:
            services = sorted(self.routes.fallbacks)
            for order in await self.stores.list_held(services, now - FALLBACK_AFTER):
                target = self.routes.fallbacks[order.terms.service_id]
                if not self.takes(target.panel):
                    continue
                cost_micro = self.cost_at(order, target)
                if cost_micro is None:
                    continue
                most = most_for(order.terms.price_micro, self.loss_ppm())
                if cost_micro > most:
                    dear.append(_too_dear(order, target, cost_micro))
                else:
                    moved |= await self.stores.hand_over(order, target, most, now)
        await self.alerts.settle({AlertKind.FALLBACK_DEAR}, dear)
        if moved:
            self.wakeups.panel()
            self.wakeups.outbox()

    def cost_at(self, order: Order, target: Target) -> int | None:
        """Return what the order would cost there, in micro-units of its price's currency; None if unknown."""
        asked = replace(order, sent_service=target.service_id, sent_most_micro=DEAREST)
        cost = self.costs(asked.priced_terms)
        return None if isinstance(cost, Unsent) else cost.here_micro


def _too_dear(order: Order, target: Target, cost_micro: int) -> Condition:
    facts: Facts = {
        "order_id": order.id,
        "number": target.service_id,
        "amount_micro": cost_micro - order.terms.price_micro,
        "currency": order.terms.currency,
    }
    return Condition(AlertKind.FALLBACK_DEAR, order_subject(order.id), facts)

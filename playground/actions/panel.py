"""Buttons for the panel: move orders by hand, arm faults, change money and services."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.actions.body import Body, Misstep, number, text
from playground.demo_state import SPEEDS, DemoState
from playground.panel import Order
from playground.views.panel import shelf

STATES: dict[str, Callable[[Order], tuple[str, int | None]]] = {
    "start": lambda order: ("In progress", order.quantity),
    "progress": lambda order: ("In progress", order.remains // 2),
    "finish": lambda _order: ("Completed", 0),
    "partial": lambda order: ("Partial", max(1, order.remains // 2)),
    "cancel": lambda order: ("Canceled", order.quantity),
    "fail": lambda order: ("Fail", order.quantity),
}


def set_order(demo: DemoState, body: Body) -> None:
    """Put an order at the panel into a state by hand."""
    order = demo.panel.orders.get(text(body, "order"))
    change = STATES.get(text(body, "state"))
    if order is None or change is None:
        raise Misstep("there is no such order or state")
    word, remains = change(order)
    demo.panel.set_state(order.id, word, remains=remains)
    demo.look()


def arm(demo: DemoState, body: Body) -> None:
    """Make the panel's next fitting call go wrong."""
    if text(body, "fault") not in demo.panel.fault_names:
        raise Misstep("there is no such fault")
    demo.panel.arm(text(body, "fault"), max(1, min(100, number(body, "times"))))
    demo.look()


def disarm(demo: DemoState, _body: Body) -> None:
    """Disarm every fault."""
    demo.panel.disarm()
    demo.look()


async def move_panel_switch(demo: DemoState, body: Body) -> None:
    """Make the panel reachable, or have it refuse every connection."""
    if body.get("open"):
        await demo.panel_switch.open()
    else:
        await demo.panel_switch.close()
    demo.look()


def set_speed(demo: DemoState, body: Body) -> None:
    """Let orders progress faster, or as usual."""
    if number(body, "speed") not in SPEEDS:
        raise Misstep("there is no such speed")
    demo.speed = number(body, "speed")
    demo.look()


def skip(demo: DemoState, body: Body) -> None:
    """Let some time pass at the panel at once."""
    seconds = number(body, "seconds")
    if not 0 < seconds <= 86_400:
        raise Misstep("between a second and a day can be skipped")
    demo.panel.advance(seconds)
    demo.look()


def set_balance(demo: DemoState, body: Body) -> None:
    """Set the money of the account at the panel."""
    wanted = _amount(body, "balance")
    demo.panel.deposit(wanted - demo.panel.balance)
    demo.look()


def show_shelf(demo: DemoState, _body: Body) -> dict[str, Any]:
    """Return all services with what can be changed about them."""
    return {"services": shelf(demo.panel)}


def change_service(demo: DemoState, body: Body) -> None:
    """Change a service's name, price or range."""
    known = demo.panel.catalogue.service(number(body, "service"))
    if known is None:
        raise Misstep("there is no such service")
    name, minimum, maximum = text(body, "name").strip(), number(body, "min"), number(body, "max")
    rate = _amount(body, "rate")
    if not name:
        raise Misstep("a service needs a name")
    if not 0 < minimum <= maximum:
        raise Misstep("the least must be at least 1 and not more than the most")
    demo.panel.catalogue.change(known.id, name=name, rate=str(rate), min=minimum, max=maximum)
    _shelf_changed(demo)


def remove_service(demo: DemoState, body: Body) -> None:
    """Take a service off sale."""
    known = demo.panel.catalogue.service(number(body, "service"))
    if known is None:
        raise Misstep("there is no such service")
    demo.panel.catalogue.remove(known.id)
    _shelf_changed(demo)


def _shelf_changed(demo: DemoState) -> None:
    demo.shelf += 1
    demo.look()


def _amount(body: Body, name: str) -> Decimal:
    try:
        amount = Decimal(text(body, name).strip().replace(",", "."))
    except InvalidOperation:
        raise Misstep(f"{name} must be an amount like 12.50") from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise Misstep(f"{name} must be an amount like 12.50")
    return amount

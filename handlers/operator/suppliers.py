"""Suppliers as operators read and choose them: by name, and only where there are several."""

from collections.abc import Iterable

from handlers.buttons import row_number
from handlers.context import PanelDesk, Services
from locales import marked
from shop.errors import ShopError

SUPPLIER_LEFT = marked("This supplier is no longer in the shop's settings.")
"""What any card about a supplier, or its order, says once the settings do not name it any more."""


def name_at(services: Services, panel: str) -> str:
    """Return the name of this panel account; empty in a shop with one supplier.

    An account that is no supplier any more is named as rows name it.
    """
    if len(services.panels) == 1 and panel in services.panels:
        return ""
    desk = services.panels.get(panel)
    return desk.supplier.shown if desk is not None else panel.partition("~")[0]


def with_supplier_name(name: str, line: str) -> str:
    """Return the line with the supplier's name before it; the line alone without a name."""
    return f"<b>{name}</b> · {line}" if name else line


def chosen_supplier(services: Services, place: str) -> PanelDesk:
    """Return the supplier at this place, as buttons name it; empty is the first. Raises ShopError."""
    desks = tuple(services.panels.values())
    number = row_number(place) if place else 0
    if number is None or not 0 <= number < len(desks):
        raise ShopError("button_old")
    return desks[number]


def other_suppliers(services: Services, than: PanelDesk) -> Iterable[tuple[int, PanelDesk]]:
    """Yield the other suppliers, each with its place."""
    for place, desk in enumerate(services.panels.values()):
        if desk is not than:
            yield place, desk

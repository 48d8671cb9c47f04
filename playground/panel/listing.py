"""How the fake panel lists orders, where it does: as strangely as the panels that have such a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playground.panel.dialects import compact, plain
from playground.panel.orders import Order
from playground.panel.rules import Form

Shape = Literal["rows", "pages", "map"]


@dataclass(slots=True)
class Listing:
    """How orders are listed; may be changed at any time.

    `rows`: a bare list of texts, newest first, with the panel's wall clock, whatever `page` is asked for.
    `pages`: numbers and seconds since 1970, in two wrappers, `page_size` at a time; the last order of a page
    is the first of the next one. `map`: by number. `late` is for how many seconds an order is not listed yet.
    """

    shape: Shape = "rows"
    late: float = 0.0
    page_size: int = 100

    def answer(self, orders: Sequence[Order], now: float, form: Form, currency: str) -> str:
        """Return the list of these orders."""
        shown = [order for order in reversed(orders) if now - order.born >= self.late]
        return _SHAPES[self.shape](self, shown, form, currency)

    def _rows(self, shown: Sequence[Order], form: Form, currency: str) -> str:
        limit = int(form.get("limit") or len(shown))
        return compact([_as_text(order, currency) for order in shown[:limit]])

    def _pages(self, shown: Sequence[Order], form: Form, _currency: str) -> str:
        page = int(form.get("page") or 1)
        start = (page - 1) * (self.page_size - 1)
        rows = [_as_numbers(order) for order in shown[start : start + self.page_size]]
        listed = {
            "orders": rows,
            "total": len(shown),
            "page": page,
            "has_more": start + len(rows) < len(shown),
        }
        return compact({"status": "success", "data": listed})

    def _map(self, shown: Sequence[Order], _form: Form, currency: str) -> str:
        rows = {order.id: _as_text(order, currency) for order in shown}
        for row in rows.values():
            del row["order"]
        return compact({"orders": rows})


_SHAPES: dict[Shape, Callable[[Listing, Sequence[Order], Form, str], str]] = {
    "rows": Listing._rows,
    "pages": Listing._pages,
    "map": Listing._map,
}


def _as_text(order: Order, currency: str) -> dict[str, Any]:
    return {
        "order": order.id,
        "user": "kiosk",
        "service": str(order.service.id),
        "service_name": order.service.name,
        "link": order.link,
        "quantity": str(order.quantity),
        "charge": plain(order.charge - order.refunded),
        "currency": currency,
        "status": order.word,
        "remains": str(order.remains),
        "ip": "203.0.113.7",
        "date": order.placed_at.strftime("%Y-%m-%d %H:%M:%S"),
    }


def _as_numbers(order: Order) -> dict[str, Any]:
    return {
        "id": int(order.id),
        "service_id": order.service.id,
        "url": order.link.replace("&", "&amp;"),
        "quantity": order.quantity,
        "charge": float(order.charge - order.refunded),
        "state": order.word.lower(),
        "created_at": int(order.placed_at.timestamp()),
        "provider": {"id": 7, "order": "x" * 12},
    }

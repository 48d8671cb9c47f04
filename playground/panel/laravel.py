"""The third dialect: the common traits of three public panels written in Laravel.

One `order` a call and no `orders`; refusals with HTTP 4xx in Laravel's own sentences; whatever
breaks inside is 500 `{"message":"Server Error"}`, a wrong key on `add` and every refill among it;
`quantity` is required with comments too; `remains` is 0 and `start_count` null until an order has
begun; and 60 calls a minute are answered.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from playground.panel.catalogue import Service
from playground.panel.dialects import Ask, compact, described, flags, plain, report, wanted
from playground.panel.orders import Order
from playground.panel.reply import Refused, Reply
from playground.panel.rules import NEEDS, Form

_NOT_THERE = "The order field is required."
_BROKEN = "Server Error"

_SENTENCES: dict[str, tuple[int, dict[str, Any]]] = {
    "Incorrect service ID": (422, {"message": "The selected service is invalid."}),
    "Bad link": (422, {"message": "The link field is required."}),
    "incorrect service type": (422, {"message": "The given data was invalid."}),
    "Not enough funds": (400, {"error": "Insufficient balance"}),
    "Invalid API key": (401, {"error": "Invalid API Key"}),
    "Incorrect action": (400, {"error": "Invalid action"}),
    "Incorrect order ID": (404, {"error": "Order not found"}),
    _BROKEN: (500, {"message": _BROKEN}),
}
"""The account's refusals in this dialect; other sentences come with HTTP 422."""


class Laravel:
    """`link`, 201 for an order, errors by HTTP status. `by_position` has `orders` answered without ids."""

    target = "link"
    added_status = 201
    calls_a_minute: int | None = 60

    def __init__(self, *, by_position: bool = False) -> None:
        self._by_position = by_position

    def refusal(self, text: str, action: str) -> Reply:
        if action == "add" and text == "Invalid API key":
            text = _BROKEN
        status, said = _SENTENCES.get(text, (422, {"message": text}))
        return Reply(status, compact(said).encode())

    def check(self, service: Service | None, form: Form) -> None:
        """Laravel's rules run before the shop's own, and know of no types."""
        asks = NEEDS.get(service.type, ()) if service is not None else ()
        if "comments" in asks and not form.get("quantity", "").strip():
            raise Refused("The quantity field is required.")

    def services(self, services: Iterable[Service]) -> str:
        return compact([described(service) | flags(service) for service in services])

    def added(self, order_id: str) -> str:
        return compact({"order": int(order_id)})

    def report(self, order: Order, currency: str, *, gross: bool) -> dict[str, Any]:
        told: dict[str, Any] = report(order, currency, gross=gross)
        if order.word == "Pending":
            told |= {"remains": 0, "start_count": None}
        if order.word == "Processing":
            told |= {"remains": None}
        return told

    def reports(self, reports: Any) -> str:
        return compact(reports)

    def many(self, reports: dict[str, Any]) -> str:
        if not self._by_position:
            raise Refused(_NOT_THERE)
        return compact(list(reports.values())[::-1])

    def balance(self, amount: Decimal, currency: str) -> str:
        return compact({"balance": plain(amount), "currency": currency})

    def refill(self, form: Form, ask: Ask) -> str:  # noqa: ARG002 - it breaks before it looks
        raise Refused(_BROKEN)

    def refill_status(self, form: Form, word_of: Ask) -> str:  # noqa: ARG002 - likewise
        raise Refused(_BROKEN)

    def cancel(self, form: Form, ask: Ask) -> str:
        if not form.get("order", "").strip():
            raise Refused(_NOT_THERE)
        ask(wanted(form, "order"))
        return compact({"status": "success", "message": "Cancel request has been submitted."})

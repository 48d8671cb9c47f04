"""The first two dialects: which parameters are read, and the exact text of the answers.

The seed's texts follow its documentation page to the letter, even if that
is not JSON (a comma too many, a bare word). The mainstream's follow the
documentation that most panels share.
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Protocol

from playground.panel.catalogue import Service
from playground.panel.orders import Order
from playground.panel.reply import Refused, Reply
from playground.panel.rules import Form

_SEED_DONE = '{\n\t"status": Success,\n\t"message": "%s"\n}'
_SEED_REFILLED = _SEED_DONE % "Your order successfully added for refill. Thank you for patience."
_SEED_CANCELED = _SEED_DONE % "Your order was successfully marked for cancellation. Thank you for patience."

Ask = Callable[[str], str]
"""Takes an id, does what is asked, returns the id of what came of it, or raises Refused."""


class Dialect(Protocol):
    """How a panel words its answers, and which parameters it reads."""

    target: str
    added_status: int
    calls_a_minute: int | None

    def refusal(self, text: str, action: str) -> Reply:
        """Return the refusal of this action as the dialect words it."""
        ...

    def check(self, service: Service | None, form: Form) -> None:
        """Raises Refused where the panel looks at an order's form before all else."""
        ...

    def report(self, order: Order, currency: str, *, gross: bool) -> dict[str, Any]:
        """An order's status."""
        ...

    def many(self, reports: dict[str, Any]) -> str:
        """The status of many orders, asked for by `orders`. Raises Refused where that is not known."""
        ...

    def services(self, services: Iterable[Service]) -> str:
        """The catalogue."""
        ...

    def added(self, order_id: str) -> str:
        """An order was accepted."""
        ...

    def reports(self, reports: Any) -> str:
        """One status, or a map of them."""
        ...

    def balance(self, amount: Decimal, currency: str) -> str:
        """The account's money."""
        ...

    def refill(self, form: Form, ask: Ask) -> str:
        """Refills asked for."""
        ...

    def refill_status(self, form: Form, word_of: Ask) -> str:
        """What became of refills."""
        ...

    def cancel(self, form: Form, ask: Ask) -> str:
        """Cancellations asked for."""
        ...


class _Plain:
    """What both of them do alike: any refusal is an `error` with HTTP 200, and nobody counts calls."""

    added_status = 200
    calls_a_minute: int | None = None

    def error(self, text: str) -> str:
        raise NotImplementedError

    def reports(self, reports: Any) -> str:
        raise NotImplementedError

    def refusal(self, text: str, action: str) -> Reply:  # noqa: ARG002 - other dialects look at the action
        return Reply(200, self.error(text).encode())

    def check(self, service: Service | None, form: Form) -> None:
        """Nothing is looked at beforehand."""

    def report(self, order: Order, currency: str, *, gross: bool) -> dict[str, Any]:
        return report(order, currency, gross=gross)

    def many(self, reports: dict[str, Any]) -> str:
        return self.reports(reports)


class Seed(_Plain):
    """The seed panel's dialect: `url`, one order a request, no flags, no refill ids."""

    target = "url"

    def error(self, text: str) -> str:
        return f'{{\n\t"error": {json.dumps(text, ensure_ascii=False)}\n}}'

    def services(self, services: Iterable[Service]) -> str:
        return _pretty([described(service) for service in services])

    def added(self, order_id: str) -> str:
        return _pretty({"order": _number_or_text(order_id)})

    def reports(self, reports: Any) -> str:
        return _pretty(reports)

    def balance(self, amount: Decimal, currency: str) -> str:
        return f'{{\n\t"balance": {plain(amount)},\n\t"currency": "{currency}",\n}}'

    def refill(self, form: Form, ask: Ask) -> str:
        ask(wanted(form, "order"))
        return _SEED_REFILLED

    def refill_status(self, form: Form, word_of: Ask) -> str:  # noqa: ARG002 - the action does not exist here
        raise Refused("Incorrect action")

    def cancel(self, form: Form, ask: Ask) -> str:
        ask(wanted(form, "order"))
        return _SEED_CANCELED


class Mainstream(_Plain):
    """Most panels' dialect: `link`, lists of ids, refill ids, flags in the catalogue."""

    target = "link"

    def error(self, text: str) -> str:
        return compact({"error": text})

    def services(self, services: Iterable[Service]) -> str:
        return compact([described(service) | flags(service) for service in services])

    def added(self, order_id: str) -> str:
        return compact({"order": _number_or_text(order_id)})

    def reports(self, reports: Any) -> str:
        return compact(reports)

    def balance(self, amount: Decimal, currency: str) -> str:
        return compact({"balance": plain(amount), "currency": currency})

    def refill(self, form: Form, ask: Ask) -> str:
        if form.get("order"):
            return compact({"refill": ask(form["order"])})
        return _rows(ids_in(wanted(form, "orders")), "order", "refill", lambda order_id: int(ask(order_id)))

    def refill_status(self, form: Form, word_of: Ask) -> str:
        if form.get("refill"):
            return compact({"status": word_of(form["refill"])})
        return _rows(ids_in(wanted(form, "refills")), "refill", "status", word_of)

    def cancel(self, form: Form, ask: Ask) -> str:
        return _rows(ids_in(wanted(form, "orders")), "order", "cancel", lambda order_id: int(ask(order_id)))


def report(order: Order, currency: str, *, gross: bool) -> dict[str, str]:
    """An order's status as both dialects tell it; a subscription's has no charge and no remains.

    Panels differ on the charge after a refund: `gross` leaves it as it was.
    """
    if order.service.type == "Subscriptions":
        return {"status": order.word, "posts": str(order.posts)}
    return {
        "charge": plain(order.charge if gross else order.charge - order.refunded),
        "start_count": str(order.start_count),
        "status": order.word,
        "remains": str(order.remains),
        "currency": currency,
    }


def ids_in(text: str) -> list[str]:
    """The ids in a comma separated list, at most 100. Raises Refused above that."""
    ids = [part.strip() for part in text.split(",") if part.strip()]
    if len(ids) > 100:
        raise Refused("Maximum 100 orders")
    return ids


def plain(amount: Decimal) -> str:
    """A number as panels write it: no exponent, no trailing zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def described(service: Service) -> dict[str, str | int | bool]:
    """A service as the catalogue lists it."""
    return {
        "service": service.id,
        "name": service.name,
        "type": service.type,
        "category": service.category,
        "rate": service.rate,
        "min": str(service.min),
        "max": str(service.max),
    }


def flags(service: Service) -> dict[str, str | int | bool]:
    """What can be done with its orders."""
    return {"dripfeed": service.dripfeed, "refill": service.refill, "cancel": service.cancel}


def _rows(ids: list[str], id_key: str, key: str, ask: Callable[[str], str | int]) -> str:
    """A list with one row per id, where a refusal concerns its own row only."""
    return compact([{id_key: _number_or_text(one), key: _asked(ask, one)} for one in ids])


def _asked(ask: Callable[[str], str | int], number: str) -> str | int | dict[str, str]:
    try:
        return ask(number)
    except Refused as refusal:
        return {"error": refusal.text}


def _number_or_text(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def wanted(form: Form, name: str) -> str:
    """What stands there. Raises Refused where nothing does."""
    if not form.get(name, "").strip():
        raise Refused("Incorrect request")
    return form[name].strip()


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=4, ensure_ascii=False)


def compact(value: Any) -> str:
    """JSON in as few letters as it takes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""The two dialects: which parameters are read, and the very text that is sent back.

The seed's texts follow its documentation page to the letter, also where that
is not JSON (a comma too many, a bare word). The mainstream's follow the
documentation that most panels share.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from playground.panel.catalogue import Service
from playground.panel.orders import Order
from playground.panel.reply import Refused
from playground.panel.rules import Form

_SEED_DONE = '{\n\t"status": Success,\n\t"message": "%s"\n}'
_SEED_REFILLED = _SEED_DONE % "Your order successfully added for refill. Thank you for patience."
_SEED_CANCELED = _SEED_DONE % "Your order was successfully marked for cancellation. Thank you for patience."

Ask = Callable[[str], str]
"""Takes an id, does what is asked, returns the id of what came of it, or raises Refused."""


class Dialect(Protocol):
    """How a panel words its answers, and which parameters it reads."""

    target: str

    def error(self, text: str) -> str:
        """A refusal."""
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


class Seed:
    """The seed panel's dialect: `url`, one order a request, no flags, no refill ids."""

    target = "url"

    def error(self, text: str) -> str:
        return f'{{\n\t"error": {json.dumps(text, ensure_ascii=False)}\n}}'

    def services(self, services: Iterable[Service]) -> str:
        return _pretty([_described(service) for service in services])

    def added(self, order_id: str) -> str:
        return _pretty({"order": int(order_id)})

    def reports(self, reports: Any) -> str:
        return _pretty(reports)

    def balance(self, amount: Decimal, currency: str) -> str:
        return f'{{\n\t"balance": {plain(amount)},\n\t"currency": "{currency}",\n}}'

    def refill(self, form: Form, ask: Ask) -> str:
        ask(_wanted(form, "order"))
        return _SEED_REFILLED

    def refill_status(self, form: Form, word_of: Ask) -> str:  # noqa: ARG002 - the action does not exist here
        raise Refused("Incorrect action")

    def cancel(self, form: Form, ask: Ask) -> str:
        ask(_wanted(form, "order"))
        return _SEED_CANCELED


class Mainstream:
    """Most panels' dialect: `link`, lists of ids, refill ids, flags in the catalogue."""

    target = "link"

    def error(self, text: str) -> str:
        return _compact({"error": text})

    def services(self, services: Iterable[Service]) -> str:
        return _compact([_described(service) | _flags(service) for service in services])

    def added(self, order_id: str) -> str:
        return _compact({"order": int(order_id)})

    def reports(self, reports: Any) -> str:
        return _compact(reports)

    def balance(self, amount: Decimal, currency: str) -> str:
        return _compact({"balance": plain(amount), "currency": currency})

    def refill(self, form: Form, ask: Ask) -> str:
        if form.get("order"):
            return _compact({"refill": ask(form["order"])})
        return _rows(ids_in(_wanted(form, "orders")), "order", "refill", lambda order_id: int(ask(order_id)))

    def refill_status(self, form: Form, word_of: Ask) -> str:
        if form.get("refill"):
            return _compact({"status": word_of(form["refill"])})
        return _rows(ids_in(_wanted(form, "refills")), "refill", "status", word_of)

    def cancel(self, form: Form, ask: Ask) -> str:
        return _rows(ids_in(_wanted(form, "orders")), "order", "cancel", lambda order_id: int(ask(order_id)))


DIALECTS: Mapping[str, Dialect] = {"seed": Seed(), "mainstream": Mainstream()}


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


def _described(service: Service) -> dict[str, str | int | bool]:
    return {
        "service": service.id,
        "name": service.name,
        "type": service.type,
        "category": service.category,
        "rate": service.rate,
        "min": str(service.min),
        "max": str(service.max),
    }


def _flags(service: Service) -> dict[str, str | int | bool]:
    return {"dripfeed": service.dripfeed, "refill": service.refill, "cancel": service.cancel}


def _rows(ids: list[str], id_key: str, key: str, ask: Callable[[str], str | int]) -> str:
    """A list with one row per id, where a refusal concerns its own row only."""
    return _compact([{id_key: _number_or_text(one), key: _asked(ask, one)} for one in ids])


def _asked(ask: Callable[[str], str | int], one: str) -> str | int | dict[str, str]:
    try:
        return ask(one)
    except Refused as refusal:
        return {"error": refusal.text}


def _number_or_text(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _wanted(form: Form, name: str) -> str:
    if not form.get(name, "").strip():
        raise Refused("Incorrect request")
    return form[name].strip()


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=4, ensure_ascii=False)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

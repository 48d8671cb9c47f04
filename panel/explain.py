"""Explain any panel's reply: the core of `bot.py explain --jsonl`.

The verdicts are the words of `tests/corpus/panel_bodies.jsonl`: ok, rejected, auth,
funds, unsupported, throttled, ambiguous (an order may exist), unusable (nothing was
learnt) and item_errors (some of the requested ids failed).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from panel import lenient_json
from panel.readers.add import read_add
from panel.readers.catalogue import read_balance, read_services
from panel.readers.orders import read_orders
from panel.readers.request import read_request
from panel.readers.status import Reports, read_refill_status, read_status
from panel.reply import Answer, Reply, fold
from shop.errors import PanelError, PanelRefused
from shop.replies import (
    Accepted,
    ItemError,
    NotAsked,
    NotSent,
    RefillReport,
    Refused,
    Rejected,
    Requested,
    StatusReport,
    Unclear,
    Unknown,
)

_ADD_NAMES = {"add", "order", "add_order", "add-order", "addorder", "new_order", "create_order"}
_NAMES = {
    **dict.fromkeys(_ADD_NAMES, "add"),
    **dict.fromkeys(("statuses", "multi_status", "multiple_status"), "status"),
    **dict.fromkeys(("order_list", "list_orders", "orders_list", "my_orders"), "orders"),
    **dict.fromkeys(("multiple_refill", "multi_refill"), "refill"),
    **dict.fromkeys(("multiple_refill_status", "refills_status"), "refill_status"),
}
"""Other panels' names for the same actions."""

_OWN_WORDS = {"auth", "funds", "unsupported", "throttled"}


class Unexplained(ValueError):
    """A line is not a question; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict in the corpus's words, and the values read."""

    word: str
    read: dict[str, Any] = field(default_factory=dict)


def explain_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield one JSON line for each of `lines`: the verdict and the values read, or an `error` sentence."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _written(_explained(line))
        except Unexplained as problem:
            yield _written({"error": str(problem), "line": number})


def explain(action: str, answer: Answer, request: Mapping[str, object] | None = None) -> Verdict:
    """Return the verdict on one answer. `request` holds the `order`, `orders`, ... asked about."""
    name = _NAMES.get(action, action)
    is_long = name in {"services", "orders"}
    maximum = lenient_json.LARGEST_CATALOGUE if is_long else lenient_json.LARGEST
    try:
        return _EXPLAINERS.get(name, _general)(fold(answer, maximum), _asked(request or {}))
    except PanelRefused as refused:
        word = refused.why if refused.why in _OWN_WORDS else "rejected"
        many_wrong = refused.why == "order" and action in {"status", "statuses", "multi_status"}
        return Verdict("item_errors" if many_wrong else word, {"why": refused.why, "text": refused.text})
    except PanelError as problem:
        return Verdict("unusable", {"reason": str(problem)})


def _explained(line: str) -> dict[str, Any]:
    action, answer, request = _question(line)
    verdict = explain(action, answer, request)
    return {"action": action, "verdict": verdict.word, "read": verdict.read}


def _question(line: str) -> tuple[str, Answer, Mapping[str, object]]:
    """Split a line into its parts. Raises Unexplained."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise Unexplained("This line is not JSON; it needs an action, an http_status and a body.") from None
    if not isinstance(asked, dict):
        raise Unexplained("This line is not a JSON object; it needs an action, an http_status and a body.")
    action, body, request = asked.get("action"), asked.get("body"), asked.get("request")
    if not isinstance(action, str) or not isinstance(body, str):
        raise Unexplained("This line needs an action and a body, both as text.")
    status = _status_code(asked.get("http_status"))
    return action.strip().lower(), Answer(status, body), request if isinstance(request, dict) else {}


def _status_code(value: object) -> int | None:
    if value is None:
        return None
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) == 3):
        raise Unexplained("The http_status must be a number like 200, or null where it is not known.")
    return int(text)


def _asked(request: Mapping[str, object]) -> list[str]:
    """Return the order or refill ids in a request."""
    for key in ("orders", "refills", "order", "refill"):
        value = request.get(key)
        if isinstance(value, list):
            return [str(item_id).strip() for item_id in value]
        if isinstance(value, int | str) and not isinstance(value, bool):
            return [item_id.strip() for item_id in str(value).split(",") if item_id.strip()]
    return []


def _add(reply: Reply, _asked: list[str]) -> Verdict:
    match read_add(reply):
        case Accepted(panel_order_id=order):
            return Verdict("ok", {"order": order})
        case Rejected(why=why, text=text):
            return Verdict(why.value if why.value in _OWN_WORDS else "rejected", {"why": why, "text": text})
        case NotSent(reason=reason, retry_after=seconds):
            return Verdict("throttled", {"reason": reason, "retry_after": seconds})
        case Unknown(reason=reason):
            return Verdict("ambiguous", {"reason": reason})


def _services(reply: Reply, _asked: list[str]) -> Verdict:
    listing = read_services(reply)
    services = [asdict(service) for service in listing.services]
    return Verdict(
        "item_errors" if listing.refused else "ok", {"services": services, "refused": listing.refused}
    )


def _balance(reply: Reply, _asked: list[str]) -> Verdict:
    balance, _ = read_balance(reply)
    return Verdict("ok", asdict(balance))


def _orders(reply: Reply, _asked: list[str]) -> Verdict:
    page = read_orders(reply)
    orders = [asdict(order) for order in page.orders]
    return Verdict("item_errors" if page.refused else "ok", {"orders": orders, "refused": page.refused})


def _status(reply: Reply, asked: list[str]) -> Verdict:
    return _of_reports(read_status(reply, asked), asked)


def _refill_status(reply: Reply, asked: list[str]) -> Verdict:
    return _of_reports(read_refill_status(reply, asked), asked)


def _of_reports(reports: Reports[StatusReport] | Reports[RefillReport], asked: list[str]) -> Verdict:
    items = list(reports.by_id.values())
    read = {item_id: asdict(item) for item_id, item in reports.by_id.items()}
    figures = {"items": read, "strays": reports.strays}
    if reports.unplaced and not items:
        return Verdict("unusable", {"reason": "the rows have no ids; ask for one order at a time"})
    is_one = len(items) == 1 and len(asked) <= 1 and not reports.strays
    if is_one and not isinstance(items[0], ItemError):
        return Verdict("unusable" if items[0].state is None else "ok", figures)
    wrong = any(isinstance(item, ItemError) or item.state is None for item in items)
    is_whole = set(asked) <= set(reports.by_id) and not reports.strays and not reports.unplaced
    return Verdict("item_errors" if wrong or not is_whole else "ok", figures)


def _refill(reply: Reply, asked: list[str]) -> Verdict:
    return _of_request("refill", reply, asked)


def _cancel(reply: Reply, asked: list[str]) -> Verdict:
    return _of_request("cancel", reply, asked)


def _of_request(action: str, reply: Reply, asked: list[str]) -> Verdict:
    request = read_request(action, reply, asked)
    if request.by_id:
        read = {item_id: asdict(outcome) for item_id, outcome in request.by_id.items()}
        well = all(isinstance(outcome, Requested) for outcome in request.by_id.values())
        is_whole = well and set(asked) <= set(request.by_id) and not request.strays
        return Verdict("ok" if is_whole else "item_errors", {"items": read})
    match request.outcome:
        case Requested():
            return Verdict("ok", asdict(request.outcome))
        case Refused(text=text):
            word = request.kind.value if request.kind is not None else ""
            return Verdict(word if word in _OWN_WORDS else "rejected", {"why": word, "text": text})
        case Unclear(reason=reason) | NotAsked(reason=reason):
            return Verdict("unusable", {"reason": reason})


def _general(reply: Reply, _asked: list[str]) -> Verdict:
    """Explain an unknown action: its answer is a value, or one of the known refusals."""
    reply.require_consent()
    if not reply.value:
        return Verdict("unusable", {"reason": "the answer is empty"})
    return Verdict("ok", {"value": reply.value})


_EXPLAINERS: dict[str, Callable[[Reply, list[str]], Verdict]] = {
    "add": _add,
    "services": _services,
    "balance": _balance,
    "orders": _orders,
    "status": _status,
    "refill_status": _refill_status,
    "refill": _refill,
    "cancel": _cancel,
}


def _written(explained: Mapping[str, object]) -> str:
    return json.dumps(explained, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else repr(value)

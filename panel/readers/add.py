"""Read the answer to an `add`: accepted, rejected, not run, or no proof at all.

Only an id without an objection is acceptance, and only an objection of a known kind
without an id is refusal. Anything else is Unknown, because the order may exist:
panels fail with any words at all after they have made an order.
"""

import re
from collections.abc import Iterable, Mapping

from panel.refusal_phrases import ABOUT_ORDERS_THAT_EXIST, NEGATIONS, Kind
from panel.refusals import RefusalText
from panel.reply import Answer, Reply, ReplyKind, refusal_without_json
from panel.values.texts import each, first, identifier, lower_keys, without_decimals
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown
from shop.typed import as_number, without_sign

_ID_KEYS = ("order", "order_id", "orderid")
_ANY_ID_KEYS = (*_ID_KEYS, "id")  # an `id` may be the request's number, or the error's
_MESSAGES = ("message", "msg", "error", "errors", "detail", "title", "reason", "code")
_INSIDE = ("data", "order", "result", "response")
_ERRORS = ("error", "errors")
_OF_SOMETHING_ELSE = ("rate", "category", "email", "balance")
"""Members of a service or an account, whose bare `id` is no order's, unless it has an order's too."""
_OF_AN_ORDER = ("quantity", "charge", "remains", "start_count")
_SAME_AGAIN_THERE = frozenset({307, 308})
"""Redirects that repeat the same request; a script may send any other after it has run."""

_NO_NUMBER = re.compile(r".*[,;:%$€£¥₹₽].*|[\d./]*[./][\d./]*(?:e[+-]?\d+)?|\d+e[+-]\d+", re.IGNORECASE)
"""Several numbers, a time, an address, a date or a figure that no count of orders has."""
_SLASHED = re.compile(r"[a-z0-9]{2,}(?:[-_/][a-z0-9]+)+", re.IGNORECASE)
"""The only form in which a slash is part of a number: ORD-12/2024, INV/2024/0012; not /orders/5."""
_OF_A_PATH = frozenset(
    {"api", "v1", "v2", "order", "orders", "status", "index", "public", "admin", "and", "or"}
)
_VERSION = re.compile(r"(?:api[-_ ]?)?v?\d{1,2}(?:[._-]\d{1,2})*|version[-_ ]?\d.*", re.IGNORECASE)
"""With a letter in it, the name of an interface: v2, api-v1.0."""
_PARTS = re.compile(r"[\W_]+")
_ERROR_WITH_NUMBER = re.compile(r"(?:err|errors?|fail|failed|failure|exception|http|status|code)\d+")
_NO_NUMBERS_WORDS = NEGATIONS - {"no"} | frozenset({
    "err", "error", "errors", "fail", "failure", "exception", "http", "timeout", "success", "created",
    "accepted", "pending", "queued", "processing", "completed", "canceled", "cancelled", "refunded",
    "partial",
})  # fmt: skip
"""Words of errors and of an order's state."""
_OF_ERRORS = frozenset(
    {"funds", "balance", "quantity", "min", "max", "minimum", "maximum", "limit", "link", "url", "service"}
)
"""Words of what errors are about ..."""
_PREFIXED = re.compile(r"[A-Z]{2,8}-\d{5,}")
"""... or the name of a panel, in the form that its numbers have: MAX-1048576; not max-10000, MIN_100."""

_REFUSES = frozenset(Kind) - ABOUT_ORDERS_THAT_EXIST - {Kind.VAGUE, Kind.OTHER}
"""The objections a panel can have to a new order, before it makes one."""


def read_add(reply: Reply) -> AddOutcome:
    """Return the outcome of an answered `add`."""
    if reply.kind is ReplyKind.OBJECT:
        return _of_object(reply, reply.answer)
    is_read = reply.kind is not ReplyKind.UNREADABLE
    return _without_object(reply.answer, "the answer is no object" if is_read else reply.reason)


def _of_object(reply: Reply, answer: Answer) -> AddOutcome:
    order_id = order_id_in(reply.fields, is_well=answer.code < 400)
    refusal = reply.refusal
    is_named = order_id_in(reply.fields, is_well=False) is not None
    if order_id is None and refusal is not None:
        order_id = _id_anywhere(reply.value)
    if is_named and refusal is not None and refusal.is_wordless and _has_state(reply.fields):
        refusal = None  # the order's own state: it was created, and failed since
    if _is_numbered_twice(reply.fields):
        return _unknown(answer, "the panel gave two numbers of one order, which contradict each other")
    if reply.copies > 1:
        return _unknown(answer, f"the panel answered {reply.copies} times in one (order {order_id})")
    if order_id is not None and refusal is None:
        return Accepted(order_id, answer.http_status, answer.excerpt)
    if order_id is not None and refusal is not None:
        return _unknown(answer, f"the panel gave order {order_id} and an error: {refusal.text}")
    if refusal is not None and answer.code != 429 and "cloudflare_error" not in reply.value:
        return _refused(refusal, answer)
    return _without_object(answer, "the answer gives neither an order nor an error")


def order_id_in(members: Mapping[str, object], *, is_well: bool = True) -> str | None:
    """Return the new order's id, trying the keys in the order panels' dialects suggest.

    A value without a digit is a word ("pending"). A bare `id` counts only in an answer that
    `is_well` (its HTTP status is not an error's) and without a message beside it.
    """
    inner = first(members, (key for key in _INSIDE if isinstance(members.get(key), dict)))
    deep = lower_keys(inner) if isinstance(inner, dict) else {}
    levels = [
        (level, _ANY_ID_KEYS if is_well and not _says_more(level) else _ID_KEYS) for level in (members, deep)
    ]
    return next((found for level, keys in levels if (found := _first_id(level, keys)) is not None), None)


def _first_id(members: Mapping[str, object], keys: Iterable[str]) -> str | None:
    ids = (number_in(members.get(key)) for key in keys)
    return next((found for found in ids if found is not None), None)


def number_in(value: object) -> str | None:
    """Return an order's number as the panel is asked about it; None for an error's word in its place."""
    found = identifier(without_sign(as_number(value)) if isinstance(value, str) else value)
    if found is None:
        return None
    number = without_decimals(found)
    if not number.strip("0") or not any(sign.isdigit() for sign in number) or _NO_NUMBER.fullmatch(number):
        return None
    if not number[0].isdigit() and _VERSION.fullmatch(number):
        return None
    parts = _PARTS.split(number.lower())
    if not _OF_ERRORS.isdisjoint(parts) and not _PREFIXED.fullmatch(number):
        return None
    if any(part in _NO_NUMBERS_WORDS or _ERROR_WITH_NUMBER.fullmatch(part) for part in parts):
        return None
    is_address = "/" in number and (not _SLASHED.fullmatch(number) or not _OF_A_PATH.isdisjoint(parts))
    return None if is_address else number


def _id_anywhere(value: object) -> str | None:
    """Return the order's number that an error is told with, however deep it stands in the answer."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            named = map(lower_keys(one).get, _ID_KEYS)
            ids = (number_in(told.get("id") if isinstance(told, dict) else told) for told in named)
            if (found := next((number for number in ids if number is not None), None)) is not None:
                return found
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return None


def _is_numbered_twice(members: Mapping[str, object]) -> bool:
    """Return True if an order's number stands under one of two keys that contradict each other."""
    levels = [(members, False)]
    for value in map(members.get, (*_INSIDE, *_ERRORS)):
        inner = (lower_keys(one) for one in each(value) if isinstance(one, dict))
        levels += [(level, isinstance(value, tuple)) for level in inner]
    told = ((is_twin, level.get(key)) for level, is_twin in levels for key in _ANY_ID_KEYS)
    twins = (each(value) for is_twin, value in told if is_twin or isinstance(value, tuple))
    return any(number_in(one) is not None for values in twins for one in values)


def _says_more(members: Mapping[str, object]) -> bool:
    """Return True if there is a message, or something that no order has and nothing that only orders have."""
    if any(members.get(key) for key in _MESSAGES):
        return True
    is_of_an_order = any(members.get(key) is not None for key in _OF_AN_ORDER)
    return not is_of_an_order and any(members.get(key) for key in _OF_SOMETHING_ELSE)


def _has_state(members: Mapping[str, object]) -> bool:
    return isinstance(members.get("status"), str)


def _refused(refusal: RefusalText, answer: Answer) -> AddOutcome:
    if refusal.kind is Kind.THROTTLED:
        return _throttled(answer, refusal.text)
    if refusal.kind in _REFUSES:
        return Rejected(refusal.kind.refusal, refusal.text, answer.http_status, answer.excerpt)
    if refusal.is_vague:
        return _unknown(answer, f"the panel's error proves nothing: {refusal.text}", refusal)
    return _unknown(answer, f"the panel's words prove nothing: {refusal.text}", refusal)


def _without_object(answer: Answer, reason: str) -> AddOutcome:
    """Return what the HTTP status and a bare text prove if the answer is not an object."""
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    blocked = answer.proxy_block
    if blocked is not None and 300 <= answer.code < 400 and answer.code not in _SAME_AGAIN_THERE:
        return _unknown(answer, f"{blocked} (HTTP {answer.code}, which scripts also say when they are done)")
    if blocked is not None:
        return Rejected(Refusal.BLOCKED, blocked, answer.http_status, answer.excerpt)
    refusal = refusal_without_json(answer)
    if refusal is None:
        return _unknown(answer, f"{reason} (HTTP {answer.http_status or 'unknown'})")
    believed = 400 <= answer.code < 500 or answer.is_taught(refusal.text)
    return _refused(refusal, answer) if believed else _unknown(answer, f"{reason}: {refusal.text}", refusal)


def _throttled(answer: Answer, text: str) -> NotSent:
    return NotSent(text, answer.retry_after, answer.http_status, answer.excerpt)


def _unknown(answer: Answer, reason: str, refusal: RefusalText | None = None) -> Unknown:
    strange = ""
    if refusal is not None and not refusal.is_wordless and not answer.is_taught(refusal.text):
        is_odd = refusal.is_strange or refusal.kind in ABOUT_ORDERS_THAT_EXIST
        strange = refusal.text if is_odd else ""
    return Unknown(answer.words(reason), answer.http_status, answer.excerpt, strange)

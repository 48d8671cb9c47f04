"""Tell an order's or a refill's number from an error's word, an address, or several numbers in its place."""

import re

from panel.refusal_phrases import NEGATIONS
from panel.values import identifier, without_decimals
from shop.typed import as_number, without_sign

_NO_NUMBER = re.compile(r".*[,;:%$€£¥₹₽].*|[\d./]*[./][\d./]*(?:e[+-]?\d+)?|\d+e[+-]\d+", re.IGNORECASE)
"""Several numbers, a time, an address, a date or a figure that no count of orders has."""
_SLASHED = re.compile(r"[a-z0-9]{2,}(?:[-_/][a-z0-9]+)+", re.IGNORECASE)
"""The only form in which a slash is part of a number: ORD-12/2024, INV/2024/0012; not /orders/5."""
_OF_A_PATH = frozenset(
    {"api", "v1", "v2", "order", "orders", "status", "index", "public", "admin", "and", "or"}
)
_PARTS = re.compile(r"[\W_]+")
_ERROR_WITH_NUMBER = re.compile(r"(?:err|errors?|fail|failed|failure|exception|http|status|code)\d+")
_NO_NUMBERS_WORDS = NEGATIONS - {"no"} | frozenset(
    {"err", "error", "errors", "fail", "failure", "exception", "http", "timeout"}
    | {"funds", "balance", "quantity", "min", "max", "minimum", "maximum", "limit", "link", "url", "service"}
    | {
        "success",
        "created",
        "accepted",
        "pending",
        "queued",
        "processing",
        "completed",
        "canceled",
        "cancelled",
    }
    | {"refunded", "partial"}
)
"""Words of errors, of what they are about, and of an order's state."""


def number_in(value: object) -> str | None:
    """Return an order's number as the panel is asked about it; None for an error's word in its place."""
    found = identifier(without_sign(as_number(value)) if isinstance(value, str) else value)
    if found is None:
        return None
    number = without_decimals(found)
    if not number.strip("0") or not any(sign.isdigit() for sign in number) or _NO_NUMBER.fullmatch(number):
        return None
    parts = _PARTS.split(number.lower())
    if any(part in _NO_NUMBERS_WORDS or _ERROR_WITH_NUMBER.fullmatch(part) for part in parts):
        return None
    is_address = "/" in number and (not _SLASHED.fullmatch(number) or not _OF_A_PATH.isdisjoint(parts))
    return None if is_address else number

"""Text with {names}: what a profile's requests and signatures are made of."""

import base64
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

Value = str | int | Decimal
Values = Mapping[str, Value]

_NAMED = re.compile(r"\{([a-z][A-Za-z0-9_.-]*)(?:\|([a-z0-9]+))?\}")
_BRACES = re.compile(r"[{}]")

MADE: Mapping[str, str] = {
    "amount": "what is to be paid, in the profile's form",
    "currency": "the invoice's currency",
    "reference": "our name for the invoice, in the profile's form",
    "id": "the gateway's number of it",
    "ids": "several of these, with commas between",
    "title": "what the payer reads",
    "person": "the payer's Telegram number",
    "seconds": "how long it can be paid",
    "minutes": "the same",
    "expires": "when it ends, like 2026-01-31T12:00:00Z",
    "expires_unix": "the same, in seconds since 1970",
    "since": "from when on payments are listed",
    "since_unix": "the same, in seconds since 1970",
    "now_unix": "the present moment",
    "page": "a page's number, from 1",
    "offset": "how many payments are before this page",
    "per_page": "how many a page holds",
    "cursor": "a page's name, as the page before told it; left out for the first",
    "callback": "where the gateway may call us; left out where there is no such place",
    "return": "where the payer goes afterwards",
    "body": "the request or call-back as it is sent, byte by byte",
    "body64": "the same in Base64",
    "sorted": "its JSON with sorted names and without blanks",
    "key": "a key of ours that is equal when the same thing is tried again",
}
"""The names that every template may use, beside the keys."""

FILTERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "url": lambda text: quote(text, safe=""),
    "millis": lambda text: text.removesuffix("Z") + ".000+00:00",
}
"""What may follow a name, as in {currency|lower}; `millis` writes a moment with thousandths and offset."""

ASCII = frozenset({"base64", "url"})
"""Filters that leave only ASCII of any text."""

LEFT_OUT = frozenset({"callback", "cursor"})
"""Members that name one of these are left out while there is no such thing."""


def without_names(template: str, instead: str) -> str:
    """Return the text that stands around the names, with this in their place."""
    return _NAMED.sub(instead, template)


def names_in(template: str, *, unfiltered: bool = False) -> set[str]:
    """Return the names in a template. Raises ValueError for an unknown filter or a lone brace.

    `unfiltered`: only those whose values stay as they are.
    """
    found = list(_NAMED.finditer(template))
    for one in found:
        if one[2] is not None and one[2] not in FILTERS:
            raise ValueError(f"does not know |{one[2]}; there are {', '.join(FILTERS)}")
    if _BRACES.search(_NAMED.sub("", template)):
        raise ValueError(f"{template!r} has a brace that names nothing; write {{name}}")
    return {one[1] for one in found if not (unfiltered and one[2] in ASCII)}


def filled(template: str, values: Values) -> str:
    """Return the text with every name replaced; names without a value become nothing."""

    def value_of(found: re.Match[str]) -> str:
        text = str(values.get(found[1], ""))
        return FILTERS[found[2]](text) if found[2] else text

    return _NAMED.sub(value_of, template)


def filled_fields(fields: Any, values: Values) -> Any:
    """Return a request's members. One that is a single name keeps its kind; an empty one is left out."""
    if isinstance(fields, Mapping):
        made = {name: filled_fields(value, values) for name, value in fields.items()}
        return {name: value for name, value in made.items() if value is not None}
    if isinstance(fields, list | tuple):
        return [value for value in (filled_fields(one, values) for one in fields) if value is not None]
    if not isinstance(fields, str):
        return fields
    alone = _NAMED.fullmatch(fields)
    if alone is None or alone[2]:
        is_left_out = any(not values.get(name) for name in names_in(fields) & LEFT_OUT)
        return None if is_left_out else filled(fields, values)
    value = values.get(alone[1], "")
    return value if value != "" else None

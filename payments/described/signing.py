"""Signatures: made for our requests, compared with those of call-backs."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from payments.described import wire
from payments.described.profile import Recipe
from payments.described.template import Value, Values, filled


def signed(recipe: Recipe, values: Values) -> str:
    """Return the signature that this recipe makes of these values."""
    text = filled(recipe.of, values).encode()
    name = recipe.hash.removeprefix("hmac-")
    if recipe.hash.startswith("hmac-"):
        key = filled(recipe.key, values).encode()
        if recipe.key_hash:
            key = hashlib.new(recipe.key_hash, key).digest()
        digest = hmac.new(key, text, name).digest()
    else:
        digest = hashlib.new(name, text).digest()
    if recipe.text == "base64":
        return base64.b64encode(digest).decode()
    return digest.hex() if recipe.text == "hex" else digest.hex().upper()


def is_signed(recipe: Recipe, values: Values, shown: str) -> bool:
    """Return True if the shown signature is the recipe's; the time it takes tells nothing."""
    return hmac.compare_digest(signed(recipe, values).lower().encode(), shown.strip().lower().encode())


def of_body(body: bytes, read: Any) -> dict[str, Value]:
    """Return what signatures are made of: the body as it is, in Base64, and sorted.

    `read` is the JSON in it, None if it has none.
    """
    return {
        "body": body.decode("utf-8", "replace"),
        "body64": base64.b64encode(body).decode(),
        "sorted": sorted_json(read) if read is not None else "",
    }


def sorted_json(value: Any) -> str:
    """Return JSON with sorted names and without blanks, its numbers as they came.

    >>> sorted_json({"b": [1, "ü"], "a": None})
    '{"a":null,"b":[1,"ü"]}'
    """
    return wire.compact_json(_sorted(value)).decode()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list | tuple) else value


def dotted_names(prefix: str, values: Mapping[str, Any]) -> dict[str, Value]:
    """Return a call-back's members under dotted names, as templates name them."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= dotted_names(f"{prefix}.{name}", value)
        elif not isinstance(value, bool) and isinstance(value, Value):
            found[f"{prefix}.{name}"] = value
    return found

"""A gateway's call to us, read and compared with its signature. Whatever it says is a hint."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from payments.described import wire
from payments.described.profile import CallBack, Signature
from payments.described.signing import dotted_names, is_signed, of_body
from payments.described.template import Value, filled


@dataclass(frozen=True, slots=True)
class Claims:
    """What a call says of a payment. Not `is_signed`: anybody may have made it."""

    id: str
    reference: str
    is_signed: bool
    answer: str = ""


def claims_of(call: CallBack, headers: Mapping[str, str], body: bytes, keys: Mapping[str, str]) -> Claims:
    """Return what this call names. The signature is over the bytes as they came. Raises Unreadable."""
    try:
        return _claims_of(call, headers, body, keys)
    except UnicodeEncodeError:  # half a sign: JSON can spell it, and a header can hold it
        raise wire.Unreadable("half a sign") from None


def _claims_of(call: CallBack, headers: Mapping[str, str], body: bytes, keys: Mapping[str, str]) -> Claims:
    members: Any = wire.read_form(body) if call.body == "form" else wire.read(body)
    if not isinstance(members, dict):
        raise wire.Unreadable("a body without names")
    about = wire.value_at(call.items, members)
    return Claims(
        id=wire.text_at(call.id, about),
        reference=wire.text_at(call.reference, about),
        is_signed=_is_from_gateway(call, headers, body, members, keys),
        answer=filled(call.answer, dotted_names("body", members)),
    )


def _is_from_gateway(
    call: CallBack, headers: Mapping[str, str], body: bytes, members: dict[str, Any], keys: Mapping[str, str]
) -> bool:
    values: dict[str, Value] = {**keys, **dotted_names("body", members)}
    values |= {f"header.{name}": value for name, value in headers.items()}
    if call.headers and not all(
        hmac.compare_digest(headers.get(name.lower(), "").encode(), filled(value, values).encode())
        for name, value in call.headers.items()
    ):
        return False
    if call.sign is None:
        return bool(call.headers)
    return _has_signature(call.sign, headers, body, members, values)


def _has_signature(
    sign: Signature,
    headers: Mapping[str, str],
    body: bytes,
    members: dict[str, Any],
    values: dict[str, Value],
) -> bool:
    """Return True if the signature is the one we compute. One in the body is not part of what was signed."""
    if sign.header:
        shown = headers.get(sign.header.lower(), "")
        if sign.part:
            parts = _parts(shown)
            shown = parts.get(sign.part, "")
            values |= {f"header.{sign.header.lower()}.{name}": value for name, value in parts.items()}
        return bool(shown) and is_signed(sign, {**values, **of_body(body, members)}, shown)
    shown = str(members.get(sign.field, ""))
    rest = {name: value for name, value in members.items() if name != sign.field}
    signed_bytes = wire.compact_json(rest)
    return bool(shown) and any(
        is_signed(sign, {**values, **of_body(one, rest)}, shown)
        for one in (signed_bytes, slashed(signed_bytes))
    )


def _parts(header: str) -> dict[str, str]:
    """Return the parts of a header.

    >>> _parts("ts=1, v1=ab")
    {'ts': '1', 'v1': 'ab'}
    """
    pairs = (part.partition("=") for part in header.split(","))
    return {name.strip(): value.strip() for name, _, value in pairs}


def slashed(body: bytes) -> bytes:
    """Return JSON as PHP writes it, whose slashes have a backslash before them."""
    return body.replace(b"/", b"\\/")

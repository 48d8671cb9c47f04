"""Bodies: requests written, answers and call-backs read. Numbers stay exact, and nothing is expanded."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree  # see _read_xml  # nosec B405

LARGEST = 1_000_000
"""Bytes of an answer; a list of a hundred payments has a tenth of this."""

DEEPEST = 40

Body = Literal["json", "form", "query", "none"]

CONTENT_TYPES: Mapping[str, str] = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
}


class Unreadable(ValueError):
    """The bytes are no JSON, form or XML that means one thing."""


def written_body(fields: Mapping[str, Any], body: Body) -> bytes:
    """Return a request's body."""
    if body == "json":
        return _json(fields).encode()
    return urlencode(_flat(fields)).encode() if body == "form" else b""


def compact_json(fields: Mapping[str, Any]) -> bytes:
    """Return JSON without blanks, its members in their order."""
    return _json(fields).encode()


def query_string(fields: Mapping[str, Any]) -> str:
    """Return a request's members as they stand in its address."""
    return urlencode(_flat(fields))


def read(body: bytes) -> Any:
    """Return what an answer says. Raises Unreadable."""
    text = body.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    if text.startswith("<"):
        return _read_xml(text)
    return read_json(text)


def read_json(text: str) -> Any:
    """Return the JSON in this text, its fractions as Decimal. Raises Unreadable."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"no JSON ({type(problem).__name__})") from None
    if _depth(value) > DEEPEST:
        raise Unreadable("JSON that is too deep")
    return value


def read_form(body: bytes) -> dict[str, str]:
    """Return a form's members, of equal names the last. Raises Unreadable."""
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise Unreadable("no form") from None


def value_at(path: str | None, value: Any) -> Any:
    """Return what stands at this path; None if nothing does. No path means all of it.

    >>> value_at("result.items.0.id", {"result": {"items": [{"id": 7}]}}), value_at("a.b", {"a": []})
    (7, None)
    """
    for part in path.split(".") if path else ():
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def text_at(path: str | None, value: Any) -> str:
    """Return the text or whole number at this path; empty if there is neither."""
    found = value_at(path, value) if path else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return str(found).strip()


def _refused(name: str) -> None:
    raise ValueError(name)


def _depth(value: Any, above: int = 1) -> int:
    """Return how deep lists and tables are nested, as far as it matters."""
    if above > DEEPEST or not isinstance(value, dict | list):
        return above
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(one, above + 1) for one in inner), default=above)


def _read_xml(text: str) -> Any:
    """Return XML as tables of its elements' local names. Declarations are refused, and so entities."""
    if "<!" in text:
        raise Unreadable("XML with declarations")
    try:
        # Entities need a declaration, which is refused above.
        root = ElementTree.fromstring(text)  # noqa: S314 - see above  # nosec B314
    except ElementTree.ParseError:
        raise Unreadable("no XML") from None
    if _local(root.tag).lower() == "html":
        raise Unreadable("a page for people")
    return {_local(root.tag): _element(root)}


def _element(element: ElementTree.Element, depth: int = 1) -> Any:
    if depth > DEEPEST:
        raise Unreadable("XML that is too deep")
    children = list(element)
    if not children:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in children:
        name, value = _local(child.tag), _element(child, depth + 1)
        if name in found:
            earlier = found[name]
            found[name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        else:
            found[name] = value
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _flat(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a form's members; a table's or list's are named like `amount[value]`."""
    pairs: list[tuple[str, str]] = []

    def add(name: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for inner, one in value.items():
                add(f"{name}[{inner}]" if name else inner, one)
        elif isinstance(value, list | tuple):
            for one in value:
                add(f"{name}[]", one)
        elif isinstance(value, bool):
            pairs.append((name, "true" if value else "false"))
        else:
            pairs.append((name, str(value)))

    add("", fields)
    return pairs


def _json(value: Any) -> str:
    """Return JSON without blanks; a Decimal stands in it as JavaScript and PHP write one, like 1.2e-7."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name))}:{_json(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_json(one) for one in value) + "]"
    return str(value).lower() if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)

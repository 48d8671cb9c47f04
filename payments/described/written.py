"""What of a file goes onto the wire as it is written: addresses, hosts and headers, checked beforehand."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from payments.described.template import names_in, without_names

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")

IN_WORDS = frozenset({"title"})
"""Names whose values are in people's languages, which no header can carry."""


def template(text: str) -> str:
    """Return a template. Raises ValueError with a sentence."""
    names_in(text)
    return text


def address(text: str) -> str:
    """Return an address, or the part of one behind the root. Raises ValueError with a sentence."""
    plain = without_names(template(text), "x")
    if not (plain.isascii() and plain.isprintable()) or " " in plain:
        raise ValueError("must be printable ASCII without blanks; write other signs like %C3%A9")
    if plain.startswith("https:"):
        _host_in(plain)
    return text


def root(text: str) -> str:
    """Return the address that all calls begin with. Raises ValueError with a sentence."""
    _host_in(text)
    return text


def host(text: str) -> str:
    """Return the name of a host. Raises ValueError with a sentence."""
    if not _HOST.fullmatch(text):
        raise ValueError(f"{text!r} is no host; write it like api.example.com")
    return text


def host_of(text: str) -> str:
    """Return the host of an address; empty if it is one behind the root, or if a {name} says its host."""
    authority = text.partition("://")[2].partition("/")[0]
    return "" if "{" in authority else urlsplit(without_names(text, "x")).hostname or ""


def headers(written: Mapping[str, str]) -> Mapping[str, str]:
    """Return headers that can be sent. Raises ValueError with a sentence."""
    for name, text in written.items():
        if not _TOKEN.fullmatch(name):
            raise ValueError(f"{name!r} is no header's name; write it like X-Shop-Id")
        plain = without_names(template(text), "")
        if not (plain.isascii() and plain.isprintable()):
            raise ValueError(f"{name!r} must be printable ASCII in one line: a header can carry nothing else")
        if words := sorted(IN_WORDS & names_in(text, unfiltered=True)):
            raise ValueError(f"{name!r}: {{{words[0]}}} is in people's languages; write {{{words[0]}|url}}")
    return written


def _host_in(text: str) -> None:
    try:
        parts = urlsplit(text)
        is_good = parts.port != 0 and _HOST.fullmatch(parts.hostname or "") is not None
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("must name a host, like https://api.example.com/v1")

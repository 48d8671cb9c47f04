"""Buttons below a message, as an operator types them: `label - https://…` on a line of its own."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from shop.catalogue.deep_links import SERVICE_LINK, link_that_starts
from shop.errors import ShopError

MOST_ROWS, MOST_IN_A_ROW = 8, 3
LONGEST_LABEL = 40
LONGEST_ADDRESS = 2_000

_BETWEEN = re.compile(r"\s+[-–—]\s+|\s+(?=https?://|tg://)", re.IGNORECASE)
_SERVICE = re.compile(rf"{SERVICE_LINK}[A-Za-z0-9_-]{{1,62}}")


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address."""

    label: str
    url: str


ButtonRows = tuple[tuple[LinkButton, ...], ...]


def read_buttons(text: str, username: str) -> ButtonRows:
    """Return the rows of buttons that these lines describe; `|` parts buttons of one row.

    An address is a web link, or `s_` and a service's number, which leads to its card in the bot `username`.
    Raises ShopError that names the line.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines or len(lines) > MOST_ROWS:
        raise ShopError("broadcast_buttons", most=MOST_ROWS)
    return tuple(_row(number, line, username) for number, line in lines)


def services_in(rows: ButtonRows, username: str) -> list[str]:
    """Return the services to whose cards these buttons lead, as their links name them."""
    start = link_that_starts(username, SERVICE_LINK)
    urls = [button.url for row in rows for button in row]
    return [url.removeprefix(start) for url in urls if url.startswith(start)]


def _row(number: int, line: str, username: str) -> tuple[LinkButton, ...]:
    parts = line.split("|")
    if len(parts) > MOST_IN_A_ROW:
        raise ShopError("broadcast_button_row", number=number, most=MOST_IN_A_ROW)
    return tuple(_button(number, part.strip(), username) for part in parts)


def _button(number: int, words: str, username: str) -> LinkButton:
    *label, address = _BETWEEN.split(words)
    name, url = " - ".join(label).strip(" -–—"), _address(address.strip(), username)
    if not name or url is None:
        raise ShopError("broadcast_button", number=number, line=words[:60])
    if len(name) > LONGEST_LABEL:
        raise ShopError("broadcast_button_label", number=number, most=LONGEST_LABEL)
    return LinkButton(name, url)


def _address(words: str, username: str) -> str | None:
    """Return the address to open; None if there is none in these words."""
    if _SERVICE.fullmatch(words):
        return link_that_starts(username, words)
    if len(words) > LONGEST_ADDRESS or any(letter.isspace() or ord(letter) < 32 for letter in words):
        return None
    address = f"https://{words}" if words.lower().startswith("t.me/") else words
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() == "tg" and (host or parts.path):
        return address
    is_web = parts.scheme.lower() in {"http", "https"} and "." in host.strip(".")
    return address if is_web else None

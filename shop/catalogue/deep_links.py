"""Links from anywhere to the card of a service or an order: t.me/<bot>?start=s_<service>, or o_<order>."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from shop.catalogue.services import Service
from shop.catalogue.storefront import short_key

SERVICE_LINK = "s_"
"""How `?start=` names a service: s_ and its number, or its key if the number cannot stand there."""

ORDER_LINK = "o_"
"""How `?start=` names an order: o_ and its number. Whoever may not see it is told so."""

BUNDLE_LINK = "b_"
"""How `?start=` names a bundle: b_ and its number."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,62}")
"""What Telegram takes behind `?start=`, after SERVICE_LINK: 64 characters in all."""


def link_to_shop(username: str) -> str:
    """Return the link to the home in the bot's chat."""
    return link_that_starts(username, "inline")


def link_that_starts(username: str, parameter: str) -> str:
    """Return the link to the bot's chat that says this with /start."""
    return f"https://t.me/{username}?start={parameter}"


def link_to(service: Service, username: str) -> str:
    """Return the link to this service's card in the bot's chat."""
    return link_that_starts(username, SERVICE_LINK + link_key(service))


def link_to_order(order_id: int, username: str) -> str:
    """Return the link to this order's card in the bot's chat."""
    return f"https://t.me/{username}?start={ORDER_LINK}{order_id}"


def link_to_bundle(number: int, username: str) -> str:
    """Return the link to this bundle's card in the bot's chat."""
    return link_that_starts(username, f"{BUNDLE_LINK}{number}")


def link_key(service: Service) -> str:
    """Return what names the service in its link."""
    return service.id if _PLAIN.fullmatch(service.id) else short_key(service.id)


def service_in_link(key: str, services: Iterable[Service]) -> str | None:
    """Return the id of the one of these services that a link names so; None if it is none of them."""
    return next((one.id for one in services if key in {one.id, link_key(one), short_key(one.id)}), None)


def link_to_share(link: str, words: str) -> str:
    """Return the link that has a person choose a chat, to send `link` with these words there."""
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': words}, quote_via=quote)}"

"""Links from anywhere to the card of a service or an order: t.me/<bot>?start=s_<service>, or o_<order>."""

import re

from shop.catalogue.services import Service
from shop.catalogue.storefront import short_key

SERVICE_LINK = "s_"
"""How `?start=` names a service: s_ and its number, or its key if the number cannot stand there."""

ORDER_LINK = "o_"
"""How `?start=` names an order: o_ and its number. Whoever may not see it is told so."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,62}")
"""What Telegram takes behind `?start=`, after SERVICE_LINK: 64 characters in all."""


def link_to_shop(username: str) -> str:
    """Return the link to the home in the bot's chat."""
    return f"https://t.me/{username}?start=inline"


def link_to(service: Service, username: str) -> str:
    """Return the link to this service's card in the bot's chat."""
    return f"https://t.me/{username}?start={SERVICE_LINK}{link_key(service)}"


def link_to_order(order_id: int, username: str) -> str:
    """Return the link to this order's card in the bot's chat."""
    return f"https://t.me/{username}?start={ORDER_LINK}{order_id}"


def link_key(service: Service) -> str:
    """Return what names the service in its link."""
    return service.id if _PLAIN.fullmatch(service.id) else short_key(service.id)

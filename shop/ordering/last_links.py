"""The links a person ordered for last, to be offered for another order."""

from collections.abc import Iterable

from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.answers import check_target
from shop.ordering.link_offers import kind_of_link, section_key_of
from shop.ordering.link_target import target_of_service
from shop.ordering.same_link import same_link_key

OFFERED = 3
"""The most links offered."""

LOOKED_AT = 30
"""The latest orders among which they are looked for."""


def last_links(links: Iterable[str], offer: Offer) -> tuple[str, ...]:
    """Return the first OFFERED of these links that this service can be ordered for, each target once."""
    found: dict[str, str] = {}
    for link in links:
        if _fits(link, offer):
            found.setdefault(same_link_key(link), link)
        if len(found) == OFFERED:
            break
    return tuple(found.values())


def _fits(link: str, offer: Offer) -> bool:
    """Return True if the link is of the service's platform and of its kind, as far as both are known."""
    places = {platform.key for platform in offer.platforms} or {"website"}
    if section_key_of(link) not in places:
        return False
    kind, wanted = kind_of_link(link), target_of_service(offer.service.panels_name)
    if kind is not None and wanted is not None and kind is not wanted:
        return False
    try:
        return check_target(link, offer.platforms, offer.service.panels_name) == link
    except ShopError:
        return False

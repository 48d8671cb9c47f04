"""A draft's steps through the storefront, to a service's card: each takes a draft and returns the next."""

from collections.abc import Sequence
from dataclasses import replace

from shop.catalogue.services import Service
from shop.catalogue.shelf import Shelf
from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.ordering.draft import CATEGORY, OFFER, PLATFORM, SERVICE, Browse, Draft
from shop.ordering.link_offers import section_key_of, services_for_link


def begin(person_id: int, storefront: Storefront) -> Draft:
    """Return a new draft at the first question worth asking. Raises ShopError if nothing is on sale."""
    if storefront.empty:
        raise ShopError("catalogue_empty")
    draft = Draft.new(person_id)
    return (
        enter_platform(draft, storefront.sections[0].key, storefront)
        if len(storefront.sections) == 1
        else draft
    )


def enter_platform(draft: Draft, key: str, storefront: Storefront) -> Draft:
    """Go to a platform's categories, or straight to its services if it has one category."""
    section = storefront.section(key)
    if section is None:
        raise ShopError("button_old")
    if len(section.categories) == 1:
        only = section.categories[0].key
        return replace(
            draft,
            question=SERVICE,
            browse=replace(Browse(platform=key, category=only), link=draft.browse.link),
        )
    return replace(draft, question=CATEGORY, browse=Browse(platform=key, link=draft.browse.link))


def enter_category(draft: Draft, key: str, storefront: Storefront) -> Draft:
    """Go to a category's services."""
    if storefront.category(key) is None:
        raise ShopError("button_old")
    return replace(
        draft, question=SERVICE, browse=replace(draft.browse, category=key, words="", page=0, refill=False)
    )


def search(draft: Draft, words: str, storefront: Storefront) -> Draft:
    """Go to the services these words find. Raises ShopError if they find none.

    A link that was brought stays, if some of them are for it.
    """
    wanted = " ".join(words.split())[:200]
    services = storefront.find(wanted)
    if not services:
        raise ShopError("nothing_found", words=wanted[:60])
    link = draft.browse.link if _for_link(services, draft.browse.link, storefront) else ""
    browse = Browse(words=wanted, link=link)
    return replace(draft, question=SERVICE, service_id="", answers={}, browse=browse)


def services_found(browse: Browse, storefront: Storefront) -> Sequence[Service]:
    """Return the services that the words find; with a link those for it, if there are any."""
    services = storefront.find(browse.words)
    return (browse.link and _for_link(services, browse.link, storefront)) or services


def _for_link(services: Sequence[Service], link: str, storefront: Storefront) -> Sequence[Service]:
    """Return those of the link's platform that can be for it."""
    section = storefront.section(section_key_of(link)) if link else None
    there = {one.id for category in section.categories for one in category.services} if section else set()
    return services_for_link([one for one in services if one.id in there], link)


def turn_page(draft: Draft, page: int) -> Draft:
    """Go to another page of the same list."""
    return replace(draft, browse=replace(draft.browse, page=max(0, page)))


def bring_link(draft: Draft, link: str, platform_key: str, storefront: Storefront) -> Draft:
    """Go to what the link's platform has for it. Raises ShopError if nothing is sold for that platform."""
    section = storefront.section(platform_key)
    if section is None:
        raise ShopError("nothing_for_link")
    fresh = replace(draft, question=PLATFORM, service_id="", answers={}, browse=Browse(link=link))
    return enter_platform(fresh, platform_key, storefront)


def arrange(draft: Draft, *, first: str | None = None, refill: bool | None = None) -> Draft:
    """Show the same list in another order, or only the services with refill; None leaves it as it is.

    `first` is "cheapest", "fastest", or empty for the panel's own order.
    """
    browse = replace(draft.browse, page=0)
    if first is not None:
        browse = replace(browse, cheapest=first == "cheapest", fastest=first == "fastest")
    return replace(draft, browse=browse if refill is None else replace(browse, refill=refill))


def open_shelf(draft: Draft, name: str, shelf: Shelf, storefront: Storefront) -> Draft:
    """Go to a list of the person's own services. Raises ShopError if none of them is on sale."""
    if not any(storefront.service(service_id) for service_id in shelf.ids(name)):
        raise ShopError("shelf_empty")
    return replace(draft, question=SERVICE, service_id="", answers={}, browse=Browse(shelf=name))


def look_at(draft: Draft, offer: Offer) -> Draft:
    """Go to the card of this service."""
    return replace(draft, question=OFFER, service_id=offer.service.id, answers={})

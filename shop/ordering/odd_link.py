"""An odd link: a profile's where a post is needed, or a post's where a profile is. The person decides."""

from dataclasses import replace

from shop.catalogue.services import Service
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.draft import CONFIRM, LINK, Draft
from shop.ordering.filling import answer
from shop.ordering.link_offers import doubt_about


def asked_about(draft: Draft) -> str:
    """Return the link that waits for the person's decision; empty if none does."""
    given = draft.answers.get(LINK)
    if draft.question == LINK:
        return draft.odd_link
    return given if draft.question == CONFIRM and isinstance(given, str) and given != draft.odd_link else ""


def doubt(draft: Draft, service: Service) -> ShopError | None:
    """Return what to ask about the draft's link, at its question or on the confirm card."""
    link = asked_about(draft)
    return doubt_about(link, service.panels_name) if link else None


def use_anyway(draft: Draft, offer: Offer) -> Draft:
    """Take the link that was asked about as it is, and go on."""
    link = asked_about(draft)
    return answer(replace(draft, odd_link=link), LINK, link, offer)


def ask_for_another(draft: Draft) -> Draft:
    """Go to the link's question; the other answers stay."""
    kept = {name: given for name, given in draft.answers.items() if name != LINK}
    return replace(draft, question=LINK, answers=kept, odd_link="")

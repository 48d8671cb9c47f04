"""Ordering the same once more: at today's price, or what is most like it where the service is gone."""

from dataclasses import replace

from shop.catalogue.storefront import Storefront
from shop.errors import ShopError
from shop.ordering.browsing import begin, bring_link, search
from shop.ordering.draft import Draft
from shop.ordering.filling import proceed
from shop.ordering.link_offers import doubt_about, section_key_of
from shop.ordering.terms import Terms, answers_of


def draft_again(person_id: int, terms: Terms, storefront: Storefront) -> Draft:
    """Return a draft with an earlier order's answers, to be rechecked before it is priced.

    An odd link was agreed to then, and is not asked about again. Raises ShopError if the service is not on
    sale any more.
    """
    offer = storefront.sold(terms.service_id)
    answers = answers_of(terms, offer.form)
    fresh = replace(Draft.new(person_id), service_id=offer.service.id, answers=answers)
    if terms.link and doubt_about(terms.link, offer.service.panels_name):
        fresh = replace(fresh, odd_link=terms.link)
    return proceed(fresh, offer)


def draft_of_nearest(person_id: int, terms: Terms, storefront: Storefront) -> Draft:
    """Return a draft at the services most like that of an earlier order, with its link brought along.

    Those are the services its name finds, else what there is for its link, else all platforms.
    """
    fresh = begin(person_id, storefront)
    try:
        found = search(fresh, terms.service_name, storefront)
        return replace(found, browse=replace(found.browse, link=terms.link))
    except ShopError:
        return draft_for_link(person_id, terms.link, storefront)  # no service is called anything like it


def draft_for_link(person_id: int, link: str, storefront: Storefront) -> Draft:
    """Return a draft at what there is for this link, else at all platforms."""
    fresh = begin(person_id, storefront)
    try:
        return bring_link(fresh, link, section_key_of(link), storefront) if link else fresh
    except ShopError:
        return fresh

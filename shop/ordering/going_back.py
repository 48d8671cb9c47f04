"""A draft's way back: through the form, the service's card, and the lists of the storefront."""

from dataclasses import replace

from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.ordering.browsing import bring_link, enter_platform
from shop.ordering.draft import (
    BROWSING,
    CATEGORY,
    CONFIRM,
    OFFER,
    PLATFORM,
    RUNS,
    SERVICE,
    WHEN,
    Browse,
    Draft,
)
from shop.ordering.fields import OrderForm, form_of, questions_of
from shop.ordering.filling import at_once
from shop.ordering.link_offers import section_key_of


def go_back(draft: Draft, storefront: Storefront) -> Draft:
    """Go to the previous question; the very first one has none before it."""
    if draft.question == SERVICE and draft.browse.words and (link := draft.browse.link):
        key = section_key_of(link)
        return bring_link(draft, link, key, storefront) if storefront.section(key) else _up_one_list(draft)
    service = storefront.service(draft.service_id) if draft.service_id else None
    earlier = step_back(draft, service, form_of(service) if service else None)
    section = storefront.section(earlier.browse.platform)
    browse = earlier.browse
    known = browse.words or browse.shelf or storefront.category(browse.category)
    if earlier.question == SERVICE and not known:
        return replace(earlier, question=PLATFORM, browse=Browse())  # came by /order or a reorder
    if earlier.question == CATEGORY and (section is None or len(section.categories) == 1):
        return replace(earlier, question=PLATFORM, browse=Browse())
    if earlier.question == PLATFORM and len(storefront.sections) == 1:
        return enter_platform(earlier, storefront.sections[0].key, storefront)
    return earlier


def step_back(draft: Draft, service: Service | None, form: OrderForm | None) -> Draft:
    """Return the draft at the previous question, without that question's answer."""
    if draft.question in BROWSING or service is None or form is None:
        return _up_one_list(draft)
    if draft.question in {RUNS, WHEN}:
        return replace(draft, question=CONFIRM)
    if draft.answers.get(RUNS) is not None:
        return replace(draft, question=RUNS, answers=at_once(draft.answers))
    draft = replace(draft, answers=at_once(draft.answers))
    names = [question.name for question in questions_of(service, form)]
    before = names[: names.index(draft.question)] if draft.question in names else names
    asked = [name for name in before if name in draft.answers]
    if not asked:
        return replace(draft, question=OFFER, answers={})
    last = asked[-1]
    kept = {name: answer for name, answer in draft.answers.items() if name != last}
    return replace(draft, answers=kept, question=last)


def _up_one_list(draft: Draft) -> Draft:
    if draft.question == OFFER:
        return replace(draft, question=SERVICE, service_id="", answers={})
    if draft.browse.words or draft.browse.shelf:
        return replace(draft, question=PLATFORM, browse=Browse())
    if draft.question == SERVICE:
        return replace(draft, question=CATEGORY, browse=replace(draft.browse, category="", page=0))
    return replace(draft, question=PLATFORM, browse=Browse())

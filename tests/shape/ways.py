"""Every step of the order conversation, found by walking it: from, to, and the person's act."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.ordering.asking import DRIP_FEED, state_of
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Offer, Storefront
from shop.ordering import browsing, filling
from shop.ordering.answers import Answer
from shop.ordering.draft import CONFIRM, SERVICE, WHEN, Browse, Draft
from shop.ordering.fields import FORMS, Ask, Field
from shop.ordering.going_back import go_back
from shop.ordering.spreading import spreads

Step = tuple[str, str, str]
END = "[*]"


def every_step() -> set[Step]:
    """Return all steps, over every type of service and every shape of catalogue."""
    steps = {(END, "platform", "began"), *_at_the_card(), *_at_the_link()}
    steps |= {(END, SERVICE, "looked_for"), (END, SERVICE, "brought_chat")}
    for categories in (
        ("Instagram Likes",),
        ("Instagram Likes", "Instagram Views", "YouTube Likes", "TikTok Likes"),
    ):
        shown = _shown([Service(str(n), "A", name, "", 1, 1, 10_000) for n, name in enumerate(categories)])
        steps |= set(_browsing(shown))
    for kind in FORMS:
        for dripfeed in (True, False):
            service = Service("1", "A", "Instagram Likes", kind, 1, 1, 10_000, dripfeed=dripfeed)
            shown = _shown([service, Service("2", "B", "YouTube Likes", "", 1, 1, 10_000)])
            steps |= set(_form(shown, shown.sold("1")))
    return steps


def _shown(services: list[Service]) -> Storefront:
    shown = Storefront()
    shown.show(CatalogueIndex.of(Catalogue.of(services)))
    return shown


def _browsing(shown: Storefront) -> Iterator[Step]:
    start = browsing.begin(7, shown)
    yield END, start.question, "began"
    places = [start]
    for section in shown.sections:
        entered = browsing.enter_platform(start, section.key, shown)
        if start.question == "platform":
            yield start.question, entered.question, "chose_platform"
        inside = [browsing.enter_category(entered, category.key, shown) for category in section.categories]
        if entered.question == "category":
            yield from ((entered.question, place.question, "chose_category") for place in inside)
        places += [entered, *inside]
    for place in places:
        yield place.question, place.question, "turned_page"
        found = replace(place, question=SERVICE, browse=Browse(words="likes"))
        yield place.question, found.question, "typed_words"
        for one in (place, found):
            if one.question != "platform":
                yield one.question, go_back(one, shown).question, "went_back"
        if place.question == SERVICE:
            yield place.question, browsing.arrange(place, first="cheapest").question, "arranged_list"
            chosen = browsing.look_at(place, shown.sold("0"))
            yield place.question, chosen.question, "chose_service"
            yield from (
                (chosen.question, chosen.question, star)
                for star in ("kept_service", "let_service_go", "wished_to_be_told")
            )
            yield chosen.question, go_back(chosen, shown).question, "went_back"
            yield chosen.question, found.question, "typed_words"
            yield chosen.question, state_of(filling.choose(chosen, shown.sold("0")).question), "took_offer"


def _form(shown: Storefront, sold: Offer) -> Iterator[Step]:
    category = shown.sections[0].categories[0]
    at_list = browsing.enter_category(Draft.new(7), category.key, shown)
    waiting = [filling.choose(browsing.look_at(at_list, sold), sold)]
    yield "offer", state_of(waiting[0].question), "took_offer"
    while waiting:
        draft = waiting.pop()
        here = state_of(draft.question)
        if here not in {DRIP_FEED, WHEN}:  # /order with arguments begins anywhere else
            yield END, here, "began"
        yield here, state_of(go_back(draft, shown).question), "went_back"
        if draft.question == WHEN:
            yield from ((here, CONFIRM, act) for act in ("typed_start", "chose_start", "chose_at_once"))
            continue
        if draft.question == CONFIRM:
            waiting.append(filling.wish_start(draft))
            yield here, WHEN, "wished_to_start_later"
            if not draft.answers.keys() & {"runs"} and spreads(sold.service, sold.form, draft.answers):
                waiting.append(filling.spread(draft, sold))
                yield here, DRIP_FEED, "wished_to_spread"
            continue
        field = sold.form.field(draft.question)
        for answer, handler in _answers(field, here):
            onward = filling.answer(draft, field.name, answer, sold)
            yield here, state_of(onward.question), handler
            waiting.append(onward)


def _answers(field: Field, state: str) -> Iterator[tuple[Answer, str]]:
    given: Answer = ["one"] if field.ask is Ask.LINES else 5
    yield given, f"sent_{state}"
    if field.name == "link":
        yield given, "chose_link"
        yield given, "shared_chat"
        yield given, "used_link_anyway"
    if field.ask is Ask.QUANTITY:
        if state == "quantity":
            yield 5, "chose_quantity"
        yield 9_999, f"sent_{state}"  # so many that no second run fits
    if field.ask is Ask.CHOICE:
        yield from ((choice, "chose_detail") for choice in field.choices[:3])
    if field.name == "interval":
        yield 60, "chose_minutes"
    if field.optional:
        yield None, "skipped"


def _at_the_link() -> set[Step]:
    names = ("wished_to_choose", "wished_another_link")
    return {("link", "link", name) for name in names}


def _at_the_card() -> set[Step]:
    return {
        (CONFIRM, END, "confirmed"),
        (CONFIRM, END, "confirmed_again"),
        (CONFIRM, CONFIRM, "typed_something_else"),
        (CONFIRM, CONFIRM, "switched_preview"),
        (CONFIRM, CONFIRM, "used_link_anyway"),
        (CONFIRM, "link", "wished_another_link"),
        (DRIP_FEED, CONFIRM, "chose_runs"),
    }

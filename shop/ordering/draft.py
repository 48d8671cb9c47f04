"""A draft: an order being filled in, and its steps forward and back through storefront and form.

The row is the truth: each turn reads the conversation's state from `question`,
so a restart continues where the person was.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from shop.catalogue.services import Service
from shop.catalogue.shelf import Shelf
from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.ordering.answers import Answer, as_typed, read_answer
from shop.ordering.fields import Field, OrderForm, form_of, questions_of
from shop.ordering.link_offers import odd_link_in, section_key_of, services_for_link
from shop.ordering.pasting import Pasted
from shop.ordering.spreading import spreads

PLATFORM, CATEGORY, SERVICE, OFFER = "platform", "category", "service", "offer"
CONFIRM, WHEN = "confirm", "when"
MASS = "mass"
PRESET_NAME = "preset_name"
LEFT = "left"
LINK = "link"
RUNS = "runs"
BROWSING = (PLATFORM, CATEGORY, SERVICE, OFFER)
"""The questions before the form; OFFER is the card of one service. MASS asks for a mass order's lines,
PRESET_NAME for the name of the preset among its answers. LEFT asks for nothing: the draft only knows what
was half filled in before another order, which has ended, took its place."""


KEYS_SOMEWHERE = 0
"""Keys may stand below the chat, brought by a message whose number is not known."""


@dataclass(frozen=True, slots=True)
class Browse:
    """A person's place in the catalogue, how they want its lists, and the link they brought.

    `shelf` names a list of their own services; see shop/catalogue/shelf.py.
    """

    platform: str = ""
    category: str = ""
    words: str = ""
    page: int = 0
    link: str = ""
    cheapest: bool = False
    refill: bool = False
    fastest: bool = False
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A half-filled order whose place another one took, so that it can be gone back to."""

    service_id: str
    answers: dict[str, Answer]
    odd_link: str = ""
    starts: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An order being filled in by one person.

    `question` is one of BROWSING, the name of a form's
    field, or CONFIRM. `answered_by` is the update that changed the draft last: the
    same update, handled again after a crash, must not answer twice. `pasted` is
    the unfinished answer of a list that may continue in another message. `keys` is the message that
    brought keys below the chat, which have to be taken away; None while there are none. With
    `hides_preview` the confirm card shows no preview of the link. `odd_link` is a link to a profile where
    a post is needed, or the other way round: while it is no answer the person is asked about it, and once
    it is one it is used as it is. It `starts` at this moment, in seconds since 1970 (UTC); None: at once.
    `left` is what was half filled in when this one took its place.
    """

    id: str
    person_id: int
    question: str = PLATFORM
    browse: Browse = field(default_factory=Browse)
    service_id: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    card_message_id: int | None = None
    answered_by: int | None = None
    pasted: Pasted | None = None
    keys: int | None = None
    hides_preview: bool = False
    odd_link: str = ""
    starts: int | None = None
    left: Left | None = None

    @property
    def starts_at(self) -> datetime | None:
        """The moment at which the order is to go out; None: at once."""
        return None if self.starts is None else datetime.fromtimestamp(self.starts, UTC)

    @classmethod
    def new(cls, person_id: int) -> "Draft":
        """Return an empty draft with a fresh id."""
        return cls(id=secrets.token_urlsafe(6), person_id=person_id)

    def with_answer(self, name: str, answer: Answer) -> "Draft":
        """Return the draft with one more answer."""
        return replace(self, answers={**self.answers, name: answer})


def next_field(service: Service, form: OrderForm, answers: dict[str, Answer]) -> Field | None:
    """Return the first question that matters without an answer, or None when the form is full.

    Nobody is asked for runs: they are wished for with a button on the confirm card.
    """
    for question in questions_of(service, form):
        if question.name in answers or question.name == "runs" or not question.matters(answers):
            continue
        if question.name == "interval" and answers.get("runs") is None:
            continue
        return question
    return None


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


def at_once(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return the answers without drip-feed."""
    return {name: answer for name, answer in answers.items() if name not in {RUNS, "interval"}}


def _up_one_list(draft: Draft) -> Draft:
    if draft.question == OFFER:
        return replace(draft, question=SERVICE, service_id="", answers={})
    if draft.browse.words or draft.browse.shelf:
        return replace(draft, question=PLATFORM, browse=Browse())
    if draft.question == SERVICE:
        return replace(draft, question=CATEGORY, browse=replace(draft.browse, category="", page=0))
    return replace(draft, question=PLATFORM, browse=Browse())


def in_place_of(before: Draft | None, draft: Draft) -> Draft:
    """Return the draft, knowing what was half filled in of the one whose place it takes."""
    if before is None or before.id == draft.id:
        return draft
    is_filled = before.answers and before.service_id and before.question not in {MASS, PRESET_NAME}
    left = (
        Left(before.service_id, before.answers, before.odd_link, before.starts) if is_filled else before.left
    )
    return replace(draft, left=left)


def staying(ended: Draft) -> Draft | None:
    """Return what stays when this draft ends: the way back to what it took the place of; None without one."""
    if ended.left is None or ended.question == LEFT:
        return None
    return replace(Draft.new(ended.person_id), question=LEFT, left=ended.left)


def still_there(draft: Draft | None, storefront: Storefront) -> Draft | None:
    """Return the draft; None if it only leads back to a service that is not on sale any more."""
    if draft is None or draft.question != LEFT:
        return draft
    return draft if draft.left is not None and storefront.service(draft.left.service_id) is not None else None


def taken_up(person_id: int, left: Left, storefront: Storefront) -> Draft:
    """Return a half-filled order at its next question. Raises ShopError if its service is not on sale."""
    draft = replace(
        Draft.new(person_id),
        service_id=left.service_id,
        answers=left.answers,
        odd_link=left.odd_link,
        starts=left.starts,
    )
    return proceed(draft, storefront.sold(left.service_id))


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


def choose_for_link(draft: Draft, offer: Offer, link: str, today: date) -> tuple[Draft, ShopError | None]:
    """Go to the form of this service with the link answered, or to its link question with the refusal.

    An odd link is kept, to be asked about.
    """
    chosen = choose(draft, offer)
    if not link or chosen.question != LINK:
        return chosen, None
    try:
        given = read(chosen, offer.form.field(LINK), link, offer, today)
    except ShopError as refused:
        if odd := odd_link_in(refused):
            return replace(chosen, odd_link=odd), None
        return chosen, refused
    return answer(chosen, LINK, given, offer), None


def choose(draft: Draft, offer: Offer) -> Draft:
    """Go to the form of this service."""
    return proceed(replace(draft, service_id=offer.service.id, answers={}, odd_link="", starts=None), offer)


def answer(draft: Draft, name: str, given: Answer, offer: Offer) -> Draft:
    """Answer the question `name` and go on."""
    if name == LINK and given != draft.odd_link:
        draft = replace(draft, odd_link="")
    return proceed(draft.with_answer(name, given), offer)


def spread(draft: Draft, offer: Offer) -> Draft:
    """Go from the full form to the question over how many runs. Raises ShopError where none fit."""
    if draft.question != CONFIRM or not spreads(offer.service, offer.form, draft.answers):
        raise ShopError("button_old")
    return replace(draft, question=RUNS, answers=at_once(draft.answers))


def wish_start(draft: Draft) -> Draft:
    """Go from the full form to the question when it is to start. Raises ShopError from anywhere else."""
    if draft.question != CONFIRM:
        raise ShopError("button_old")
    return replace(draft, question=WHEN)


def start_at(draft: Draft, at: datetime | None) -> Draft:
    """Go back to the confirm card; the order starts at this moment, None: at once."""
    return replace(draft, question=CONFIRM, starts=None if at is None else int(at.timestamp()))


def proceed(draft: Draft, offer: Offer) -> Draft:
    """Go to the first question without an answer, or to the confirm card."""
    waiting = next_field(offer.service, offer.form, draft.answers)
    return replace(draft, question=waiting.name if waiting else CONFIRM)


def read(
    draft: Draft,
    field: Field,
    text: str,
    offer: Offer,
    today: date,
    *,
    cuts_at: tuple[str, ...] = (),
    odd_link: str = "",
    parted: bool = False,
) -> Answer:
    """Return the answer in `text` to this question. Raises ShopError naming what is allowed.

    `cuts_at` lists the marks at which the panel cuts comments; `odd_link` is taken although it is odd. A
    `parted` list has one item in each line.
    """
    return read_answer(
        field,
        text,
        service=offer.service,
        form=offer.form,
        answers=draft.answers,
        platforms=offer.platforms,
        today=today,
        cuts_at=cuts_at,
        odd_link=odd_link,
        parted=parted,
    )


def rechecked(
    draft: Draft, offer: Offer, today: date, *, cuts_at: tuple[str, ...] = ()
) -> tuple[Draft, ShopError | None]:
    """Return the draft with every answer read again by the service's present rules.

    Answers no longer asked for are dropped. At the first answer no longer allowed the
    draft stops at that question, and its error is returned with it. An odd link that nobody has agreed to
    is asked about.
    """
    kept = replace(draft, answers={})
    agreed = draft.odd_link if draft.odd_link == draft.answers.get(LINK) else ""
    for question in questions_of(offer.service, offer.form):
        given = draft.answers.get(question.name)
        if question.name not in draft.answers or (given is None and not question.optional):
            continue
        if not question.matters(kept.answers):
            continue
        try:
            again = given
            if given is not None:
                typed = as_typed(given)
                again = read(
                    kept, question, typed, offer, today, cuts_at=cuts_at, odd_link=agreed, parted=True
                )
            kept = kept.with_answer(question.name, again)
        except ShopError as refused:
            if odd := odd_link_in(refused):
                kept = replace(kept, odd_link=odd)
                continue
            moved = proceed(kept, offer)
            return (replace(kept, question=question.name) if moved.question == CONFIRM else moved), refused
    return proceed(kept, offer), None


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

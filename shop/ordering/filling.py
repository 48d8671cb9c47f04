"""A draft's steps through the form of its service, to the confirm card, and its answers read once more."""

from dataclasses import replace
from datetime import date, datetime

from shop.catalogue.services import Service
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.answers import Answer, as_typed, read_answer
from shop.ordering.draft import CONFIRM, LINK, RUNS, WHEN, Draft
from shop.ordering.fields import Field, OrderForm, questions_of
from shop.ordering.link_offers import odd_link_in
from shop.ordering.spreading import spreads


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


def at_once(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return the answers without drip-feed."""
    return {name: answer for name, answer in answers.items() if name not in {RUNS, "interval"}}


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

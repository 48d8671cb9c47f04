"""Finding a service: platforms, categories, lists, typed words, and /order with arguments."""

import re
from dataclasses import replace

from telegram import Update

from handlers.buttons import Button
from handlers.context import Context
from handlers.ordering.asking import ask, ask_again, over_with_other_questions, together
from handlers.ordering.browsing_views import listed, service_key
from handlers.ordering.pasting import grown, hold
from handlers.sentences import sentence_for
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering import draft as drafts
from shop.ordering.answers import read_number
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.fields import Ask, Field
from shop.ordering.link_text import links_in
from shop.ordering.mass_order import Line, first_line
from shop.ordering.pasting import may_go_on
from shop.typed import as_number

_BETWEEN = ",;|"
"""Separators that people put between a link and a quantity; at a link's end they mean nothing."""

_NUMBER_FIRST = re.compile(r"(\d[\d.,'_ \u00a0\u202f]*[kmкм]?)\s+(\S*[^\d\s]\S*)", re.IGNORECASE)
"""A quantity before the one thing that is no number: people write the two in either order."""

_COMMAND = re.compile(r"/\S+\s*")


def tapped(context: Context) -> Button:
    """Return the draft's tapped button. Raises ShopError for a button of any other draft."""
    button = context.button
    if button.of != context.turn.own_draft.id:
        raise ShopError("button_old")
    return button


async def began(update: Update, context: Context) -> str:
    """/order with or without arguments, or a panel's line. An earlier question is dropped."""
    await over_with_other_questions(context)
    text = (update.message.text or "").strip() if update.message else ""
    typed = _COMMAND.sub("", text, count=1) if text.startswith("/") else text
    return await (_begun_with(context, typed) if typed else ask(context, _fresh(context)))


async def _begun_with(context: Context, typed: str) -> str:
    """Begin with a service's number and answers, with a panel's line or lines, or with a search."""
    words, note, line = typed.split(maxsplit=1), "", first_line(typed)
    if line is not None:
        words = [line.service, f"{line.link} {line.quantity}"]
        note = _one_at_a_time(context, line)
    number = as_number(words[0]).lstrip("#")
    if not context.services.storefront.knows(number):
        return await _looked_for(context, words)
    sold = context.services.storefront.sold(number)
    begun = drafts.choose(_fresh(context), sold)
    return await _filled_in(context, begun, sold, "".join(words[1:]), note=note)


def _one_at_a_time(context: Context, line: Line) -> str:
    """Return the note if more lines follow; empty if none do."""
    if line.lines == 1:
        return ""
    return context.turn.t(
        "I take one order at a time, and this is the first of your {n} lines. "
        "Send the next line when this one is confirmed.",
        n=line.lines,
    )


async def _looked_for(context: Context, words: list[str]) -> str:
    """Search for the words; if nothing is found, show the platforms below."""
    fresh = _fresh(context)
    if as_number(words[0]).lstrip("#").isdigit():
        raise ShopError("service_unknown", service=words[0][:40])
    try:
        return await ask(context, drafts.search(fresh, " ".join(words), context.services.storefront))
    except ShopError as nothing:
        return await ask(context, fresh, note=sentence_for(nothing, context.turn.t))


async def _filled_in(context: Context, draft: Draft, sold: Offer, rest: str, *, note: str) -> str:
    """Answer the form from the rest of the line; a wrong answer is explained and asked again below `note`."""
    today = context.services.clock.now().date()
    if draft.question == "link" and (turned := _NUMBER_FIRST.fullmatch(rest)) and read_number(turned[1]):
        rest = f"{turned[2]} {turned[1]}"
    while rest and draft.question != CONFIRM:
        field = sold.form.field(draft.question)
        text, rest = _next_argument(field, rest)
        message = context.turn.update.message
        if field.ask is Ask.LINES and message is not None and may_go_on(message.text or ""):
            return await hold(context, draft, grown(context, draft, text, message))
        try:
            cuts_at = context.services.panel.comment_separators()
            given = drafts.read(draft, field, text, sold, today, cuts_at=cuts_at)
        except ShopError as error:
            return await ask(context, draft, note=together(note, sentence_for(error, context.turn.t)))
        draft = drafts.answer(draft, field.name, given, sold)
    unused = context.turn.t("I did not use: {words}", words=rest[:100]) if rest else ""
    return await ask(context, draft, note=together(note, unused))


def _next_argument(field: Field, rest: str) -> tuple[str, str]:
    """Return the next argument and the rest. A list takes all that is left, and so does "10 000"."""
    if field.ask is Ask.LINES or (field.ask is Ask.QUANTITY and rest.replace(" ", "").isdigit()):
        return rest, ""
    first, *others = rest.split(maxsplit=1)
    if field.ask is Ask.LINK:
        first = first.rstrip(_BETWEEN)
    return first, "".join(others).lstrip(_BETWEEN)


async def chose_platform(_update: Update, context: Context) -> str:
    """A platform's button."""
    key, draft = tapped(context).value, context.turn.own_draft
    return await ask(context, drafts.enter_platform(draft, key, context.services.storefront))


async def chose_category(_update: Update, context: Context) -> str:
    """A category's button."""
    key, draft = tapped(context).value, context.turn.own_draft
    return await ask(context, drafts.enter_category(draft, key, context.services.storefront))


async def turned_page(_update: Update, context: Context) -> str:
    """Previous or Next."""
    page = tapped(context).value
    return await ask(context, drafts.turn_page(context.turn.own_draft, int(page) if page.isdecimal() else 0))


async def chose_service(_update: Update, context: Context) -> str:
    """A service's button."""
    key, draft, storefront = tapped(context).value, context.turn.own_draft, context.services.storefront
    by_key = (one.id for one in listed(draft, storefront) if service_key(one) == key)
    return await ask(context, drafts.choose(draft, storefront.sold(next(by_key, key))))


async def typed_words(update: Update, context: Context) -> str:
    """Words to search for, or a service's number."""
    words = update.message.text if update.message else None
    if not words:
        raise ShopError("not_text")
    if first_line(words) is not None:
        return await _begun_with(context, words.strip())
    if links_in(words):
        raise ShopError("link_too_early")
    return await ask(context, drafts.search(context.turn.own_draft, words, context.services.storefront))


async def went_back(_update: Update, context: Context) -> str:
    """Back: to the previous question."""
    tapped(context)
    return await ask(context, drafts.back(context.turn.own_draft, context.services.storefront))


async def typed_something_else(_update: Update, context: Context) -> str:
    """Text where only buttons are expected: shows the card again."""
    return await ask_again(context)


def _fresh(context: Context) -> Draft:
    """Begin a new draft; the old one's card loses its buttons."""
    fresh = drafts.begin(context.turn.person.id, context.services.storefront)
    before = context.turn.draft
    return replace(fresh, card_message_id=before.card_message_id) if before else fresh

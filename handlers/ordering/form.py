"""Filling in the form: link, quantity, and whatever else the service's type asks for."""

from dataclasses import replace

from telegram import Message, Update

from handlers.context import Context, typed_text
from handlers.ordering.asking import ask, ask_again, own_links
from handlers.ordering.browsing import BETWEEN, tapped
from handlers.ordering.countries import country_in
from handlers.ordering.files import hidden_links, text_in
from handlers.ordering.link_views import link_key
from handlers.ordering.pasting import hold_list, let_go, reminds_of, with_message
from handlers.sentences import sentence_for
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering import filling, odd_link
from shop.ordering.draft import CONFIRM, LINK, RUNS, Draft
from shop.ordering.fields import QUANTITY, Ask, Field
from shop.ordering.link_offers import odd_link_in
from shop.ordering.link_text import UNSEEN, links_in, names_in, the_link_in
from shop.ordering.pasting import Pasted, complete_list, goes_on, may_go_on
from shop.ordering.typed_numbers import readings

MAX_FILE = 256 * 1024
"""Bytes of a text file with comments."""

_BESIDE = BETWEEN + UNSEEN + "-–—:=،؛"
"""Signs between a link and its quantity, where the link has been taken out."""


async def sent_link(update: Update, context: Context) -> str:
    """The link, perhaps with the quantity beside it."""
    link = await _text_of(update, context)
    beside = typed_text(update).replace(link, "", 1)
    return await answered(context, link, quantity=beside.strip(_BESIDE))


async def chose_link(_update: Update, context: Context) -> str:
    """The button of a link that this person ordered for before."""
    key, (sold, field) = tapped(context).value, asked(context)
    by_key = {link_key(link): link for link in await own_links(context, sold)}
    if field.name != LINK or key not in by_key:
        raise ShopError("button_old")
    return await answered(context, by_key[key])


async def used_link_anyway(_update: Update, context: Context) -> str:
    """Use it anyway: a profile's link where a post is needed, or the other way round."""
    sold = _odd_link_tapped(context)
    return await ask(context, odd_link.use_anyway(context.turn.own_draft, sold))


async def wished_another_link(_update: Update, context: Context) -> str:
    """Another link: back to the link's question, with all other answers kept."""
    _odd_link_tapped(context)
    return await ask(context, odd_link.ask_for_another(context.turn.own_draft))


def _odd_link_tapped(context: Context) -> Offer:
    """Return the service. Raises ShopError unless the tapped button is about the draft's odd link."""
    key, draft = tapped(context).value, context.turn.own_draft
    waiting = odd_link.asked_about(draft)
    if not waiting or link_key(waiting) != key:
        raise ShopError("button_old")
    return context.services.storefront.sold(draft.service_id)


async def sent_quantity(update: Update, context: Context) -> str:
    """The quantity: how much to order of the service."""
    return await answered(context, await _text_of(update, context))


async def sent_detail(update: Update, context: Context) -> str:
    """A field that only some types ask for, typed or as a text file."""
    message, (_, field) = update.message, asked(context)
    if field.ask is Ask.LINES and message is not None and message.text:
        return await _sent_lines(update, message, context)
    return await answered(context, await _text_of(update, context))


async def _sent_lines(update: Update, message: Message, context: Context) -> str:
    """Take a list, or a part of one that the app has cut; hold it while more may come."""
    draft, text = context.turn.own_draft, message.text or ""
    if draft.pasted is not None and not goes_on(draft.pasted, text, message.date):
        moved = await _whole(context, draft, draft.pasted)
        return await (ask(context, moved) if moved.question == CONFIRM else sent_detail(update, context))
    pasted = with_message(context, draft, text, message)
    if may_go_on(text):
        return await hold_list(context, draft, pasted)
    if draft.pasted is None:
        return await answered(context, text)
    return await ask(context, await _whole(context, draft, pasted))


async def _whole(context: Context, draft: Draft, pasted: Pasted) -> Draft:
    """Return the draft with its complete list. Raises ShopError if the list is refused."""
    sold, field = asked(context)
    try:
        given = filling.read(draft, field, complete_list(pasted), sold, context.services.clock.now().date())
    except ShopError:
        await let_go(context, draft, pasted)
        raise
    moved = filling.answer(draft, field.name, given, sold)
    await let_go(context, moved, pasted)
    return moved


async def nothing_followed(update: Update, context: Context) -> str | None:
    """The reminder after a long list: no more has come, so it is complete."""
    draft = context.turn.draft
    if draft is None or draft.pasted is None or not reminds_of(update, draft.pasted):
        return None
    return await ask(context, await _whole(context, draft, draft.pasted))


async def sent_drip_feed(update: Update, context: Context) -> str:
    """The number of runs, or the minutes between them."""
    return await answered(context, await _text_of(update, context))


async def chose_quantity(_update: Update, context: Context) -> str:
    """A quantity's button."""
    return await _chose(context)


async def chose_minutes(_update: Update, context: Context) -> str:
    """A button with the minutes between two runs."""
    return await _chose(context)


async def wished_to_spread(_update: Update, context: Context) -> str:
    """Spread over time: drip-feed, from the confirm card."""
    tapped(context)
    draft = context.turn.own_draft
    return await ask(context, filling.spread(draft, context.services.storefront.sold(draft.service_id)))


async def switched_preview(_update: Update, context: Context) -> str:
    """Show or hide the preview of the link, on the confirm card."""
    hides = tapped(context).value == "off"
    return await ask(context, replace(context.turn.own_draft, hides_preview=hides))


async def chose_runs(_update: Update, context: Context) -> str:
    """A ready way to spread the order: its runs, and the minutes between them."""
    runs, _, minutes = tapped(context).value.partition("x")
    sold, field = asked(context)
    if field.name != RUNS or not (runs.isdecimal() and minutes.isdecimal()):
        raise ShopError("button_old")
    draft, today = context.turn.own_draft, context.services.clock.now().date()
    for name, text in ((RUNS, runs), ("interval", minutes)):
        given = filling.read(draft, sold.form.field(name), text, sold, today)
        draft = filling.answer(draft, name, given, sold)
    return await ask(context, draft)


async def chose_detail(_update: Update, context: Context) -> str:
    """A choice's button."""
    return await _chose(context)


async def _chose(context: Context) -> str:
    name, _, choice = tapped(context).value.partition("=")
    if name != context.turn.own_draft.question:
        raise ShopError("button_old")
    return await answered(context, choice)


async def skipped(_update: Update, context: Context) -> str:
    """Skip: leaves an optional question unanswered."""
    button, draft = tapped(context), context.turn.own_draft
    sold, field = asked(context)
    if button.value != field.name:
        raise ShopError("button_old")
    if not field.optional:  # a card from before it had to be answered
        return await ask_again(context)
    return await ask(context, filling.answer(draft, field.name, None, sold))


def asked(context: Context) -> tuple[Offer, Field]:
    """Return the service and the waiting question. Raises ShopError if either is gone."""
    draft = context.turn.own_draft
    sold = context.services.storefront.sold(draft.service_id)
    return sold, sold.form.field(draft.question)


async def answered(context: Context, text: str, *, quantity: str = "") -> str:
    """Take the text as the answer to the waiting question. Raises ShopError naming what is allowed.

    `quantity` stood beside it, if it is a number and that is asked next.
    """
    sold, field = asked(context)
    draft = context.turn.own_draft
    services = context.services
    if field.ask is Ask.COUNTRY:
        text = country_in(text, context.turn.t)
    today, cuts_at = services.clock.now().date(), services.cuts_at(sold.service.panel)
    try:
        given = filling.read(draft, field, text, sold, today, cuts_at=cuts_at)
    except ShopError as refused:
        if odd := odd_link_in(refused):
            return await ask(context, replace(draft, odd_link=odd))
        raise
    moved, note = filling.answer(draft, field.name, given, sold), ""
    if readings(quantity) and moved.question == QUANTITY.name:
        try:
            moved = filling.answer(
                moved, QUANTITY.name, filling.read(moved, QUANTITY, quantity, sold, today), sold
            )
        except ShopError as refused:
            note = sentence_for(refused, context.turn.t)
    return await ask(context, moved, note=note)


async def _text_of(update: Update, context: Context) -> str:
    message, (_, field) = update.message, asked(context)
    if message is not None and field.ask is Ask.LINK:
        text, hidden = message.text or message.caption or "", hidden_links(message)
        if hidden or links_in(text) or names_in(text):
            return the_link_in(text, hidden)
    if message is not None and message.text:
        return message.text
    if message is not None and message.document is not None and field.ask is Ask.LINES:
        if message.media_group_id is not None:  # half of the lines would be worse than none
            raise ShopError("file_album")
        return await text_in(message.document, most=MAX_FILE, too_big=ShopError("file_too_big"))
    raise ShopError("not_text")

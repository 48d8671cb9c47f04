"""Finding a service: platforms, categories, lists, typed words, and /order with arguments."""

import re
from dataclasses import replace

from telegram import Update

from handlers.bundles.finding import find_named
from handlers.buttons import Button
from handlers.context import Context, typed_text
from handlers.mass.handlers import begin_with
from handlers.ordering.asking import ask, ask_again, ask_left, over_with_other_questions
from handlers.ordering.countries import country_in, leading_country
from handlers.ordering.files import words_in
from handlers.ordering.known import shelf_of
from handlers.ordering.list_views import listed, service_key
from handlers.ordering.pasting import hold_list, with_message
from handlers.sentences import sentence_for
from locales import Translator
from locales.search_words import is_search
from shop.catalogue.deep_links import service_in_link
from shop.catalogue.shelf import Shelf
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering import browsing, filling
from shop.ordering.draft import CONFIRM, OFFER, Draft
from shop.ordering.fields import Ask, Field
from shop.ordering.going_back import go_back
from shop.ordering.link_offers import clean_link, odd_link_in, section_key_of
from shop.ordering.link_text import links_in, the_link_in
from shop.ordering.mass_lines import is_a_list
from shop.ordering.mass_order import one_line
from shop.ordering.odd_link import ask_for_another
from shop.ordering.pasting import may_go_on
from shop.ordering.typed_numbers import readings
from shop.typed import as_id, without_sign

BETWEEN = ",;| \n\t"
"""Separators that people put between a link and a quantity; at a link's end they mean nothing."""

_NUMBER_FIRST = re.compile(r"(\d.*?)\s+(\S*[^\d\s]\S*)")
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
    text = typed_text(update).strip()
    typed = _COMMAND.sub("", text, count=1) if text.startswith("/") else text
    return await (_begun_with(context, typed) if typed else ask(context, _fresh(context)))


async def _begun_with(context: Context, typed: str) -> str:
    """Begin with a service's number and answers, with a panel's line or lines, or with a search."""
    typed = without_sign(typed)
    if is_a_list(typed):
        return await begin_with(context, typed)
    words, line = typed.split(maxsplit=1), one_line(typed)
    if line is not None:
        words = [line.service, f"{line.link} {line.quantity}"]
    if line is None and links_in(words[0]):
        return await brought_link(context, typed)
    number = as_id(words[0])
    if not context.services.storefront.knows(number):
        return await _looked_for(context, words)
    sold = context.services.storefront.sold(number)
    begun = filling.choose(_fresh(context), sold)
    return await _filled_in(context, begun, sold, "".join(words[1:]))


async def _looked_for(context: Context, words: list[str]) -> str:
    """Search for the words; if nothing is found, show the platforms below."""
    fresh = _fresh(context)
    if as_id(words[0]).isdigit():
        raise ShopError("service_unknown", service=words[0][:40])
    return await _searched(context, fresh, " ".join(words))


async def _searched(context: Context, fresh: Draft, words: str) -> str:
    """Show what the words find; if that is nothing, the platforms. Raises ShopError if a link waits."""
    try:
        return await _found(context, fresh, words)
    except ShopError as nothing:
        if fresh.browse.link:
            raise  # what there is for the link is shown again
        return await ask(context, fresh, note=sentence_for(nothing, context.turn.t))


async def _found(context: Context, fresh: Draft, words: str) -> str:
    """Show what the words find: services, or else a bundle. Raises ShopError if that is nothing."""
    try:
        found = browsing.search(fresh, words, context.services.storefront)
    except ShopError:
        named = await find_named(context, words)
        if not named:
            raise
        found = replace(fresh, browse=replace(fresh.browse, link=""))
        note = context.turn.t("🎁 Tap Bundles: {bundle}", bundle=named[0].bundle.name)
        return await ask(context, found, note=note)
    return await ask(context, found)


async def _filled_in(context: Context, draft: Draft, sold: Offer, rest: str) -> str:
    """Answer the form from the rest of the line; a wrong answer is explained and asked again."""
    today, odd = context.services.clock.now().date(), ""
    if draft.question == "link" and (turned := _NUMBER_FIRST.fullmatch(rest)) and readings(turned[1]):
        rest = f"{turned[2]} {turned[1]}"
    while rest and draft.question != CONFIRM:
        field = sold.form.field(draft.question)
        text, rest = _next_argument(field, rest, context.turn.t)
        message = context.turn.update.message
        if field.ask is Ask.LINES and message is not None and may_go_on(message.text or ""):
            return await hold_list(context, draft, with_message(context, draft, text, message))
        try:
            cuts_at = context.services.cuts_at(sold.service.panel)
            text = country_in(text, context.turn.t) if field.ask is Ask.COUNTRY else text
            given = filling.read(draft, field, text, sold, today, cuts_at=cuts_at)
        except ShopError as error:
            if not odd_link_in(error):
                note = sentence_for(error, context.turn.t)
                return await ask(context, _asking_about(draft, odd), note=note)
            given = odd = odd_link_in(error)
        draft = filling.answer(draft, field.name, given, sold)
    draft = _asking_about(draft, odd)
    unused = context.turn.t("I did not use: {words}", words=rest[:100]) if rest else ""
    return await ask(context, draft, note=unused)


def _asking_about(draft: Draft, odd: str) -> Draft:
    """Return the draft at the question about this odd link, if there is one; the other answers stay."""
    return replace(ask_for_another(draft), odd_link=odd) if odd else draft


def _next_argument(field: Field, rest: str, t: Translator) -> tuple[str, str]:
    """Return the next argument and the rest. All that is left is a list, a few words, or "10 000"."""
    if field.ask in {Ask.LINES, Ask.TEXT} or (field.ask is Ask.QUANTITY and readings(rest)):
        return rest, ""
    if field.ask is Ask.COUNTRY and (country := leading_country(rest, t)):
        return country, rest[len(country) :].lstrip(BETWEEN)
    first, *others = rest.split(maxsplit=1)
    if field.ask is Ask.LINK:
        first = first.rstrip(BETWEEN)
    return first, "".join(others).lstrip(BETWEEN)


async def chose_platform(_update: Update, context: Context) -> str:
    """A platform's button."""
    key, draft = tapped(context).value, context.turn.own_draft
    return await ask(context, browsing.enter_platform(draft, key, context.services.storefront))


async def chose_category(_update: Update, context: Context) -> str:
    """A category's button."""
    key, draft = tapped(context).value, context.turn.own_draft
    return await ask(context, browsing.enter_category(draft, key, context.services.storefront))


async def turned_page(_update: Update, context: Context) -> str:
    """Previous or Next."""
    page = tapped(context).value
    return await ask(
        context, browsing.turn_page(context.turn.own_draft, int(page) if page.isdecimal() else 0)
    )


async def arranged_list(_update: Update, context: Context) -> str:
    """Cheapest first, Fastest first, or Refill only."""
    button, draft = tapped(context), context.turn.own_draft
    if button.action == "sort":
        return await ask(context, browsing.arrange(draft, first=button.value))
    return await ask(context, browsing.arrange(draft, refill=button.value == "only"))


async def chose_service(_update: Update, context: Context) -> str:
    """A service's button: shows its card."""
    key, draft, storefront = tapped(context).value, context.turn.own_draft, context.services.storefront
    shelf = await shelf_of(context) if draft.browse.shelf else Shelf()
    by_key = (one.id for one in listed(draft, storefront, shelf) if service_key(one) == key)
    return await ask(context, browsing.look_at(draft, storefront.sold(next(by_key, key))))


async def kept_service(_update: Update, context: Context) -> str:
    """Keep, on a service's card: gives it a star."""
    draft = _with_this_card(context)
    services, turn = context.services, context.turn
    await services.stores.favourites.keep(turn.person.id, draft.service_id, services.clock.now())
    await turn.answer(turn.t.label("⭐ Kept. It is under Favourites now."))
    return await ask(context, draft)


async def let_service_go(_update: Update, context: Context) -> str:
    """Kept, on a service's card: takes the star away."""
    draft = _with_this_card(context)
    turn = context.turn
    await context.services.stores.favourites.drop(turn.person.id, draft.service_id)
    await turn.answer(turn.t.label("It is no favourite any more."))
    return await ask(context, draft)


async def wished_to_be_told(_update: Update, context: Context) -> str:
    """Tell me, on a service's card: gives it a star, and news of the person's services are on from now on."""
    draft = _with_this_card(context)
    services, turn = context.services, context.turn
    now = services.clock.now()
    await services.stores.favourites.keep(turn.person.id, draft.service_id, now)
    await services.stores.service_news.start(turn.person.id, now)
    turn.person = replace(turn.person, preferences=replace(turn.person.preferences, news=True))
    await turn.answer(
        turn.t.label(
            "🔔 I will tell you when its price changes, and when it goes or comes back: at most once a day."
        )
    )
    return await ask(context, draft)


def _with_this_card(context: Context) -> Draft:
    """Return the draft whose service's card was tapped. Raises ShopError for a card of another service."""
    draft = context.turn.own_draft
    sold = context.services.storefront.sold(draft.service_id)
    if tapped(context).value != service_key(sold.service):
        raise ShopError("button_old")
    return draft


async def opened_shelf(_update: Update, context: Context) -> str:
    """Favourites, or Ordered before: begins an order with a list of the person's own services."""
    await over_with_other_questions(context)
    fresh, storefront = _fresh(context), context.services.storefront
    try:
        opened = browsing.open_shelf(fresh, context.button.action, await shelf_of(context), storefront)
    except ShopError as nothing:
        return await ask(context, fresh, note=sentence_for(nothing, context.turn.t))
    return await ask(context, opened)


async def took_up_left(_update: Update, context: Context) -> str:
    """Back to the order whose place another one took: it goes on at its next question."""
    left = context.turn.own_draft.left
    if left is None:
        raise ShopError("button_old")
    await over_with_other_questions(context)
    return await ask_left(context, left)


async def took_offer(_update: Update, context: Context) -> str:
    """Order, on a service's card. A link that was brought along answers the link question."""
    draft = _with_this_card(context)
    return await _chosen(context, context.services.storefront.sold(draft.service_id), draft.browse.link)


async def opened_by_link(context: Context, key: str) -> str:
    """A deep link to one service: shows its card. An unknown one leads to the platforms."""
    await over_with_other_questions(context)
    fresh, storefront = _fresh(context), context.services.storefront
    try:
        sold = storefront.sold(service_in_link(key, storefront.services) or key)
        return await ask(context, browsing.look_at(fresh, sold))
    except ShopError as gone:
        return await ask(context, fresh, note=sentence_for(gone, context.turn.t))


async def _chosen(context: Context, sold: Offer, link: str) -> str:
    today = context.services.clock.now().date()
    draft, refused = filling.choose_for_link(context.turn.own_draft, sold, link, today)
    return await ask(context, draft, note=sentence_for(refused, context.turn.t) if refused else "")


async def looked_for(update: Update, context: Context) -> str:
    """Words or a link while nothing is being ordered: begins an order with what they find."""
    await over_with_other_questions(context)
    text = words_in(update.message)
    return await (
        brought_link(context, text) if links_in(text) else _searched(context, _fresh(context), text)
    )


async def brought_link(context: Context, text: str) -> str:
    """Offer what there is for the link; on a service's card it is the answer to the link question."""
    draft = context.turn.draft
    if draft is not None and draft.question == OFFER:
        return await _chosen(context, context.services.storefront.sold(draft.service_id), the_link_in(text))
    return await _begun_with_link(context, text)


async def _begun_with_link(context: Context, text: str) -> str:
    fresh = _fresh(context)
    try:
        link = clean_link(the_link_in(text))
        brought = browsing.bring_link(fresh, link, section_key_of(link), context.services.storefront)
    except ShopError as nothing:
        if context.turn.fills_in:
            raise  # the list they are in is shown again
        return await ask(context, fresh, note=sentence_for(nothing, context.turn.t))
    return await ask(context, brought)


async def typed_words(update: Update, context: Context) -> str:
    """Words to search for, or a service's number."""
    words, said = typed_text(update), words_in(update.message)
    if words and (one_line(words) is not None or is_a_list(words)):
        return await _begun_with(context, words.strip())
    if links_in(said):
        return await brought_link(context, said)
    if not words:
        raise ShopError("not_text")
    if not is_search(words):
        raise ShopError("not_a_search")
    fresh, link = _fresh(context), context.turn.own_draft.browse.link
    return await _searched(context, replace(fresh, browse=replace(fresh.browse, link=link)), words)


async def looked_for_something_else(context: Context, text: str) -> str:
    """Words or a link in the middle of an order: what they find takes its place.

    Raises ShopError if that is nothing; the order waits on.
    """
    if one_line(text) is not None or is_a_list(text):
        return await _begun_with(context, text)
    if links_in(text):
        return await _begun_with_link(context, text)
    if not is_search(text):
        raise ShopError("not_a_search")
    return await _found(context, _fresh(context), text)


async def went_back(_update: Update, context: Context) -> str:
    """Back: to the previous question."""
    tapped(context)
    return await ask(context, go_back(context.turn.own_draft, context.services.storefront))


async def typed_something_else(_update: Update, context: Context) -> str:
    """Text where only buttons are expected: the card again, which says that it has changed nothing."""
    return await ask_again(context, note=sentence_for(ShopError("choice_unknown"), context.turn.t))


def _fresh(context: Context) -> Draft:
    """Begin a new draft; the old one's card loses its buttons."""
    fresh = browsing.begin(context.turn.person.id, context.services.storefront)
    before = context.turn.draft
    return replace(fresh, card_message_id=before.card_message_id) if before else fresh

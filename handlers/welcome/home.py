"""The home: /start, /menu, Menu, and the doors that are its own."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from handlers.closed import closed_words
from handlers.context import Context, Services
from handlers.ordering.asking import over_with_broadcast, over_with_other_questions
from handlers.ordering.browsing import looked_for_something_else
from handlers.ordering.files import words_in
from handlers.ordering.known import shelf_of
from handlers.sentences import ANSWERS, sentence_for
from handlers.show import put_keys_away, say, show, strip
from handlers.welcome.banner import say_below_banner
from handlers.welcome.home_views import Home, again_list, home_card, search_help
from locales import Translator
from shop.catalogue.storefront import Storefront
from shop.errors import ShopError
from shop.ordering.draft import LEFT, MASS, PRESET_NAME, Draft
from shop.ordering.order import Order
from shop.person import Person
from shop.waiting import kinds_for
from storage.growth.questions import Asks

LOOKED_AT = 30
"""The latest orders among which the home finds those that run and those to order again."""


async def showed_home(context: Context, *, note: str = "") -> None:
    """Show the home below, with the operator's picture; the home ends with `note`."""
    card = home_card(await _home(context), context.turn.t)
    shown = replace(card, text=f"{card.text}\n\n{note}") if note else card
    await say_below_banner(context, shown)


async def opened_home(_update: Update, context: Context) -> None:
    """/menu, or Menu: in place of the tapped screen, but below an order's live card, which goes on."""
    found = await _home(context)
    put = say if _is_live_card(context, found.orders) else show
    await put(context, home_card(found, context.turn.t))


async def dropped_draft(_update: Update, context: Context) -> None:
    """Drop it: the waiting draft is given up, and the home says so no more.

    Below an old home the draft may have been ordered since, or set aside: nothing is said of it then.
    """
    turn = context.turn
    if turn.draft is not None and turn.draft.id == context.button.of:
        if turn.draft.keys is not None:
            await put_keys_away(context, turn.draft.keys)
        services, card = context.services, turn.draft.card_message_id
        turn.draft = await services.stores.drafts.drop(turn.person.id, services.clock.now())
        if card != turn.tapped_message_id:
            await strip(context, card)
        await turn.answer(turn.t.label("Canceled. Nothing was ordered."))
    else:
        await turn.answer()
    await show(context, home_card(await _home(context), turn.t))


async def asked_how_to_search(_update: Update, context: Context) -> None:
    """Search: the next message is what they look for, even in the middle of an order.

    A receipt that is waited for can still be sent: whoever has paid may look around meanwhile.
    """
    await over_with_broadcast(context)
    await _ask_what_to_find(context)


async def typed_search(update: Update, context: Context) -> str | None:
    """What they look for. If that finds nothing, it is asked again, and an order that waits is kept."""
    turn = context.turn
    await context.services.stores.growth_questions.answered(turn.person.id, turn.update.update_id)
    try:
        state = await looked_for_something_else(context, words_in(update.message))
    except ShopError as nothing:
        if nothing.key not in ANSWERS and nothing.key != "not_a_search":
            raise
        await _ask_what_to_find(context, note=sentence_for(nothing, turn.t))
        return None
    await over_with_other_questions(context)
    return state


async def _ask_what_to_find(context: Context, *, note: str = "") -> None:
    services, turn = context.services, context.turn
    await services.stores.growth_questions.ask(turn.person.id, Asks.SERVICE, services.clock.now())
    await show(context, search_help(await shelf_of(context), turn.t, note))


async def opened_again(_update: Update, context: Context) -> None:
    """Again: the latest orders, to be ordered once more."""
    await show(context, again_list(await _home(context), context.turn.t))


async def _home(context: Context) -> Home:
    """Read what stands on the home of this turn's person."""
    turn = context.turn
    read = await read_home(context.services, turn.person, turn.draft, turn.t)
    return replace(read, waiting=await _waiting(context)) if turn.serves else read


async def read_home(services: Services, person: Person, draft: Draft | None, t: Translator) -> Home:
    """Read what stands on this person's home, with their waiting draft."""
    currency = services.board.currency
    state = services.rules.gate.state
    own = await services.stores.own_things.at_home(person.id, orders=LOOKED_AT, currency=currency)
    return Home(
        name=person.name,
        orders=own.orders,
        # Empty where people do not pay from it first.
        balance=t.balance(own.balance_micro, currency) if services.access.open else "",
        draft_id=draft.id if draft is not None else "",
        ordering=_name_of(draft, services.storefront),
        has_favourites=own.has_favourites,
        has_bundles=own.has_bundles,
        has_presets=own.has_presets,
        in_mass=draft is not None and draft.question == MASS,
        words=services.rules.words,
        closed=closed_words(state, services.clock.now(), t) if state.is_closed else "",
    )


async def _waiting(context: Context) -> int:
    """Return how much waits for this member of staff."""
    services, turn = context.services, context.turn
    return await services.stores.waiting.count(kinds_for(turn.role), services.clock.now())


def _name_of(draft: Draft | None, storefront: Storefront) -> str | None:
    """Return what is being ordered: empty while no service is chosen, None where nothing waits to go on."""
    if draft is None or draft.question == PRESET_NAME:
        return None
    if draft.question == LEFT:  # what it took the place of goes on
        service = storefront.service(draft.left.service_id) if draft.left is not None else None
        return service.name if service is not None else None
    service = storefront.service(draft.service_id)
    return service.name if service is not None else ""


def _is_live_card(context: Context, orders: Sequence[Order]) -> bool:
    tapped = context.turn.tapped_message_id
    return tapped is not None and any(order.card_message_id == tapped for order in orders)

"""Asking a draft's next question: the draft is stored, then its question is shown."""

import secrets
from dataclasses import replace
from datetime import datetime

from handlers.buttons import ORDER, Button
from handlers.context import Context
from handlers.growth.at_confirm import with_coupon
from handlers.mass.showing import show_mass
from handlers.ordering.browsing_views import browsing
from handlers.ordering.category_pictures import say_below_category_picture
from handlers.ordering.form_views import CardChoices, confirm_card
from handlers.ordering.known import Known, known_to
from handlers.ordering.left import with_way_to_left
from handlers.ordering.paying_views import Shortage
from handlers.ordering.question_views import question
from handlers.ordering.selling import note_of_maintenance, note_while_closed
from handlers.ordering.start_views import start_question
from handlers.presets.naming import show_name_question
from handlers.sentences import sentence_for
from handlers.show import edit, put_keys_away, say, show, strip
from handlers.view import View
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ordering import filling, half_filled
from shop.ordering.draft import (
    BROWSING,
    CATEGORY,
    CONFIRM,
    LEFT,
    LINK,
    MASS,
    PLATFORM,
    PRESET_NAME,
    SERVICE,
    WHEN,
    Draft,
    Left,
)
from shop.ordering.fields import form_of
from shop.ordering.last_links import LOOKED_AT, last_links
from shop.ordering.odd_link import asked_about, doubt
from shop.ordering.order import QUOTE_HOLDS
from shop.ordering.reorder import draft_for_link
from shop.ordering.spreading import spreads
from shop.ordering.terms import terms_of
from storage.orders.drafts import ConfirmCard

DETAIL, DRIP_FEED = "detail", "drip_feed"
"""States for questions that only some types ask, and for drip-feeds."""

_OWN_STATE = (*BROWSING, LINK, "quantity", CONFIRM, WHEN, MASS, PRESET_NAME)


def state_of(asked: str) -> str:
    """Return the conversation's state while this question waits for its answer."""
    if asked in _OWN_STATE:
        return asked
    return DRIP_FEED if asked in {"runs", "interval"} else DETAIL


async def over_with_other_questions(context: Context) -> None:
    """Drop an older question of a top-up or a broadcast, so that the new order gets the next message."""
    turn, services = context.turn, context.services
    if await services.stores.topups.is_asking(turn.person.id):
        await services.stores.topups.drop(turn.person.id, services.clock.now())
    await over_with_broadcast(context)


async def over_with_broadcast(context: Context) -> None:
    """Drop the question for a broadcast's message, if it is open."""
    turn = context.turn
    if turn.composing is not None:
        await context.services.stores.broadcasts.drop(turn.person.id, turn.update.update_id)


async def ask(context: Context, draft: Draft, *, note: str = "") -> str:
    """Store the draft, show its question below `note`, and return the conversation's state.

    A full draft is checked once more before it is priced: the catalogue may
    have changed since it was answered. Raises ShopError for a full draft
    while the shop cannot sell; below any other question a note says so.
    """
    turn, services = context.turn, context.services
    closed = together(await note_while_closed(context), note_of_maintenance(context))
    if draft.question == CONFIRM:
        sold, today = services.storefront.sold(draft.service_id), services.clock.now().date()
        draft, refused = filling.rechecked(draft, sold, today, cuts_at=services.cuts_at(sold.service.panel))
        note = sentence_for(refused, turn.t) if refused else note
        draft, note = _start_ahead(context, draft, note)
    note = together(note, _doubt(context, draft))
    if turn.draft is not None and turn.draft.keys is not None:
        await put_keys_away(context, turn.draft.keys)
    draft = half_filled.in_place_of(turn.draft, draft)
    marked = replace(draft, answered_by=turn.update.update_id, pasted=None, keys=None)
    card, of_coupon = None, ""
    if marked.question == CONFIRM:
        card, of_coupon = await with_coupon(context, _priced(context, marked))
    await services.stores.drafts.save(marked, services.clock.now(), card)
    turn.draft = marked
    view = await _screen(context, marked, card)
    return await _put_on_screen(context, marked, view, together(note, of_coupon, closed))


async def ask_again(context: Context, *, note: str = "") -> str:
    """Show the waiting question again, below `note`.

    The draft does not change, except that a price that has expired is computed again. If the person's
    message came right behind the question's card, the card says it; else a new one does.
    """
    draft = context.turn.own_draft
    if draft.left is not None and draft.question == LEFT:
        return await ask_left(context, draft.left)
    if draft.question == MASS:
        return await show_mass(context, draft, note=note)
    if draft.question == PRESET_NAME:
        return await show_name_question(context, draft, note=note)
    if lacks_service(context):
        return await ask_without_service(context)
    card = await context.services.stores.drafts.find_card(draft.id) if draft.question == CONFIRM else None
    if draft.question == CONFIRM and card is None:
        return await ask(context, draft, note=note)
    if card is not None and has_expired(card, context.services.clock.now()):
        expired = sentence_for(ShopError("quote_expired"), context.turn.t)
        return await ask(context, draft, note=together(note, expired))
    closed = together("" if card else await note_while_closed(context), note_of_maintenance(context))
    note = together(note, _doubt(context, draft), closed)
    view = await _screen(context, draft, card)
    return await _put_on_screen(context, draft, view, note)


def lacks_service(context: Context) -> bool:
    """Return True if a draft waits whose service is not on sale any more: no answer takes it further."""
    draft, storefront = context.turn.draft, context.services.storefront
    if draft is None or draft.question in {PLATFORM, CATEGORY, SERVICE, LEFT, MASS, PRESET_NAME}:
        return False
    return not storefront.knows(draft.service_id)


async def ask_without_service(context: Context) -> str:
    """Begin anew with the link that was sent for a service that is not on sale any more."""
    turn, before = context.turn, context.turn.own_draft
    link = str(before.answers.get(LINK) or "")
    fresh = draft_for_link(turn.person.id, link, context.services.storefront)
    gone = ShopError("service_gone_nearest" if fresh.browse.link else "service_gone")
    fresh = replace(fresh, card_message_id=before.card_message_id)
    return await ask(context, fresh, note=sentence_for(gone, turn.t))


async def ask_left(context: Context, left: Left) -> str:
    """Go on with what was left. Raises ShopError if its service is not on sale."""
    turn = context.turn
    draft = half_filled.taken_up(turn.person.id, left, context.services.storefront)
    turn.draft = replace(turn.own_draft, left=None)  # it is not left any more, so nothing leads back to it
    return await ask(context, draft)


def _start_ahead(context: Context, draft: Draft, note: str) -> tuple[Draft, str]:
    """Return the draft without a start that has passed meanwhile, and the note that says so."""
    if draft.starts_at is None or draft.starts_at > context.services.clock.now():
        return draft, note
    return replace(draft, starts=None), together(
        note, sentence_for(ShopError("start_passed"), context.turn.t)
    )


def _doubt(context: Context, draft: Draft) -> str:
    """Return what to ask about the draft's link; empty if it is as it should be."""
    service = context.services.storefront.service(draft.service_id)
    asked = doubt(draft, service) if service is not None else None
    return sentence_for(asked, context.turn.t) if asked else ""


def has_expired(card: ConfirmCard, now: datetime) -> bool:
    """Return True if the price on this card is no longer binding."""
    return card.expires_at <= now


async def shortage_of(context: Context, card: ConfirmCard | None) -> Shortage | None:
    """Return how much the wallet is short for this card; None if there is enough."""
    services = context.services
    if card is None or services.rules.credit_micro is None:
        return None
    wallet = Account(AccountKind.WALLET, context.turn.person.id, card.terms.currency)
    have = await services.stores.ledger.balance(wallet) + services.rules.credit_micro
    missing = card.terms.price_micro - have
    return Shortage(missing, services.rules.tariff(card.terms.currency)) if missing > 0 else None


def together(*notes: str) -> str:
    """Join the notes, one below the other."""
    return "\n\n".join(note for note in notes if note)


async def _put_on_screen(context: Context, draft: Draft, view: View, note: str) -> str:
    shown = replace(view, text=together(note, view.text))
    if draft.card_message_id is not None and _is_right_behind(context, draft):
        message_id = await edit(context, draft.card_message_id, shown)
    elif (pictured := await say_below_category_picture(context, draft, shown)) is not None:
        message_id = pictured
    else:
        message_id = await (say(context, shown) if _tapped_an_order(context) else show(context, shown))
    if draft.card_message_id != message_id:
        await context.services.stores.drafts.shown(draft.id, message_id)
        await strip(context, draft.card_message_id)
        context.turn.draft = replace(draft, card_message_id=message_id)
    return state_of(draft.question)


def _is_right_behind(context: Context, draft: Draft) -> bool:
    """Return True if this turn is a wrong answer, and nothing was sent between the card and it."""
    message = context.turn.update.message
    wrong = draft.answered_by != context.turn.update.update_id
    card = draft.card_message_id
    return wrong and message is not None and card is not None and message.message_id == card + 1


def _tapped_an_order(context: Context) -> bool:
    """Return True for Reorder: it is on an order's card, which stays, so the question comes below."""
    query = context.turn.update.callback_query
    button = Button.read(query.data if query else None)
    return button is not None and button.subject == ORDER


async def own_links(context: Context, offer: Offer) -> tuple[str, ...]:
    """Return the links this person ordered for last that fit the service; never anybody else's."""
    latest = await context.services.stores.orders.list_links(context.turn.person.id, limit=LOOKED_AT)
    return last_links(latest, offer)


async def _screen(context: Context, draft: Draft, card: ConfirmCard | None) -> View:
    return with_way_to_left(context, draft, await _question(context, draft, card))


async def _question(context: Context, draft: Draft, card: ConfirmCard | None) -> View:
    services, t = context.services, context.turn.t
    if draft.question == CATEGORY:  # it shows nothing of the person's own, so nothing is read
        return browsing(draft, services.storefront, Known(services.prices(draft.person_id, t)), t)
    if draft.question in BROWSING:
        return browsing(draft, services.storefront, await known_to(context), t)
    if draft.question == WHEN:
        return start_question(draft, services.clock.now(), context.turn.person.preferences.zone, t)
    if card is not None:
        return confirm_card(
            draft.id,
            card.token,
            card.terms,
            t,
            shortage=await shortage_of(context, card),
            choices=CardChoices(
                spreads=_spreads(context, draft),
                starts_later=True,
                takes_coupons=services.access.open,
                previews=not draft.hides_preview,
                odd_link=asked_about(draft) if _doubt(context, draft) else "",
            ),
        )
    sold = services.storefront.sold(draft.service_id)
    prices = services.prices(draft.person_id, t)
    links = await own_links(context, sold) if draft.question == LINK else ()
    return question(draft, sold.form.field(draft.question), sold, prices, t, links=links)


def _spreads(context: Context, draft: Draft) -> bool:
    """Return True if the confirm card offers to spread the order over time."""
    service = context.services.storefront.service(draft.service_id)
    form = form_of(service) if service is not None else None
    return service is not None and form is not None and spreads(service, form, draft.answers)


def _priced(context: Context, draft: Draft) -> ConfirmCard:
    """Freeze a full draft's quote behind a token that works once."""
    services, sold = context.services, context.services.storefront.sold(draft.service_id)
    price = services.board.for_person(draft.person_id).quote(sold.service, sold.form, draft.answers)
    return ConfirmCard(
        token=secrets.token_urlsafe(16),
        terms=terms_of(sold.service, draft.answers, price, starts_at=draft.starts_at),
        expires_at=services.clock.now() + QUOTE_HOLDS,
    )

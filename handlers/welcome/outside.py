"""Whoever may not order: strangers at the door of a private shop, and banned people.

They read one sentence, at most once an hour. All else they can do has a route for everybody: ask to come in,
and delete their data. Money that has moved is credited whoever paid it.
"""

from telegram import Update

from handlers.buttons import STANDING, START, Button
from handlers.context import Context
from handlers.show import say, show
from handlers.view import View
from handlers.welcome.erasing_views import being_deleted
from handlers.welcome.home import opened_home
from handlers.welcome.outside_views import asked, banned, may_i_ask
from shop.errors import ShopError
from shop.person import Person, Role, Standing
from shop.standing import Stands, is_turned_away, may_ask

OPEN_TO_ALL = frozenset({(STANDING, "ask"), (START, "erase"), (START, "giveup"), (START, "eraseall")})
"""The buttons that work for those who may not order; the table of routes has them for everybody."""


def is_open_to_all(update: Update) -> bool:
    """Return True for a tap that strangers and banned people may make, too."""
    query = update.callback_query
    button = Button.read(query.data) if query is not None else None
    return button is not None and (button.subject, button.action) in OPEN_TO_ALL


async def turned_away(context: Context, known: Person | None) -> None:
    """Answer whoever may not order: a tap by a toast, a message by a sentence once an hour, or by nothing.

    `known` is who they are to us; most strangers are nobody.
    """
    services, turn = context.services, context.turn
    message, chat, now = turn.update.message, turn.update.effective_chat, services.clock.now()
    if turn.update.callback_query is not None:
        if turn.role is Role.BANNED:
            await turn.answer(turn.t.label("You cannot order here any more."), alert=True)
        else:
            await turn.answer(turn.t.label("This is a private shop."), alert=True)
        return
    if message is None or chat is None or chat.type != chat.PRIVATE:
        return
    if not services.access.told.is_due(turn.person.id, now):
        return
    view = await _sentence(context, known)
    if view is not None:
        await say(context, view)
    services.access.told.note(turn.person.id, now)


async def asked_to_come_in(update: Update, context: Context) -> None:
    """Ask to come in: each operator gets a card, once however often it is tapped."""
    services, turn = context.services, context.turn
    if turn.may_order:
        await opened_home(update, context)
        return
    if turn.role is Role.BANNED:
        raise ShopError("banned")
    now, operators = services.clock.now(), services.access.operators
    stands = await services.stores.door.ask_in(turn.person, operators, now)
    services.wakeups.outbox()
    if stands.state is not Standing.ASKING:
        raise ShopError("asked_before")
    services.access.told.note(turn.person.id, now)
    await show(context, asked(services.rules.words.strangers_contact, turn.t))


async def _sentence(context: Context, known: Person | None) -> View | None:
    """Return what this person reads; None for whoever was turned away, and was told so."""
    services, turn = context.services, context.turn
    contact, t = services.rules.words.strangers_contact, turn.t
    if known is not None and known.is_erasing:
        return being_deleted(t)
    if turn.role is Role.BANNED:
        return banned(contact or services.rules.words.contact, t, is_known=known is not None)
    stands: Stands = await services.stores.door.find(turn.person.id)
    now = services.clock.now()
    if stands.state is Standing.ASKING:
        return asked(contact, t)
    if is_turned_away(stands, now) or not may_ask(stands, now):
        return None
    return may_i_ask(contact, t, is_known=known is not None)

"""One place where errors become sentences, or become a turn that is tried again."""

import logging

from telegram.error import BadRequest, ChatMigrated, Forbidden

from handlers.buttons import OF_THE_DESK, Button
from handlers.commands import typed_command
from handlers.context import Context, Services, Turn, current_turn
from handlers.navigation import ask_us, home
from handlers.operator.navigation import desk_door
from handlers.operator.questions import note_answered
from handlers.ordering.asking import ask_again, ask_without_service, lacks_service
from handlers.sentences import ANSWERS, OVER, sentence_for, toast_for
from handlers.show import say, show, strip_tapped
from handlers.topup.views import drop_topup
from handlers.view import Row, View
from handlers.welcome.closed_views import closed_card
from shop.desk_question import DeskAsks, DeskQuestion
from shop.errors import ShopError
from shop.ordering.draft import BROWSING, CONFIRM
from storage.growth.questions import Asks

log = logging.getLogger("kiosk.handlers")


async def went_wrong(_update: object, context: Context) -> None:
    """PTB's error handler. An error the person cannot put right fails the turn."""
    error = context.error
    turn = current_turn.get(None)
    if turn is None or not isinstance(error, Exception):
        log.error("A job failed.", exc_info=error)
        return
    try:
        turn.failure = await _settled(error, turn, context)
    except Exception as another:  # noqa: BLE001 - PTB would only log it; the turn must know
        turn.failure = await unless_refused(another, turn, context.services)


async def _settled(error: Exception, turn: Turn, context: Context) -> Exception | None:
    """Tell the person and return None, or return the error that fails the turn."""
    if isinstance(error, ShopError):
        await tell(error, turn, context)
        return None
    return await unless_refused(error, turn, context.services)


async def unless_refused(error: Exception, turn: Turn, services: Services) -> Exception | None:
    """Return None if the chat refuses our answer, else the error.

    A refusal is about that chat alone. Only in a private chat does it mean that the person
    cannot be reached; in a group the bot may be muted or out, and nobody waits for it.
    """
    chat = turn.update.effective_chat
    if chat is not None and chat.type != chat.PRIVATE:
        if isinstance(error, Forbidden) or "chat not found" in str(error).lower():
            # A tap may lead to a screen in their private chat, which never began.
            await turn.answer(toast_for(ShopError("only_private"), turn.t), alert=True)
        return None if isinstance(error, Forbidden | BadRequest | ChatMigrated) else error
    if not isinstance(error, Forbidden):
        return error
    # Blocked while we were answering: there is nobody to try again for.
    await services.stores.people.unreachable(turn.person.id, services.clock.now())
    return None


async def tell(error: ShopError, turn: Turn, context: Context) -> None:
    """Say what is allowed, and ask the waiting question again where the answer was wrong."""
    if error.key == "shop_closed":
        return await _say_closed(turn, context)
    if error.key == "button_old" and _is_of_desk(turn):
        error = ShopError("desk_button_old")
    if turn.update.callback_query is not None:
        if error.key == "button_old" and _tapped_twice(turn):
            return None
        if not turn.answered:
            await turn.answer(toast_for(error, turn.t), alert=True)
            if error.key in {"button_old", "desk_button_old"}:
                await strip_tapped(context, *_ways_on(turn))
            return None
    if error.key == "service_gone" and _answers_draft(turn) and lacks_service(context):
        await ask_without_service(context)
        return None
    is_over = turn.desk_asks is not None and _ends_question(error, turn.desk_asks)
    if is_over:
        await note_answered(context)
    sentence = sentence_for(error, turn.t, to_answer=_answers_desk(turn) and not is_over)
    if error.key in ANSWERS and turn.draft is not None and _answers_draft(turn) and _can_ask(turn, context):
        await ask_again(context, note=sentence)
    else:
        rows = _to_a_person(turn, context) if error.key == "not_a_search" else _ways_on(turn)
        await say(context, View(sentence, rows))
    return None


async def _say_closed(turn: Turn, context: Context) -> None:
    """Show that the shop is closed in place of what was tapped, which the draft brings back."""
    gate, stores = context.services.rules.gate, context.services.stores
    if not gate.is_closed:  # it closed in this very moment, or a payment's own transaction saw it
        gate.state = await stores.maintenance.state()
    await show(
        context,
        closed_card(gate.state, context.services.clock.now(), turn.t, has_draft=turn.draft is not None),
    )


def _tapped_twice(turn: Turn) -> bool:
    """Return True for the second tap of a double tap: it comes from the card that shows the next question."""
    return turn.draft is not None and turn.tapped_message_id == turn.draft.card_message_id


def _ways_on(turn: Turn) -> tuple[Row, ...]:
    """Return the buttons below an error: out of a waiting top-up, to the desk where it was asked, and home.

    Strangers and groups have none.
    """
    chat = turn.update.effective_chat
    if not turn.may_order or chat is None or chat.type != chat.PRIVATE:
        return ()
    waiting = turn.topup.question(turn.update.update_id) if turn.topup is not None else None
    out = (drop_topup(turn.topup.way, turn.t),) if turn.topup is not None and waiting is not None else ()
    desk = (desk_door(turn.t),) if _is_of_desk(turn) else ()
    return ((*out, *desk, home(turn.t)),)


def _is_of_desk(turn: Turn) -> bool:
    """Return True if somebody of the staff tapped a button of the desk, or answers what it asks."""
    query = turn.update.callback_query
    if query is None:
        return turn.desk_asks is not None or turn.composing is not None
    button = Button.read(query.data)
    return turn.serves and button is not None and button.subject in OF_THE_DESK


def _answers_desk(turn: Turn) -> bool:
    """Return True for words that answer what the desk asks; a command or a tap has left the question."""
    message = turn.update.message
    return turn.desk_asks is not None and message is not None and not typed_command(message)


def _ends_question(error: ShopError, asked: DeskQuestion) -> bool:
    """Return True if what the desk asks about is over meanwhile: no other answer would do either."""
    if error.key == "person_unknown":  # their data was deleted; a search goes on with other words
        return asked.asks is not DeskAsks.PERSON_WORDS
    return error.key in OVER


def _answers_draft(turn: Turn) -> bool:
    """Return False for a command, and for what answers something else that was asked meanwhile."""
    message = turn.update.message
    if message is None:
        return True
    if typed_command(message):
        return False
    asks_topup = turn.topup is not None and turn.topup.question(turn.update.update_id) is not None
    asks_else = turn.desk_asks is not None or turn.wish is not None
    return not (asks_topup or asks_else or turn.enters in {Asks.COUPON, Asks.GIFT})


def _to_a_person(turn: Turn, context: Context) -> tuple[Row, ...]:
    """Return the buttons below what was no search: it may have been a question about an order or money."""
    rows = _ways_on(turn)
    return ((ask_us(context.services.rules.words.contact, turn.t), *rows[0]),) if rows else ()


def _can_ask(turn: Turn, context: Context) -> bool:
    draft = turn.own_draft
    if draft.question in BROWSING:
        return True
    return draft.question != CONFIRM and context.services.storefront.service(draft.service_id) is not None

"""/maintenance: an operator closes the shop, says why and until when, and opens it."""

from datetime import timedelta

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.already import already
from handlers.operator.maintenance.views import (
    ask_for_end,
    ask_for_words,
    maintenance_card,
    sure_to_close,
    sure_to_open,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.maintenance import ENDS_IN, LONGEST_WORDS, SUBJECT, Maintenance
from shop.ordering.start_times import read_start, zone_of


async def opened_maintenance(_update: Update, context: Context) -> None:
    """/maintenance, or its door."""
    await _show_state(context)


async def wished_to_close(_update: Update, context: Context) -> None:
    """Close …: asked first."""
    if context.services.rules.gate.is_closed:
        return await _show_state(context)
    await show(
        context, sure_to_close(await _refreshed(context), context.services.clock.now(), context.turn.t)
    )
    return None


async def closed_shop(_update: Update, context: Context) -> None:
    """Close: from this moment nobody begins anything new."""
    services, turn = context.services, context.turn
    if not await services.stores.maintenance.close(turn.person.id, services.clock.now()):
        raise await already(context, SUBJECT)
    await _show_state(context)


async def wished_to_open(_update: Update, context: Context) -> None:
    """Open …: asked first, for people are written to."""
    if not context.services.rules.gate.is_closed:
        return await _show_state(context)
    waiting = await context.services.stores.maintenance.count_wishes()
    await show(context, sure_to_open(waiting, context.turn.t))
    return None


async def opened_shop(_update: Update, context: Context) -> None:
    """Open: whoever asked is told, the first at once, the rest by a job."""
    services, turn = context.services, context.turn
    if not await services.stores.maintenance.open(turn.person.id, services.clock.now()):
        raise await already(context, SUBJECT)
    services.wakeups.outbox()
    await _show_state(context)


async def wished_words(_update: Update, context: Context) -> None:
    """Words: the next message is what customers read."""
    turn = context.turn
    await ask_at_desk(context, DeskAsks.CLOSING_WORDS)
    await show(context, ask_for_words(turn.t))


async def typed_words(update: Update, context: Context) -> None:
    """The sentence for customers."""
    services, turn = context.services, context.turn
    text = typed_text(update).strip()
    if not text:
        raise ShopError("not_text")
    if len(text) > LONGEST_WORDS:
        raise ShopError("closing_words_long", limit=LONGEST_WORDS)
    await note_answered(context)
    await services.stores.maintenance.say(text, turn.person.id, services.clock.now())
    await _show_either(context)


async def took_usual_words(_update: Update, context: Context) -> None:
    """The usual sentence."""
    services, turn = context.services, context.turn
    await services.stores.desk_questions.drop(turn.person.id)
    await services.stores.maintenance.say("", turn.person.id, services.clock.now())
    await _show_either(context)


async def wished_end(_update: Update, context: Context) -> None:
    """Expected end: a button says how long from now, the next message may say a time."""
    await ask_at_desk(context, DeskAsks.CLOSING_END)
    await show(context, ask_for_end(context.turn.t))


async def chose_end(_update: Update, context: Context) -> None:
    """A time from now, or none."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    value = context.button.value
    offered = {str(int(span.total_seconds()) // 60): span for span in ENDS_IN} | {"0": timedelta()}
    if value not in offered:
        raise ShopError("button_old")
    until = now + offered[value] if offered[value] else None
    await services.stores.desk_questions.drop(turn.person.id)
    await services.stores.maintenance.expect(until, turn.person.id, now)
    await _show_either(context)


async def typed_end(update: Update, context: Context) -> None:
    """A time by the operator's clock."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    try:
        until = read_start(typed_text(update), now, zone_of(turn.person))
    except ShopError as refused:
        if refused.key != "start_too_far":
            raise
        raise ShopError("closing_end_far", **refused.values) from refused
    await note_answered(context)
    await services.stores.maintenance.expect(until, turn.person.id, now)
    await _show_either(context)


async def _show_either(context: Context) -> None:
    """Show the question to close with its new words, or the state of a closed shop."""
    state = await _refreshed(context)
    if state.is_closed:
        return await _show_state(context)
    await show(context, sure_to_close(state, context.services.clock.now(), context.turn.t))
    return None


async def _show_state(context: Context) -> None:
    state = await _refreshed(context)
    waiting = await context.services.stores.maintenance.count_wishes()
    await show(context, maintenance_card(state, waiting, context.services.clock.now(), context.turn.t))


async def _refreshed(context: Context) -> Maintenance:
    """Read how the shop stands, and have every handler see it from now on."""
    services = context.services
    services.rules.gate.state = await services.stores.maintenance.state()
    return services.rules.gate.state

"""Putting a broadcast on the screen: the message as it will look, its card, and how it stands."""

from typing import Any

from telegram.error import BadRequest

from handlers.context import Context, Services
from handlers.operator.broadcast.content import caption_too_long, message_of
from handlers.operator.broadcast.progress_views import broadcast_progress
from handlers.operator.broadcast.views import Reach, broadcast_preview, preview_refused
from handlers.sentences import sentence_for
from handlers.show import show
from handlers.view import View
from locales import Translator
from messaging.calls import call
from messaging.outbox import Message
from shop.broadcast import Broadcast, BroadcastState, Tally
from shop.errors import ShopError
from shop.notice import Priority


async def own_draft(context: Context, number: int) -> Broadcast:
    """Return the operator's own broadcast that waits for their consent. Raises ShopError if it does not."""
    found = await context.services.stores.broadcasts.find(number)
    is_theirs = found is not None and found.operator_id == context.turn.person.id
    if found is None or not is_theirs or found.state is not BroadcastState.SHOWN:
        raise ShopError("broadcast_over")
    return found


async def get_broadcast(services: Services, number: int) -> Broadcast:
    """Return this broadcast. Raises ShopError if there is none."""
    found = await services.stores.broadcasts.find(number)
    if found is None:
        raise ShopError("broadcast_over")
    return found


async def show_message(context: Context, method: str, content: dict[str, Any]) -> None:
    """Show the operator the message as its readers will see it. Raises ShopError if Telegram refuses it."""
    message = message_of(method, content)
    to_them = Message(message.method, {"chat_id": context.turn.person.id, **message.params})
    try:
        await call(context.bot, to_them, Priority.PERSON)
    except BadRequest as refused:
        if "button" in str(refused).lower():
            raise ShopError("broadcast_buttons_refused") from refused
        raise ShopError("broadcast_refused", why=str(refused)) from refused


async def show_card(context: Context, number: int, note: str = "") -> None:
    """Show the draft's card: who gets it, when, and Confirm."""
    draft = await own_draft(context, number)
    await show(context, await preview_of(context.services, draft, context.turn.t, note))


async def preview_of(services: Services, draft: Broadcast, t: Translator, note: str = "") -> View:
    """Return the draft's card; it says so if a part of the album is not in it, or if Telegram refuses it."""
    if draft.trouble:
        words = sentence_for(ShopError("broadcast_refused", why=draft.trouble), t)
        return preview_refused(draft.id, words, t)
    if draft.lacks_part and not note:
        note = "⚠️ " + sentence_for(caption_too_long(), t)
    return broadcast_preview(draft, await reach_of(services, draft), t, note)


async def reach_of(services: Services, draft: Broadcast) -> Reach:
    """Count whom the draft reaches now, exactly as it would be sent."""
    everybody, audience = services.access.everybody, draft.audience
    since = audience.active_since(services.clock.now())
    count = services.stores.people.count_reachable
    people = await count(everybody, audience, since)
    unwilling = 0 if audience.important else await count(everybody, audience.for_all(), since) - people
    return Reach(people, unwilling, open_to_all=everybody is None)


async def page_of(services: Services, broadcast: Broadcast, t: Translator) -> View:
    """Return how this broadcast stands now."""
    tally = await tally_of(services, broadcast)
    return broadcast_progress(broadcast, tally, t, services.clock.now())


async def tally_of(services: Services, broadcast: Broadcast) -> Tally:
    """Return its figures: the final ones, else those of this moment."""
    if broadcast.figures is not None:
        return broadcast.figures
    return await services.stores.broadcasts.tally(broadcast.id)


async def show_page(context: Context, number: int) -> None:
    """Show how this broadcast stands; for whoever composed it, this is its live card from now on."""
    services, me = context.services, context.turn.person.id
    found = await get_broadcast(services, number)
    message_id = await show(context, await page_of(services, found, context.turn.t))
    if found.operator_id == me and found.progress_message_id != message_id:
        await services.stores.broadcasts.shown_in(number, message_id, services.clock.now())
        services.wakeups.outbox()

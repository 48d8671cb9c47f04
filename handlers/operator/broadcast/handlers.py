"""The operator's /broadcast: their next message goes to everybody, after a preview, with live progress."""

from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import MessageLimit

from handlers.context import Context
from handlers.media import file_in
from handlers.operator.broadcast.views import ask_for_broadcast, broadcast_preview
from handlers.show import say, show, strip_tapped
from handlers.view import View
from messaging.calls import call
from messaging.outbox import SENDS, Message
from shop.errors import ShopError
from shop.notice import Priority
from shop.ordering.pasting import units


async def began_broadcast(_update: Update, context: Context) -> None:
    """/broadcast."""
    turn, services = context.turn, context.services
    number = await services.stores.broadcasts.ask(turn.person.id, services.clock.now())
    await say(context, ask_for_broadcast(turn.t, number))


async def composed(update: Update, context: Context) -> None:
    """The message for everybody: shown as it will look, with how many will get it."""
    turn, services = context.turn, context.services
    if update.message is None or turn.composing is None:
        raise ShopError("broadcast_kind")
    method, content = as_sent(update.message)
    await services.stores.broadcasts.compose(turn.composing, method, content, update.update_id)
    await call(context.bot, Message(method, {"chat_id": turn.person.id, **content}), Priority.PERSON)
    everybody = services.access.everybody
    people = await services.stores.people.count_reachable(everybody)
    await say(context, broadcast_preview(turn.composing, people, turn.t, open_to_all=everybody is None))


async def confirmed_broadcast(_update: Update, context: Context) -> None:
    """Confirm: one outbox message for each person, at the lowest priority."""
    turn, services = context.turn, context.services
    everybody, now = services.access.everybody, services.clock.now()
    begun = await services.stores.broadcasts.start(context.tapped_number, turn.person.id, everybody, now)
    if not begun:
        raise ShopError("broadcast_over")
    await turn.answer(turn.t.label("It is on its way."))
    await strip_tapped(context)
    services.wakeups.outbox()


async def stopped_broadcast(_update: Update, context: Context) -> None:
    """Stop: messages that have not gone out yet are not sent."""
    turn, services = context.turn, context.services
    if not await services.stores.broadcasts.stop(context.tapped_number, turn.person.id, services.clock.now()):
        raise ShopError("broadcast_over")
    await turn.answer(turn.t.label("Stopped."))
    services.wakeups.outbox()


async def dropped_broadcast(_update: Update, context: Context) -> None:
    """Cancel, or /cancel, before the broadcast was sent."""
    turn = context.turn
    if not await context.services.stores.broadcasts.drop(turn.person.id, turn.update.update_id):
        raise ShopError("broadcast_over")
    await show(context, View(turn.t("Nothing was sent.")))


def as_sent(message: TelegramMessage) -> tuple[str, dict[str, Any]]:
    """Return the Bot API method and parameters that repeat this message. Raises ShopError for other kinds.

    Entities instead of mark-up: the message is repeated as it was typed,
    whatever characters it holds.
    """
    if message.text:
        content: dict[str, Any] = {"text": message.text, "entities": _plain(message.entities)}
        if message.link_preview_options is not None:
            content["link_preview_options"] = message.link_preview_options.to_dict()
        return "sendMessage", content
    if message.media_group_id is not None:
        raise ShopError("broadcast_album")
    found = file_in(message)
    if found is None:
        raise ShopError("broadcast_kind")
    kind, file_id = found
    if units(message.caption or "") > MessageLimit.CAPTION_LENGTH:  # some people may write more
        raise ShopError("broadcast_caption", limit=int(MessageLimit.CAPTION_LENGTH))
    return SENDS[kind], {kind: file_id, **_shown(message)}


def _shown(message: TelegramMessage) -> dict[str, Any]:
    """Return how the media is shown: caption above or below, and the spoiler."""
    wished = {
        "caption": message.caption,
        "caption_entities": _plain(message.caption_entities),
        "has_spoiler": message.has_media_spoiler,
        "show_caption_above_media": message.show_caption_above_media,
    }
    return {name: value for name, value in wished.items() if value}


def _plain(entities: Any) -> list[dict[str, Any]]:
    return [entity.to_dict() for entity in entities]

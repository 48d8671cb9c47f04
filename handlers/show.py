"""Putting a view on the screen: an edit where a button was tapped, else a new message."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from telegram import Message
from telegram.error import BadRequest

from handlers.buttons import ALERT, ALERT_DOORS, Button
from handlers.context import Context
from handlers.view import Row, View, markup, params
from messaging import outbox
from messaging.calls import call, message_id_of
from messaging.edits import is_as_it_was, is_gone
from shop.notice import Priority
from shop.ordering.draft import KEYS_SOMEWHERE


async def show(context: Context, view: View) -> int:
    """Show the view in place of the tapped card, or below the person's message; return its id.

    Below a picture, too: it has no text to edit, and keeps its buttons. An alert's card stays as it is.
    """
    tapped = context.turn.tapped_card
    if tapped is None or _stays(context) or (isinstance(tapped, Message) and tapped.photo):
        return await say(context, view)
    return await edit(context, tapped.message_id, view)


async def show_on_card(context: Context, view: View) -> None:
    """Show the view in place of the tapped card; below its picture or file, if it has one."""
    tapped = context.turn.tapped_card
    if not isinstance(tapped, Message) or not (tapped.photo or tapped.document or tapped.video):
        await show(context, view)
        return
    shown = params(view)
    del shown["link_preview_options"]
    card = {**where_to_send(context), "message_id": tapped.message_id, "caption": shown.pop("text")}
    await _becomes(context, tapped.message_id, view)
    try:
        await call(context.bot, outbox.Message("editMessageCaption", {**card, **shown}), Priority.PERSON)
    except BadRequest as error:
        if not is_as_it_was(error) and not is_gone(error):
            raise


async def edit(context: Context, message_id: int, view: View) -> int:
    """Show the view in place of a card in this chat, or below if the card is gone; return the id."""
    card = {"chat_id": where_to_send(context)["chat_id"], "message_id": message_id}
    await _becomes(context, message_id, view)
    try:
        await _both(context.turn.answer(), _put(context, "editMessageText", card, view))
    except BadRequest as error:
        if is_gone(error):
            return await say(context, view)
        if not is_as_it_was(error):
            raise
        if context.turn.tapped_card is None:  # the same mistake once more: an unchanged card is no answer
            return await say(context, view)
    return message_id


async def _both(*calls: Awaitable[object]) -> None:
    """Make both calls at once, so that a tap waits for one round trip. Raises what either raised."""
    for ended in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(ended, BaseException):
            raise ended


async def say(context: Context, view: View) -> int:
    """Send the view as a new message; return its id."""
    message_id = message_id_of(await _put(context, "sendMessage", where_to_send(context), view))
    if view.about:
        await _becomes(context, message_id, view)
    return message_id


async def _becomes(context: Context, message_id: int, view: View) -> None:
    """Note what a message of the staff's shows from now on, before it does.

    What it showed before is not written over it any more: a tap meant for the one must not land on the other.
    """
    turn, cards = context.turn, context.services.stores.staff_cards
    if not turn.serves:
        return
    chat_id = where_to_send(context)["chat_id"]
    former = await cards.find_former(chat_id, message_id)
    if former == view.about:
        return
    if former:
        await cards.leaves(chat_id, message_id)
    if view.about or former is None:  # a card that is noted only later is not to come back over this
        await cards.stands(view.about, chat_id, message_id, context.services.clock.now())


def where_to_send(context: Context) -> dict[str, int]:
    """Return the chat of this turn, with the topic if it happens in one, as parameters of a send."""
    if _stays(context):  # the card may be in the operators' group, and the screen is for who tapped
        return {"chat_id": context.turn.person.id}
    update = context.turn.update
    chat, message = update.effective_chat, update.message or context.turn.tapped_card
    here = {"chat_id": chat.id if chat else context.turn.person.id}
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        here["message_thread_id"] = message.message_thread_id
    return here


def _stays(context: Context) -> bool:
    """Return True if the tapped card is an alert's, and the button leads to a screen of its own."""
    query = context.turn.update.callback_query
    button = Button.read(query.data) if query is not None else None
    return button is not None and button.subject == ALERT and button.action in ALERT_DOORS


async def _put(context: Context, method: str, where: dict[str, int], view: View) -> Any:
    """Make the call; without the preview if Telegram refuses the message because of it."""
    try:
        return await call(context.bot, outbox.Message(method, {**where, **params(view)}), Priority.PERSON)
    except BadRequest as error:
        if not view.preview or "webpage" not in str(error).lower():
            raise
        plain = params(replace(view, preview=""))
        return await call(context.bot, outbox.Message(method, {**where, **plain}), Priority.PERSON)


async def strip(context: Context, message_id: int | None, *rows: Row) -> None:
    """Take the buttons off a finished card, but for these rows. A deleted card needs nothing."""
    if message_id is None:
        return
    try:
        await context.bot.edit_message_reply_markup(
            chat_id=where_to_send(context)["chat_id"],
            message_id=message_id,
            reply_markup=markup(*rows) if rows else None,
        )
    except BadRequest as error:
        if not is_as_it_was(error) and not is_gone(error):
            raise


async def remove(context: Context, message_id: int | None) -> None:
    """Delete a message that was sent again below; if Telegram keeps it, take its buttons off."""
    if message_id is None:
        return
    try:
        await context.bot.delete_message(where_to_send(context)["chat_id"], message_id)
    except BadRequest:  # after 48 hours, or already deleted
        await strip(context, message_id)


async def say_keys(context: Context, shown: dict[str, Any]) -> int:
    """Send a message that brings keys below the chat, as parameters of sendMessage; return its id."""
    message = outbox.Message("sendMessage", {"chat_id": context.turn.person.id, **shown})
    return message_id_of(await call(context.bot, message, Priority.PERSON))


async def put_keys_away(context: Context, message_id: int) -> None:
    """Take the keys below the chat away, and the message that brought them (KEYS_SOMEWHERE: not known which).

    Only a message can do that, and only one without buttons; it is deleted at once.
    """
    said = {"text": "👌", "reply_markup": {"remove_keyboard": True}}
    await remove(context, await say_keys(context, said))
    if message_id != KEYS_SOMEWHERE:
        await remove(context, message_id)


async def strip_tapped(context: Context, *rows: Row) -> None:
    """Take the buttons off the card whose button was tapped, but for these rows."""
    tapped = context.turn.tapped_card
    if tapped is not None:
        await strip(context, tapped.message_id, *rows)

"""Putting a view on the screen: an edit where a button was tapped, else a new message."""

import asyncio
from collections.abc import Awaitable

from telegram import Message
from telegram.error import BadRequest

from handlers.context import Context
from handlers.view import View, params

_GONE = ("message to edit not found", "can't be edited", "there is no text in the message")


async def show(context: Context, view: View) -> int:
    """Show the view in place of the tapped card, or below what was typed; returns the message's id."""
    query = context.turn.update.callback_query
    if query is None or not isinstance(query.message, Message):
        return await say(context, view)
    edit = query.edit_message_text(**params(view))
    try:
        await _both(context.turn.answer(), edit)
    except BadRequest as error:
        words = str(error).lower()
        if any(gone in words for gone in _GONE):
            return await say(context, view)
        if "not modified" not in words:
            raise
    return query.message.message_id


async def _both(*calls: Awaitable[object]) -> None:
    """Make the calls at once, so that a tap waits for one round trip only. Raises what one of them raised."""
    for ended in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(ended, BaseException):
            raise ended


async def say(context: Context, view: View) -> int:
    """Send the view as a new message; returns its id."""
    chat = context.turn.update.effective_chat
    chat_id = chat.id if chat else context.turn.person.id
    message = await context.bot.send_message(chat_id=chat_id, **params(view))
    return message.message_id


async def strip(context: Context, message_id: int | None) -> None:
    """Take the buttons off a card that is over; its text stays. A card that is gone needs nothing."""
    if message_id is None:
        return
    try:
        await context.bot.edit_message_reply_markup(
            chat_id=context.turn.person.id, message_id=message_id, reply_markup=None
        )
    except BadRequest as error:
        words = str(error).lower()
        if "not modified" not in words and not any(gone in words for gone in _GONE):
            raise


async def remove(context: Context, message_id: int | None) -> None:
    """Delete a message that stands again further down; one that Telegram keeps loses its buttons."""
    if message_id is None:
        return
    try:
        await context.bot.delete_message(context.turn.person.id, message_id)
    except BadRequest:  # after 48 hours; or it is gone
        await strip(context, message_id)


async def strip_tapped(context: Context) -> None:
    """Take the buttons off the card whose button was tapped."""
    query = context.turn.update.callback_query
    if query is not None and isinstance(query.message, Message):
        await strip(context, query.message.message_id)

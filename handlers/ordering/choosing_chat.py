"""Choosing one's own channel or group instead of sending its link."""

from dataclasses import replace
from functools import wraps
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.ordering.asking import ask, ask_again, over_with_other_questions, state_of
from handlers.ordering.browsing import brought_link, tapped
from handlers.ordering.chat_views import chat_keys
from handlers.ordering.form import answered, asked
from handlers.show import put_keys_away, say_keys
from shop.errors import ShopError
from shop.ordering.chat_choice import chats_for, link_of
from shop.ordering.draft import KEYS_SOMEWHERE, LINK


def keys_go_with(by: Any) -> Any:
    """Return the handler for a key pressed while this one's question waits: the keys go first."""

    @wraps(by, assigned=("__module__",))  # it belongs to the room of whoever asked
    async def pressed(update: Update, context: Context) -> Any:
        await _keys_go(context)
        return await by(update, context)

    return pressed


async def _keys_go(context: Context) -> None:
    """Take the keys away, also those of an order that is over."""
    turn = context.turn
    keys = turn.draft.keys if turn.draft is not None else None
    await put_keys_away(context, KEYS_SOMEWHERE if keys is None else keys)
    if turn.draft is not None and keys is not None:
        turn.draft = replace(turn.draft, keys=None)
        await context.services.stores.drafts.save(turn.draft, context.services.clock.now())


async def wished_to_choose(_update: Update, context: Context) -> str:
    """Choose my channel: brings the keys that open the app's list of chats, below the question.

    The draft notes the keys before they are sent, so that a crash leaves none that are never taken away.
    """
    turn, drafts = context.turn, context.services.stores.drafts
    tapped(context)
    sold, field = asked(context)
    kinds = chats_for(sold)
    if field.name != LINK or not kinds:
        raise ShopError("button_old")
    before = turn.own_draft.keys
    turn.draft = replace(turn.own_draft, keys=before or KEYS_SOMEWHERE)
    await drafts.save(turn.draft, context.services.clock.now())
    if before is not None:
        await put_keys_away(context, before)
    shown = await say_keys(context, chat_keys(kinds, turn.t))
    turn.draft = replace(turn.draft, keys=shown)
    await drafts.save(turn.draft, context.services.clock.now())
    return state_of(turn.draft.question)


async def declined_to_choose(_update: Update, context: Context) -> str:
    """A key while nothing but the order waits for words: the keys go, and the order's question stays."""
    draft = context.turn.own_draft
    if draft.keys is not None:  # they go as the question is asked
        return await ask(context, draft)
    await _keys_go(context)
    return await ask_again(context)


async def shared_chat(update: Update, context: Context) -> str:
    """The chosen chat: its link is the answer."""
    return await answered(context, _link(update))


async def brought_chat(update: Update, context: Context) -> str:
    """A chat that was chosen from old keys, while no link is asked for: offers what there is for it."""
    await over_with_other_questions(context)
    return await brought_link(context, _link(update))


def _link(update: Update) -> str:
    """Return the link of the shared chat. Raises ShopError if it is private."""
    shared = update.message.chat_shared if update.message else None
    link = link_of(shared.username if shared else None)
    if link is None:
        raise ShopError("chat_private")
    return link

"""Holding a list that the app may have cut, until it is complete."""

from dataclasses import replace

from telegram import Message, Update
from telegram.constants import ChatAction

from handlers.context import Context
from handlers.ordering.asking import state_of
from shop.ordering.draft import Draft
from shop.ordering.half_filled import in_place_of
from shop.ordering.pasting import Pasted, with_part


def is_list_reminder(update: Update) -> bool:
    """Return True for the kiosk's own reminder of a held list (storage/orders/lists).

    Its number is below zero; Telegram's are above.
    """
    return update.update_id < 0


def reminds_of(update: Update, pasted: Pasted | None) -> bool:
    """Return True if the reminder is for the list as it is now, neither grown since nor answered."""
    return pasted is not None and pasted.update_id == -update.update_id


def with_message(context: Context, draft: Draft, text: str, message: Message) -> Pasted:
    """Return the list so far, with this message's `text` added."""
    return with_part(
        draft.pasted,
        text,
        message=message.text or "",
        sent_at=message.date,
        update_id=context.turn.update.update_id,
    )


async def hold_list(context: Context, draft: Draft, pasted: Pasted) -> str:
    """Store the list with the draft; the next message may continue it, else it is soon complete."""
    turn, services = context.turn, context.services
    keys = turn.draft.keys if turn.draft is not None else None  # of an order that this one replaces, too
    draft = in_place_of(turn.draft, draft)
    turn.draft = replace(draft, pasted=pasted, answered_by=pasted.update_id, keys=keys)
    await services.stores.drafts.save(turn.draft, services.clock.now())
    await context.bot.send_chat_action(turn.person.id, ChatAction.TYPING)
    return state_of(draft.question)


async def let_go(context: Context, draft: Draft, pasted: Pasted) -> None:
    """Forget the held list: the draft has it, or it was refused."""
    turn, services = context.turn, context.services
    turn.draft = replace(draft, pasted=None, answered_by=pasted.update_id)
    await services.stores.drafts.save(turn.draft, services.clock.now())

"""Paying by hand: "I have paid", the receipt, a look at it, and only then the shop."""

from typing import Any

from telegram import Message, Update

from handlers.context import Context
from handlers.media import picture_of
from handlers.show import say, show
from handlers.topup.by_hand_views import receipt_question, receipt_shown, receipt_taken
from shop.errors import ShopError
from shop.ledger.topup import may_be_a_receipt


async def has_paid(_update: Update, context: Context) -> None:
    """I have paid, or Another: the next message is the receipt."""
    topups, now = context.services.stores.topups, context.services.clock.now()
    topup = await topups.has_paid(context.turn.person.id, context.tapped_number, now)
    await show(context, receipt_question(topup, context.turn.t))


async def sent_receipt(update: Update, context: Context) -> None:
    """The receipt for a payment by hand: it is shown once more before the shop gets it."""
    turn, services, topup = context.turn, context.services, context.turn.asked_topup
    receipt = _receipt(update.message)
    await services.stores.topups.receipt_given(topup, receipt, turn.update.update_id, services.clock.now())
    await say(context, receipt_shown(topup, receipt, turn.t))


async def handed_in(_update: Update, context: Context) -> None:
    """Send to the shop."""
    turn, services = context.turn, context.services
    topup = await services.stores.topups.hand_in(
        turn.person.id,
        context.tapped_number,
        services.clock.now(),
        instructions=services.payments.ways.how_to_pay_by_hand,
    )
    services.wakeups.outbox()
    await show(context, receipt_taken(topup, turn.t))


def _receipt(message: Message | None) -> dict[str, Any]:
    """Return the photo, document, video or text in a form that can be sent on."""
    if message is not None and (picture := picture_of(message)) is not None:
        album = {"album": message.media_group_id} if message.media_group_id is not None else {}
        return {**picture, **album}
    if message is not None and message.text:
        if not may_be_a_receipt(message.text):
            raise ShopError("receipt_unclear")
        return {"text": message.text}
    raise ShopError("receipt_kind")

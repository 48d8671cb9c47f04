"""Notices about large changes of wallets: to the operators who may confirm, and back to whoever asked."""

from handlers.context import Services
from handlers.messages import send
from handlers.operator.money.change_views import done_card, second_card
from handlers.operator.money.shown import shown_of
from locales import Translator
from messaging.outbox import Message
from storage.messages.outbox import OutboxMessage


async def second_operators_card(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the card for another operator; nothing once it is decided, or too late."""
    change = await services.stores.wallet_changes.find(message.payload["change_id"])
    if change is None or not change.is_open or change.has_lapsed(services.clock.now()):
        return None
    return send(message.chat_id, second_card(await shown_of(services, change), t))


async def decided(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return what became of it, for whoever asked."""
    stores = services.stores
    change = await stores.wallet_changes.find(message.payload["change_id"])
    if change is None or change.is_open:
        return None
    shown, noted = await shown_of(services, change), await stores.acts.last(change.subject)
    is_undone = await stores.wallet_changes.is_undone(change.id)
    return send(message.chat_id, done_card(shown, t, noted, is_undone=is_undone))

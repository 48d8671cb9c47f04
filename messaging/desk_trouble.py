"""What is done when the operators' chat does not take what is owed there, or a customer's chat an answer."""

import logging

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from messaging.alerts import OperatorAlerts
from messaging.edits import is_as_it_was
from shop.alert_cases import CARD, PAST
from shop.alerts import AlertKind
from shop.clock import Clock
from shop.tickets.desk import Desk
from shop.tickets.notices import EDITED_AT_CUSTOMER, FOR_THE_DESK, TO_CUSTOMER, TOPIC
from storage.alerts.store import Alerts
from storage.messages.outbox import OutboxMessage
from storage.tickets.desk import DeskRecords

log = logging.getLogger("kiosk.tickets")

_NO_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
_MAY_NOT_WRITE = ("chat not found", "not enough rights to send", "have no rights to send", "write_forbidden")


class DeskTrouble:
    """Sees to refusals of the operators' chat, so that nothing a customer wrote is lost there."""

    def __init__(
        self, desk: Desk, records: DeskRecords, cards: Alerts, clock: Clock, alerts: OperatorAlerts
    ) -> None:
        self._desk = desk
        self._records = records
        self._cards = cards
        self._clock = clock
        self._alerts = alerts

    async def settles(self, outgoing: OutboxMessage, error: TelegramError) -> bool:
        """See messaging.outbox.Settles."""
        words, now = str(error).lower(), self._clock.now()
        is_desks = outgoing.kind in FOR_THE_DESK
        is_owed_elsewhere = is_desks or outgoing.kind in {CARD, PAST}
        if outgoing.chat_id == self._desk.chat:
            if isinstance(error, ChatMigrated):
                await self.moved(error.new_chat_id)
                return outgoing.kind in {CARD, PAST}  # what is about neither moves as it is
            if isinstance(error, Forbidden) or any(one in words for one in _MAY_NOT_WRITE):
                await self.is_away(str(error))
                return is_owed_elsewhere
        is_out_of_reach = isinstance(error, Forbidden) or "chat not found" in words
        if is_out_of_reach and outgoing.kind in {TO_CUSTOMER, EDITED_AT_CUSTOMER}:
            await self._stuck(outgoing)
        elif is_desks and any(one in words for one in _NO_TOPIC):
            await self._records.topic_is_gone(outgoing.payload["ticket_id"], outgoing.chat_id, now)
            return True
        elif outgoing.kind == TOPIC and isinstance(error, BadRequest):
            await self._has_no_topics(outgoing, error)
        return False

    async def moved(self, new_id: int) -> None:
        """The operators' group is a supergroup now, with another number."""
        old_id = self._desk.chat
        if old_id is None or old_id == new_id:
            return
        await self._records.moved(old_id, new_id, self._clock.now())
        await self._cards.leave(old_id, self._clock.now())
        self._desk.chat = new_id
        await self.is_back()  # Telegram may have told before that the bot is out of the old one
        await self._alerts.tell("operators_chat_moved", str(new_id), str(new_id))

    async def is_away(self, why: str) -> None:
        """The bot cannot write to the operators' group: tickets go to each operator until it can."""
        chat, was_away = self._desk.chat, self._desk.is_away
        if chat is None:
            return
        self._desk.is_away = True
        # Also of a chat known to be away: something may have been owed to it in that moment.
        await self._records.redirect(chat, self._desk.places, self._clock.now())
        await self._cards.leave(chat, self._clock.now())
        if was_away:
            return
        log.error("The operators' chat %s is out of reach (%s); tickets go to the operators.", chat, why)
        await self._alerts.tell("operators_chat_away", "", why)

    async def is_back(self) -> None:
        """The bot is in the operators' group, and may find out anew what it may do there."""
        self._desk.is_away, self._desk.is_forum = False, None
        await self._alerts.over(AlertKind.OPERATORS_CHAT_AWAY)

    async def _stuck(self, outgoing: OutboxMessage) -> None:
        ticket_id, message_id = outgoing.payload["ticket_id"], outgoing.payload["message_id"]
        await self._records.stuck(ticket_id, message_id, self._desk.places, self._clock.now())

    async def _has_no_topics(self, outgoing: OutboxMessage, error: BadRequest) -> None:
        """Without topics, tickets are told apart by replies."""
        if is_as_it_was(error):
            return
        words, self._desk.is_forum = str(error).lower(), False
        if "not a forum" not in words:
            await self._alerts.tell("operators_chat_no_topics", str(outgoing.chat_id), words)

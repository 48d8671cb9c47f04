"""One turn: parse the row into an update, load the draft, let PTB dispatch."""

import json
import logging
from dataclasses import dataclass, replace
from typing import Any

from telegram import Chat, ChatMember, Update, User
from telegram.error import TelegramError

from handlers.albums import goes_on
from handlers.context import App, Context, Services, Turn, current_turn
from handlers.edits import edited
from handlers.errors import unless_refused
from handlers.membership import app_news
from handlers.operator.tickets import desk_news
from handlers.ordering.asking import ask_again
from handlers.ordering.pasting import is_list_reminder
from handlers.questions import leave_questions
from handlers.reactions import link_of, react
from handlers.reading import update_from
from handlers.show import say
from handlers.tickets.finding import ticket_of
from handlers.topup.payments import is_about_money, paid_in
from handlers.welcome.erasing_views import being_deleted
from handlers.welcome.outside import is_open_to_all, turned_away
from messaging.desk_trouble import DeskTrouble
from messaging.fast_json import loads
from shop import notice
from shop.ledger.topup import TopupState
from shop.notice import Notice
from shop.ordering.half_filled import still_there
from shop.person import Person, called
from shop.plain import cleaned_json
from storage.messages.inbox import Waiting

log = logging.getLogger("kiosk.handlers")

NOBODY = frozenset({777000, 1087968824, 136817688})
"""Telegram's own accounts: service messages, anonymous admins, channels. They are not people."""

_INLINE = ("inline_query", "chosen_inline_result")


@dataclass(frozen=True)
class TurnHandler:
    """Does turns with this application.

    The update is parsed here, so one that cannot be parsed is one turn's failure.
    """

    application: App
    services: Services
    desk_trouble: DeskTrouble

    async def handle(self, row: Waiting) -> None:
        """Handle one update. Raises what failed, so that the turn is tried again."""
        # The one gate for all text from people: nothing behind it needs to think of control characters.
        body = cleaned_json(row.raw, loads)
        if await app_news.noted(body, self.services):
            return
        try:
            update = update_from(body, self.application.bot)
        except Exception:  # even if the update cannot be read, money in it has been paid
            if (payment := paid_in(body, self.services.payments.ways)) is None:
                raise
            log.exception("Update %s tells of a payment and cannot be read; it is credited.", row.update_id)
            await self.services.stores.payments.paid(payment, self.services.clock.now())
            await self.services.payments.memberships.follow()
            self.services.wakeups.paid()
            return
        if await desk_news.noted(update, self.services, self.desk_trouble):
            return
        user = update.effective_user
        if user is None or user.id in NOBODY or user.is_bot or _behind_a_chat(update):
            return
        if update.edited_message is not None:
            await edited(update.edited_message, update.update_id, self.services)
            return
        turn = await self._turn(update, user)
        token = current_turn.set(turn)
        try:
            await self._dispatch(turn, row)
        except TelegramError as error:
            turn.failure = await unless_refused(error, turn, self.services)
        finally:
            current_turn.reset(token)
        if turn.failure is not None:
            raise turn.failure

    async def apologise(self, row: Waiting) -> None:
        """Tell the person whose update was set aside; what was asked or shared inline needs no message."""
        if row.person_id is None or any(f'"{kind}"' in row.raw[:80] for kind in _INLINE):
            return
        if await self.services.stores.people.find(row.person_id) is not None:
            sorry = Notice("sorry", row.person_id, f"sorry:{row.seq}")
            await self.services.stores.outbox.enqueue([sorry], self.services.clock.now())
            self.services.wakeups.outbox()

    async def reassure(self, row: Waiting) -> None:
        """Send a notice on where to look, as the last answer may be lost. In a group nobody misses it."""
        chat = update_from(json.loads(row.raw), self.application.bot).effective_chat
        if row.person_id is None or chat is None or chat.type != Chat.PRIVATE:
            return
        if await self.services.stores.people.find(row.person_id) is not None:
            await self.services.stores.outbox.enqueue(
                [notice.unsure(row.person_id)], self.services.clock.now()
            )
            self.services.wakeups.outbox()

    async def report_unnoticed(self, row: Waiting) -> None:
        """Tell the operators, once an hour, that updates waited without being noticed."""
        now = self.services.clock.now()
        operators = sorted(self.services.access.operators)
        hour = f"{row.received_at:%Y-%m-%dT%H}"
        alerts = [notice.alert(one, "unnoticed", hour, alert="updates_unnoticed") for one in operators]
        await self.services.stores.outbox.enqueue(alerts, now)
        self.services.wakeups.outbox()

    async def _turn(self, update: Update, user: User) -> Turn:
        """Return the turn of this update, with who sends it and all that they are in the middle of."""
        services = self.services
        role = services.access.role_of(user.id)
        t = services.catalogues.of(user.language_code)
        name = called(user.full_name or "", user.username, user.id)  # a deleted account has none
        person = Person(id=user.id, name=name, language=t.language, username=user.username)
        turn = Turn(update=update, person=person, role=role, t=t)
        if not turn.may_order and not is_about_money(update):
            if is_open_to_all(update):
                await self._recall(turn)
            return turn
        stores, now = services.stores, services.clock.now()
        start = await stores.turn_starts.get(user.id, update.update_id, now, is_staff=turn.serves)
        if start.person is not None and start.person.is_erasing:
            turn.person = start.person  # nothing about them is written until that is over
            return turn
        person = _as_they_chose(turn, start.person, services)
        is_known = start.person == person and start.person is not None and start.person.was_seen(now)
        if not is_known and _shows_reachable(update, start.person):
            await stores.people.seen(person, now)
        turn.draft = still_there(start.draft, services.storefront)
        if is_list_reminder(update):
            return turn  # the reminder answers its own question only
        turn.topup = start.topup if update.message is not None else None
        asked = start.topup.question(update.update_id) if start.topup is not None else None
        turn.asks_amount = asked is TopupState.AMOUNT
        turn.composing, turn.seeks_orders = start.composing, start.seeks_orders
        question = person.preferences.question
        if question is not None and question.waits_for(update.update_id, now):
            turn.wish = question.wish
        turn.asks = start.asks
        turn.ticket = await ticket_of(turn, services)
        turn.enters = start.enters
        turn.desk_asks = start.desk_asks
        return turn

    async def _recall(self, turn: Turn) -> Person | None:
        """Return whom we know somebody as who may not order; nothing is written about them.

        The turn speaks their language. Of a person whose data is being deleted it knows just that.
        """
        known = await self.services.stores.people.find(turn.person.id)
        if known is not None and known.is_erasing:
            turn.person = known
        else:
            _as_they_chose(turn, known, self.services)
        return known

    async def _dispatch(self, turn: Turn, row: Waiting) -> None:
        """Have the turn done: by what comes before all handlers, or by the handler that takes it."""
        update, application = turn.update, self.application
        if _left(update):
            await self.services.stores.people.unreachable(turn.person.id, self.services.clock.now())
            return
        is_inline = update.inline_query is not None or update.chosen_inline_result is not None
        if turn.person.is_erasing and not is_inline and not is_about_money(update):
            await _put_off(turn, Context.from_update(update, application))
            return
        if await goes_on(turn, row, self.services):
            return
        if not (turn.may_order or is_inline or is_about_money(update) or is_open_to_all(update)):
            context = Context.from_update(update, application)
            known = await self._recall(turn) if update.message is not None else None
            await turned_away(context, known)
            return
        if turn.draft is not None and turn.draft.answered_by == update.update_id:
            if turn.draft.pasted is None:
                context = Context.from_update(update, application)
                await ask_again(context)  # done before a crash; at most the answer was lost
        else:
            before = link_of(turn.draft)
            await leave_questions(turn, self.services)
            await application.process_update(update)
            await self._sign(turn, before)
        if turn.failure is None:
            await turn.answer()  # no button may go on spinning

    async def _sign(self, turn: Turn, link_before: object) -> None:
        """Show on a person's message that its link was understood, after the answer to it."""
        link, message = link_of(turn.draft), turn.update.message
        if turn.failure is None and message is not None and message.text and link not in (None, link_before):
            await react(self.application.bot, message)


async def _put_off(turn: Turn, context: Context) -> None:
    """Answer somebody whose data is being deleted: until that is over nothing else of theirs begins."""
    chat, view = turn.update.effective_chat, being_deleted(turn.t)
    if turn.update.callback_query is not None:
        await turn.answer(turn.t.label("Your data is being deleted. Come back in a moment."), alert=True)
    elif _is_theirs(turn.update) and chat is not None and chat.type == chat.PRIVATE:
        await say(context, view)


def _is_theirs(update: Update) -> bool:
    """Return True for a message that somebody wrote: the kiosk's own reminder of a list needs no answer."""
    return update.message is not None and not is_list_reminder(update)


def _as_they_chose(turn: Turn, known: Person | None, services: Services) -> Person:
    """Have the turn follow what this person has set and accepted; return them as they are now."""
    if known is None:
        return turn.person
    turn.is_known = True
    user = turn.update.effective_user
    is_told = user is not None and bool(user.language_code)
    language = known.chosen_language or (None if is_told else known.language)  # Telegram may leave it out
    if language is not None:
        turn.t = services.catalogues.of(language)
    turn.t = turn.t.at(known.preferences.zone)
    turn.person = replace(
        turn.person,
        language=turn.t.language,
        chosen_language=known.chosen_language,
        preferences=known.preferences,
        accepted_terms=known.accepted_terms,
    )
    return turn.person


def _left(update: Update) -> bool:
    member = update.my_chat_member
    if member is None or member.chat.type != Chat.PRIVATE:  # a group's is not this person's
        return False
    return member.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}


def _shows_reachable(update: Update, known: Person | None) -> bool:
    """Return True for what shows that this person can be reached in private.

    What happens in a group does not, nor what is asked inline: that takes no chat with the bot, and goes on
    after it was blocked.
    """
    chat = update.effective_chat
    if chat is not None:
        return chat.type == Chat.PRIVATE and not _left(update)
    return known is not None and known.reachable


def _behind_a_chat(update: Update) -> bool:
    """Return True for a message sent in a channel's or group's name: its author cannot be known."""
    message: Any = update.message
    return message is not None and message.sender_chat is not None

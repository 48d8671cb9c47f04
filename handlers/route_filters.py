"""Which messages a route takes, by what their writer is asked at that moment."""

from telegram import Message, Update
from telegram.ext import (
    filters,
)

from handlers.context import Turn, current_turn
from handlers.ordering.chat_views import KEY_SIGNS, key_labels
from handlers.ordering.pasting import is_list_reminder
from shop.desk_question import DeskAsks
from shop.ledger.topup import TopupState
from shop.ordering.draft import MASS as MASS_LINES
from shop.tickets.ticket import Side
from shop.typed import seen
from storage.growth.questions import Asks


class OfTurn(filters.UpdateFilter):
    """Looks at the turn alone: at what its person is asked. That is looked at before the message is."""

    def takes(self, turn: Turn) -> bool:
        """Return True if a message of this turn can be meant."""
        raise NotImplementedError

    def filter(self, update: Update) -> bool:  # noqa: ARG002 - PTB hands every filter its update
        return self.takes(current_turn.get())


class ComposesBroadcast(OfTurn):
    """The message after an operator's /broadcast, which is for everybody."""

    def takes(self, turn: Turn) -> bool:
        return turn.composing is not None


class SeeksOrders(OfTurn):
    """An answer to the question for words, to find an order by."""

    def takes(self, turn: Turn) -> bool:
        return turn.seeks_orders


class MakesList(OfTurn):
    """Whoever writes is in the middle of a mass order."""

    def takes(self, turn: Turn) -> bool:
        draft = turn.draft
        return draft is not None and draft.question == MASS_LINES


class NamesPreset(OfTurn):
    """An answer to the question for a preset's name."""

    def takes(self, turn: Turn) -> bool:
        return turn.names_preset


class TextFile(filters.MessageFilter):
    """A file that can hold the lines of a mass order, by its name."""

    def filter(self, message: Message) -> bool:
        name = (message.document.file_name or "") if message.document is not None else ""
        return name.lower().endswith((".txt", ".csv")) and not current_turn.get().fills_in


class SetsSomething(OfTurn):
    """An answer to a question of the person's own settings."""

    def takes(self, turn: Turn) -> bool:
        return turn.wish is not None


class ForTheShop(OfTurn):
    """What a customer writes to a person of the shop: asked for, or in reply to the shop's words."""

    def takes(self, turn: Turn) -> bool:
        replies = turn.ticket is not None and turn.ticket.side is Side.CUSTOMER
        return replies or turn.asks is not None


class OfADesk(OfTurn):
    """What an operator writes in a ticket: in its topic, or in reply to one of its messages."""

    def takes(self, turn: Turn) -> bool:
        return turn.serves and turn.ticket is not None and turn.ticket.side is Side.DESK


class OperatorInAGroup(filters.MessageFilter):
    """An operator's command in any group."""

    def filter(self, message: Message) -> bool:
        return current_turn.get().serves and message.chat.type != message.chat.PRIVATE


class RunsNoShop(OfTurn):
    """Whoever is no operator: a command that is the operators' can be a customer's as well."""

    def takes(self, turn: Turn) -> bool:
        return not turn.operates


class AnswersShop(OfTurn):
    """An answer to the question for a coupon, for the amount of a gift, or for what somebody looks for."""

    def __init__(self, asks: Asks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def takes(self, turn: Turn) -> bool:
        return turn.enters is self._asks


class AnswersDesk(OfTurn):
    """An answer to this question of the desk."""

    def __init__(self, asks: DeskAsks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def takes(self, turn: Turn) -> bool:
        asked = turn.desk_asks
        return asked is not None and asked.asks is self._asks


class IsAskedAtDesk(OfTurn):
    """Whatever a member of staff writes while the desk waits for words."""

    def takes(self, turn: Turn) -> bool:
        return turn.desk_asks is not None


class ListReminder(filters.UpdateFilter):
    """The kiosk's own reminder of a list, which nobody wrote."""

    def filter(self, update: Update) -> bool:
        return is_list_reminder(update)


class AnswersTopup(OfTurn):
    """An answer to one of these top-up questions."""

    def __init__(self, *states: TopupState | None) -> None:
        super().__init__(name=" or ".join(state or "told" for state in states))
        self._states = states

    def takes(self, turn: Turn) -> bool:
        return turn.topup is not None and turn.topup.question(turn.update.update_id) in self._states


class FillsIn(OfTurn):
    """Whoever writes is in the middle of an order."""

    def takes(self, turn: Turn) -> bool:
        return turn.fills_in


class KeyPressed(filters.MessageFilter):
    """One of our keys below the chat, in whichever language it was brought: an app may show old ones."""

    def filter(self, message: Message) -> bool:
        text = message.text or ""
        return text.startswith(KEY_SIGNS) and seen(text) in key_labels()

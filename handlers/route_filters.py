"""Which messages a route takes, by what their writer is asked at that moment."""

from telegram import Message, Update
from telegram.ext import (
    filters,
)

from handlers.context import current_turn
from handlers.ordering.pasting import is_bell
from shop.desk_question import DeskAsks
from shop.ledger.topup import TopupState
from shop.ordering.draft import MASS as MASS_LINES
from shop.tickets.ticket import Side
from storage.growth.questions import Asks


class ComposesBroadcast(filters.MessageFilter):
    """The message after an operator's /broadcast, which is for everybody."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().composing is not None


class SeeksOrders(filters.MessageFilter):
    """An answer to the question for words, to find an order by."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().seeks_orders


class MakesList(filters.UpdateFilter):
    """Whoever writes is in the middle of a mass order."""

    def filter(self, update: Update) -> bool:  # noqa: ARG002 - PTB hands every filter its update
        draft = current_turn.get().draft
        return draft is not None and draft.question == MASS_LINES


class NamesPreset(filters.MessageFilter):
    """An answer to the question for a preset's name."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().names_preset


class TextFile(filters.MessageFilter):
    """A file that can hold the lines of a mass order, by its name."""

    def filter(self, message: Message) -> bool:
        name = (message.document.file_name or "") if message.document is not None else ""
        return name.lower().endswith((".txt", ".csv")) and not current_turn.get().fills_in


class SetsSomething(filters.MessageFilter):
    """An answer to a question of the person's own settings."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().wish is not None


class ForTheShop(filters.MessageFilter):
    """What a customer writes to a person of the shop: asked for, or in reply to the shop's words."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        replies = turn.ticket is not None and turn.ticket.side is Side.CUSTOMER
        return replies or turn.asks is not None


class OfADesk(filters.MessageFilter):
    """What an operator writes in a ticket: in its topic, or in reply to one of its messages."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        return turn.serves and turn.ticket is not None and turn.ticket.side is Side.DESK


class OperatorInAGroup(filters.MessageFilter):
    """An operator's command in any group."""

    def filter(self, message: Message) -> bool:
        return current_turn.get().serves and message.chat.type != message.chat.PRIVATE


class AnswersShop(filters.MessageFilter):
    """An answer to the question for a coupon, for the amount of a gift, or for what somebody looks for."""

    def __init__(self, asks: Asks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().enters is self._asks


class AnswersDesk(filters.MessageFilter):
    """An answer to this question of the desk."""

    def __init__(self, asks: DeskAsks) -> None:
        super().__init__(name=asks)
        self._asks = asks

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        asked = current_turn.get().desk_asks
        return asked is not None and asked.asks is self._asks


class IsAskedAtDesk(filters.MessageFilter):
    """Whatever a member of staff writes while the desk waits for words."""

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        return current_turn.get().desk_asks is not None


class Bell(filters.UpdateFilter):
    """The kiosk's own reminder of a list, which nobody wrote."""

    def filter(self, update: Update) -> bool:
        return is_bell(update)


class AnswersTopup(filters.MessageFilter):
    """An answer to a top-up question."""

    def __init__(self, state: TopupState | None) -> None:
        super().__init__(name=state or "told")
        self._state = state

    def filter(self, message: Message) -> bool:  # noqa: ARG002 - PTB hands every filter its message
        turn = current_turn.get()
        return turn.topup is not None and turn.topup.question(turn.update.update_id) == self._state

"""The order conversation: its states, and who handles what in each.

The diagram in docs/conversation.mmd shows the same; a test compares the two.
"""

import warnings
from typing import Any

from telegram import Message
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from handlers.buttons import DRAFT, START, TOKEN, pattern
from handlers.context import Context
from handlers.ordering import browsing, confirming, form
from handlers.ordering.asking import DETAIL, DRIP_FEED
from handlers.welcome.views import OURS
from shop.ordering.draft import CATEGORY, CONFIRM, PLATFORM, SERVICE
from shop.ordering.mass_order import first_line

LINK, QUANTITY = "link", "quantity"

Handlers = list[BaseHandler[Any, Context, Any]]


class _OfOurs(filters.MessageFilter):
    """Put into the chat from our own inline results: our words, which nobody needs an answer to."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


class _PanelsLine(filters.MessageFilter):
    """A panel's line for many orders, which says what /order would be told."""

    def filter(self, message: Message) -> bool:
        return first_line(message.text or "") is not None


NEW_MESSAGE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~_OfOurs() & ~filters.StatusUpdate.ALL
"""What may steer an order: new, private, and sent by the person. Never an edit of an old message."""

_TYPED = NEW_MESSAGE & ~filters.Regex(rf"(?i)^/({'|'.join(sorted(OURS))})(@\w+)?(\s|$)")
"""Anything but a command of ours: a comment may well begin with a slash."""


def _tap(*actions: str, by: Any) -> CallbackQueryHandler[Context, Any]:
    return CallbackQueryHandler(by, pattern=pattern(DRAFT, *actions))


def _said(by: Any) -> MessageHandler[Context, Any]:
    return MessageHandler(_TYPED, by)


def _command(name: str, by: Any) -> CommandHandler[Context, Any]:
    return CommandHandler(name, by, filters=NEW_MESSAGE)


def states() -> dict[object, Handlers]:
    """Each state's handlers, named for what the person did."""
    back = _tap("back", by=browsing.went_back)
    words, page = _said(browsing.typed_words), _tap("page", by=browsing.turned_page)
    skip = _tap("skip", by=form.skipped)
    return {
        PLATFORM: [_tap("platform", by=browsing.chose_platform), page, words],
        CATEGORY: [_tap("category", by=browsing.chose_category), page, words, back],
        SERVICE: [_tap("service", by=browsing.chose_service), page, words, back],
        LINK: [_said(form.sent_link), back],
        QUANTITY: [_said(form.sent_quantity), back],
        DETAIL: [_said(form.sent_detail), _tap("choice", by=form.chose_detail), skip, back],
        DRIP_FEED: [_said(form.sent_drip_feed), skip, back],
        CONFIRM: [
            CallbackQueryHandler(confirming.confirmed, pattern=pattern(TOKEN, "ok")),
            CallbackQueryHandler(confirming.confirmed_again, pattern=pattern(TOKEN, "again")),
            _said(browsing.typed_something_else),
            back,
        ],
    }


class OrderConversation(ConversationHandler[Context]):
    """PTB's conversation whose state is told to it before each turn, from the draft.

    `_conversations` is PTB's own dictionary from (chat, user) to state; a test
    pins that it still is. In private both numbers are the person's.
    """

    def stand_at(self, person_id: int, state: str | None) -> None:
        """The person is at this state now; None: in no conversation."""
        key = (person_id, person_id)
        if state is None:
            self._conversations.pop(key, None)
        else:
            self._conversations[key] = state


def order_conversation() -> OrderConversation:
    """The conversation, entered by /order and left by an order, /cancel or Cancel."""
    begin = _command("order", browsing.began)
    tapped_order = CallbackQueryHandler(browsing.began, pattern=pattern(START, "order"))
    entries: Handlers = [begin, tapped_order]
    give_up: Handlers = [_command("cancel", confirming.gave_up), _tap("cancel", by=confirming.gave_up)]
    with warnings.catch_warnings():
        # Buttons and messages in one conversation always warn; in private chats it is what we want.
        warnings.filterwarnings("ignore", message="If 'per_message=False'", category=PTBUserWarning)
        return OrderConversation(
            entry_points=[*entries, MessageHandler(_TYPED & _PanelsLine(), browsing.began)],
            states=states(),
            fallbacks=[*entries, *give_up],
        )

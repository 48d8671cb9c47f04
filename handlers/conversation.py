"""The order conversation: its states, and who handles what in each.

The diagram in docs/conversation.mmd shows the same; a test compares the two.
"""

import warnings
from itertools import chain
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from handlers.buttons import DRAFT, START, TOKEN, is_button
from handlers.commands import SLASH, TypedCommand
from handlers.context import Context, current_turn
from handlers.ordering import browsing, choosing_chat, confirming, form, starting
from handlers.ordering.asking import DETAIL, DRIP_FEED, state_of
from handlers.ordering.files import words_in
from handlers.welcome.views import ALL_COMMANDS
from locales.search_words import is_search
from shop.ordering.draft import CATEGORY, CONFIRM, LINK, OFFER, PLATFORM, SERVICE, WHEN
from shop.ordering.link_text import links_in
from shop.ordering.mass_lines import is_a_list
from shop.ordering.mass_order import one_line

QUANTITY = "quantity"

Handlers = list[BaseHandler[Any, Context, Any]]

_Found = tuple[object, tuple[int | str, ...], BaseHandler[Any, Context, Any], object]
"""The result of `check_update` for `handle_update`, as PTB has it: state, key, handler, and its result."""


class _NewMessage(filters.UpdateFilter):
    """A new private message that the person has sent: never an edit, nor one of Telegram's about the chat."""

    _about_the_chat = filters.StatusUpdate.ALL

    def filter(self, update: Update) -> bool:
        message = update.message
        if message is None or message.chat.type != message.chat.PRIVATE:
            return False
        if message.via_bot is not None and message.via_bot.id == message.get_bot().id:
            return False  # from our own inline results: our words, which need no answer
        return message.text is not None or not self._about_the_chat.check_update(update)


class _PanelsLine(filters.MessageFilter):
    """A line of a panel's mass order, which carries the same as /order's arguments, or several."""

    def filter(self, message: Message) -> bool:
        text = message.text or ""
        return one_line(text) is not None or is_a_list(text)


class _SomethingWanted(filters.MessageFilter):
    """A link, or words that can name a service; never a command, thanks or a greeting."""

    def filter(self, message: Message) -> bool:
        text = words_in(message)
        return not text.startswith("/") and (bool(links_in(text)) or is_search(message.text or ""))


NEW_MESSAGE = _NewMessage()
"""Messages that may steer an order."""

SHARED_CHAT = filters.StatusUpdate.CHAT_SHARED & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
"""A chat that the person has chosen from the app's list."""

_ONE_OF_OURS = filters.Regex(rf"(?i)^/({'|'.join(sorted(ALL_COMMANDS))})(@\w+)?(\s|$)")
_TYPED = NEW_MESSAGE & ~(SLASH & _ONE_OF_OURS)
"""Anything but one of our commands: a comment may begin with a slash."""


def _tap(*actions: str, by: Any) -> CallbackQueryHandler[Context, Any]:
    return CallbackQueryHandler(by, pattern=is_button(DRAFT, *actions))


def _said(by: Any) -> MessageHandler[Context, Any]:
    return MessageHandler(_TYPED, by)


def _wrote(by: Any) -> MessageHandler[Context, Any]:
    """Words that are never a command: an unknown one is said to be unknown."""
    return MessageHandler(_TYPED & ~SLASH, by)


def _command(name: str, by: Any) -> TypedCommand:
    return TypedCommand(name, by, filters=NEW_MESSAGE & SLASH)


def states() -> dict[object, Handlers]:
    """Each state's handlers, named for what the person did."""
    back = _tap("back", by=browsing.went_back)
    words, page = _wrote(browsing.typed_words), _tap("page", by=browsing.turned_page)
    skip = _tap("skip", by=form.skipped)
    odd_link = (_tap("anyway", by=form.used_link_anyway), _tap("another", by=form.wished_another_link))
    return {
        PLATFORM: [_tap("platform", by=browsing.chose_platform), page, words],
        CATEGORY: [_tap("category", by=browsing.chose_category), page, words, back],
        SERVICE: [
            _tap("service", by=browsing.chose_service),
            _tap("sort", "refill", by=browsing.arranged_list),
            page,
            words,
            back,
        ],
        OFFER: [
            _tap("take", by=browsing.took_offer),
            _tap("keep", by=browsing.kept_service),
            _tap("unkeep", by=browsing.let_service_go),
            _tap("tell", by=browsing.wished_to_be_told),
            words,
            back,
        ],
        LINK: [
            MessageHandler(SHARED_CHAT, choosing_chat.shared_chat),
            _wrote(form.sent_link),
            _tap("link", by=form.chose_link),
            *odd_link,
            _tap("chats", by=choosing_chat.wished_to_choose),
            back,
        ],
        QUANTITY: [_wrote(form.sent_quantity), _tap("choice", by=form.chose_quantity), back],
        DETAIL: [_said(form.sent_detail), _tap("choice", by=form.chose_detail), skip, back],
        DRIP_FEED: [
            _wrote(form.sent_drip_feed),
            _tap("runs", by=form.chose_runs),
            _tap("choice", by=form.chose_minutes),
            skip,
            back,
        ],
        CONFIRM: [
            CallbackQueryHandler(confirming.confirmed, pattern=is_button(TOKEN, "ok")),
            CallbackQueryHandler(confirming.confirmed_again, pattern=is_button(TOKEN, "again")),
            _wrote(browsing.typed_something_else),
            _tap("spread", by=form.wished_to_spread),
            _tap("later", by=starting.wished_to_start_later),
            _tap("preview", by=form.switched_preview),
            *odd_link,
            back,
        ],
        WHEN: [
            _wrote(starting.typed_start),
            _tap("start", by=starting.chose_start),
            _tap("atonce", by=starting.chose_at_once),
            back,
        ],
    }


class OrderConversation(ConversationHandler[Context]):
    """PTB's conversation with the draft's question as its state, which is kept nowhere else.

    PTB keeps a dictionary of states in memory, and follows what a handler returns. A draft is stored before
    its question is shown, so the state is read from the draft, and a handler's return value is not needed.
    """

    def check_update(self, update: object) -> _Found | None:
        """Return the handler that takes this update in the draft's state, or None."""
        if not isinstance(update, Update) or update.effective_user is None or update.effective_chat is None:
            return None
        state = _state(update)
        tried: tuple[Handlers, ...] = (self.entry_points,)
        if state is not None:
            tried = (self.states.get(state, []), self.fallbacks)  # a mass order has its own routes
        is_tap = update.callback_query is not None
        for handler in chain.from_iterable(tried):
            if is_tap and not isinstance(handler, CallbackQueryHandler):
                continue  # a command's handler would look for the text of a card that shows none
            check = handler.check_update(update)
            if check is not None and check is not False:
                return state, (update.effective_chat.id, update.effective_user.id), handler, check
        return None

    async def handle_update(  # type: ignore[override]  # as in PTB: what `check_update` has found
        self, update: Update, application: Any, check_result: _Found, context: Context
    ) -> None:
        """Run the handler that `check_update` has found."""
        _, _, handler, check = check_result
        await handler.handle_update(update, application, check, context)


def _state(update: Update) -> str | None:
    """Return the state of the turn's draft; None if none is filled in, and in groups, where nobody orders."""
    turn, chat, user = current_turn.get(), update.effective_chat, update.effective_user
    draft = turn.draft if turn.fills_in else None
    if draft is None or chat is None or user is None or chat.id != user.id:
        return None
    return state_of(draft.question)


def order_conversation() -> OrderConversation:
    """The conversation, entered by /order and left by an order, /cancel or Cancel."""
    begin = _command("order", browsing.began)
    tapped_order = CallbackQueryHandler(browsing.began, pattern=is_button(START, "order"))
    entries: Handlers = [begin, tapped_order]
    give_up: Handlers = [_command("cancel", confirming.gave_up), _tap("cancel", by=confirming.gave_up)]
    with warnings.catch_warnings():
        # Buttons and messages in one conversation always warn; in private chats it is what we want.
        warnings.filterwarnings("ignore", message="If 'per_message=False'", category=PTBUserWarning)
        return OrderConversation(
            entry_points=[
                *entries,
                MessageHandler(_TYPED & _PanelsLine(), browsing.began),
                MessageHandler(_TYPED & _SomethingWanted(), browsing.looked_for),
                MessageHandler(SHARED_CHAT, choosing_chat.brought_chat),
            ],
            states=states(),
            fallbacks=[*entries, *give_up],
        )

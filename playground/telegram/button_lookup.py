"""Finding the button a person means: by label, by label without its emoji, or by data."""

from collections.abc import Iterator

from playground.telegram.chats import Chat
from playground.telegram.keyboards import Button, without_emoji
from playground.telegram.messages import FakeMessage


class NoSuchButton(AssertionError):
    """The button to tap is not on the person's screen; the text shows the screen."""


def from_bot(chat: Chat) -> Iterator[FakeMessage]:
    """Return the bot's live messages, newest first."""
    return (message for message in chat.newest_first() if message.from_bot)


def find_inline(
    chat: Chat, wanted: str, message_id: int | None, *, stale: bool
) -> tuple[FakeMessage, str] | None:
    """Return the newest message with such a callback button, and the button's data."""
    messages = reversed(chat.messages.values()) if stale else chat.newest_first()
    for message in messages:
        if message_id in (None, message.id):
            found = _matching(_tappable(message, stale=stale), wanted)
            if found is not None and found.data is not None:
                return message, found.data
    return None


def _tappable(message: FakeMessage, *, stale: bool) -> list[Button]:
    if not stale:
        return message.buttons
    past = [button for rows in reversed(message.past_keyboards) for row in rows for button in row]
    return [*message.buttons, *past] if message.deleted else past


def _matching(buttons: list[Button], wanted: str) -> Button | None:
    inline = [button for button in buttons if button.kind == "callback_data"]
    for test in (
        lambda button: button.label == wanted,
        lambda button: without_emoji(button.label) == wanted,
        lambda button: button.data == wanted,
    ):
        found = next(filter(test, inline), None)
        if found is not None:
            return found
    return None


def find_reply(chat: Chat, wanted: str) -> Button | None:
    """Return the key with this label, with or without its emoji, on the reply keyboard."""
    if chat.reply_keyboard is None:
        return None
    keys = [button for row in chat.reply_keyboard.rows for button in row]
    exact = [key for key in keys if key.label == wanted]
    plain = [key for key in keys if without_emoji(key.label) == wanted]
    return next(iter([*exact, *plain]), None)

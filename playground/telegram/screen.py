"""A person's screen as plain text, for assertion messages and for readers."""

from collections.abc import Iterable
from dataclasses import replace

from playground.telegram.chats import Chat
from playground.telegram.keyboards import Rows
from playground.telegram.messages import FakeMessage

_SHOWN = 12


def render(chat: Chat, toasts: Iterable[str] = (), shown: int = _SHOWN) -> str:
    """Return the last messages of a chat with their buttons, newest at the bottom."""
    messages = chat.live()
    lines = [f"=== {chat.title} ==="]
    if len(messages) > shown:
        lines.append(f"    ... {len(messages) - shown} earlier")
    for message in messages[-shown:]:
        lines += _message(message)
    if chat.reply_keyboard is not None:
        where = "keyboard, behind a button" if chat.keyboard_is_away else "keyboard"
        lines += [f"  {where}: {_labels(row)}" for row in chat.reply_keyboard.rows]
    lines += [f"  toast: {text}" for text in toasts]
    return "\n".join(lines)


def _message(message: FakeMessage) -> list[str]:
    who = "bot" if message.from_bot else str(message.sender["first_name"])
    edited = ", edited" if message.edited else ""
    text = (_kind(message) + message.shown).replace("\n", "\n      ")
    lines = [f"  #{message.id} {who}{edited}: {text}"]
    return lines + [f"      {_labels(row)}" for row in _keyboard(message)]


def _kind(message: FakeMessage) -> str:
    """Name a message's content other than words."""
    if message.document is not None:
        return f"[document {message.document.upload.name}] "
    if message.file is not None:
        return f"[{message.file.kind.replace('_', ' ')}] "
    if message.content.invoice is not None:
        return f"[invoice {message.content.invoice.price}] "
    return f"[{message.money}]" if message.money else ""


def _keyboard(message: FakeMessage) -> Rows:
    """Return the buttons as apps show them: a paid invoice has Receipt instead of Pay."""
    if message.receipt is None or not message.keyboard:
        return message.keyboard
    (pay, *beside), *below = message.keyboard
    return ((replace(pay, label="Receipt"), *beside), *below)


def _labels(row: Iterable[object]) -> str:
    return " ".join(f"[ {getattr(button, 'label', button)} ]" for button in row)

"""What a person sees, as plain text: for assertion messages and for the curious."""

from collections.abc import Iterable

from playground.telegram.chats import Chat
from playground.telegram.messages import FakeMessage

_SHOWN = 12


def render(chat: Chat, toasts: Iterable[str] = (), shown: int = _SHOWN) -> str:
    """The last messages of a chat with their buttons, the newest at the bottom."""
    messages = chat.live()
    lines = [f"=== {chat.title} ==="]
    if len(messages) > shown:
        lines.append(f"    ... {len(messages) - shown} earlier")
    for message in messages[-shown:]:
        lines += _message(message)
    if chat.reply_keyboard is not None:
        lines += [f"  keyboard: {_labels(row)}" for row in chat.reply_keyboard.rows]
    lines += [f"  toast: {text}" for text in toasts]
    return "\n".join(lines)


def _message(message: FakeMessage) -> list[str]:
    who = "bot" if message.from_bot else str(message.sender["first_name"])
    edited = ", edited" if message.edited else ""
    media = ""
    if message.photo is not None:
        media = "[photo] "
    elif message.document is not None:
        media = f"[document {message.document.upload.name}] "
    text = (media + message.text).replace("\n", "\n      ")
    lines = [f"  #{message.id} {who}{edited}: {text}"]
    return lines + [f"      {_labels(row)}" for row in message.keyboard]


def _labels(row: Iterable[object]) -> str:
    return " ".join(f"[ {getattr(button, 'label', button)} ]" for button in row)

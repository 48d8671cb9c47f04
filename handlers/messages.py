"""A view as a call of the Bot API, for notices and for what a handler sends in their place."""

from typing import Any

from telegram.constants import ParseMode

from handlers.view import View
from messaging.outbox import Message


def send(chat_id: int, view: View) -> Message:
    """The view as a new message."""
    return Message("sendMessage", {"chat_id": chat_id, **_said(view)})


def with_file(chat_id: int, view: View, method: str, file: dict[str, str], *, instead: Message) -> Message:
    """The view below a photo or a document that Telegram has already; `instead`, where it has not."""
    said = _said(view)
    del said["link_preview_options"]
    return Message(method, {"chat_id": chat_id, "caption": said.pop("text"), **said, **file}, instead)


def edit_or_send(chat_id: int, message_id: int | None, view: View) -> Message:
    """The view in place of an earlier message, or as a new one where there is none any more."""
    anew = send(chat_id, view)
    if message_id is None:
        return anew
    edit = {"chat_id": chat_id, "message_id": message_id, **_said(view)}
    return Message("editMessageText", edit, instead=anew)


def _said(view: View) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": view.text,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": {"is_disabled": True},
    }
    if view.keyboard is not None:
        said["reply_markup"] = view.keyboard.to_dict()
    return said

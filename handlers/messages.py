"""A view as a call of the Bot API, for notices and for what a handler sends in their place."""

from dataclasses import replace
from typing import Any

from handlers.view import View, params
from messaging.outbox import Message

CELEBRATION = "5046509860389126442"
"""The effect of 🎉; Telegram's list is its own, and a message whose effect is gone goes without one."""


def send(chat_id: int, view: View, *, reply_to: int | None = None, celebrates: bool = False) -> Message:
    """Return the view as a new message; `reply_to` is the message it answers, if that is still there.

    `celebrates`: the app shows an effect with it; in private chats only.
    """
    sent: dict[str, Any] = {"chat_id": chat_id, **params(view)}
    if celebrates:
        sent["message_effect_id"] = CELEBRATION
    if reply_to is not None:
        sent["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return Message("sendMessage", sent)


def silenced(message: Message) -> Message:
    """Return the message without a sound, and without an effect; an edit never has either."""
    instead = silenced(message.instead) if message.instead is not None else None
    if message.method.startswith("edit"):
        return replace(message, instead=instead)
    params = {name: value for name, value in message.params.items() if name != "message_effect_id"}
    return Message(message.method, {**params, "disable_notification": True}, instead)


def with_file(chat_id: int, view: View, method: str, file: dict[str, str], *, instead: Message) -> Message:
    """Return the view below a photo or document that Telegram has, with `instead` in case it is gone."""
    shown = params(view)
    del shown["link_preview_options"]
    return Message(method, {"chat_id": chat_id, "caption": shown.pop("text"), **shown, **file}, instead)


def edit_or_send(chat_id: int, message_id: int | None, view: View) -> Message:
    """Return the view as an edit of an earlier message, or as a new message if that is gone."""
    anew = send(chat_id, view)
    if message_id is None:
        return anew
    edit = {"chat_id": chat_id, "message_id": message_id, **params(view)}
    return Message("editMessageText", edit, instead=anew)


def edit_as_it_stands(chat_id: int, message_id: int, view: View, *, has_file: bool) -> Message:
    """Return the view as an edit of a message that may be text, or be below a picture or file.

    A deleted message needs nothing.
    """
    card, shown = {"chat_id": chat_id, "message_id": message_id}, params(view)
    text = Message("editMessageText", {**card, **shown})
    below = {name: value for name, value in shown.items() if name not in {"text", "link_preview_options"}}
    caption = Message("editMessageCaption", {**card, **below, "caption": shown["text"]})
    first, other = (caption, text) if has_file else (text, caption)
    return replace(first, instead=replace(other, may_be_gone=True))

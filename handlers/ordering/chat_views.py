"""Choosing one's own channel or group: the button on the question, and the keys below the chat."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from handlers.buttons import DRAFT, Button
from handlers.view import PARSE_MODE, Row
from locales import Translator, marked
from locales.catalogues import Catalogues
from shop.ordering.chat_choice import ChatKind
from shop.typed import seen

_BUTTONS = {
    (ChatKind.CHANNEL,): marked("Choose my channel"),
    (ChatKind.GROUP,): marked("Choose my group"),
    (ChatKind.CHANNEL, ChatKind.GROUP): marked("Choose my channel or group"),
}
_KEYS = {ChatKind.CHANNEL: ("📢", marked("My channel")), ChatKind.GROUP: ("👥", marked("My group"))}

_ADMINISTRATOR = {
    name: name == "can_manage_chat"
    for name in (
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    )
}
"""The rights that every administrator has; the Bot API wants the others to be named as well."""


def chat_row(draft_id: str, kinds: Sequence[ChatKind], t: Translator) -> tuple[Row, ...]:
    """The button that leads to one's own chats, if the service can be for one."""
    if not kinds:
        return ()
    return ((("📢 " + t.label(_BUTTONS[tuple(kinds)]), Button(DRAFT, draft_id, "chats")),),)


_CANCEL = ("✖️", marked("Cancel"))
KEY_SIGNS = tuple(sign[0] for sign, _ in (_CANCEL, *_KEYS.values()))
"""What the labels of our keys begin with, in every language."""


@cache
def key_labels() -> frozenset[str]:
    """Return the labels of our keys in every language, `seen`. They are read when the first is pressed."""
    catalogues, keys = Catalogues(), (_CANCEL, *_KEYS.values())
    said = [catalogues.some_of(one, [label for _, label in keys]) for one in catalogues.languages]
    return frozenset(seen(f"{sign} {words[label]}") for words in said for sign, label in keys)


def no_choice(t: Translator) -> str:
    """The key with which a person goes on without choosing a chat."""
    sign, label = _CANCEL
    return f"{sign} {t.label(label)}"


def chat_keys(kinds: Sequence[ChatKind], t: Translator) -> dict[str, Any]:
    """The message with the keys, as parameters of sendMessage: each opens the app's own list of chats."""
    keys: list[list[dict[str, Any]]] = [[_key(kind, t)] for kind in kinds]
    return {
        "text": t("Tap below and choose it. I only learn its @name."),
        "parse_mode": PARSE_MODE,
        "reply_markup": {
            "keyboard": [*keys, [{"text": no_choice(t)}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        },
    }


def _key(kind: ChatKind, t: Translator) -> dict[str, Any]:
    sign, label = _KEYS[kind]
    wish = {
        "request_id": list(ChatKind).index(kind) + 1,
        "chat_is_channel": kind is ChatKind.CHANNEL,
        "user_administrator_rights": _ADMINISTRATOR,
        "request_username": True,
    }
    return {"text": f"{sign} {t.label(label)}", "request_chat": wish}

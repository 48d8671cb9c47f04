"""Keyboards: inline ones below a message, reply ones below the chat."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.sharing import ChatWish, read_wish

BUTTON_DATA_BYTES = 64  # core.telegram.org/bots/api#inlinekeyboardbutton
STYLES = ("danger", "success", "primary")
_ROW = 12  # what TDLib keeps of a longer row
_ALL = 300  # and of a longer keyboard
_KINDS = (
    "callback_data",
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "pay",
)
_UNMODELLED = ("web_app", "login_url", "callback_game")


@dataclass(frozen=True)
class Button:
    """A button as a person sees it; `data` is what a tap on an inline button sends.

    `wish` is the chat that a key of a reply keyboard asks for.
    """

    label: str
    data: str | None = None
    url: str | None = None
    kind: str = "text"
    style: str | None = None
    wish: ChatWish | None = None

    def json(self) -> dict[str, Any]:
        """The button as it appears in an update."""
        body: dict[str, Any] = {"text": self.label}
        if self.kind == "callback_data":
            body["callback_data"] = self.data
        elif self.kind == "copy_text":
            body["copy_text"] = {"text": self.data}
        elif self.kind == "switch_inline_query_chosen_chat":
            body[self.kind] = {"query": self.data, "allow_user_chats": True, "allow_group_chats": True}
        elif self.kind == "pay":
            body["pay"] = True
        elif self.kind != "text":
            body[self.kind] = self.url if self.kind == "url" else self.data
        if self.style:
            body["style"] = self.style
        return body


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Markup:
    """A `reply_markup`: its kind and its buttons, if any."""

    kind: str
    rows: Rows = ()
    one_time: bool = False
    placeholder: str = ""

    def json(self) -> dict[str, Any] | None:
        """The keyboard as it appears in an update: inline keyboards only."""
        if self.kind != "inline":
            return None
        return {"inline_keyboard": [[button.json() for button in row] for row in self.rows]}


def read_markup(value: Any, *, inline_only: bool = False, for_invoice: bool = False) -> Markup | None:
    """Return the keyboard in `value`. Raises Refusal in Telegram's words."""
    if value is None or value == {}:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], _inline_button, "inline keyboard")
        _check_pay(rows, for_invoice=for_invoice)
        return Markup("inline", rows) if rows else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    return _reply_markup(value)


def _reply_markup(value: dict[str, Any]) -> Markup | None:
    placeholder = str(value.get("input_field_placeholder", ""))
    if "keyboard" in value:
        rows = _rows(value["keyboard"], _reply_button, "keyboard")
        one_time = bool(value.get("one_time_keyboard"))
        return Markup("reply", rows, one_time, placeholder) if rows else None
    if value.get("remove_keyboard"):
        return Markup("remove")
    if value.get("force_reply"):
        return Markup("force", placeholder=placeholder)
    return None


def _rows(value: Any, read: Any, what: str) -> Rows:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f"can't parse {what}: expected an Array of Arrays of buttons")
    rows: list[tuple[Button, ...]] = []
    left = _ALL
    for row in value:
        buttons = tuple(button for button in map(read, row) if button.label)[: min(_ROW, left)]
        left -= len(buttons)
        if buttons:
            rows.append(buttons)
    return tuple(rows)


def _check_pay(rows: Rows, *, for_invoice: bool) -> None:
    """Refuse a Pay button anywhere but first on an invoice."""
    first, *others = [button.kind for row in rows for button in row] or [""]
    if "pay" in others:
        raise bad_request("BUTTON_POS_INVALID")
    if for_invoice and first not in ("pay", ""):
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    if first == "pay" and not for_invoice:
        raise bad_request("BUTTON_TYPE_INVALID")


_ASKING = (
    "request_contact",
    "request_location",
    "request_poll",
    "request_user",
    "request_users",
    "request_managed_bot",
    "web_app",
)


def _reply_button(value: Any) -> Button:
    label = value.get("text") if isinstance(value, dict) else value
    if not isinstance(label, str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    said = value if isinstance(value, dict) else {}
    asked = next((kind for kind in _ASKING if said.get(kind, False) is not False), None)
    if asked is not None:  # pressing it would not send its text
        raise Unmodelled(f"{asked} keys")
    wish = said.get("request_chat")
    return Button(label, kind="request_chat", wish=read_wish(wish)) if wish is not None else Button(label)


def _inline_button(value: Any) -> Button:
    complaint = "can't parse inline keyboard button: "
    if not isinstance(value, dict):
        raise bad_request(f"{complaint}InlineKeyboardButton must be an Object")
    label = value.get("text")
    if not isinstance(label, str):
        raise bad_request(f'{complaint}Can\'t find field "text"')
    said = {name for name in value if name != "pay" or value["pay"] is True}
    kind = next((kind for kind in (*_KINDS, *_UNMODELLED) if kind in said), None)
    if kind is None:
        raise bad_request(f"{complaint}Text buttons are unallowed in the inline keyboard")
    if kind in _UNMODELLED:
        raise Unmodelled(f"{kind} buttons")
    return _of_kind(kind, label, value)


def _of_kind(kind: str, label: str, value: dict[str, Any]) -> Button:
    style = _checked_style(value.get("style"))
    content = value[kind]
    if kind == "url":
        return Button(label, url=_checked_url(str(content)), kind=kind, style=style)
    if kind == "pay":
        return Button(label, kind=kind, style=style)
    if kind == "switch_inline_query_chosen_chat":
        return Button(label, _chosen_chat_query(content), kind=kind, style=style)
    if kind == "copy_text":
        if not isinstance(content, dict):
            raise bad_request("can't parse inline keyboard button: object expected as copy text button")
        return Button(label, str(content.get("text", "")), kind=kind, style=style)
    if not isinstance(content, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{kind}" must be of type String')
    if kind == "callback_data" and not 1 <= len(str(content).encode()) <= BUTTON_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(label, str(content), kind=kind, style=style)


def _chosen_chat_query(content: Any) -> str:
    """Return what is typed after the bot's name in the chosen chat (api#switchinlinequerychosenchat)."""
    if not isinstance(content, dict):
        raise bad_request("can't parse inline keyboard button: object expected as inline query chosen chat")
    kinds = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")
    if not any(content.get(kind) for kind in kinds):
        raise bad_request("can't parse inline keyboard button: at least one chat type must be allowed")
    return str(content.get("query", ""))


def _checked_style(style: Any) -> str | None:
    """Return the style (core.telegram.org/bots/api#inlinekeyboardbutton); the refusal's words are assumed."""
    if style is None or style in STYLES:
        return str(style) if style else None
    raise bad_request("can't parse inline keyboard button: invalid button style specified")


def _checked_url(url: str) -> str:
    complaint = f"inline keyboard button URL '{url}' is invalid: "
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        raise bad_request(f"{complaint}Wrong HTTP URL") from None
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad_request(f"{complaint}Unsupported URL protocol")
    if not parts.netloc or ("." not in parts.netloc and parts.scheme in ("http", "https")):
        raise bad_request(f"{complaint}Wrong HTTP URL")
    return url


def without_emoji(label: str) -> str:
    """Return the label without an emoji before it."""
    return re.sub(r"^[^\w(/+−-]+\s+", "", label).strip()

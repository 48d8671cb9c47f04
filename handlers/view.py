"""A view: what a screen says and the buttons under it. Pure data, no Telegram call."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode

from handlers.buttons import Button

PAGE = 8
"""Entries on one page: the most buttons there are before Previous and Next."""

PARSE_MODE = ParseMode.HTML
"""How Telegram reads a text of ours. Why this is not in PTB's Defaults: docs/decisions/0022."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Row = Sequence[tuple[str, Button]]


@dataclass(frozen=True, slots=True)
class View:
    """Telegram HTML and its keyboard."""

    text: str
    rows: tuple[Row, ...] = ()

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """PTB's keyboard, or None where there are no buttons."""
        if not self.rows:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(text=label, callback_data=button.pack()) for label, button in row]
                for row in self.rows
            ]
        )


def params(view: View) -> dict[str, Any]:
    """The view as parameters of sendMessage or editMessageText, for PTB's methods and for raw calls."""
    shown: dict[str, Any] = {
        "text": view.text,
        "parse_mode": PARSE_MODE,
        "link_preview_options": _NO_PREVIEW,
    }
    return shown if view.keyboard is None else {**shown, "reply_markup": view.keyboard}


def shortened(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, with an ellipsis where it was longer."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"

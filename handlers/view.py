"""A view: what a screen says and the buttons under it. Pure data, no Telegram call."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.buttons import Button

PAGE = 8
"""Entries on one page, and so many buttons at the most before Previous and Next."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a button of a keyboard opens, where it tells the bot nothing."""

    url: str


Row = Sequence[tuple[str, Button | Link]]


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
        return InlineKeyboardMarkup([[_key(label, target) for label, target in row] for row in self.rows])


def _key(label: str, target: Button | Link) -> InlineKeyboardButton:
    if isinstance(target, Link):
        return InlineKeyboardButton(text=label, url=target.url)
    return InlineKeyboardButton(text=label, callback_data=target.pack())


def shortened(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, with an ellipsis where it was longer."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"

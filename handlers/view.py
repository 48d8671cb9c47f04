"""A view: what a screen says and the buttons under it. Pure data, no Telegram call."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode

from handlers.button_styles import style_of
from handlers.buttons import Button
from locales.widths import beginning_of, width_of
from shop.plain import units

PAGE = 8
"""Entries on one page: the most buttons there are before Previous and Next."""

MOST_ROWS = 8
"""Rows of a keyboard that a phone shows together with some of the text."""

TALLEST = 10
"""Rows that a keyboard may have if labels were cut otherwise: as many as a long list has."""

BESIDE, FEWEST = {2: 14, 3: 9, 4: 6}, 5
"""Characters of a label that a narrow phone shows whole, by how many buttons share the row."""

LABEL = 30
"""Characters of a label that every phone shows where the button has its row for itself."""

PARSE_MODE = ParseMode.HTML
"""How Telegram reads a text of ours. Why this is not in PTB's Defaults: docs/decisions/0022."""

MOST_LISTED = 3900
"""UTF-16 units of the lines of a list, which is how Telegram counts; a message has at most 4096."""

_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class Link:
    """The address that a keyboard's button opens, without telling the bot."""

    url: str


MOST_COPIED = 256
"""UTF-16 units that a button can copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The text that a keyboard's button copies, at most MOST_COPIED, without telling the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Pay:
    """Pays the invoice it stands under; it must be the first button there."""


@dataclass(frozen=True, slots=True)
class Share:
    """Lets the person choose a chat, with a person or a group, in which `@bot query` is then typed."""

    query: str


Target = Button | Link | Copy | Pay | Share
Row = Sequence[tuple[str, Target]]


def copied(text: str) -> tuple[str, Copy]:
    """The button that copies this, at most MOST_COPIED; its label shows as much of it as fits."""
    return "📋 " + shortened(text, 26), Copy(text)


def choice(name: str, target: Target, is_chosen: bool) -> tuple[str, Target]:
    """One of several buttons, of which the chosen ones have a mark."""
    return ("✅ " if is_chosen else "") + name, target


@dataclass(frozen=True, slots=True)
class View:
    """Telegram HTML and its keyboard. `preview` is the one link that Telegram shows a preview of, if any.

    `about` is the subject of a card of the staff's that is edited later, while it stands; see
    storage/desk/cards.
    """

    text: str
    rows: tuple[Row, ...] = ()
    preview: str = ""
    about: str = ""

    @property
    def keyboard(self) -> dict[str, Any] | None:
        """The keyboard as the Bot API has it, or None if there are no buttons."""
        if not self.rows:
            return None
        return {"inline_keyboard": _keys(self.rows)}


def in_rows(buttons: Sequence[tuple[str, Target]], columns: int = 2) -> list[Row]:
    """Return the buttons in rows of `columns`; the last row may be shorter."""
    return [tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]


def in_pairs(buttons: Sequence[tuple[str, Target]]) -> list[Row]:
    """Return the buttons in rows of two, those with a long label alone.

    A button that a long one parts from its neighbour is joined by the next short one, so that none but the
    last short one stands alone for its place in the list.
    """
    rows: list[Row] = []
    half = -1  # the place of the row that has room
    for button in buttons:
        if width_of(button[0]) > BESIDE[2]:
            rows.append((button,))
        elif half < 0:
            half = len(rows)
            rows.append((button,))
        else:
            rows[half] = (*rows[half], button)
            half = -1
    return rows


def markup(*rows: Row) -> InlineKeyboardMarkup:
    """Return these rows for a call of PTB's, under what has no text to edit: a file, an invoice."""
    return InlineKeyboardMarkup.de_json({"inline_keyboard": _keys(rows)})


def _keys(rows: Sequence[Row]) -> list[list[dict[str, Any]]]:
    return _keys_of(tuple(map(tuple, rows)))


@lru_cache(maxsize=64)  # most people see the same few keyboards
def _keys_of(rows: tuple[Row, ...]) -> list[list[dict[str, Any]]]:
    """Return the keyboard as the Bot API has it; nobody changes it."""
    return [[_key(label, target) for label, target in row] for row in legible(rows)]


def legible(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with as many buttons beside each other as a phone shows whole, in any language.

    A row is not parted where the keyboard would have more than TALLEST rows, unless two of its labels would
    look alike there.
    """
    split: list[Row] = []
    cut: list[Row] = []
    for place, row in enumerate(rows, start=1):
        parts = _parted(row)
        has_room = len(split) + len(parts) + len(rows) - place <= TALLEST
        split += parts if has_room else [row]
        if not has_room and len(parts) > 1:
            cut.append(row)
    alike = _alike(cut)
    return [part for row in split for part in (_parted(row) if row in alike else (row,))]


def _alike(rows: Sequence[Row]) -> list[Row]:
    """Return those of these rows in which a phone shows a label as it shows another one of them."""
    if not rows:
        return []
    shown = [[beginning_of(label, BESIDE.get(len(row), FEWEST) - 1) for label, _ in row] for row in rows]
    times = Counter(label for labels in shown for label in labels)
    return [row for row, labels in zip(rows, shown, strict=True) if any(times[label] > 1 for label in labels)]


def _parted(row: Row) -> list[Row]:
    if len(row) < 2 or max(width_of(label) for label, _ in row) <= BESIDE.get(len(row), FEWEST):
        return [row]
    alone = [one for one in row if width_of(one[0]) > BESIDE[2]]
    if len(row) == 3 and len(alone) == 1:  # so that the two short ones stay beside each other
        return [tuple(alone), tuple(one for one in row if one not in alone)]
    half = (len(row) + 1) // 2
    return [*_parted(row[:half]), *_parted(row[half:])]


@lru_cache(maxsize=512)
def _key(label: str, target: Target) -> dict[str, Any]:
    """Return a button as the Bot API has it; nobody changes it, as screens share many."""
    if isinstance(target, Copy):
        return {"text": label, "copy_text": {"text": target.text}}
    if isinstance(target, Pay):
        return {"text": label, "pay": True}
    if isinstance(target, Share):
        chats = {"allow_user_chats": True, "allow_group_chats": True}
        return {"text": label, "switch_inline_query_chosen_chat": {"query": target.query, **chats}}
    if isinstance(target, Link):
        return {"text": label, "url": target.url}
    key = {"text": label, "callback_data": target.pack()}
    style = style_of(target, label)
    return key if style is None else {**key, "style": style}


def params(view: View) -> dict[str, Any]:
    """Return the view as parameters of sendMessage or editMessageText, for raw calls."""
    shown: dict[str, Any] = {
        "text": view.text,
        "parse_mode": PARSE_MODE,
        "link_preview_options": _small_preview(view.preview) if view.preview else _NO_PREVIEW,
    }
    keyboard = view.keyboard
    return shown if keyboard is None else {**shown, "reply_markup": keyboard}


def _small_preview(link: str) -> dict[str, Any]:
    return {"url": link, "prefer_small_media": True}


def as_many_as_fit(lines: Sequence[str]) -> Sequence[str]:
    """Return the first lines, as many as one message takes beside a title and a line after them.

    Tags count as if they were shown, so that there is always room.
    """
    lengths = accumulate(units(line) + 1 for line in lines)
    return lines[: sum(length <= MOST_LISTED for length in lengths)]


def beginning(text: str, limit: int) -> str:
    """Return the beginning of `text` in at most `limit` UTF-16 units, which is how Telegram counts."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * max(limit, 0)].decode("utf-16-le", "ignore")


def shortened(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, with an ellipsis if it was longer."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"

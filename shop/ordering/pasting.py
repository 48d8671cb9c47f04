"""A list pasted at once that arrives as several messages, because the app cut it.

Apps cut a text of more than 4,096 UTF-16 units at the best place in its second half, so a part is 2,049
units or longer and looks whole. So a long message is held for a moment: if its sender goes on, it
was a part. Short messages are answered at once. See docs/decisions/0016-a-list-cut-by-the-app.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.errors import ShopError
from shop.plain import units

LONGEST = 4096
"""UTF-16 units in one message from an app."""

WITHIN = timedelta(seconds=10)
"""The longest time between two parts, by Telegram's clock; an app sends them one after the other."""

PATIENCE = timedelta(seconds=3)
"""How long an unfinished list is held after its last part."""

MOST = 256 * 1024
"""Characters of a whole list; the same limit as for a text file."""

_BLANKS_LOST = 2
"""Characters of white space an app drops at a cut: a blank, a line's end, or an empty line."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The parts so far: `last_units` is the last message's length, `sent_at` Telegram's time of it."""

    text: str
    last_units: int
    sent_at: datetime
    update_id: int


def may_go_on(message: str) -> bool:
    """Return True if more parts may follow this message."""
    return units(message) > LONGEST // 2


def goes_on(before: Pasted, message: str, sent_at: datetime) -> bool:
    """Return True if this message continues the parts before it.

    It came at once, and together with the last part it is more than one message holds: otherwise no app
    would have cut it. So "100" after a list of 3,000 units is the next answer, however quick.
    """
    too_long_for_one = before.last_units + _BLANKS_LOST + units(message) > LONGEST
    return too_long_for_one and abs(sent_at - before.sent_at) <= WITHIN


def with_part(before: Pasted | None, text: str, *, message: str, sent_at: datetime, update_id: int) -> Pasted:
    """Return the list with one more part: `text`, from this message.

    If an app finds no place to cut, it cuts after exactly 4,096 units, in the middle of a word. A list
    that is too long is kept only as far as needed to see that.
    """
    if before is not None:
        text = before.text + ("" if before.last_units >= LONGEST else "\n") + text
    return Pasted(text[: MOST + 1], units(message), sent_at, update_id)


def complete_list(pasted: Pasted) -> str:
    """Return the complete list. Raises ShopError if it is too long."""
    if len(pasted.text) > MOST:
        raise ShopError("lines_too_many")
    return pasted.text

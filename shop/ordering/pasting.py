"""A list that was pasted at once and comes in several messages, because the app has cut it.

Apps cut a text of more than 4,096 UTF-16 units at the best place in its second half, so a part is 2,049
units or longer and looks whole. A long message is therefore held for a moment: if its sender goes on, it
was a part. Short ones are answered at once. See docs/decisions/0016-a-list-cut-by-the-app.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.errors import ShopError

LONGEST = 4096
"""UTF-16 units of one message that an app sends."""

WITHIN = timedelta(seconds=10)
"""Between two parts, by Telegram's own clock; an app sends them one after the other."""

PATIENCE = timedelta(seconds=3)
"""How long a list that may go on is held after its last part."""

MOST = 256 * 1024
"""Characters of a whole list, as many as of a text file."""

_BLANKS_LOST = 2
"""White space that an app drops where it cuts: a blank, a line's end, or an empty line."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The parts so far. `last_units` is the length of the last message, `sent_at` when Telegram took it."""

    text: str
    last_units: int
    sent_at: datetime
    update_id: int


def units(text: str) -> int:
    """The length of a text as apps count it: a character beyond the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def may_go_on(message: str) -> bool:
    """Whether this may be a part that others follow."""
    return units(message) > LONGEST // 2


def goes_on(before: Pasted, message: str, sent_at: datetime) -> bool:
    """Whether this message belongs to the parts before it.

    It came within a moment, and together with the last part it is more than one message holds: no app
    would have cut it otherwise. So "100" behind a list of 3,000 units is the next answer, however quick.
    """
    too_long_for_one = before.last_units + _BLANKS_LOST + units(message) > LONGEST
    return too_long_for_one and abs(sent_at - before.sent_at) <= WITHIN


def with_part(before: Pasted | None, text: str, *, message: str, sent_at: datetime, update_id: int) -> Pasted:
    """The list with one part more: `text`, of this message.

    Where an app finds no place to cut it cuts after 4,096 units sharp, in the middle of a word. Of a list
    that is too long no more is kept than shows that it is.
    """
    if before is not None:
        text = before.text + ("" if before.last_units >= LONGEST else "\n") + text
    return Pasted(text[: MOST + 1], units(message), sent_at, update_id)


def whole(pasted: Pasted) -> str:
    """The list, of which no more comes. Raises ShopError where it is too long."""
    if len(pasted.text) > MOST:
        raise ShopError("lines_too_many")
    return pasted.text

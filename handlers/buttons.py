"""Button data: a text of at most 64 bytes that survives restarts.

Never a price, a name or a person: those are looked up, and checked, when the
button is tapped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shop.typed import as_id

MAX_BYTES = 64
"""Telegram's limit for callback_data."""

_COLON = "'"
"""Stands for a colon in the id of a service: no id has such a mark (panel.values.texts.identifier)."""

LONGEST_NUMBER = 18
"""Digits; longer numbers do not fit a database's 64 bits."""


@dataclass(frozen=True, slots=True)
class Button:
    """`subject` says what kind of thing is meant, `of` which one, `action` what to do, `value` with what."""

    subject: str
    of: str
    action: str
    value: str = ""

    def pack(self) -> str:
        """Return the callback_data. Raises ValueError if it does not fit."""
        packed = ":".join((self.subject, self.of.replace(":", _COLON), self.action, self.value))
        if len(packed.encode()) > MAX_BYTES:
            message = f"a button's data is too long: {packed}"
            raise ValueError(message)
        return packed

    @property
    def number(self) -> int | None:
        """Return `of` as a row's number, or None if it cannot be one."""
        return row_number(self.of)

    @classmethod
    def read(cls, data: str | None) -> "Button | None":
        """Return the button with this callback_data, or None for anything not written by `pack`."""
        parts = (data or "").split(":", maxsplit=3)
        if len(parts) != 4:
            return None
        subject, of, action, value = parts
        return cls(
            subject,
            of.replace(_COLON, ":"),
            FORMER.get(action, action) if subject == DRAFT else action,
            value,
        )


def row_number(text: str) -> int | None:
    """Return a row's number as people and buttons write it, with # or the like; None for anything else."""
    plain = as_id(text)
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_NUMBER else None


DRAFT, TOKEN, ORDER, LIST, BROADCAST, PANEL, START, REVIEW = "d", "t", "o", "l", "b", "p", "s", "r"
WALLET, TOPUP, RECEIPT, PAYMENT, CHANGE = "w", "u", "c", "y", "g"
MASS, PRESET = "m", "k"
TICKET = "q"
DESK = "a"
DESK_ORDER, PERSON, STANDING = "ao", "ap", "as"
"""The subjects: single letters, because an order's id at the panel takes up to 36 bytes beside them."""

COUPON, INVITE, GIFT = "cp", "iv", "gf"
MAINTENANCE, EXPORTS, IMPORTS = "am", "ae", "ai"
TEXTS, SETTINGS = "ax", "av"
WAITING = "aw"
ALERT = "al"
ROUTE = "ar"
CURATED, RULES = "ct", "cr"
ORPHAN = "or"
FIGURES = "sf"
BUNDLES, BUNDLE_OFFER = "bu", "bo"
QUALITY, SUPPLIERS = "qu", "sc"
TRANSFER = "bt"
MEMBER = "mb"
"""Subjects whose buttons carry no such id."""

OF_THE_DESK = frozenset(
    {
        *(BROADCAST, PANEL, REVIEW, RECEIPT, PAYMENT, CHANGE, DESK, DESK_ORDER, PERSON, STANDING),
        *(MAINTENANCE, EXPORTS, IMPORTS, TEXTS, SETTINGS, WAITING, ALERT, ROUTE, CURATED, RULES, ORPHAN),
        *(FIGURES, BUNDLES, QUALITY, SUPPLIERS, TRANSFER),
    }
)
"""Subjects whose buttons only the staff has."""

ALERT_DOORS = frozenset(
    {"panel", "review", "prices", "question", "changes", "rules", "orphans", "service", "compare"}
)
"""Actions of an alert's card that open a screen beside it: the card stays, for it is edited later."""

FORMER = {
    "pl": "platform",
    "ca": "category",
    "se": "service",
    "pg": "page",
    "bk": "back",
    "sk": "skip",
    "ch": "choice",
    "no": "cancel",
}
"""Former actions of a draft's buttons and their present names: old buttons are still in people's chats."""


def is_button(subject: str, *actions: str) -> Callable[[object], bool]:
    """Return what tells whether data is a button's of this subject with one of these actions, old forms too.

    Not a regular expression: hundreds of them take 20 ms of each start.
    """

    def fits(data: object) -> bool:
        button = Button.read(data) if isinstance(data, str) else None
        return button is not None and button.subject == subject and button.action in actions

    return fits

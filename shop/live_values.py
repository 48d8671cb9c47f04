"""What an owner set in the chat: settings of the shop, and its own texts by language.

The environment outweighs all of it: what stands there is in force, whatever was set in the chat.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from shop.own_words import EVERYBODY, LANGUAGES, OwnWords

TRANSLATED = ("welcome", "footer", "terms", "description", "short_description")
TEXTS = (*TRANSLATED, "support_contact", "banner")
"""The texts that can be set in the chat; those of TRANSLATED have one for each language."""

HTML_TEXTS = frozenset({"welcome", "footer", "terms"})
NAMING_TEXTS = frozenset({"welcome", "footer"})
"""Texts that may call their reader by {name}."""

SETTINGS = (
    "star_value",
    "membership_stars",
    "membership_level",
    "topup_amounts",
    "topup_least",
    "topup_most",
    "payment_fees",
    "manual_topup",
    "invite_reward",
    "coupon_loss",
    "fallback_loss",
    "credit_ask",
    "credit_second",
    "operators_chat",
    "unknown_hours",
    "panel_probe",
    "sweep_seconds",
)
"""The settings that can be changed in the chat, in the order in which they are shown."""

UNLOGGED = frozenset({*TEXTS, "manual_topup"})
"""Values in people's own words: the log says that they changed, the history what they were."""


@dataclass(frozen=True, slots=True)
class LiveKey:
    """What a value is of: a setting's name in small letters, and for a text its readers' language."""

    name: str
    language: str = EVERYBODY

    @property
    def field(self) -> str:
        """The setting that says the same in the environment, in small letters."""
        return f"{self.name}_{self.language}" if self.language else self.name

    @property
    def variable(self) -> str:
        """The name of that setting as it is written in the environment."""
        return self.field.upper()

    @property
    def is_text(self) -> bool:
        """True for a text of the shop, False for a setting."""
        return self.name in TEXTS

    @property
    def subject(self) -> str:
        """How the log of acts names it."""
        return f"live:{self.field}"


def keys_of(name: str) -> tuple[LiveKey, ...]:
    """Return every key of this name, everybody's first."""
    languages = (EVERYBODY, *LANGUAGES) if name in TRANSLATED else (EVERYBODY,)
    return tuple(LiveKey(name, language) for language in languages)


KEYS = {key.field: key for name in (*TEXTS, *SETTINGS) for key in keys_of(name)}
"""Every value that can be set in the chat, by its field."""


class Source(Enum):
    """Where a value comes from. `NOWHERE`: nobody has set it, so the default stands."""

    ENVIRONMENT = auto()
    DESK = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class LiveValue:
    """A value set in the chat. `field` may be one that only another release knows; `by_name` may be empty."""

    field: str
    value: str
    by: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One change of a value; None stands for nothing set. `id` is also the version that it made."""

    id: int
    before: str | None
    after: str | None
    by: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stands:
    """What is in force for a key. `kept` was set in the chat, in force or not; `trouble` says why not."""

    value: str
    source: Source
    default: str
    kept: LiveValue | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that would be taken, as it would be kept; None for nothing.

    `words` are the shop's texts with it, `remarks` what would then be allowed but not work.
    """

    value: str | None
    words: OwnWords
    remarks: tuple[str, ...] = ()


class WrongValue(ValueError):
    """A value that is not taken; the text says why, as of the setting in the environment."""


class LiveSettings(Protocol):
    """The settings in force, and what can be changed of them."""

    def stands(self, key: LiveKey) -> Stands:
        """Return what is in force for this key, and where it comes from."""
        ...

    def check(self, key: LiveKey, value: str | None) -> Checked:
        """Return what this value would do, None for nothing. Raises WrongValue."""

    def refresh(self) -> Awaitable[None]:
        """Take what was set in the chat, at once and everywhere."""

    def remarks(self) -> Sequence[str]:
        """Name each value set in the chat that is not in force, and why."""

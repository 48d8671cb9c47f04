"""Decide how a notice comes to its person: with a sound, without one, or not at all.

Nothing is held back: a notice in quiet hours comes silently, at once. So there is nothing to keep over a
restart, and no clock, summer time or changed setting can lose it (docs/decisions/0055).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto

from shop.notice import FOR_OPERATORS, is_of_money
from shop.preferences import Loudness, Preferences

ON_THE_CARD = frozenset({"refill"})
"""Kinds whose news the order's card shows, too, and which are no end of an order."""


UNHURRIED = frozenset({"service_news"})
"""Kinds that nobody waits for."""


class Sound(Enum):
    """How a notice comes; `UNSAID`: its person does not want the message."""

    RINGS = auto()
    SILENT = auto()
    UNSAID = auto()


def sound_of(kind: str, payload: Mapping[str, object], own: Preferences, now: datetime) -> Sound:
    """Return how a notice comes to a person with these settings at `now` (UTC).

    Operators' alerts always ring. A customer who wants silence gets it, about money too; quiet hours never
    silence a notice about money.
    """
    if kind in FOR_OPERATORS:
        return Sound.RINGS
    if own.notices is Loudness.SILENT:
        return Sound.SILENT
    if is_left_out(kind, own):
        return Sound.UNSAID
    if kind in UNHURRIED and own.zone is None:
        return Sound.SILENT  # their night may be our day
    if is_of_money(kind, payload) or not own.is_quiet(now):
        return Sound.RINGS
    return Sound.SILENT


def is_left_out(kind: str, own: Preferences) -> bool:
    """Return True if this person wants no message of this kind, alone or in a digest."""
    return own.notices is Loudness.END and kind in ON_THE_CARD

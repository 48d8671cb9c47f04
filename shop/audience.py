"""Who gets a broadcast: everybody, or those of whom all that was chosen is true."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

ACTIVE_DAYS = (7, 30, 90)
"""The spans of days that are offered for "wrote or ordered lately"."""

MOST_LISTED = 10_000
"""Lines of a pasted or sent list of people."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What must be true of a person, all of it. Nothing chosen: everybody who wants the shop's news.

    `ordered`: ever (True) or never (False). `service_id` and `category` are what they bought. `listed` are
    people's numbers. `important`: also who wants no news of the shop; the operator says so each time.
    """

    languages: tuple[str, ...] = ()
    active_days: int | None = None
    ordered: bool | None = None
    has_money: bool = False
    service_id: str = ""
    category: str = ""
    listed: tuple[int, ...] | None = None
    important: bool = False

    @property
    def is_everybody(self) -> bool:
        """True if nothing narrows it."""
        return self in {EVERYBODY, Audience(important=True)}

    def active_since(self, now: datetime) -> datetime | None:
        """Return from when on they must have been active; None if that does not matter."""
        return None if self.active_days is None else now - timedelta(days=self.active_days)

    def for_all(self) -> "Audience":
        """Return the same, also for those who want no news."""
        return replace(self, important=True)

    def as_json(self) -> dict[str, Any]:
        """Return it as its row keeps it: what was chosen."""
        return {name: value for name, value in asdict(self).items() if value != _DEFAULTS[name]}


_DEFAULTS = {field.name: field.default for field in fields(Audience)}
EVERYBODY = Audience()


def audience_of(stored: Mapping[str, Any]) -> Audience:
    """Return the audience in a row, without what only another release knows."""
    known = {name: _read(value) for name, value in stored.items() if name in _DEFAULTS}
    return Audience(**known)


def _read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read_list(text: str) -> tuple[list[str], ...]:
    """Return the words of each line of a list of people; a comma parts words, too."""
    return tuple(line.replace(",", " ").replace(";", " ").split() for line in text.splitlines())

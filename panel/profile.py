"""A profile: how one panel's dialect differs, as a small TOML file.

The built-in ones lie in `profiles/`; `mainstream.toml` explains every key. An
operator's own file names only what differs from it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from panel.phrases import Kind
from shop.currency import currency_named
from shop.heard import refusal_key, state_key
from shop.replies import PanelState

AUTO = "auto"
UNDECIDED = "both"
BUILT_IN = ("seed", "mainstream", UNDECIDED)

_FOLDER = Path(__file__).parent / "profiles"
_TARGETS = ("link", "url", "both")
_NUMBERED_BY = ("order", "orders", "both")
_SLOWEST = 60

TEACHABLE = frozenset(Kind) - {Kind.ORDER, Kind.REFILL, Kind.CANCEL, Kind.OTHER}
"""What a text may be said to mean: the kinds of refusals, or `vague`, which proves nothing."""


class ProfileProblem(ValueError):
    """A profile cannot be used; the text is one sentence that names the file and the key."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One panel's dialect. `mainstream.toml` says what each field means."""

    name: str
    hosts: tuple[str, ...] = ()
    target: str = "link"
    refill_by: str = "order"
    cancel_by: str = "both"
    refill_ids: bool = True
    many_ids: bool = True
    double_encode: bool = False
    comments_quantity: bool = True
    comment_separators: tuple[str, ...] = ("|",)
    user_agent: str = "Mozilla/5.0 (compatible; Kiosk/1.0)"
    idempotency_field: str = ""
    idempotency_hours: int = 12
    idempotency_first: bool = False
    currency: str = ""
    currency_aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pace: float = 0.1
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    states: Mapping[str, PanelState] = field(default_factory=lambda: MappingProxyType({}))
    refusals: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def targets(self) -> tuple[str, ...]:
        """The parameters that hold the link."""
        return ("url", "link") if self.target == "both" else (self.target,)


def load_profile(name_or_path: str) -> Profile:
    """The built-in profile of this name, or the one in the operator's own file.

    "auto" is the undecided profile until the panel has been seen. Raises ProfileProblem.
    """
    if name_or_path == AUTO:
        name_or_path = UNDECIDED
    path = _FOLDER / f"{name_or_path}.toml" if name_or_path in BUILT_IN else Path(name_or_path)
    return _profile(_members(path, name_or_path), path)


def _members(path: Path, asked: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        known = ", ".join((AUTO, *BUILT_IN))
        raise ProfileProblem(
            f"There is no panel profile {asked!r}; name one of {known}, or the path of your own TOML file."
        ) from None
    except OSError as problem:
        raise ProfileProblem(f"The profile {path} cannot be read: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ProfileProblem(f"The profile {path} is not valid TOML: {problem}.") from None


def _profile(members: dict[str, Any], path: Path) -> Profile:
    known = {name.name for name in fields(Profile)}
    for key in members:
        if key not in known:
            raise ProfileProblem(f"The profile {path} has an unknown key {key!r}; there are {_list(known)}.")
    checked: dict[str, Any] = {key: _checked(path, key, value) for key, value in members.items()}
    return Profile(**{"name": path.stem, **checked})


def _checked(path: Path, key: str, value: object) -> object:
    """`value` as the field `key` holds it, or ProfileProblem."""
    wanted = _wanted(key, value)
    if wanted is not None:
        raise ProfileProblem(f"In the profile {path}, {key!r} must be {wanted}, not {value!r}.")
    if key in {"hosts", "comment_separators"} and isinstance(value, list):
        return tuple(text.lower() for text in value)
    if key == "headers" and isinstance(value, dict):
        return MappingProxyType(dict(value))
    if key == "currency_aliases" and isinstance(value, dict):
        return MappingProxyType({word.strip().upper(): name for word, name in value.items()})
    if key == "states" and isinstance(value, dict):
        return MappingProxyType({state_key(word): PanelState(state) for word, state in value.items()})
    if key == "refusals" and isinstance(value, dict):
        return MappingProxyType({refusal_key(text): Kind(kind) for text, kind in value.items()})
    return value


def _wanted(key: str, value: object) -> str | None:
    """What `key` must be, where `value` is something else."""
    if key == "target":
        return None if value in _TARGETS else f"one of {_list(_TARGETS)}"
    if key in {"refill_by", "cancel_by"}:
        return None if value in _NUMBERED_BY else f"one of {_list(_NUMBERED_BY)}"
    if key == "idempotency_hours":
        return None if _is_hours(value) else "a whole number of hours from 1 to 720"
    if key in {"refill_ids", "many_ids", "double_encode", "comments_quantity", "idempotency_first"}:
        return None if isinstance(value, bool) else "true or false"
    if key in {"hosts", "comment_separators"}:
        return None if isinstance(value, list) and all(map(_is_line, value)) else "a list of texts"
    if key == "pace":
        return None if _is_seconds(value) else f"a number of seconds from 0 to {_SLOWEST}"
    if key == "headers":
        return None if isinstance(value, dict) and all(map(_is_line, value.values())) else "a table of texts"
    if key == "currency_aliases":
        is_table = isinstance(value, dict) and all(map(_is_currency, value.values()))
        return None if is_table else "a table of names, each with a currency like USD"
    if key == "states":
        return None if _is_states(value) else f"a table of words, each with one of {_list(PanelState)}"
    if key == "refusals":
        return None if _is_refusals(value) else f"a table of texts, each with one of {_list(TEACHABLE)}"
    return None if _is_line(value) and (value or key != "name") else "a line of text"


def _is_line(value: object) -> bool:
    """Whether it is text that can stand in a header: printable ASCII in one line."""
    return isinstance(value, str) and value.isascii() and (value.isprintable() or not value)


def _is_currency(value: object) -> bool:
    return isinstance(value, str) and currency_named(value) == value


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _SLOWEST


def _is_hours(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 720


def _is_states(value: object) -> bool:
    return isinstance(value, dict) and all(state in set(PanelState) for state in value.values())


def _is_refusals(value: object) -> bool:
    return isinstance(value, dict) and all(kind in TEACHABLE for kind in value.values())


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))

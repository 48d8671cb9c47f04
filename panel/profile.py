"""What is known of one panel beforehand: its address, its dialect, and its words.

A profile says how a dialect differs, as a small TOML file. The built-in ones lie in `profiles/`;
`mainstream.toml` explains every key. An operator's own file names only what differs from it.
`auto` finds the dialect without spending money: by the host, the catalogue and the balance.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from panel.refusal_phrases import Kind
from shop.currency import currency_named
from shop.heard import Heard, HeardText, refusal_key, state_key
from shop.replies import PanelState

AUTO = "auto"
UNDECIDED = "both"
BUILT_IN = ("seed", "mainstream", UNDECIDED)

_FOLDER = Path(__file__).parent / "profiles"
_TARGETS = ("link", "url", "both")
_NUMBERED_BY = ("order", "orders", "both")
_SLOWEST = 60
_KEY_NAMES = {"key", "api_key", "apikey", "api_token", "token"}

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


@dataclass(slots=True)
class Clues:
    """What was seen of the panel so far; None is "not seen yet".

    `has_flags`: whether its catalogue says refill, cancel or dripfeed of any
    service. `is_sloppy`: whether its balance was only readable leniently.
    """

    has_flags: bool | None = None
    is_sloppy: bool | None = None

    @property
    def are_enough(self) -> bool:
        """Whether both were seen."""
        return self.has_flags is not None and self.is_sloppy is not None


def profile_of_host(url: str) -> Profile | None:
    """The built-in profile that knows this address's host."""
    host = (urlsplit(url).hostname or "").lower()
    profiles = (load_profile(name) for name in BUILT_IN)
    return next((profile for profile in profiles if host in profile.hosts), None)


def profile_of_clues(clues: Clues) -> Profile:
    """The built-in profile that the clues agree on, else the one that works with either."""
    if clues.has_flags is True and clues.is_sloppy is False:
        return load_profile("mainstream")
    if clues.has_flags is False and clues.is_sloppy is True:
        return load_profile("seed")
    return load_profile(UNDECIDED)


class Lexicon:
    """The texts of refusals by `shop.heard.refusal_key`, the words of states by `shop.heard.state_key`.

    What the operator has taught counts before the profile's.
    """

    def __init__(self) -> None:
        self.refusals: Mapping[str, Kind] = {}
        self.states: Mapping[str, PanelState] = {}
        self._profiles: tuple[Mapping[str, Kind], Mapping[str, PanelState]] = ({}, {})
        self._taught: tuple[HeardText, ...] = ()

    def speak(self, refusals: Mapping[str, Kind], states: Mapping[str, PanelState]) -> None:
        """From now on the panel is known by this profile's words."""
        self._profiles = (refusals, states)
        self._put_together()

    def learn(self, taught: Iterable[HeardText]) -> None:
        """The operator has taught these, and no others. A meaning that is none any more is passed over."""
        self._taught = tuple(taught)
        self._put_together()

    def _put_together(self) -> None:
        refusals, states = dict(self._profiles[0]), dict(self._profiles[1])
        for one in self._taught:
            if one.heard is Heard.REFUSAL and one.meaning in TEACHABLE:
                refusals[one.key] = Kind(one.meaning)
            if one.heard is Heard.STATE and one.meaning in set(PanelState):
                states[one.key] = PanelState(one.meaning)
        self.refusals, self.states = refusals, states


def meanings_of(heard: Heard) -> tuple[str, ...]:
    """What an operator may say that a text means."""
    return tuple(sorted(TEACHABLE)) if heard is Heard.REFUSAL else tuple(PanelState)


def check_panel_url(url: str) -> str | None:
    """The sentence that says what is wrong with a panel's address, or None.

    https everywhere; plain http only to this machine itself, because the key
    travels in every call.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        return "The panel's address must be plain ASCII without spaces, like https://panel.example/api/v2."
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # a port that is no number is only noticed here
    except ValueError:
        return "The panel's address cannot be read; it should look like https://panel.example/api/v2."
    if parts.scheme not in {"http", "https"} or not host:
        return "The panel's address must begin with https:// and name a host."
    if parts.scheme == "http" and not is_loopback(host):
        return "The panel's address must begin with https://, or the key could be read on its way."
    return _extra(parts)


def _extra(parts: SplitResult) -> str | None:
    if "@" in parts.netloc:
        return "The panel's address must not hold a user name or password; the key goes into PANEL_KEY."
    if any(name.lower() in _KEY_NAMES for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return "The panel's address must not hold the key; it goes into PANEL_KEY."
    if parts.fragment:
        return "The panel's address must not have a part after #."
    return None


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

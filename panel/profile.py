"""Our prior knowledge of one panel: its address, its dialect, and its words.

A profile is a small TOML file that says how a dialect differs. The built-in profiles are in `profiles/`;
`mainstream.toml` explains every key. An operator's own file names only its differences from that.
`auto` finds the dialect without spending money: by the host, the catalogue and the balance.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from panel.refusal_phrases import Kind
from shop.currency import currency_named
from shop.heard import Heard, HeardText, refusal_key, state_key
from shop.replies import PanelState

AUTO = "auto"
UNDECIDED = "both"
BUILT_IN = ("seed", "mainstream", UNDECIDED)

_FOLDER = Path(__file__).parent / "profiles"
_KEY_NAMES = {"key", "api_key", "apikey", "api_token", "token"}

TEACHABLE = frozenset(Kind) - {Kind.ORDER, Kind.REFILL, Kind.CANCEL, Kind.OTHER}
"""The meanings a text may be taught: the kinds of refusals, or `vague`, which proves nothing."""


class ProfileProblem(ValueError):
    """A profile is unusable; the text is one sentence that names the file and the key."""


def _line(text: str) -> str:
    """Return the text if it can stand in a header: printable ASCII in one line."""
    if text and not (text.isascii() and text.isprintable()):
        raise ValueError
    return text


def _currency(name: str) -> str:
    if currency_named(name) != name:
        raise ValueError
    return name


def _teachable(kind: Kind) -> Kind:
    if kind not in TEACHABLE:
        raise ValueError
    return kind


def _keyed(key: Callable[[str], str]) -> AfterValidator:
    """Make a table read-only, its words spelled by `key`."""

    def spelled(table: Mapping[str, object]) -> Mapping[str, object]:
        return MappingProxyType({key(word): meaning for word, meaning in table.items()})

    return AfterValidator(spelled)


def _lowered(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.lower() for text in texts)


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


_Line = Annotated[str, AfterValidator(_line)]
_Flag = Annotated[bool, Strict(), Field(description="true or false")]
_Text = Annotated[_Line, Field(description="a line of text")]
_Texts = Annotated[tuple[_Line, ...], AfterValidator(_lowered), Field(description="a list of texts")]
_NumberedBy = Annotated[Literal["order", "orders", "both"], Field(description="one of both, order, orders")]


class Profile(BaseModel):
    """One panel's dialect. `mainstream.toml` explains each field.

    A field's description completes the error message "must be …" for a wrong file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[_Line, Field(min_length=1, description="a line of text")]
    hosts: _Texts = ()
    target: Annotated[Literal["link", "url", "both"], Field(description="one of both, link, url")] = "link"
    refill_by: _NumberedBy = "order"
    cancel_by: _NumberedBy = "both"
    refill_ids: _Flag = True
    many_ids: _Flag = True
    lists_orders: Annotated[
        Literal["auto", "yes", "no"], Field(description='"yes", "no", or "auto" to find out')
    ] = "auto"
    double_encode: _Flag = False
    comments_quantity: _Flag = True
    comment_separators: _Texts = ("|",)
    user_agent: _Text = "Mozilla/5.0 (compatible; Kiosk/1.0)"
    idempotency_field: _Text = ""
    idempotency_hours: Annotated[
        int, Strict(), Field(ge=1, le=720, description="a whole number of hours from 1 to 720")
    ] = 12
    idempotency_first: _Flag = False
    evidence: Annotated[
        Literal["balance", "reference"],
        Field(description='"balance", or "reference" where idempotency_field names a parameter'),
    ] = "balance"
    currency: _Text = ""
    currency_aliases: Annotated[
        Mapping[str, Annotated[str, AfterValidator(_currency)]],
        _keyed(lambda word: word.strip().upper()),
        Field(description="a table of names, each with a currency like USD"),
    ] = Field(default_factory=_empty)
    pace: Annotated[float, Strict(), Field(ge=0, le=60, description="a number of seconds from 0 to 60")] = 0.1
    calls: Annotated[
        int, Strict(), Field(ge=1, le=64, description="a whole number of calls from 1 to 64")
    ] = 4
    headers: Annotated[Mapping[str, _Line], _keyed(str), Field(description="a table of texts")] = Field(
        default_factory=_empty
    )
    states: Annotated[
        Mapping[str, PanelState],
        _keyed(state_key),
        Field(description=f"a table of words, each with one of {_list(PanelState)}"),
    ] = Field(default_factory=_empty)
    refusals: Annotated[
        Mapping[str, Annotated[Kind, AfterValidator(_teachable)]],
        _keyed(refusal_key),
        Field(description=f"a table of texts, each with one of {_list(TEACHABLE)}"),
    ] = Field(default_factory=_empty)

    @field_validator("evidence")
    @classmethod
    def _has_reference(cls, evidence: str, known: ValidationInfo) -> str:
        if evidence == "reference" and not known.data.get("idempotency_field"):
            raise ValueError
        return evidence

    @property
    def targets(self) -> tuple[str, ...]:
        """The parameters that hold the link."""
        return ("url", "link") if self.target == "both" else (self.target,)


def load_profile(name_or_path: str) -> Profile:
    """Return the built-in profile with this name, or the one in the operator's own file.

    "auto" is the undecided profile until the panel has been seen. Raises ProfileProblem.
    """
    if name_or_path == AUTO:
        name_or_path = UNDECIDED
    path = _FOLDER / f"{name_or_path}.toml" if name_or_path in BUILT_IN else Path(name_or_path)
    return _profile(_members(path, name_or_path), path)


def _members(path: Path, asked: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors mark UTF-8 so
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
    try:
        return Profile.model_validate({"name": path.stem, **members})
    except ValidationError as problem:
        wrong = {error["loc"][0] for error in problem.errors(include_url=False, include_input=False)}
    known = Profile.model_fields
    for key in members:
        if key not in known:
            raise ProfileProblem(f"The profile {path} has an unknown key {key!r}; there are {_list(known)}.")
    key = next(key for key in members if key in wrong)
    wanted = known[key].description
    raise ProfileProblem(f"In the profile {path}, {key!r} must be {wanted}, not {members[key]!r}.")


@dataclass(slots=True)
class Clues:
    """The clues seen of the panel so far; None means not seen yet.

    `has_flags`: the catalogue gives refill, cancel or dripfeed for some service.
    `is_sloppy`: the balance was only readable leniently.
    """

    has_flags: bool | None = None
    is_sloppy: bool | None = None

    @property
    def are_enough(self) -> bool:
        """True if both were seen."""
        return self.has_flags is not None and self.is_sloppy is not None


def profile_of_host(url: str) -> Profile | None:
    """Return the built-in profile that knows this address's host."""
    host = (urlsplit(url).hostname or "").lower()
    profiles = (load_profile(name) for name in BUILT_IN)
    return next((profile for profile in profiles if host in profile.hosts), None)


def profile_of_clues(clues: Clues) -> Profile:
    """Return the built-in profile that the clues agree on, else the one that works with either."""
    if clues.has_flags is True and clues.is_sloppy is False:
        return load_profile("mainstream")
    if clues.has_flags is False and clues.is_sloppy is True:
        return load_profile("seed")
    return load_profile(UNDECIDED)


class Lexicon:
    """Refusal texts by `shop.heard.refusal_key`, and state words by `shop.heard.state_key`.

    The operator's teaching beats the profile.
    """

    def __init__(self) -> None:
        self.refusals: Mapping[str, Kind] = {}
        self.states: Mapping[str, PanelState] = {}
        self._profiles: tuple[Mapping[str, Kind], Mapping[str, PanelState]] = ({}, {})
        self._taught: tuple[HeardText, ...] = ()

    def use(self, refusals: Mapping[str, Kind], states: Mapping[str, PanelState]) -> None:
        """Use this profile's words from now on."""
        self._profiles = (refusals, states)
        self._merge()

    def learn(self, taught: Iterable[HeardText]) -> None:
        """Use these texts as the operator's teaching, and no others. Obsolete meanings are skipped."""
        self._taught = tuple(taught)
        self._merge()

    def _merge(self) -> None:
        refusals, states = dict(self._profiles[0]), dict(self._profiles[1])
        for text in self._taught:
            if text.heard is Heard.REFUSAL and text.meaning in TEACHABLE:
                refusals[text.key] = Kind(text.meaning)
            if text.heard is Heard.STATE and text.meaning in set(PanelState):
                states[text.key] = PanelState(text.meaning)
        self.refusals, self.states = refusals, states


def meanings_of(heard: Heard) -> tuple[str, ...]:
    """Return the meanings an operator may teach."""
    return tuple(sorted(TEACHABLE)) if heard is Heard.REFUSAL else tuple(PanelState)


_GOES_ON = re.compile(r"[,;](?:$|https?://)")
"""What stands behind an address in a list, and was taken for a part of its path."""


def check_panel_url(url: str) -> str | None:
    """Return a sentence about what is wrong with a panel's address, or None.

    https everywhere; plain http only to this machine itself, because every call carries
    the key.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        return "The panel's address must be plain ASCII without spaces, like https://panel.example/api/v2."
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises for a port that is not a number
    except ValueError:
        return "The panel's address cannot be read; it should look like https://panel.example/api/v2."
    if parts.scheme not in {"http", "https"} or not host:
        return "The panel's address must begin with https:// and name a host."
    if parts.scheme == "http" and not is_loopback(host):
        return "The panel's address must begin with https://, or the key could be read on its way."
    if _GOES_ON.search(url):
        return "The panel's address must be one, and end with it; each further panel is a file in PANELS."
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
    """Return True if `host` is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

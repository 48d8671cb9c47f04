"""Further panels: one TOML file each in the folder that PANELS names; the keys stand in the environment."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import SecretStr

from env_file import key_in
from panel.client import check_panel_url
from panel.profile import AUTO, load_profile
from shop.suppliers import KEY_OF, settings_named

NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
MOST_CALLS = 64

_MEMBERS: dict[str, tuple[type, str]] = {
    "url": (str, "the full address of the panel's API, in quotes"),
    "profile": (str, "auto, a built-in profile, or the path of your own"),
    "account": (str, '"own" or "shared"'),
    "probe": (str, '"auto", "no" or "yes"'),
    "calls": (int, f"a whole number from 1 to {MOST_CALLS}"),
}
"""What a file may hold; only `url` must be there."""


@dataclass(frozen=True, slots=True)
class PanelAccount:
    """One account at one panel, as the settings name it; PANEL_URL's has no `name`."""

    name: str
    url: str
    key: SecretStr
    profile: str = AUTO
    account: Literal["own", "shared"] = "own"
    probe: Literal["auto", "no", "yes"] | None = None
    calls: int | None = None


def read_accounts(folder: str) -> tuple[PanelAccount, ...]:
    """Return the accounts in this folder, by name. Raises ValueError with a sentence for the operator."""
    if not folder:
        return ()
    try:  # glob would find nothing in a folder that may not be read, and say nothing
        found = sorted(file for file in Path(folder).iterdir() if file.match("*.toml"))
    except (FileNotFoundError, NotADirectoryError):
        raise ValueError(f"must name a folder; there is none at {folder}") from None
    except OSError as problem:
        raise ValueError(f"must name a folder; {folder} cannot be read ({problem.strerror})") from None
    return tuple(_read(file) for file in found)


def _read(file: Path) -> PanelAccount:
    name = file.stem
    if not NAME.fullmatch(name):
        raise ValueError(f"{file.name}: name it like fast.toml, in small letters, digits and _")
    try:
        members = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors mark UTF-8 so
    except OSError as problem:
        raise ValueError(f"{file.name}: cannot be read ({problem.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ValueError(f"{file.name}: is not valid TOML ({problem})") from None
    _check(file.name, members)
    return PanelAccount(name, key=_key_of(name, file.name), **members)


def _check(file: str, members: dict[str, Any]) -> None:
    for member in members:
        if "key" in member.lower():
            raise ValueError(f"{file}: keys do not belong here; put it into {KEY_OF}… in .env")
        if member not in _MEMBERS:
            raise ValueError(f"{file}: does not know {member!r}; there are {', '.join(_MEMBERS)}")
    if "url" not in members:
        raise ValueError(f"{file}: url is missing; it is {_MEMBERS['url'][1]}")
    for member, (kind, wanted) in _MEMBERS.items():
        value = members.get(member)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            raise ValueError(f"{file}: {member} must be {wanted}")
    if problem := check_panel_url(cast("str", members["url"])):
        raise ValueError(f"{file}: url {problem}")
    load_profile(members.get("profile", AUTO))  # a ProfileProblem is a ValueError with a sentence
    for member, allowed in (("account", ("own", "shared")), ("probe", ("auto", "no", "yes"))):
        if members.get(member, allowed[0]) not in allowed:
            raise ValueError(f"{file}: {member} must be {_MEMBERS[member][1]}")
    if not 1 <= members.get("calls", 1) <= MOST_CALLS:
        raise ValueError(f"{file}: calls must be {_MEMBERS['calls'][1]}")


def _key_of(name: str, file: str) -> SecretStr:
    return SecretStr(key_in(settings_named(name)["setting"], file, "the panel's key"))

"""How people stand at the door: who asks to come in, who was let in or turned away, and who is banned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.errors import ShopError
from shop.person import IDS_BELOW, STAFF, Access, GivenRole, Role, Standing

TURNED_AWAY_FOR = timedelta(days=30)
"""Whoever was turned away cannot ask again before that; an operator can let them in at any time."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How somebody stands, `since` when, and who decided it (`by`: their name, empty if it is not known).

    `state` is None where nothing was ever asked or decided: then the settings alone say if they may order.
    `name` is empty for a number that has never written.
    """

    person_id: int
    name: str = ""
    username: str | None = None
    state: Standing | None = None
    since: datetime | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who was given a role in the chat; `by` is the name of the owner who gave it."""

    person_id: int
    role: GivenRole
    since: datetime
    name: str = ""
    username: str | None = None
    by: str = ""


def may_ask(stands: Stands, now: datetime) -> bool:
    """Return True if a stranger who stands like this may ask to come in now."""
    if stands.state is None:
        return True
    if stands.state is not Standing.REFUSED:
        return False
    return stands.since is None or now - stands.since >= TURNED_AWAY_FOR


def is_turned_away(stands: Stands, now: datetime) -> bool:
    """Return True for somebody who was told No, and to whom nothing more is said for now."""
    return stands.state is Standing.REFUSED and not may_ask(stands, now)


def check_role_for(access: Access, person_id: int) -> None:
    """Raise ShopError if this number gets no role in the chat."""
    if not 0 < person_id < IDS_BELOW:
        raise ShopError("person_number")
    role = access.role_of(person_id)
    if role is Role.OWNER:
        raise ShopError("owner_stays")
    if role is Role.BANNED:
        raise ShopError("banned_no_role")


def check_ban_for(access: Access, person_id: int) -> None:
    """Raise ShopError if this number cannot be banned."""
    if not 0 < person_id < IDS_BELOW:
        raise ShopError("person_number")
    role = access.role_of(person_id)
    if role is Role.OWNER:
        raise ShopError("owner_no_ban")
    if role in STAFF:
        raise ShopError("staff_no_ban")

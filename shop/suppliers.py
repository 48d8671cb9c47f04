"""Suppliers: the panel accounts at which the shop orders, each under a short name for people.

Every row that belongs to an account names it by its address and key (`panel`), so that nothing of one is ever
asked of another. A service has a number of the shop's own, which never changes its meaning: the services of
PANEL_URL keep their numbers, those of further panels get numbers of seven digits or more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from shop.catalogue.services import Service

KEY_OF = "PANEL_KEY_"
"""The setting with a further supplier's key begins so, and ends in its name."""

APART = 1_000_000
"""Numbers of further panels begin here: panels count their services in fewer digits."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """One panel account. `name` is empty for the one of PANEL_URL; `host` is where it answers.

    `place` is 0 for PANEL_URL, then 1, 2 … by name.
    """

    panel: str
    name: str = ""
    host: str = ""
    place: int = 0

    @property
    def shown(self) -> str:
        """What operators read."""
        return self.name or self.host or self.panel


def numbered(
    services: Iterable[Service],
    supplier: Supplier,
    known: dict[str, str],
    owner_of: Callable[[str], str | None],
) -> list[Service]:
    """Return the services as the supplier's, each under the shop's own number.

    `services` have the panel's numbers. `known` are the shop's numbers of those that had one before, by the
    panel's; those given now are added to it. `owner_of` returns the panel that has a number of the shop's,
    None for a free one.

    >>> one = Service("21", "Likes", "", "Default", 1, 1, 9)
    >>> [main] = numbered([one], Supplier("a"), {}, lambda number: None)
    >>> main.id, main.number, main.panel_number
    ('21', '21', '')
    >>> [other] = numbered([one], Supplier("b", "fast", place=1), {}, lambda number: None)
    >>> other.id, other.number
    ('2000021', '21')
    """
    taken = set(known.values())

    def is_free(number: str) -> bool:
        return number not in taken and owner_of(number) in {None, supplier.panel}

    found = []
    for one in services:
        number = known.get(one.id)
        if number is None:
            number = known[one.id] = _new_number(one.id, supplier.place, is_free)
            taken.add(number)
        found.append(
            replace(one, id=number, panel=supplier.panel, panel_number="" if number == one.id else one.id)
        )
    return found


def _new_number(theirs: str, place: int, is_free: Callable[[str], bool]) -> str:
    """Return a free number: at PANEL_URL the panel's own, at others one that ends in the panel's."""
    if place == 0 and is_free(theirs):
        return theirs
    first = (place + 1) * APART
    own = int(theirs) if theirs.isascii() and theirs.isdecimal() and len(theirs) < len(str(APART)) else 0
    number = first + own
    while not is_free(str(number)):
        number += APART if own else 1
    return str(number)


def settings_named(supplier: str) -> dict[str, str]:
    """Return where the address (`place`) and the key (`setting`) of this supplier are set.

    >>> settings_named("fast")
    {'place': 'fast.toml', 'setting': 'PANEL_KEY_FAST'}
    """
    if not supplier:
        return {"place": "PANEL_URL", "setting": "PANEL_KEY"}
    return {"place": f"{supplier}.toml", "setting": KEY_OF + supplier.upper()}

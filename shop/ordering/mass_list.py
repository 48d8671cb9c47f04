"""A mass order while it is made: its lines, corrected by more lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from shop.errors import ShopError
from shop.ordering.mass_lines import MOST_LINES, TypedLine


@dataclass(frozen=True, slots=True)
class MassList:
    """The lines of a mass order. `id` is its draft's; with `wants_link` all lines wait for one link.

    `answered_by` is the update that changed the lines last: handled again, it must not add them again.
    `bundle` and `version` name the bundle whose parts its lines are; 0 for a list that a person made.
    """

    id: str
    person_id: int
    lines: tuple[TypedLine, ...] = ()
    wants_link: bool = False
    answered_by: int | None = None
    bundle: int = 0
    version: int = 0

    def without(self, numbers: Collection[int]) -> "MassList":
        """Return the list without these lines, counted from 1."""
        kept = [line for number, line in enumerate(self.lines, 1) if number not in numbers]
        return replace(self, lines=tuple(kept))

    def with_link(self, link: str) -> "MassList":
        """Return the list with this link in every line."""
        return replace(self, wants_link=False, lines=tuple(replace(one, link=link) for one in self.lines))


def corrected(listed: MassList, more: Sequence[TypedLine], wrong: Collection[int]) -> MassList:
    """Return the list with these lines: each takes the place of a wrong one, and the rest is added.

    `wrong` are the numbers of the wrong lines, from 1. A line takes the place of the one it is most like,
    else of the first. Raises ShopError above MOST_LINES.
    """
    lines, open_places = list(listed.lines), [number - 1 for number in sorted(wrong)]
    for line in more:
        if not open_places:
            lines.append(line)
            continue
        place = max(open_places, key=lambda at: (_likeness(lines[at], line), -at))
        lines[place] = line
        open_places.remove(place)
    if len(lines) > MOST_LINES:
        raise ShopError("mass_too_many", count=len(lines), most=MOST_LINES)
    return replace(listed, lines=tuple(lines))


def _likeness(one: TypedLine, other: TypedLine) -> int:
    """Return how many columns of two lines are the same."""
    pairs = ((one.service, other.service), (one.link, other.link), (one.quantity, other.quantity))
    return sum(first == second for first, second in pairs)

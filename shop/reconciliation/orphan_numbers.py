"""Look for orphans by their numbers: which numbers between ours to ask about, and what that teaches.

Nearly all panels count their orders, those of all customers together. Of the numbers between two of ours most
are somebody else's, and a panel that answers by key refuses them. One that it answers about is an orphan.
"""

from collections.abc import Sequence
from enum import StrEnum

ASKED_AT_MOST = 100
"""Numbers in one question of a look: as many as one call takes."""

ASKED_BACK = 1_000
"""How far behind our newest number a look begins."""

FEW_MANY = 20
"""Numbers in one question where the panel is asked about one after the other."""

CONTROLS = 5
"""Numbers just below our lowest that are asked about too, until it is known if the panel answers by key."""

REFUSED_LEAST = 2
"""So many numbers between ours must be refused before the panel counts as one that answers by key."""


def numbers_to_ask(
    known: Sequence[int], asked_to: int | None, maximum: int = ASKED_AT_MOST
) -> tuple[list[str], int | None]:
    """Return the next numbers between ours to ask about, and up to where all are asked about then.

    `known` are our newest numbers, in any order; `asked_to` is the number up to which that was done before.
    Nothing beyond our highest number is asked about: the newest orders of ours may be on their way.

    >>> numbers_to_ask([10, 14, 12], None)
    (['11', '13'], 14)
    >>> numbers_to_ask([10, 14, 12], 12), numbers_to_ask([10, 14], None, maximum=2), numbers_to_ask([], None)
    ((['13'], 14), (['11', '12'], 12), ([], None))
    """
    if not known:
        return [], asked_to
    lowest, highest, ours = min(known), max(known), frozenset(known)
    start = max(lowest, highest - ASKED_BACK, asked_to or 0) + 1
    numbers: list[str] = []
    for number in range(start, highest + 1):
        if number in ours:
            continue
        if len(numbers) == maximum:
            return numbers, int(numbers[-1])
        numbers.append(str(number))
    return numbers, max(highest, asked_to or 0)


def controls(known: Sequence[int]) -> list[str]:
    """Return numbers that are hardly ours: how the panel answers about them teaches if it answers by key.

    >>> controls([10, 4])
    ['3', '2', '1']
    """
    lowest = min(known, default=0)
    return [str(number) for number in range(lowest - 1, max(0, lowest - 1 - CONTROLS), -1)]


class ByKey(StrEnum):
    """Says if a panel answers about numbers of our key alone: not known yet, yes, or about anybody's."""

    UNKNOWN = ""
    YES = "yes"
    NO = "no"


def answers_by_key(before: ByKey, *, answered: int, refused: int) -> ByKey:
    """Return what a question about numbers between ours teaches.

    `answered` of them are orders, `refused` are not ours. A panel that has an order for nearly each of many
    numbers between ours tells about anybody's: what it says is worth nothing, and it is not asked again.
    """
    if before is ByKey.NO or answered > max(refused, REFUSED_LEAST):
        return ByKey.NO
    return ByKey.YES if refused >= REFUSED_LEAST else before

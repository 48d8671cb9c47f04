"""Rounds with a real kiosk each, by turns on the two databases, some of them side by side."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence

from tests.faults.database_templates import KINDS, DatabaseTemplates, Kind, own_templates
from tests.faults.process import KioskProcess

SIDE_BY_SIDE = 3
"""Kiosks at a time: Telegram's 30 sends a second keep each of them waiting most of the time."""

Round = Callable[[KioskProcess, int], Awaitable[Sequence[str]]]
"""Play one round with its own kiosk and its own seed; return what went wrong."""


def played(
    n: int, seed: int, play: Round, *, side_by_side: int = SIDE_BY_SIDE, **settings: str
) -> tuple[str, ...]:
    """Play `n` rounds with these settings; return what went wrong, each with its database and seed.

    `python -m chaos.<name> 1 <that seed>` plays the round again, on the same database.
    """

    async def all_rounds(templates: DatabaseTemplates) -> tuple[str, ...]:
        places = asyncio.Semaphore(side_by_side)

        async def one(number: int) -> list[str]:
            own = seed + number
            kind = KINDS[own % 2]
            async with places:
                found = await _found(templates, kind, play, own, settings)
            return [f"{kind}, seed {own}: {words}" for words in found]

        found = await asyncio.gather(*map(one, range(n)))
        return tuple(words for some in found for words in some)

    with own_templates() as templates:
        return asyncio.run(all_rounds(templates))


async def _found(
    templates: DatabaseTemplates, kind: Kind, play: Round, seed: int, settings: dict[str, str]
) -> Sequence[str]:
    async with templates.process(kind, **settings) as process:
        try:
            return await play(process, seed)
        except Exception:  # noqa: BLE001 - whatever it is, this round has failed
            return [traceback.format_exc(limit=-3)]

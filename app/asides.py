"""`bot.py aside`: list the updates that could not be handled, in lines for a terminal."""

import json

from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.messages.asides import Aside, Asides, PutBack

LISTED = 200
"""How many are listed, the latest first; beyond that the reasons repeat."""

REFUSALS = {
    PutBack.NOT_ASIDE: "No update with the number {number} stands aside.",
    PutBack.OF_ANOTHER_BOT: "Update {number} came to another bot than the one this ledger belongs to.",
}


class NoSuchUpdate(Exception):
    """The update does not exist or cannot be put back; the text says which."""


async def asides(url: str, *, raw: int | None = None, again: int | None = None) -> list[str]:
    """Return the lines to print: the list, one raw update, or that an update is handled again.

    Raises NoSuchUpdate and DatabaseTrouble.
    """
    database = Database(url)
    await database.open()
    try:
        listed = await Asides(database).list(LISTED)
        wanted = raw if again is None else again
        if wanted is not None and not 0 <= wanted <= LARGEST_ID:  # no database could look for it
            raise NoSuchUpdate(REFUSALS[PutBack.NOT_ASIDE].format(number=wanted))
        if raw is not None:
            return [await _raw(Asides(database), raw)]
        if again is not None:
            return [await _put_back(Asides(database), again)]
        return _lines(listed, await Asides(database).count())
    finally:
        await database.close()


async def _raw(kept: Asides, number: int) -> str:
    raw = await kept.find_raw(number)
    if raw is None:
        raise NoSuchUpdate(REFUSALS[PutBack.NOT_ASIDE].format(number=number))
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in raw)


async def _put_back(kept: Asides, number: int) -> str:
    outcome = await kept.put_back(number)
    if outcome is not PutBack.DONE:
        raise NoSuchUpdate(REFUSALS[outcome].format(number=number))
    return f"Update {number} is handled once more: within half a minute, or when the kiosk runs again."


def _lines(listed: list[Aside], count: int) -> list[str]:
    if not listed:
        return ["No update stands aside."]
    head = f"{count} could not be handled" + (f"; the latest {len(listed)}:" if count > len(listed) else ":")
    return [
        head,
        *(_line(one) for one in listed),
        "With its words: bot.py aside --raw NUMBER. Once more: bot.py aside --again NUMBER.",
    ]


def _line(aside: Aside) -> str:
    money = ("money, kept for good",) if aside.is_money else ()
    parts = (
        f"{aside.seq:>6}",
        f"{aside.received_at:%Y-%m-%d %H:%M} UTC",
        "from nobody" if aside.person_id is None else f"from {aside.person_id}",
        aside.kind,
        aside.why,
        f"tried {aside.tried}×",
        *money,
    )
    return "  ".join(parts)

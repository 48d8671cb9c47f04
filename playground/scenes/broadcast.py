"""The scenario of a broadcast to thousands, while a customer goes on ordering."""

import asyncio

from playground.cast import ANN, CROWD, CROWD_FROM, OLGA
from playground.scenes.showing import Unexpected
from playground.scenes.stage import Stage
from playground.telegram import FakePerson

_AT_ONCE = 50
_SLOWEST_PER_SECOND = 5
"""A broadcast that is slower than this is not waited for."""


async def broadcast(stage: Stage) -> str:
    """Olga writes to everybody; Telegram takes 30 messages a second; Ann orders meanwhile."""
    room, showing = stage.room, stage.showing
    olga, ann, clock = await stage.reader(OLGA.id), await stage.reader(ANN.id), room.clock
    crowd = await _crowd(stage)
    words = f"Everything is 10 % off today. {stage.new_link()}"
    showing.begins("Olga sends /broadcast and the message, and looks at how it will be")
    await stage.asks(olga, "/broadcast")
    preview = await stage.asks(olga, words)
    showing.begins("She confirms, and the letters go out")
    began = clock.monotonic()
    await stage.confirms(olga, preview)
    before = clock.monotonic()
    await stage.card_for(ann, stage.new_link())
    answered = clock.monotonic() - before
    await stage.until(
        lambda: _all_have_it(stage, crowd, words), "the last letter", CROWD / _SLOWEST_PER_SECOND
    )
    took = clock.monotonic() - began
    twice = sum(len(_letters(person, words)) > 1 for person in crowd)
    if twice:
        raise Unexpected(f"{twice} people have the message twice")
    return (
        f"{len(crowd):,} people in {took:.0f} s, {len(crowd) / took:.1f} a second, nobody twice. "
        f"Ann had her price after {answered:.1f} s in the middle of it."
    )


async def _crowd(stage: Stage) -> list[FakePerson]:
    """People whom the bot knows and may write to."""
    room = stage.room
    stage.showing.begins(f"{room.crowd:,} people open the bot")
    numbers = range(CROWD_FROM, CROWD_FROM + room.crowd)
    crowd = [room.add_person(number, f"Guest {number - CROWD_FROM + 1}") for number in numbers]
    for number, person in enumerate(crowd):
        if person.home.blocked or not person.home.started:
            person.unblocks()  # the bot hears that it may write, and has nothing to answer
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # the page and the bot have their turn

    def all_heard() -> bool:
        waiting = len(room.telegram.updates)
        stage.showing.notes(f"{len(crowd) - min(waiting, len(crowd)):,} of {len(crowd):,}")
        return not waiting

    await stage.until(all_heard, "the end of the queue", 300)
    return crowd


def _all_have_it(stage: Stage, crowd: list[FakePerson], words: str) -> bool:
    reached = sum(1 for person in crowd if _letters(person, words))
    stage.showing.notes(f"{reached:,} of {len(crowd):,}")
    return reached == len(crowd)


def _letters(person: FakePerson, words: str) -> list[str]:
    return [message.text for message in person.home.messages.values() if message.text == words]

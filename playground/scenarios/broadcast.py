"""The scenario of a broadcast to thousands while a customer orders."""

import asyncio

from playground.people import ANN, CROWD, CROWD_FROM, OLGA
from playground.scenarios.runner import ScenarioRunner
from playground.scenarios.session import Unexpected
from playground.telegram import FakePerson

_AT_ONCE = 50
_SLOWEST_PER_SECOND = 5
"""The scenario does not wait for a slower broadcast."""


async def broadcast(runner: ScenarioRunner) -> str:
    """Olga writes to everybody; Telegram takes 30 messages a second; Ann orders meanwhile."""
    demo, session = runner.demo, runner.session
    olga, ann, clock = await runner.reader(OLGA.id), await runner.reader(ANN.id), demo.clock
    crowd = await _crowd(runner)
    words = f"Everything is 10 % off today. {runner.new_link()}"
    session.begins("Olga sends /broadcast and the message, and looks at how it will be")
    await runner.asks(olga, "/broadcast")
    preview = await runner.asks(olga, words)
    session.begins("She confirms, and the messages go out")
    began = clock.monotonic()
    await runner.confirms(olga, preview)
    before = clock.monotonic()
    await runner.card_for(ann, runner.new_link())
    answered = clock.monotonic() - before
    await runner.until(
        lambda: _all_have_it(runner, crowd, words), "the last message", CROWD / _SLOWEST_PER_SECOND
    )
    took = clock.monotonic() - began
    twice = sum(len(_copies(person, words)) > 1 for person in crowd)
    if twice:
        raise Unexpected(f"{twice} people have the message twice")
    return (
        f"{len(crowd):,} people in {took:.0f} s, {len(crowd) / took:.1f} a second, nobody twice. "
        f"Ann had her price after {answered:.1f} s in the middle of it."
    )


async def _crowd(runner: ScenarioRunner) -> list[FakePerson]:
    """Add people whom the bot knows and may write to."""
    demo = runner.demo
    runner.session.begins(f"{demo.crowd:,} people open the bot")
    numbers = range(CROWD_FROM, CROWD_FROM + demo.crowd)
    crowd = [demo.add_person(number, f"Guest {number - CROWD_FROM + 1}") for number in numbers]
    for number, person in enumerate(crowd):
        if person.home.blocked or not person.home.started:
            person.unblocks()  # the bot learns that it may write, and need not answer
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # let the page and the bot run

    def all_heard() -> bool:
        waiting = len(demo.telegram.updates)
        runner.session.notes(f"{len(crowd) - min(waiting, len(crowd)):,} of {len(crowd):,}")
        return not waiting

    await runner.until(all_heard, "the end of the queue", 300)
    return crowd


def _all_have_it(runner: ScenarioRunner, crowd: list[FakePerson], words: str) -> bool:
    reached = sum(1 for person in crowd if _copies(person, words))
    runner.session.notes(f"{reached:,} of {len(crowd):,}")
    return reached == len(crowd)


def _copies(person: FakePerson, words: str) -> list[str]:
    return [message.text for message in person.home.messages.values() if message.text == words]

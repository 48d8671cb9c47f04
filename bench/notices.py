"""notices: a broadcast goes out to 1,800 people while some of them tap buttons.

Telegram takes 30 sends in any sliding second here and is 60 ms away, with
exponential jitter of 10 ms. A tap's time runs from its update being ready at
Telegram until Telegram has both of the bot's calls, the button's answer and the
edited message; the way of the update to the bot and of the calls to Telegram
are in it. The pace is of all sends and edits that Telegram took between the
first message and the last: the 30 a second are for all of them together.
"""

import asyncio
import random

from bench.answers import Deed, waits
from bench.far_side import REST_SECONDS, FarSide, all_see, far_side
from bench.figures import NONE, Figure, Row, at_least, at_most, percentile
from bench.rows import stock
from playground.server import Latency
from playground.telegram import Call, FakePerson
from playground.telegram.pace import COUNTED

PER_SECOND = 30
ROUND_TRIP, JITTER = 0.060, 0.010
LETTERS, QUICK_LETTERS = 1800, 30
TAPS_A_SECOND = 2.0
TAPPERS = 20
NEWS = "Something new has come in. Have a look at the shop!"
FORTH, BACK = "Instagram", "Back"


async def measure(*, quick: bool) -> Row:
    """Send the broadcast, tap meanwhile, and read Telegram's log."""
    letters = QUICK_LETTERS if quick else LETTERS
    async with far_side(letters, latency=Latency(ROUND_TRIP, JITTER), per_second=PER_SECOND) as side:
        await stock(side)
        async with side.kiosk():
            tappers = side.customers[:TAPPERS]
            await _open_cards(tappers)
            await _compose(side.operator)
            await asyncio.sleep(REST_SECONDS)
            side.telegram.calls.clear()
            deeds: list[Deed] = []
            tapping = asyncio.create_task(_tap(tappers, deeds, random.Random(letters)))
            side.operator.taps("Confirm")
            await side.operator.sees("📣 Sent", timeout=10 + letters / 10)
            tapping.cancel()
            await asyncio.wait([tapping])
            await side.until(lambda: not side.telegram.unanswered_taps, "the last tap's answer")
        return _row(side, letters, deeds)


async def _open_cards(tappers: list[FakePerson]) -> None:
    """Give everybody who will tap a card of platforms."""
    for person in tappers:
        person.says("/order")
    await all_see(tappers, FORTH)


async def _compose(operator: FakePerson) -> None:
    """Have the operator write the broadcast, so that only Confirm is left."""
    operator.says("/broadcast")
    await operator.sees("for everybody")
    operator.says(NEWS)
    await operator.sees("Confirm")


async def _tap(tappers: list[FakePerson], deeds: list[Deed], dice: random.Random) -> None:
    """Tap at random moments, each person in turn, back and forth, until cancelled."""
    while True:
        for label in (FORTH, BACK):
            for person in tappers:
                await asyncio.sleep(dice.expovariate(TAPS_A_SECOND))
                deeds.append(Deed.tapped(person.taps(label)))


def _row(side: FarSide, letters: int, deeds: list[Deed]) -> Row:
    calls = list(side.telegram.calls)
    taken = [call for call in calls if call.method.lower() in COUNTED and call.status == 200]
    sent = [call.at for call in taken if _is_letter(call)]
    begin, end, refused = min(sent), max(sent), side.telegram.pace.refused
    meanwhile = sum(begin <= call.at <= end for call in taken)
    answers = waits(deeds, [call for call in calls if not _is_letter(call)])
    asked = [one for one in answers if begin <= one.deed.at <= end]
    buttons = [one.button for one in asked if one.button is not None]
    whole = [one.whole for one in asked if one.whole is not None]
    copies = [_copies(person) for person in side.customers]
    return Row(
        "notices",
        f"{letters} letters, {len(asked)} taps",
        (
            Figure("pace", (meanwhile - 1) / (end - begin), "/s", at_least(27)),
            Figure("of these letters", (len(sent) - 1) / (end - begin), "/s"),
            Figure("429s", 100 * refused / (len(taken) + refused), "%", at_most(0.1)),
            Figure("lost", copies.count(0), "", NONE),
            Figure("doubled", sum(number > 1 for number in copies), "", NONE),
            Figure("taps unanswered", len(asked) - len(whole), "", NONE),
            Figure("button's answer p99", percentile(buttons, 0.99), "s"),
            Figure("tap p50", percentile(whole, 0.5), "s"),
            Figure("tap p99", percentile(whole, 0.99), "s", at_most(0.3)),
            Figure("tap slowest", max(whole), "s"),
        ),
    )


def _is_letter(call: Call) -> bool:
    return call.params.get("text") == NEWS


def _copies(person: FakePerson) -> int:
    return sum(message.from_bot and message.text == NEWS for message in person.chat)

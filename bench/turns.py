"""turns: 20 people at once, each with turns that wait 0.6 s for Telegram.

Over sockets, with the real process. Everybody says /order with all its
arguments, and Telegram delays each answer by 0.6 s: one after the other they would
take 12 s. Then everybody taps Confirm, and Telegram sits on each card's change;
that time is printed but not judged, because the new orders' cards go out at the
same time and share Telegram's 30 sends a second. A time runs from the first
update being ready to the last person's screen.
"""

import asyncio
from collections import Counter

from bench.far_side import REST_SECONDS, FarSide, all_see, far_side
from bench.figures import NONE, Figure, Row, at_most
from bench.rows import stock
from playground.telegram import FakePerson

PEOPLE, QUICK_PEOPLE = 20, 8
SLOW = {"sendMessage": 0.6, "editMessageReplyMarkup": 0.6}


async def measure(*, quick: bool) -> Row:
    """Have everybody order something of their own at the same moments."""
    people = QUICK_PEOPLE if quick else PEOPLE
    async with far_side(people) as side:
        await stock(side)
        side.slow = SLOW
        async with side.kiosk():
            ordering = await _all_order(side)
            await asyncio.sleep(0 if quick else REST_SECONDS)
            confirming = await _all_confirm(side)
            await side.until(lambda: len(side.panel.orders) >= people, "everybody's order at the panel")
        return Row(
            "turns",
            f"{people} people, over sockets",
            (
                Figure("all /order answered", ordering, "s", at_most(1.5)),
                Figure("all Confirm taps done", confirming, "s"),
                Figure("orders wrong", _wrong(side), "", NONE),
            ),
        )


async def _all_order(side: FarSide) -> float:
    service = side.panel.catalogue.of_type("Default")
    begin = side.now
    for person in side.customers:
        person.says(f"/order {service.id} {_link(person)} {_quantity(person)}")
    await all_see(side.customers, "Confirm")
    return side.now - begin


async def _all_confirm(side: FarSide) -> float:
    cards = {person.id: person.last for person in side.customers}
    begin = side.now
    for person in side.customers:
        person.taps("Confirm")
    await side.until(lambda: all(card.edited for card in cards.values()), "every card's change")
    return side.now - begin


def _wrong(side: FarSide) -> int:
    """Return how many orders are missing at the panel, there twice, or wrong."""
    wanted = Counter((_link(person), _quantity(person)) for person in side.customers)
    found = Counter((order.link, order.quantity) for order in side.panel.orders.values())
    return sum(((wanted - found) + (found - wanted)).values())


def _link(person: FakePerson) -> str:
    return f"https://www.instagram.com/p/turn{person.id}/"


def _quantity(person: FakePerson) -> int:
    return 1000 + person.id % PEOPLE

"""Scenarios around one order: several at once, a panel that goes away, a lost answer, a partial delivery."""

import asyncio

from playground.cast import ANN, BOB, CEM, OLGA
from playground.scenes.showing import Unexpected
from playground.scenes.stage import Stage
from playground.telegram import FakeMessage, FakePerson


async def three_at_once(stage: Stage) -> str:
    """Everybody taps Confirm at the same moment, and twice."""
    room, showing = stage.room, stage.showing
    people = [room.add_person(cast.id, cast.name, cast.language, cast.role) for cast in (ANN, BOB, CEM)]
    links = [stage.new_link() for _ in people]
    showing.begins("Ann, Bob and Cem ask for the price of something, all at once")
    cards = await asyncio.gather(*map(stage.card_for, people, links))
    showing.begins("All three tap Confirm at the same moment, and each of them twice")
    await asyncio.gather(*(stage.confirms(*one, times=2) for one in zip(people, cards, strict=True)))
    showing.begins("The panel gets the orders")
    orders = [await stage.placed(link) for link in links]
    showing.begins("Each of them sees an own order begin")
    await asyncio.gather(*(_sees_card(stage, *one) for one in zip(people, links, strict=True)))
    return f"Six taps, {len(orders)} orders at the panel, one for each link."


async def panel_goes_down(stage: Stage) -> str:
    """The panel cannot be reached between the price and the tap on Confirm."""
    room, showing = stage.room, stage.showing
    ann, link = await stage.reader(ANN.id), stage.new_link()
    showing.begins("Ann has the price before her")
    card = await stage.card_for(ann, link)
    before = room.panel.adds_received
    showing.begins("The panel goes down: every connection is refused")
    try:
        await room.door.close()
        showing.begins("Ann taps Confirm; the order is noted and waits")
        await stage.confirms(ann, card)
        await stage.sees(ann, "Reserved")
        showing.begins("The panel is back; the kiosk tries again by itself")
    finally:
        await room.door.open()
    order = await stage.placed(link)
    tries = room.panel.adds_received - before
    return f"Ann's order waited and then went through as {order.id}: sent {tries} time, ordered once."


async def lost_answer(stage: Stage) -> str:
    """The panel takes the order, and the connection breaks before its answer."""
    room, showing = stage.room, stage.showing
    ann, olga, link = await stage.reader(ANN.id), await stage.reader(OLGA.id), stage.new_link()
    showing.begins("Ann has the price before her")
    card = await stage.card_for(ann, link)
    showing.begins("The panel's next answer to an order will be lost on the way")
    room.panel.arm("reset_after", action="add")
    room.look()
    before, version = room.panel.adds_received, room.telegram.version
    showing.begins("Ann taps Confirm; the panel takes the order, the kiosk does not hear of it")
    await stage.confirms(ann, card)
    await stage.sees(ann, "Unconfirmed")
    order = await stage.placed(link)
    showing.begins("Olga, who runs the shop, is told")
    await stage.until(lambda: olga.home.changed_since(version), "an alert for Olga")
    if room.panel.adds_received - before != 1:
        raise Unexpected("the order was sent again")
    return f"The panel has order {order.id}. The kiosk says Unconfirmed, sends nothing twice, and tells Olga."


async def partial(stage: Stage) -> str:
    """The panel delivers a part and gives up."""
    room, showing = stage.room, stage.showing
    ann, link = await stage.reader(ANN.id), stage.new_link()
    showing.begins("Ann orders something")
    await stage.confirms(ann, await stage.card_for(ann, link))
    order = await stage.placed(link)
    showing.begins(f"The panel begins with order {order.id}")
    room.panel.set_state(order.id, "In progress", remains=order.quantity)
    room.look()
    await stage.until(lambda: _card_says(ann, link, "In progress"), "the card to change")
    left = order.quantity // 5
    showing.begins(f"It delivers {order.quantity - left} of {order.quantity} and stops")
    room.panel.set_state(order.id, "Partial", remains=left)
    room.look()
    await stage.until(lambda: _card_says(ann, link, "Partial"), "Partial on the card")
    return f"Ann's card says Partial, {left} not delivered; the panel gave {order.refunded} back for them."


async def _sees_card(stage: Stage, person: FakePerson, link: str) -> None:
    await stage.until(lambda: _live_card(person, link), f"{person.name}'s order card")


def _live_card(person: FakePerson, link: str) -> FakeMessage | None:
    """The card of the order: the bot's newest message with the link, after the confirm card."""
    cards = [message for message in person.home.newest_first() if message.from_bot and link in message.text]
    return cards[0] if len(cards) > 1 else None


def _card_says(person: FakePerson, link: str, word: str) -> bool:
    card = _live_card(person, link)
    return card is not None and word in card.text

"""Scenarios around one order: several at once, a panel that goes down, a lost answer, a partial delivery."""

import asyncio

from playground.people import ANN, BOB, CEM, OLGA
from playground.scenarios.runner import ScenarioRunner
from playground.scenarios.session import Unexpected
from playground.telegram import FakeMessage, FakePerson


async def three_at_once(runner: ScenarioRunner) -> str:
    """Everybody taps Confirm at the same moment, twice."""
    demo, session = runner.demo, runner.session
    people = [
        demo.add_person(people.id, people.name, people.language, people.role) for people in (ANN, BOB, CEM)
    ]
    links = [runner.new_link() for _ in people]
    session.begins("Ann, Bob and Cem ask for the price of something, all at once")
    cards = await asyncio.gather(*map(runner.card_for, people, links))
    session.begins("All three tap Confirm at the same moment, and each of them twice")
    await asyncio.gather(*(runner.confirms(*one, times=2) for one in zip(people, cards, strict=True)))
    session.begins("The panel gets the orders")
    orders = [await runner.placed(link) for link in links]
    session.begins("Each of them sees an own order begin")
    await asyncio.gather(*(_sees_card(runner, *one) for one in zip(people, links, strict=True)))
    return f"Six taps, {len(orders)} orders at the panel, one for each link."


async def panel_goes_down(runner: ScenarioRunner) -> str:
    """The panel cannot be reached between the price and the tap on Confirm."""
    demo, session = runner.demo, runner.session
    ann, link = await runner.reader(ANN.id), runner.new_link()
    session.begins("Ann has the price before her")
    card = await runner.card_for(ann, link)
    before = demo.panel.adds_received
    session.begins("The panel goes down: every connection is refused")
    try:
        await demo.panel_switch.close()
        session.begins("Ann taps Confirm; the order is stored and waits")
        await runner.confirms(ann, card)
        await runner.sees(ann, "Waiting")
        session.begins("The panel is back; the kiosk tries again by itself")
    finally:
        await demo.panel_switch.open()
    order = await runner.placed(link)
    tries = demo.panel.adds_received - before
    return f"Ann's order waited and then went through as {order.id}: sent {tries} time, ordered once."


async def lost_answer(runner: ScenarioRunner) -> str:
    """The panel takes the order, and the connection breaks before its answer."""
    demo, session = runner.demo, runner.session
    ann, olga, link = await runner.reader(ANN.id), await runner.reader(OLGA.id), runner.new_link()
    session.begins("Ann has the price before her")
    card = await runner.card_for(ann, link)
    session.begins("The panel's next answer to an order will be lost on the way")
    demo.panel.arm("reset_after", action="add")
    demo.look()
    before, version = demo.panel.adds_received, demo.telegram.version
    session.begins("Ann taps Confirm; the panel takes the order, the kiosk does not hear of it")
    await runner.confirms(ann, card)
    seen = await runner.sees(ann, "Being checked")
    number = next(word for word in seen.text.split() if word.isdecimal())
    order = await runner.placed(link)
    session.begins("Olga, who runs the shop, is told")
    await runner.until(lambda: _names(olga, number, version), "an alert for Olga")
    if demo.panel.adds_received - before != 1:
        raise Unexpected("the order was sent again")
    return (
        f"The panel has order {order.id}. The kiosk says Being checked, sends nothing twice, and tells Olga."
    )


async def partial(runner: ScenarioRunner) -> str:
    """The panel delivers a part and gives up."""
    demo, session = runner.demo, runner.session
    ann, link = await runner.reader(ANN.id), runner.new_link()
    session.begins("Ann orders something")
    await runner.confirms(ann, await runner.card_for(ann, link))
    order = await runner.placed(link)
    session.begins(f"The panel begins with order {order.id}")
    demo.panel.set_state(order.id, "In progress", remains=order.quantity)
    demo.look()
    await runner.until(lambda: _card_says(ann, link, "In progress"), "the card to change")
    left = order.quantity // 5
    session.begins(f"It delivers {order.quantity - left} of {order.quantity} and stops")
    demo.panel.set_state(order.id, "Partial", remains=left)
    demo.look()
    await runner.until(lambda: _card_says(ann, link, "Partly delivered"), "the card to say so")
    back = order.refunded
    return f"Ann's card says Partly delivered, {left} not delivered; the panel gave {back} back for them."


async def _sees_card(runner: ScenarioRunner, person: FakePerson, link: str) -> None:
    await runner.until(lambda: _live_card(person, link), f"{person.name}'s order card")


def _live_card(person: FakePerson, link: str) -> FakeMessage | None:
    """Return the order's card: what the confirm card became, or a message after it."""
    cards = [message for message in person.home.newest_first() if message.from_bot and link in message.text]
    return cards[0] if cards and (len(cards) > 1 or cards[0].edited) else None


def _card_says(person: FakePerson, link: str, word: str) -> bool:
    card = _live_card(person, link)
    return card is not None and word in card.text


def _names(person: FakePerson, number: str, since: int) -> bool:
    """Return True if the bot has named this order to them after version `since`: other cards change, too."""
    changed = (one for one in person.home.changed_since(since) if one.from_bot)
    return any(number in one.text for one in changed)

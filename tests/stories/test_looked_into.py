"""An order whose answer was lost says until when it is looked into, wherever it is shown."""

from datetime import datetime, timedelta

from playground.telegram.messages import FakeMessage
from shop.reconciliation.answer import GATHERED_FOR
from tests.in_process import Harness
from tests.stories.test_times import in_words, moments

LINK = "https://www.instagram.com/p/lost/"
DAY = timedelta(hours=24)


async def loses(harness: Harness) -> FakeMessage:
    """Let Ann's order meet a connection that breaks, and return its card."""
    await harness.olga.says("/start")
    harness.panel.arm("reset_after")
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    card = harness.ann.person.last
    assert "Being checked" in card.text
    return card


def until(message: FakeMessage) -> list[int]:
    return [moment for _, moment in moments(message)]


def stamp(moment: datetime) -> int:
    return int(moment.timestamp())


async def test_the_card_the_list_and_what_is_shown_to_others_say_until_when(harness: Harness) -> None:
    latest = harness.clock.now() + GATHERED_FOR + DAY
    card = await loses(harness)
    assert "usually takes five minutes" in card.text
    assert stamp(latest) in until(card)
    assert not any("Reorder" in label for label in card.labels), card.labels
    await harness.ann.says("/orders")
    assert f"Being checked, until {in_words(latest)} at the latest" in harness.ann.person.last.text
    assert until(harness.ann.person.last) == [stamp(latest)]
    await harness.ann.taps(harness.ann.person.last.labels[0])
    assert stamp(latest) in until(harness.ann.person.last)
    assert not any("Reorder" in label for label in harness.ann.person.last.labels)
    [result] = (await harness.ann.queries("1")).results
    said = result.text
    assert f"The answer comes by {in_words(latest)} at the latest." in said
    assert not [one for one in result.entities if one["type"] == "date_time"]


async def test_who_orders_the_same_meanwhile_reads_that_it_may_become_two(harness: Harness) -> None:
    latest = harness.clock.now() + GATHERED_FOR + DAY
    await loses(harness)
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    await harness.ann.sees("Order 1 for this link is being checked, until", "you would pay for both")
    assert stamp(latest) in until(harness.ann.person.last)
    assert harness.panel.adds_received == 1


async def test_the_card_follows_the_operators_time(harness: Harness) -> None:
    card = await loses(harness)
    for _ in range(8 * 6):
        await harness.passes(10)
    cases = harness.kiosk.stores.cases
    [case] = await cases.list_waiting(limit=2)
    assert stamp(case.due_at) in until(card)
    assert "usually takes" not in card.text
    harness.clock.advance(3600)
    await harness.olga.says("/review")
    await harness.olga.taps("Wait")
    [later] = await cases.list_waiting(limit=2)
    assert later.due_at > case.due_at
    assert stamp(later.due_at) in until(card)
    assert stamp(case.due_at) not in until(card)


async def test_the_card_follows_where_the_kiosk_was_off(harness: Harness) -> None:
    card = await loses(harness)
    for _ in range(8 * 6):
        await harness.passes(10)
    [case] = await harness.kiosk.stores.cases.list_waiting(limit=2)
    await harness.kiosk.stores.waits.was_off(timedelta(hours=5), harness.clock.now())
    await harness.settles()
    assert stamp(case.due_at + timedelta(hours=5)) in until(card)

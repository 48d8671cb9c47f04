"""An order that its owner put into another chat: the card there lives until the order is done."""

from datetime import timedelta

import pytest

from playground.telegram import FakeMessage
from playground.telegram.faults import Fault, disconnect_before, too_many
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/shared/"


async def ordered(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def shared(player: Player, query: str = "1") -> FakeMessage:
    """Put the first result of this query into another chat."""
    answer = await player.queries(query)
    message = player.person.chooses(answer.results[0], query)
    await player.harness.settles()
    return message


def edits(harness: Harness) -> int:
    """How many calls have edited a card in another chat."""
    return sum("inline_message_id" in one.params for one in harness.telegram.calls_of("editMessageText"))


async def test_a_shared_card_follows_its_order_to_the_end(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    card = await shared(ann)
    assert "Order 1 · Pending" in card.text
    assert [(b.label, b.url) for row in card.keyboard for b in row] == [
        ("🛍 Open the shop", "https://t.me/kiosk_bot?start=inline")
    ]
    await harness.delivers()
    assert "Order 1 · Completed" in card.text
    assert LINK not in card.text
    assert "$" not in card.text
    before = edits(harness)
    await harness.passes(600)
    assert edits(harness) == before, "the end was told, and nothing comes after it"


async def test_both_cards_of_one_order_live(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    cards = [await shared(ann), await shared(ann, "")]
    await harness.delivers()
    assert ["Completed" in card.text for card in cards] == [True, True]


async def test_a_card_that_shows_all_is_left_alone(harness: Harness) -> None:
    harness.panel.pace.pending = 10_000
    await ordered(harness.ann)
    await shared(harness.ann)
    await harness.passes(10)
    before = edits(harness)
    for _ in range(5):
        await harness.passes(10)
    assert edits(harness) == before


async def test_an_order_that_ended_before_it_arrived_is_told_once(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    answer = await ann.queries("1")
    await harness.delivers()
    card = ann.person.chooses(answer.results[0], "1")
    await harness.settles()
    await harness.passes(10)
    assert "Completed" in card.text
    before = edits(harness)
    await harness.passes(10)
    assert edits(harness) == before


async def test_it_goes_on_after_a_restart_and_twice_the_same_update(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    card = await shared(ann)
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await harness.delivers()
    assert "Completed" in card.text


async def test_without_feedback_the_card_stays_as_it_was(harness: Harness) -> None:
    harness.telegram.world.inline_feedback = False
    await ordered(harness.ann)
    card = await shared(harness.ann)
    await harness.delivers()
    assert "Pending" in card.text
    assert edits(harness) == 0


async def test_a_card_that_is_gone_is_asked_about_once(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    await shared(ann)
    other = await shared(ann)
    harness.telegram.world.inline_messages.clear()
    await harness.delivers()
    assert edits(harness) == 2
    assert "Pending" in other.text
    await ann.sees("Order 1 is done")


@pytest.mark.parametrize("fault", [too_many(3), disconnect_before()])
async def test_trouble_puts_the_news_off(fault: Fault, harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    card = await shared(ann)
    harness.telegram.plan("editMessageText", fault, fault, fault)
    await harness.delivers()
    for _ in range(6):
        await harness.passes(30)
    assert "Completed" in card.text


@pytest.mark.parametrize(
    "result_id", ["1-1", "2-1", "s-1", "-", "1", "99999999999999999999-1", "1-\0", "١-1"]
)
async def test_nobody_keeps_up_a_card_of_anothers_order(result_id: str, harness: Harness) -> None:
    await ordered(harness.ann)
    for player in (harness.bob, harness.sam):
        sender = player.person.user
        chosen = {"result_id": result_id, "from": sender, "query": "", "inline_message_id": "AAAA1"}
        harness.telegram.updates.add("chosen_inline_result", chosen)
        await harness.settles()
    await harness.delivers()
    assert edits(harness) == 0
    assert harness.sam.person.chat == []


async def test_a_shared_service_is_no_order(harness: Harness) -> None:
    await ordered(harness.ann)
    message = await shared(harness.ann, "likes")
    await harness.delivers()
    assert edits(harness) == 0
    assert "Completed" not in message.text


async def test_a_clock_that_was_set_back_keeps_no_card_behind(harness: Harness) -> None:
    await ordered(harness.ann)
    card = await shared(harness.ann)
    await harness.passes(1)
    harness.clock.set_ahead(timedelta(hours=-5))
    await harness.restarts()
    await harness.delivers()
    assert "Completed" in card.text

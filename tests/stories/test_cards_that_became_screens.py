"""A message of the desk that shows another screen by now is edited no more by what it showed before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.notices.renderer import Notices
from messaging.outbox import Message, OutboxWorker
from playground.telegram.faults import parse_error
from shop.notice import Priority
from storage.messages.outbox import Ids
from tests.in_process import BOB, OLGA, Harness, Player
from tests.stories.test_broadcast_choices import composes
from tests.stories.test_broadcast_under_way import confirms, shop, taps_at_once
from tests.stories.test_unknown_orders import LINK, Opening, loses, minutes, opening

__all__ = ["opening", "shop"]


@pytest.fixture
async def shop_with_a_door(database_file: Path) -> AsyncIterator[Harness]:
    """A private shop of two operators, whom Sam has asked to come in."""
    harness = Harness(database_file, admin_ids=f"{OLGA},{BOB}", allowed_ids="101")
    await harness.opens()
    for player in (harness.olga, harness.bob, harness.sam):
        await player.says("/start")
    await harness.sam.taps("Ask to come in")
    await harness.olga.sees("Sam (666) would like to order.")
    yield harness
    await harness.audited()
    await harness.closes()


def shown(player: Player) -> list[str]:
    """Return what the messages of the bot say that somebody has."""
    return [one.shown for one in player.person.chat if one.from_bot and not one.deleted]


def bubbles(player: Player) -> int:
    """How many messages of the bot somebody has."""
    return len(shown(player))


def last(player: Player) -> str:
    """Return what the lowest message of the bot says."""
    return shown(player)[-1]


async def paused(harness: Harness) -> None:
    """Have Olga's broadcast stand paused on its live card."""
    await composes(harness.olga)
    await confirms(harness)
    await taps_at_once(harness.olga, "b:1:pause:")
    await harness.rounds()
    await harness.olga.sees("Paused", "0 of 4 sent")


async def bob_taps(harness: Harness, *actions: str) -> None:
    """Have Bob do this with the broadcast, and let everything be delivered."""
    for action in actions:
        await taps_at_once(harness.bob, f"b:1:{action}:")
    await harness.rounds()


async def leaves(player: Player, *labels: str) -> None:
    """Go to other screens by these buttons, before anything is delivered."""
    for label in labels:
        player.person.taps(label)
        await player.harness.kiosk.messaging.polling.poll_once(0)
        await player.harness.kiosk.messaging.turns.drain()


def overtaken(
    harness: Harness, words: str, *labels: str, plain: bool = False, is_new: bool = False
) -> OutboxWorker:
    """Return a worker that delivers; once, before an edit of Olga's card to these words, she leaves it.

    `plain`: before the words go out as plain text, because Telegram cannot read their mark-up. `is_new`: she
    leaves a new card with these words, before it is noted that it has arrived.
    """
    kiosk, left = harness.kiosk, list(labels)

    async def send(message: Message, priority: Priority, chat_id: int) -> Ids:
        is_hers = chat_id == OLGA and message.method == ("sendMessage" if is_new else "editMessageText")
        is_it = is_hers and words in message.params["text"] and ("parse_mode" in message.params) is not plain
        sent = await kiosk.messaging.wire.send(message, priority, chat_id) if is_new else None
        if left and is_it:
            leaving = left.copy()
            left.clear()
            await leaves(harness.olga, *leaving)
        return sent if is_new else await kiosk.messaging.wire.send(message, priority, chat_id)

    async def unreachable(person_id: int) -> None:
        raise AssertionError(person_id)

    render = Notices(kiosk.services, lambda: "kiosk_bot").render
    return OutboxWorker(
        outbox=kiosk.stores.outbox, render=render, send=send, unreachable=unreachable, clock=harness.clock
    )


@pytest.mark.parametrize("door", ["The desk", "Back"])
async def test_a_broadcast_does_not_come_back_over_the_next_screen(shop: Harness, door: str) -> None:
    await paused(shop)
    await shop.olga.taps(door)
    screen, before = last(shop.olga), bubbles(shop.olga)
    assert "0 of 4 sent · " not in screen
    await bob_taps(shop, "goon", "pause")
    assert (last(shop.olga), bubbles(shop.olga)) == (screen, before)


@pytest.mark.parametrize("plain", [False, True])
async def test_an_edit_whose_turn_comes_after_the_next_screen_is_not_made(shop: Harness, plain: bool) -> None:
    await paused(shop)
    if plain:  # Telegram cannot read its words
        shop.telegram.plan("editMessageText", parse_error(), chat_id=OLGA)
    before = bubbles(shop.olga)
    await taps_at_once(shop.bob, "b:1:goon:")
    await taps_at_once(shop.bob, "b:1:pause:")
    await overtaken(shop, "0 of 4 sent", "The desk", plain=plain).drain()
    screen = last(shop.olga)
    assert "Today: " in screen
    await shop.passes(60)
    assert (last(shop.olga), bubbles(shop.olga)) == (screen, before)


async def test_the_end_whose_card_is_left_before_its_turn_comes_as_a_message(shop: Harness) -> None:
    await paused(shop)
    await taps_at_once(shop.bob, "b:1:goon:")
    worker = overtaken(shop, "4 of 4 sent", "The desk")
    await worker.drain()
    await shop.kiosk.periodic.show_progress()
    await worker.drain()
    assert not any("4 of 4 sent" in one for one in shown(shop.olga))
    await shop.passes(2)
    assert any("Today: " in one for one in shown(shop.olga))
    assert sum("4 of 4 sent" in one for one in shown(shop.olga)) == 1


async def test_the_end_of_a_broadcast_that_was_left_comes_as_a_message(shop: Harness) -> None:
    await paused(shop)
    await shop.olga.taps("The desk")
    screen, before = last(shop.olga), bubbles(shop.olga)
    await bob_taps(shop, "goon")
    await shop.rounds()
    assert screen in shown(shop.olga)
    assert sum("4 of 4 sent" in one for one in shown(shop.olga)) == 1
    assert bubbles(shop.olga) == before + 2, "her own letter, and the end"


async def test_a_broadcast_that_is_opened_again_is_live_again(shop: Harness) -> None:
    await paused(shop)
    await shop.olga.taps("Back")
    await shop.olga.taps("1 · Sale")
    await shop.olga.sees("Paused", "0 of 4 sent")
    await bob_taps(shop, "goon", "stop")
    await shop.olga.sees("Stopped")
    assert "Go on" not in last(shop.olga)


async def test_the_question_before_it_is_deleted_is_not_overwritten(shop: Harness) -> None:
    await composes(shop.olga)
    await shop.olga.taps("Confirm")
    await shop.rounds()
    await shop.olga.taps("Delete again")
    await shop.olga.sees("Delete this message again at 4 people?")
    await bob_taps(shop, "gone")
    await shop.rounds()
    await shop.olga.sees("Delete this message again at 4 people?")
    await shop.olga.taps("Keep it")
    await shop.olga.sees("4 deleted")


async def test_a_door_card_does_not_come_back_over_the_next_screen(shop_with_a_door: Harness) -> None:
    harness = shop_with_a_door
    await harness.olga.taps("The desk")
    screen, before = last(harness.olga), bubbles(harness.olga)
    await harness.bob.taps("Let in")
    await harness.rounds()
    assert (last(harness.olga), bubbles(harness.olga)) == (screen, before)
    await harness.bob.sees("was let in by Bob")


async def test_a_card_that_is_left_before_it_is_noted_does_not_come_back(shop_with_a_door: Harness) -> None:
    harness = shop_with_a_door
    eve = harness.telegram.add_person(777, "Eve", "en")
    eve.says("/start")
    await harness.settles()
    eve.taps("Ask to come in")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()
    await overtaken(harness, "would like to order", "The desk", is_new=True).drain()
    screen, before = last(harness.olga), bubbles(harness.olga)
    assert "Today: " in screen
    await harness.bob.taps("Let in")
    await harness.rounds()
    await harness.bob.sees("Eve (777)", "was let in by Bob")
    assert (last(harness.olga), bubbles(harness.olga)) == (screen, before)


async def test_a_restart_asks_nobody_again_about_a_door_card_that_was_left(shop_with_a_door: Harness) -> None:
    harness = shop_with_a_door
    await harness.olga.taps("The desk")
    before = bubbles(harness.olga)
    await harness.restarts()
    await harness.rounds()
    assert bubbles(harness.olga) == before


@pytest.mark.parametrize("is_listed", [False, True])
async def test_a_decision_about_an_order_does_not_come_back_over_the_next_screen(
    opening: Opening, is_listed: bool
) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        if is_listed:
            await olga.says("/review")
        await olga.sees("Order 2: please decide")
        await olga.taps("Another number")
        await olga.taps("Menu")
        screen, before = last(olga), bubbles(olga)
        await harness.kiosk.stores.resolutions.void(2, harness.clock.now(), by=BOB)
        await harness.rounds()
        assert (last(olga), bubbles(olga)) == (screen, before)


async def test_a_question_that_is_asked_anew_takes_away_no_screen_that_its_card_became(
    opening: Opening,
) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await olga.taps("Another number")
        await olga.taps("Menu")
        before = bubbles(olga)
        await olga.says("/review 2")
        await olga.sees("Order 2: please decide")
        assert bubbles(olga) == before + 1


async def test_a_decision_that_is_undone_leaves_alone_what_its_card_has_become(opening: Opening) -> None:
    async with opening(panel_probe="yes", panel_account="shared") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        [true] = harness.panel.orders_for(LINK)
        await olga.taps(f"Adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.taps("Order 2")
        screen, before = last(olga), bubbles(olga)
        resolutions = harness.kiosk.stores.resolutions
        assert await resolutions.take_back(2, harness.clock.now(), by=BOB, wrong=true.id)
        await harness.rounds()
        assert (last(olga), bubbles(olga)) == (screen, before)


async def test_a_decision_is_shown_on_a_card_that_asks_whether_one_is_sure(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        await olga.taps("Void")
        before = bubbles(olga)
        await harness.kiosk.stores.resolutions.void(2, harness.clock.now(), by=BOB)
        await harness.rounds()
        await olga.sees("Order 2 was voided")
        assert bubbles(olga) == before
        olga.finds_no("Yes, void")

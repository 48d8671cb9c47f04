"""A message of the desk that shows another screen by now is edited no more by what it showed before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.notices.renderer import Notices
from shop.notice import Priority
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


def bubbles(player: Player) -> int:
    """How many messages of the bot somebody has."""
    return sum(one.from_bot and not one.deleted for one in player.person.chat)


def last(player: Player) -> str:
    """Return what the lowest message of the bot says."""
    return [one.shown for one in player.person.chat if one.from_bot and not one.deleted][-1]


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


@pytest.mark.parametrize("door", ["The desk", "Back"])
async def test_a_broadcast_does_not_come_back_over_the_next_screen(shop: Harness, door: str) -> None:
    await paused(shop)
    await shop.olga.taps(door)
    screen, before = last(shop.olga), bubbles(shop.olga)
    assert "0 of 4 sent · " not in screen
    await bob_taps(shop, "goon", "pause")
    assert (last(shop.olga), bubbles(shop.olga)) == (screen, before)


async def test_an_edit_whose_turn_comes_after_the_next_screen_is_not_made(shop: Harness) -> None:
    await paused(shop)
    await taps_at_once(shop.bob, "b:1:goon:")
    await taps_at_once(shop.bob, "b:1:pause:")
    due = await shop.kiosk.stores.outbox.list_due(Priority.NOTICE, shop.clock.now(), limit=9)
    [progress] = [one for one in due if one.kind == "progress"]
    edit = await Notices(shop.kiosk.services, lambda: "").render(progress)  # now it waits for its turn
    assert edit is not None
    await shop.olga.taps("The desk")
    screen, before = last(shop.olga), bubbles(shop.olga)
    await shop.kiosk.messaging.wire.send(edit, Priority.NOTICE, OLGA)
    assert (last(shop.olga), bubbles(shop.olga)) == (screen, before)


async def test_the_end_of_a_broadcast_that_was_left_comes_as_a_message(shop: Harness) -> None:
    await paused(shop)
    await shop.olga.taps("The desk")
    screen, before = last(shop.olga), bubbles(shop.olga)
    await bob_taps(shop, "goon")
    await shop.rounds()
    shown = [one.shown for one in shop.olga.person.chat if one.from_bot and not one.deleted]
    assert screen in shown
    assert sum("4 of 4 sent" in one for one in shown) == 1
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

"""Ratings: how an order was, in stars below the message of its end, and what services are known by."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram import FakeMessage
from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player
from tests.screens import labels_of

STARS = ("⭐ 1", "⭐ 2", "⭐ 3", "⭐ 4", "⭐ 5")
WAYS = (("🔁 Reorder", "🏠 Menu"),)
LIKES = 22


async def done(harness: Harness, player: Player, number: int = 1) -> int:
    """Give a person an order that is done; return its number."""
    await player.says(f"/order {LIKES} https://instagram.com/p/n{number}{player.id} 100")
    await player.taps("Confirm")
    await harness.delivers()
    return max(order.id for order in await harness.kiosk.stores.orders.list_latest(player.id, limit=1))


def end_of(player: Player, order_id: int) -> FakeMessage:
    """Return the newest message that tells of this order's end."""
    told = (f"Order {order_id} is done", f"Order {order_id} is over")
    return next(one for one in player.person.chat[::-1] if any(words in one.text for words in told))


async def stars_of(harness: Harness, order_id: int) -> int | None:
    """Return how the order was rated."""
    order = await harness.kiosk.stores.orders.find(order_id, owner=None)
    assert order is not None
    return order.stars


async def test_an_order_that_is_done_is_rated_where_its_end_is_told(harness: Harness) -> None:
    ann = harness.ann
    number = await done(harness, ann)
    await ann.sees("Order 1 is done", "How was it?")
    assert labels_of(end_of(ann, number)) == (STARS, *WAYS, (f"📋 {number}",))
    bubbles = len(ann.person.chat)
    await ann.taps("⭐ 4")
    await ann.sees("Order 1 is done", "You gave 4 of 5.")
    assert "How was it?" not in end_of(ann, number).text
    assert len(ann.person.chat) == bubbles, "the message itself changes"
    assert labels_of(end_of(ann, number)) == (
        (*STARS[:3], "✔️ 4", STARS[4]),
        *WAYS,
        (f"📋 {number}",),
    )
    await ann.says("/status 1")
    await ann.sees("Rated 4 of 5")
    await harness.audited()


async def test_a_rating_may_change_and_a_second_tap_is_the_same(harness: Harness) -> None:
    ann = harness.ann
    number = await done(harness, ann)
    for label in ("⭐ 2", "✔️ 2", "⭐ 5"):
        await ann.taps(label)
    await ann.sees("You gave 5 of 5.")
    assert await stars_of(harness, number) == 5


async def test_a_tap_that_comes_again_after_a_crash_changes_nothing_more(harness: Harness) -> None:
    number = await done(harness, harness.ann)
    await harness.ann.taps("⭐ 3")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    assert await stars_of(harness, number) == 3
    assert "You gave 3 of 5." in end_of(harness.ann, number).text


@pytest.mark.parametrize("value", ["0", "6", "-1", "", "four", "4.5", "٤", "99999999999999999999"])
async def test_forged_stars_rate_nothing(harness: Harness, value: str) -> None:
    number = await done(harness, harness.ann)
    harness.ann.person.forges(f"o:{number}:rate:{value}")
    await harness.settles()
    assert await stars_of(harness, number) is None
    harness.ann.finds_no("Something went wrong")


@pytest.mark.parametrize("order", ["1", "99", "x", "99999999999999999999"])
async def test_nobody_rates_anothers_order_not_even_the_operator(harness: Harness, order: str) -> None:
    number = await done(harness, harness.ann)
    for player in (harness.bob, harness.olga):
        await player.says("/start")
        tap = player.person.forges(f"o:{order}:rate:1")
        await harness.settles()
        assert tap.answered
        player.finds_no("Something went wrong")
    assert await stars_of(harness, number) is None


async def test_an_order_at_work_or_canceled_is_not_rated(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order {LIKES} https://instagram.com/p/n1 100")
    await ann.taps("Confirm")
    tap = ann.person.forges("o:1:rate:5")
    await harness.settles()
    assert tap.text == "You can rate an order when it is delivered."
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "Canceled")
    await harness.passes(60)
    await ann.sees("Order 1 was canceled")
    with pytest.raises(NoSuchButton):
        await ann.taps("⭐ 5")
    ann.person.forges("o:1:rate:5")
    await harness.settles()
    assert await stars_of(harness, 1) is None


async def test_what_was_delivered_in_part_is_rated_and_what_was_not_is_not(harness: Harness) -> None:
    ann = harness.ann
    for number, remains in ((1, 40), (2, 100)):
        await ann.says(f"/order {LIKES} https://instagram.com/p/n{number} 100")
        await ann.taps("Confirm")
        harness.panel.set_state(list(harness.panel.orders)[-1], "Partial", remains=remains)
        await harness.passes(60)
    assert labels_of(end_of(ann, 1))[0] == STARS
    assert STARS not in labels_of(end_of(ann, 2))
    await ann.taps("⭐ 2", message_id=end_of(ann, 1).id)
    ann.person.forges("o:2:rate:1")
    await harness.settles()
    assert [await stars_of(harness, number) for number in (1, 2)] == [2, None]


async def test_an_order_that_the_shop_closed_by_hand_is_not_rated(harness: Harness) -> None:
    """Nobody knows what of it was delivered."""
    await harness.ann.says(f"/order {LIKES} https://instagram.com/p/n1 100")
    await harness.ann.taps("Confirm")
    now = harness.clock.now()
    await harness.kiosk.stores.endings.end(1, now, refund=False, by=harness.olga.id)
    await harness.settles()
    await harness.ann.sees("The shop has closed order 1")
    with pytest.raises(NoSuchButton):
        await harness.ann.taps("⭐ 5")


async def test_after_a_refill_the_new_end_shows_what_was_given(harness: Harness) -> None:
    ann = harness.ann
    number = await done(harness, ann)
    await ann.taps("⭐ 4")
    [order] = harness.panel.orders.values()
    first = end_of(ann, number)
    for word in ("In progress", "Completed"):
        harness.panel.set_state(order.id, word)
        await harness.passes(3700)
    again = end_of(ann, number)
    assert again.id != first.id
    assert "You gave 4 of 5." in again.text
    assert "✔️ 4" in labels_of(again)[0]


async def test_a_deleted_message_is_answered_below(harness: Harness) -> None:
    ann = harness.ann
    number = await done(harness, ann)
    end = end_of(ann, number)
    end.deleted = True
    await ann.taps("⭐ 4", message_id=end.id, stale=True)
    await ann.sees("You gave 4 of 5.")


async def test_the_operator_sees_the_rating_on_the_order(harness: Harness) -> None:
    number = await done(harness, harness.ann)
    await harness.ann.taps("⭐ 2")
    await harness.olga.says(f"/status {number}")
    await harness.olga.sees("Ordered by Ann", "Rated 2 of 5")


@pytest.fixture
async def crowd(database_file: Path) -> AsyncIterator[tuple[Harness, list[Player]]]:
    """A kiosk with five customers."""
    numbers = range(201, 206)
    harness = Harness(database_file, allowed_ids=",".join(map(str, numbers)))
    await harness.opens()
    yield harness, [Player(harness.telegram.add_person(one, f"P{one}", "en"), harness) for one in numbers]
    await harness.closes()


async def test_what_customers_gave_stands_on_the_service_card_from_five_on(
    crowd: tuple[Harness, list[Player]],
) -> None:
    harness, players = crowd
    for number, (player, given) in enumerate(zip(players, (5, 5, 4, 5, 4), strict=True), 1):
        await player.says(f"/start s_{LIKES}")
        player.finds_no("of 5 by")
        await done(harness, player, number)
        await player.taps(f"⭐ {given}")
        await harness.rounds()
    await players[0].says(f"/start s_{LIKES}")
    await players[0].sees("⭐ 4.6 of 5 by 5 customers")
    await harness.restarts()
    await harness.rounds()
    await players[0].says(f"/start s_{LIKES}")
    await players[0].sees("⭐ 4.6 of 5 by 5 customers")


async def test_one_customer_is_one_voice_the_latest(crowd: tuple[Harness, list[Player]]) -> None:
    harness, players = crowd
    for number, player in enumerate([*players[:4], *players[:4]]):
        await done(harness, player, number)
        await player.taps("⭐ 1" if number < 4 else "⭐ 5")
    await harness.rounds()
    await players[0].says(f"/start s_{LIKES}")
    players[0].finds_no("of 5 by")
    await done(harness, players[4], 9)
    await players[4].taps("⭐ 5")
    await harness.rounds()
    await players[0].says(f"/start s_{LIKES}")
    await players[0].sees("⭐ 5.0 of 5 by 5 customers")

"""The home: what stands on it, and where its doors lead."""

from pathlib import Path

from tests.in_process import Harness, Player

LINE = "/order 1 https://instagram.com/p/a{n} 100"


def labels_of(player: Player) -> list[str]:
    """Return the labels below the newest message with buttons."""
    shown = next(one for one in reversed(player.person.chat) if one.markup is not None)
    return [key["text"] for row in shown.json()["reply_markup"]["inline_keyboard"] for key in row]


async def test_a_newcomer_finds_the_doors(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    await ann.sees(
        "Ann, what shall it be?", "New order", "Search", "My orders", "Wallet", "Ask us", "Settings"
    )
    for nothing in ("On the way", "Again", "You were", "💰 0"):
        ann.finds_no(nothing)
    await ann.taps("Search")
    await ann.sees("instagram likes", "Menu")


async def test_every_door_is_one_edit_and_leads_home_again(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/menu")
    bubbles = len(ann.person.chat)
    await ann.taps("Search")
    await ann.taps("Menu")
    await ann.sees("Ann, what shall it be?")
    await ann.taps("New order")
    await ann.sees("What is it for?")
    assert len(ann.person.chat) == bubbles


async def test_a_waiting_draft_stands_on_the_home_and_goes_on(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    await ann.says("/start")
    await ann.sees("You were choosing a service")
    await ann.taps("Go on")
    await ann.sees("What is it for?")
    await ann.says("/order 1 https://instagram.com/p/a")
    await ann.sees("How many")
    await ann.says("/start")
    await ann.sees("You were ordering Instagram Followers")
    await ann.taps("Go on")
    await ann.sees("How many")
    await ann.says("100")
    await ann.sees("Check your order")


async def test_a_dropped_draft_is_gone_from_the_home(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://instagram.com/p/a 100")
    card = ann.person.chat[-1]
    await ann.says("/start")
    await ann.taps("Drop it")
    await ann.sees("what shall it be?")
    ann.finds_no("You were ordering")
    assert card.markup is None, "the card of the dropped draft has no buttons any more"
    await ann.says("/cancel")
    await ann.sees("There is nothing to cancel")


async def test_an_old_drop_button_leaves_the_next_draft_alone(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://instagram.com/p/a")
    await ann.says("/start")
    await ann.says("/order 2 https://instagram.com/p/b")
    await ann.taps("Drop it")
    await ann.says("/start")
    await ann.sees("Go on")


async def test_running_orders_stand_on_it(harness: Harness) -> None:
    ann = harness.ann
    for n in range(2):
        await ann.says(LINE.format(n=n))
        await ann.taps("Confirm")
    await ann.says("/menu")
    await ann.sees("On the way: 2", "1 · Pending · Instagram Followers")
    await ann.taps("On the way: 2")
    await ann.sees("Your orders")


async def test_a_single_running_order_opens_at_once(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(LINE.format(n=1))
    await ann.taps("Confirm")
    await ann.says("/menu")
    await ann.taps("On the way: 1")
    await ann.sees("Order 1 ·")


async def test_a_live_card_is_left_alone_by_its_way_home(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(LINE.format(n=1))
    await ann.taps("Confirm")
    card = next(one for one in ann.person.chat if one.from_bot and "Order 1 ·" in one.text)
    ann.person.forges("s::home:", card.id)
    await harness.settles()
    await harness.delivers()
    await ann.sees("what shall it be?")
    assert any("Order 1 · Completed" in one.text for one in ann.person.chat)


async def test_again_offers_each_earlier_order_once(harness: Harness) -> None:
    ann = harness.ann
    for n in (1, 1, 2):
        await ann.says(LINE.format(n=n))
        await ann.taps("Confirm")
        await harness.delivers()
    await ann.says("/menu")
    await ann.taps("Again …")
    labels = [label for label in labels_of(ann) if label.startswith("100 ")]
    assert len(labels) == len(set(labels)) == 2
    assert all(len(label) <= 30 for label in labels)
    await ann.taps(labels[-1])
    await ann.sees("instagram.com/p/a1", "Confirm")


async def test_the_balance_stands_on_the_home_of_a_shop(database_file: Path) -> None:
    harness = Harness(database_file, access="shop")
    await harness.opens()
    await harness.sam.says("/start")
    await harness.sam.sees("Sam, what shall it be?", "💰 $0.00")
    await harness.olga.says("/credit 666 12.40 welcome")
    await harness.olga.taps("Confirm")
    await harness.sam.says("/menu")
    await harness.sam.sees("💰 $12.40")
    await harness.closes()

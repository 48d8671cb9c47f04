"""Bundles: composed at the desk, ordered for one link with one Confirm, one card and one last message."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.view import TALLEST
from shop.acts import Did
from shop.person import GivenRole
from tests.in_process import ANN, BOB, Harness, Player
from tests.screens import labels_of
from tests.stories.test_desk import given

POST = "https://www.instagram.com/p/abc/"
LIKES, VIEWS = "22", "23"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has 9 in her wallet."""
    harness = Harness(database_file, access="shop", markup_percent="35")
    await harness.opens()
    await harness.ann.says("/start")
    await harness.olga.says(f"/credit {ANN} 9 for the story")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def composed(olga: Player, name: str = "Post start", price: str = "10%") -> None:
    """Have Olga compose a bundle of likes and views."""
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Bundles")
    await olga.taps("New bundle")
    await olga.says(name)
    for part in (f"{LIKES} 1000", f"{VIEWS} 50%"):
        await olga.taps("Add a service")
        await olga.says(part)
    await olga.taps("Price")
    await olga.says(price)


async def on_sale(shop: Harness, price: str = "10%") -> None:
    """Have Olga sell it."""
    await composed(shop.olga, price=price)
    await shop.olga.taps("Preview, put on sale")
    await shop.olga.sees("As a customer sees it", "Total")
    await shop.olga.taps("Put on sale")
    await shop.olga.sees("Version 1 is on sale")


async def ordered(shop: Harness) -> None:
    """Have Ann come to the confirm card."""
    await shop.ann.says("/order")
    await shop.ann.taps("Bundles")
    await shop.ann.taps("Post start")
    await shop.ann.sees("Post start", "1,000 ×", "Total", "By themselves")
    await shop.ann.taps("Order")
    await shop.ann.sees("Send the link")
    await shop.ann.says(POST)
    await shop.ann.sees("Confirm", POST)


def price_on(player: Player) -> str:
    """Return the total that the newest message names."""
    return player.person.chat[-1].text.split("Total: ")[1].split("\n")[0]


async def test_however_many_bundles_there_are_each_fits_a_screen_of_the_desk(shop: Harness) -> None:
    for number in range(14):
        await composed(shop.olga, f"Bundle {number}")
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Bundles")
    pages = [labels_of(shop.olga.person.last)]
    for _ in range(2):
        await shop.olga.taps("Next")
        pages.append(labels_of(shop.olga.person.last))
    assert max(map(len, pages)) <= TALLEST
    assert [number for number in range(14) if f"Bundle {number}'" not in str(pages)] == []


async def test_a_bundles_card_says_that_its_link_comes_after_order(shop: Harness) -> None:
    await on_sale(shop)
    for language, bundles, wanted in (
        ("en", "Bundles", "Tap Order, then send one link; it is for all of them."),
        ("ru", "Комплекты", "Нажмите «Заказать», затем пришлите одну ссылку: она для всех услуг."),
    ):
        shop.ann.person.user["language_code"] = language
        await shop.ann.says("/order")
        await shop.ann.taps(bundles)
        await shop.ann.taps("Post start")
        await shop.ann.sees(wanted)


async def test_one_link_one_tap_one_card_and_one_last_message(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    before = len(shop.ann.person.chat)
    await shop.ann.taps("Confirm")
    assert len(shop.ann.person.chat) == before  # the card itself tells of the whole
    await shop.ann.sees("Post start", "1,000 ×", "Pending")
    made = list(shop.panel.orders.values())
    assert {one.link for one in made} == {POST}
    assert len(made) == 2
    await shop.delivers()
    said = [one.text for one in shop.ann.person.chat if "Your bundle Post start is done" in one.text]
    assert len(said) == 1
    assert not [one for one in shop.ann.person.chat if "✅ Order " in one.text]


async def test_what_the_wallet_says_of_the_parts_adds_up_to_the_price(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    total = price_on(shop.ann)
    await shop.ann.taps("Confirm")
    await shop.ann.says("/wallet")
    lines = [line for line in shop.ann.person.chat[-1].text.splitlines() if "Order" in line]
    left = [Decimal(line.split("−$")[1].split(" ")[0]) for line in lines]
    assert len(left) == 2
    assert f"${sum(left)}" == total


async def test_a_second_tap_and_a_repeated_turn_order_once(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    await shop.ann.taps("Confirm")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert len(shop.panel.orders) == 2


async def test_a_card_keeps_its_price_when_the_bundle_changes(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    shown = price_on(shop.ann)
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Bundles")
    await shop.olga.taps("1 Post start")
    await shop.olga.taps("Price")
    await shop.olga.says("5%")
    await shop.olga.sees("Version 1 is on sale. What you see here is not yet.")
    await shop.olga.taps("Preview, put on sale")
    await shop.olga.taps("Put on sale")
    await shop.olga.sees("Version 2 is on sale")
    await shop.ann.taps("Confirm")
    await shop.ann.sees("Post start", shown)


async def test_off_sale_nobody_confirms_it(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    await shop.olga.taps("Take off sale")
    await shop.olga.taps("Take off sale")
    await shop.olga.sees("Not on sale")
    await shop.ann.taps("Confirm")
    await shop.ann.sees("no longer on sale")
    assert not shop.panel.orders


async def test_what_stands_in_the_way_is_said_while_composing(shop: Harness) -> None:
    olga = shop.olga
    await composed(olga, price="0.01")
    await olga.sees("less than it costs the shop")
    await olga.taps("Add a service")
    await olga.says("99999 1000")
    await olga.sees("There is no service 99999")
    await olga.says(f"{LIKES} 1")
    await olga.sees("is not possible")
    await olga.says("x" * 4000)
    await olga.sees("Send a service's number and how many")


async def test_a_bundle_without_a_discount_says_nothing_of_one(shop: Harness) -> None:
    await composed(shop.olga, price="0%")
    await shop.olga.sees("Price: the sum of its parts\n")
    assert "less 0" not in shop.olga.screen
    await shop.olga.taps("Price")
    await shop.olga.says("10%")
    await shop.olga.sees("Price: the sum of its parts less 10 %")


async def test_a_name_is_plain_and_short(shop: Harness) -> None:
    await composed(shop.olga, name="<b>Start</b>")
    await shop.olga.sees("<b>Start</b>")
    await shop.olga.taps("Rename")
    await shop.olga.says("x" * 4000)
    await shop.olga.sees("Send a name of at most 26")


async def test_two_operators_put_it_on_sale_once(shop: Harness) -> None:
    await shop.bob.says("/start")
    await given(shop, BOB, GivenRole.OPERATOR)
    await composed(shop.olga)
    await shop.olga.taps("Preview, put on sale")
    await shop.bob.says("/admin")
    await shop.bob.taps("More")
    await shop.bob.taps("Bundles")
    await shop.bob.taps("1 Post start")
    await shop.bob.taps("Preview, put on sale")
    await shop.olga.taps("Put on sale")
    await shop.bob.taps("Put on sale")
    await shop.bob.sees("Olga has done this already")
    log = await shop.kiosk.stores.acts.list_latest(limit=20)
    assert [one.act.did for one in log].count(Did.BUNDLE_ON_SALE) == 1
    assert len(await shop.kiosk.stores.bundles.list_on_sale()) == 1


async def test_a_cost_above_its_share_refuses_confirm_and_shows_what_stands(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    shop.panel.catalogue.change_rate(int(LIKES), "1.1")
    await shop.kiosk.catalogue.refresh()
    await shop.ann.taps("Confirm")
    await shop.ann.sees("price has changed. Here is the current price", "Confirm")
    assert not shop.panel.orders
    await shop.ann.taps("Confirm")
    assert len(shop.panel.orders) == 2


async def test_without_a_part_the_bundle_is_not_ordered(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    shop.panel.catalogue.remove(int(VIEWS))
    await shop.kiosk.catalogue.refresh()
    await shop.ann.taps("Confirm")
    await shop.ann.sees("cannot be ordered right now")
    assert not shop.panel.orders


async def test_a_link_and_a_search_lead_to_it(shop: Harness) -> None:
    await on_sale(shop)
    await shop.ann.says("/start b_1")
    await shop.ann.sees("Post start", "Total")
    await shop.ann.says("/start b_7")
    await shop.ann.sees("no longer on sale")
    await shop.ann.says("/order start")
    await shop.ann.sees("Post start")


async def test_short_of_money_the_bundle_waits(shop: Harness) -> None:
    await on_sale(shop)
    await shop.olga.says(f"/debit {ANN} 9 for the story")
    await shop.olga.taps("Confirm")
    await shop.ann.says("/start b_1")
    await shop.ann.taps("Order")
    await shop.ann.says(POST)
    await shop.ann.sees("You need", "more")


async def test_what_a_part_did_not_deliver_comes_back_from_its_share(shop: Harness) -> None:
    await on_sale(shop)
    await ordered(shop)
    await shop.ann.taps("Confirm")
    first = next(iter(shop.panel.orders.values()))
    shop.panel.set_state(first.id, "Canceled", remains=first.quantity)
    await shop.delivers()
    over = [one.text for one in shop.ann.person.chat if "Your bundle Post start is over" in one.text]
    assert len(over) == 1
    assert "Back in your wallet" in over[0]
    assert not [one for one in shop.ann.person.chat if "was canceled and not finished" in one.text]

"""Coupons: percent off an order or an amount for the wallet, typed as people type."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from shop.growth.coupons import MOST_TRIES
from shop.ledger.journals import Account, AccountKind
from tests.in_process import ANN, BOB, Harness, Player
from tests.stories.test_times import moments

LINK = "https://www.instagram.com/ann/"


async def opened(database_file: Path, **settings: str) -> Harness:
    """Return a shop with a markup, in which Ann and Bob have $10 each."""
    values = {"access": "shop", "markup_percent": "50"}
    harness = Harness(database_file, **(values | settings))  # type: ignore[arg-type]  # all are settings
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    for number in (ANN, BOB):
        await harness.olga.says(f"/credit {number} 10 welcome")
        await harness.olga.taps("Confirm")
    return harness


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """The shop with a few coupons."""
    harness = await opened(database_file)
    for words in ("SUMMER-25 10% uses 2", "HELLO 1.50 uses 1", "BIG 20% from 5", "HALF 50%"):
        await harness.olga.says(f"/coupon {words}")
        await harness.olga.sees("is live")
    yield harness
    await harness.audited()
    await harness.closes()


async def asks(player: Player, quantity: int = 2000) -> None:
    """Come to the confirm card."""
    service = player.harness.panel.catalogue.of_type("Default")
    await player.says(f"/order {service.id} {LINK} {quantity}")
    await player.sees("Check your order")


async def enters(player: Player, words: str) -> None:
    """Type a coupon on the confirm card."""
    await player.taps("Coupon")
    await player.sees("Send its name as you got it")
    await player.says(words)


async def test_a_customer_types_the_command_that_operators_have(shop: Harness) -> None:
    """They read that only the operator can do this."""
    ann = shop.ann
    await ann.says("/coupon hello")
    await ann.sees("$1.50", "$11.50")
    await ann.says("/coupon")
    await ann.sees("Send its name as you got it")
    await ann.says("HELLO")
    await ann.sees("⚠️")
    await asks(ann)
    await ann.says("/coupon summer-25")
    await ann.sees("Check your order", "SUMMER")
    await shop.olga.says("/coupon")
    await shop.olga.sees("SUMMER-25", "HALF")


async def test_coupons_behind_the_command_are_counted_like_others(shop: Harness) -> None:
    for number in range(MOST_TRIES):
        await shop.ann.says(f"/coupon guess{number}")
        await shop.ann.sees("I know no coupon of this name")
    await shop.ann.says("/coupon hello")
    shop.ann.finds_no("$11.50")


async def test_the_price_confirmed_is_the_price_charged_and_the_statement_says_why(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await ann.sees("Price: $2.70")
    await enters(ann, "summer 25")
    await ann.sees("Price: $2.43", "SUMMER-25: $0.27 off, $2.70 without it")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending", "$2.43")
    assert await ann.balance() == Decimal("7.57")
    await ann.says("/wallet")
    await ann.sees("−$2.43 · Order 1", "🎟 SUMMER-25 −0.27 USD")


@pytest.mark.parametrize(
    "words",
    [
        "summer25",
        "SUMMER-25",
        " Summer – 25 ",
        "ＳＵＭＭＥＲ２５",
        "summer‐٢٥",
        "SUMMER_۲۵",
        "sum\u200bmer 25",
    ],
)
async def test_all_spellings_are_one_coupon(shop: Harness, words: str) -> None:
    await asks(shop.ann)
    await enters(shop.ann, words)
    await shop.ann.sees("SUMMER-25: $0.27 off")


async def test_what_comes_back_is_what_was_paid_and_not_more(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await enters(ann, "SUMMER25")
    await ann.taps("Confirm")
    [order] = shop.panel.orders_for(LINK)
    shop.panel.set_state(order.id, "Partial", remains=1000)
    await shop.passes(60)
    await shop.audited()
    assert await ann.balance() == Decimal("7.57") + Decimal("1.215")
    shop.panel.set_state(order.id, "Canceled")
    await shop.passes(3700)
    assert await ann.balance() == 10
    await shop.audited()


async def test_an_order_the_panel_refuses_frees_its_coupon(shop: Harness) -> None:
    for player in (shop.ann, shop.bob, shop.ann):
        shop.panel.arm("bad_link", times=1)
        await asks(player)
        await enters(player, "SUMMER25")
        await player.sees("SUMMER-25: $0.27 off")
        await player.taps("Confirm")
        await player.sees("Rejected")
        assert await player.balance() == 10
        await shop.audited()


async def test_each_person_once_and_all_together_as_often_as_said(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await olga.says("/coupon stop hello")
    await olga.sees("HELLO is stopped", "used: 0", "🗝 The desk")
    for player in (ann, bob):
        await asks(player, 1000)
        await enters(player, "SUMMER25")
        await player.taps("Confirm")
        await player.sees("$1.22")
    await asks(ann, 1000)
    await enters(ann, "SUMMER25")
    await ann.sees("⚠️ You have used this coupon already")
    await ann.says("hello")
    await ann.sees("⚠️ I know no coupon of this name")
    await olga.says("/coupon")
    await olga.sees("SUMMER-25 · 10 % off an order · in all at most: 2", "used: 2")
    await olga.says("/start")
    await olga.taps("Wallet")
    await enters(olga, "Summer25")
    await olga.sees("⚠️ This coupon has been used as often as it can be")


async def test_one_amount_for_two_phones_at_once(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    for player in (ann, bob):
        await player.says("/wallet")
        await player.taps("Coupon")
    ann.person.says("hello")
    ann.person.says("hello")
    bob.person.says("HELLO")
    await shop.settles()
    assert sorted([await ann.balance(), await bob.balance()]) == [10, Decimal("11.50")]
    await shop.audited()


async def test_used_twice_at_once_by_two_orders(shop: Harness) -> None:
    """The last use is left for two who confirm at once: one has it, the other sees the price without it."""
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await olga.says("/coupon ONCE 30% uses 1")
    for player in (ann, bob):
        await asks(player)
        await enters(player, "once")
        await player.sees("ONCE: $0.81 off")
    ann.person.taps("Confirm")
    bob.person.taps("Confirm")
    await shop.settles()
    await bob.sees("used as often as it can be", "Price: $2.70")
    assert [await ann.balance(), await bob.balance()] == [Decimal("8.11"), 10]


async def test_an_amount_may_pay_for_the_order_that_waits(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann, 8000)
    await ann.sees("You need")
    await enters(ann, "hello")
    await ann.sees("HELLO: $1.50 is in your wallet now", "Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    await ann.says("/wallet")
    await ann.sees("+$1.50 · Coupon · 🎟 HELLO")


async def test_it_waits_for_the_next_order_and_can_be_put_away(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    await enters(ann, "half")
    await ann.sees("HALF takes 50 % off your next order")
    await asks(ann)
    await ann.sees("HALF: $0.90 off", "Price: $1.80")
    await ann.taps("Without the coupon")
    await ann.sees("Price: $2.70")
    assert "HALF" not in ann.person.last.text


async def test_no_coupon_sells_below_cost(shop: Harness) -> None:
    """Half of the price would be less than the panel takes; the cost itself is the limit."""
    ann = shop.ann
    await asks(ann)
    await enters(ann, "half")
    await ann.sees("Price: $1.80")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    await shop.olga.says("/coupon MORE 1%")
    await shop.olga.says("/prices default 0")
    await shop.olga.says("/prices floor 0")
    await asks(ann, 1000)
    await enters(ann, "more")
    await ann.sees("takes nothing off this order: its price cannot go lower")


async def test_a_loss_is_made_as_far_as_the_operator_allows(database_file: Path) -> None:
    shop = await opened(database_file, coupon_loss="10")
    await shop.olga.says("/coupon HALF 50%")
    await asks(shop.ann)
    await enters(shop.ann, "half")
    await shop.ann.sees("Price: $1.62")
    await shop.ann.taps("Confirm")
    await shop.ann.sees("Order 1 · Pending")
    await shop.audited()
    await shop.closes()


async def test_a_minimum_is_said_and_the_coupon_stays(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await enters(ann, "big")
    await ann.sees("BIG is for orders from $5.00", "Price: $2.70")
    await asks(ann, 5000)
    await ann.sees("BIG: $1.35 off")


async def test_one_that_ended_while_the_card_stood_is_said_before_anything_is_charged(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await enters(ann, "SUMMER25")
    await shop.olga.says("/coupon stop SUMMER25")
    await ann.taps("Confirm")
    await ann.sees("⚠️ I know no coupon of this name", "Price: $2.70")
    assert await ann.balance() == 10
    assert not shop.panel.orders


async def pays_for_order(player: Player) -> None:
    """Pay what the confirm card lacks, in Stars."""
    player.person.tops_up(10_000)
    labels = [one.label for row in player.person.last.keyboard for one in row]
    await player.taps(next(label for label in labels if label.endswith(" Stars and order")))
    [invoice] = [one for one in player.person.home.messages.values() if one.content.invoice][-1:]
    player.person.pays(invoice)
    await player.harness.settles()


@pytest.mark.parametrize("stopped", [False, True])
async def test_a_payment_for_the_rest_orders_at_the_price_with_the_coupon(
    database_file: Path, stopped: bool
) -> None:
    shop = await opened(database_file, star_value="0.02")
    ann = shop.ann
    await shop.olga.says("/coupon HALF 30%")
    await asks(ann, 9000)
    await enters(ann, "half")
    await ann.sees("Price: $8.51")
    await shop.olga.says(f"/debit {ANN} 5 for the story")
    await shop.olga.taps("Confirm")
    await ann.says("/order")
    await asks(ann, 9000)
    if stopped:
        await shop.olga.says("/coupon stop HALF")
    await pays_for_order(ann)
    await ann.sees("The coupon can no longer be used for it" if stopped else "Order 1 is on its way")
    assert len(shop.panel.orders) == (0 if stopped else 1)
    await shop.audited()
    await shop.closes()


async def test_handled_again_it_is_no_second_use(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    await enters(ann, "hello")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await ann.sees("HELLO: $1.50 is in your wallet now")
    assert await ann.balance() == Decimal("11.50")
    await shop.olga.says("/coupon AGAIN 5%")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await shop.olga.sees("AGAIN is live")


@pytest.mark.parametrize(
    "words", ["X 10%", "SUMMER", "GOOD 0%", "GOOD 101%", "GOOD 10% uses", "GOOD 10% until 1/1/2020"]
)
async def test_what_is_no_coupon_is_explained(shop: Harness, words: str) -> None:
    await shop.olga.says(f"/coupon {words}")
    assert "is live" not in shop.olga.person.last.text
    assert any(part in shop.olga.person.last.text for part in ("/coupon", "coupon's name", "past"))


@pytest.mark.parametrize(
    ("language", "city", "shown"),
    [
        ("en", None, "31 Dec 2030 23:59 UTC"),
        ("ru", None, "31 дек. 2030 23:59 UTC"),
        ("en", "New York", "31 Dec 2030 18:59 UTC-5"),
        ("en", "Tokyo", "1 Jan 2031 08:59 UTC+9"),
    ],
)
async def test_the_end_of_a_coupon_is_its_last_day(
    shop: Harness, language: str, city: str | None, shown: str
) -> None:
    last = int(datetime(2030, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
    for player in (shop.olga, shop.ann):
        player.person.user["language_code"] = language
        if city is not None:
            await player.says("/settings")
            await player.taps("My time")
            await player.says(city)
    for said in ("/coupon YEAR 5% until 31/12/2030", "/coupon"):
        await shop.olga.says(said)
        assert moments(shop.olga.person.last) == [(shown, last)], said
    await shop.ann.says("/wallet")
    await shop.ann.taps("Coupon" if language == "en" else "Купон")
    await shop.ann.says("year")
    assert moments(shop.ann.person.last) == [(shown, last)]


@pytest.mark.parametrize("days", [0, 1])
async def test_a_coupon_can_be_used_until_the_end_of_its_last_day(shop: Harness, days: int) -> None:
    ann = shop.ann
    last = shop.clock.now().astimezone(UTC) + timedelta(days=days)
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    await shop.olga.says(f"/coupon BRIEF 5% until {last:%d/%m/%Y}")
    await shop.olga.sees("is live")
    shop.clock.advance((midnight - shop.clock.now()).total_seconds() - 30)
    await ann.says("/wallet")
    await enters(ann, "brief")
    await ann.sees("BRIEF takes 5 % off")
    await shop.passes(60)
    await ann.says("/wallet")
    await enters(ann, "brief")
    await ann.sees("⚠️ The time of this coupon is over")


async def test_an_amount_needs_a_number_of_uses(shop: Harness) -> None:
    await shop.olga.says("/coupon GIVE 5")
    await shop.olga.sees("Say how many times this amount can be credited in all", "/coupon GIVE 5 uses 100")
    await shop.olga.says("/coupon GIVE 5 uses 100 from 20")  # it is for the wallet: no order is asked for
    await shop.olga.sees("I did not get that")
    await shop.olga.says("/coupon half 5%")
    await shop.olga.sees("There is a coupon HALF already")


@pytest.mark.parametrize(("language", "forward"), [("English", "Next"), ("Русский", "Дальше")])
async def test_however_many_there_are_each_can_be_found_in_the_list(
    shop: Harness, language: str, forward: str
) -> None:
    olga = shop.olga
    for number in range(25):
        name = f"SUMMERSALEOFTHEWHOLEYEAR{number:04}"
        await olga.says(f"/coupon {name} 10.5% uses 100000 each 20 from 12.50 until 31/12/2030")
    await olga.says("/language")
    await olga.taps(language)
    await olga.says("/coupon")
    pages = [olga.person.last.shown]
    for _ in range(3):
        await olga.taps(forward)
        pages.append(olga.person.last.shown)
    assert all("/coupon stop SUMMER" in page for page in pages)
    listed = re.findall(r"^(\w[\w-]+) ·", "\n".join(pages), re.MULTILINE)
    assert listed == [
        *(f"SUMMERSALEOFTHEWHOLEYEAR{number:04}" for number in reversed(range(25))),
        *("HALF", "BIG", "HELLO", "SUMMER-25"),
    ]


async def test_a_short_list_of_coupons_has_one_page(shop: Harness) -> None:
    await shop.olga.says("/coupon")
    await shop.olga.sees("HALF", "SUMMER-25")
    shop.olga.finds_no("Next")


async def test_customers_make_none(shop: Harness) -> None:
    await shop.ann.says("/coupon MINE 100%")
    await shop.ann.sees("I know no coupon of this name")


async def test_names_are_not_to_be_guessed(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    await ann.taps("Coupon")
    for number in range(MOST_TRIES):
        await ann.says(f"guess {number}")
        await ann.sees("⚠️ I know no coupon of this name")
        if number == MOST_TRIES // 2:  # doing something else forgets nothing
            await ann.taps("Back")
            await ann.taps("Coupon")
    await ann.says("hello")
    await ann.sees("Try again in an hour")
    await ann.says("/wallet")
    await enters(ann, "hello")
    await ann.sees("Try again in an hour")
    await shop.passes(3700)
    await ann.says("/wallet")
    await enters(ann, "hello")
    await ann.sees("HELLO: $1.50 is in your wallet now")


async def test_in_private_there_are_none(harness: Harness) -> None:
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    await harness.olga.says("/coupon SUMMER 10%")
    await harness.olga.sees("There are no coupons here")
    await harness.ann.says("/wallet")
    assert "Coupon" not in str(harness.ann.person.last.keyboard)
    await asks(harness.ann)
    assert "Coupon" not in str(harness.ann.person.last.keyboard)
    tap = harness.ann.person.forges("cp::ask:card", harness.ann.person.last.id)
    await harness.settles()
    assert tap.text is not None
    assert tap.text.startswith("There are no coupons here")


async def ended_at_panel(shop: Harness, state: str, *, remains: int = 0) -> None:
    """Let the panel end the order, and the kiosk hear of it."""
    [order] = shop.panel.orders.values()
    shop.panel.set_state(order.id, state, remains=remains)
    await shop.passes(61)


async def borne_by_shop(shop: Harness) -> Decimal:
    """Return what the shop's books say that coupons took off, less what was taken back."""
    marketing = Account(AccountKind.COUPON, None, "USD")
    return -Decimal(await shop.kiosk.stores.ledger.balance(marketing)) / 1_000_000


@pytest.mark.parametrize("coupon_loss", ["50", "100"])
@pytest.mark.parametrize(("state", "remains"), [("Canceled", 0), ("Partial", 2000)])
async def test_the_discount_of_an_order_that_came_to_nothing_is_spent_nowhere_and_can_be_used_again(
    database_file: Path, coupon_loss: str, state: str, remains: int
) -> None:
    shop = await opened(database_file, coupon_loss=coupon_loss)
    ann, olga = shop.ann, shop.olga
    await olga.says(f"/coupon GIFT {coupon_loss}% uses 1")
    await asks(ann)
    await enters(ann, "gift")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    taken = {"50": Decimal("1.35"), "100": Decimal("2.70")}[coupon_loss]
    assert await borne_by_shop(shop) == taken
    await olga.says("/coupon")
    await olga.sees(f"used: 1, ${taken} in all")
    await ended_at_panel(shop, state, remains=remains)
    await ann.sees("Canceled" if state == "Canceled" else "Partly delivered")
    assert await ann.balance() == 10
    assert await borne_by_shop(shop) == 0
    await olga.says("/coupon")
    await olga.sees("used: 0, $0.00 in all")
    await asks(ann)
    await enters(ann, "gift")
    await ann.sees(f"GIFT: ${taken} off")
    await shop.audited()
    await shop.closes()


@pytest.mark.parametrize("coupon_loss", ["50", "100"])
async def test_of_an_order_that_came_in_part_a_part_of_the_discount_is_spent(
    database_file: Path, coupon_loss: str
) -> None:
    shop = await opened(database_file, coupon_loss=coupon_loss)
    await shop.olga.says(f"/coupon GIFT {coupon_loss}% uses 1")
    await asks(shop.ann)
    await enters(shop.ann, "gift")
    await shop.ann.taps("Confirm")
    await ended_at_panel(shop, "Partial", remains=500)
    spent = {"50": Decimal("1.0125"), "100": Decimal("2.025")}[coupon_loss]
    assert await borne_by_shop(shop) == spent
    await shop.olga.says("/coupon")
    await shop.olga.sees(f"used: 1, ${spent:.2f}"[:-1])
    await shop.audited()
    await shop.closes()


async def test_a_free_order_ended_by_hand_gives_its_discount_back(database_file: Path) -> None:
    shop = await opened(database_file, coupon_loss="100")
    ann, olga = shop.ann, shop.olga
    await olga.says("/coupon GIFT 100%")
    await asks(ann)
    await enters(ann, "gift")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    await olga.says("/review 1 end refund")
    await olga.taps("Yes, end it")
    await ann.sees("Canceled")
    assert await borne_by_shop(shop) == 0
    await olga.says("/coupon")
    await olga.sees("used: 0, $0.00 in all")
    await shop.audited()
    await shop.closes()


async def test_a_canceled_free_order_that_is_completed_after_all_is_told_to_operators(
    database_file: Path,
) -> None:
    shop = await opened(database_file, coupon_loss="100")
    await shop.olga.says("/coupon GIFT 100%")
    await asks(shop.ann)
    await enters(shop.ann, "gift")
    await shop.ann.taps("Confirm")
    await ended_at_panel(shop, "Canceled")
    [order] = shop.panel.orders.values()
    shop.panel.set_state(order.id, "Completed")
    await shop.passes(61 * 60)
    await shop.olga.sees("$0.00 was given back for order 1, and now the panel calls it “Completed”")
    await shop.audited()
    await shop.closes()


async def test_what_a_free_order_costs_the_shop_is_in_its_figures(database_file: Path) -> None:
    """It has no price that could go back, so it was taken for one that was given back in full."""
    shop = await opened(database_file, coupon_loss="100")
    olga = shop.olga
    await olga.says("/coupon GIFT 100%")
    await asks(shop.ann)
    await enters(shop.ann, "gift")
    await shop.ann.taps("Confirm")
    await shop.ann.sees("Order 1 · Pending")
    await olga.says("/stats")
    await olga.sees("1 order · $0.00 · −$1.80 margin")
    spent, _ = await shop.kiosk.stores.figures.spent(shop.clock.now())
    assert spent == 1_800_000
    await ended_at_panel(shop, "Canceled")
    await olga.says("/stats")
    await olga.sees("1 order · $0.00 · $0.00 margin")
    assert (await shop.kiosk.stores.figures.spent(shop.clock.now()))[0] == 0
    await shop.closes()

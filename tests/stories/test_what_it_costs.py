"""The panel's charge is compared with the price sold at, before an order goes out and after."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from shop.alert_cases import Alert
from shop.alerts import AlertKind
from shop.money import MICRO
from shop.ordering.order import OrderState
from storage.ledger.margin import Margins
from tests.in_process import ANN, Harness
from tests.stories.test_prices import WALLET_VIEW, given, opened, paid

LINK = "https://instagram.com/p/abc"
ORDER = f"/order 1 {LINK} 1000"
MINUTES, HOURS = 60, 3600


@pytest.fixture(params=["shop", "private"])
async def either(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A harness with wallets, and one without: both keep to prices."""
    harness = Harness(database_file, access=request.param)
    await harness.opens()
    for player in (harness.olga, harness.ann, harness.bob):
        await player.says("/start")
    if request.param == "shop":
        await given(harness, harness.ann)
    yield harness
    await harness.closes()


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop; Ann has money in her wallet."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    await given(harness, harness.ann)
    yield harness
    await harness.closes()


def deaf_to_prices(harness: Harness, times: int = 100_000) -> None:
    """Let the panel answer everything but `services`."""
    harness.panel.arm("catalogue_html", times=times)


async def test_nothing_is_sold_at_prices_of_long_ago(either: Harness) -> None:
    deaf_to_prices(either)
    await either.passes(2 * HOURS - MINUTES)
    await either.ann.says(ORDER)
    await either.ann.sees("$0.90")
    await either.passes(2 * MINUTES)
    await either.ann.says(ORDER)
    await either.ann.sees("I am reading the prices again", "Try again in a few minutes")
    await either.olga.sees("Nothing is sold: the panel has not reported its prices since")
    either.panel.disarm()
    await either.passes(MINUTES)
    await either.ann.says(ORDER)
    await either.ann.sees("Confirm", "$0.90")


async def test_after_a_long_pause_prices_are_read_before_anything_is_sold(either: Harness) -> None:
    either.clock.advance(3 * HOURS)
    either.panel.catalogue.change_rate(1, "9.00")
    await either.restarts()
    await either.ann.says(ORDER)
    await either.ann.sees("I am reading the prices again")
    await either.kiosk.catalogue.read_balance()
    await either.kiosk.catalogue.sync()
    await either.ann.says(ORDER)
    await either.ann.sees("$9.00")


async def test_an_order_waits_while_no_price_holds_and_goes_out_when_one_does(either: Harness) -> None:
    await either.ann.says(ORDER)
    either.kiosk.pricing.main.outdate()
    await either.ann.taps("Confirm")
    assert either.panel.adds_received == 0
    assert await either.state_of(1) is OrderState.RESERVED
    await either.kiosk.catalogue.refresh()
    await either.settles()
    assert either.panel.adds_received == 1
    assert await either.state_of(1) is OrderState.PENDING


async def test_what_has_become_dearer_than_its_price_is_not_sent(either: Harness) -> None:
    await either.ann.says(ORDER)
    either.panel.catalogue.change_rate(1, "90.00")
    await either.kiosk.catalogue.refresh()
    await either.ann.taps("Confirm")
    assert either.panel.adds_received == 0
    assert await either.state_of(1) is OrderState.VOIDED
    await either.ann.sees("Order 1 was not sent: its price has changed since", "Tap Reorder")
    await either.olga.sees("now costs more than order 1 was sold for")
    await either.audited()
    await either.ann.taps("Reorder")
    await either.ann.sees("Confirm", "$90.00")


async def test_a_price_that_still_covers_the_new_cost_is_kept_to(shop: Harness) -> None:
    await shop.olga.says("/prices default 50")
    await shop.ann.says(ORDER)
    shop.panel.catalogue.change_rate(1, "1.35")
    await shop.kiosk.catalogue.refresh()
    await shop.ann.taps("Confirm")
    assert await paid(shop, shop.ann) == 1_350_000
    order = await shop.kiosk.stores.orders.find(1, owner=ANN)
    assert order is not None
    assert (order.state, order.terms.cost_micro) == (OrderState.PENDING, 1_350_000)
    await shop.audited()


async def test_what_nobody_sells_any_more_is_not_sent(either: Harness) -> None:
    await either.ann.says(ORDER)
    either.panel.catalogue.remove(1)
    await either.kiosk.catalogue.refresh()
    await either.ann.taps("Confirm")
    assert either.panel.adds_received == 0
    await either.ann.sees("this service is no longer on sale")
    await either.audited()


@pytest.mark.parametrize("rate", ["0", "0.45", "0.0001"])
async def test_a_price_that_falls_far_is_doubted_until_it_was_told_three_times(
    shop: Harness, rate: str
) -> None:
    shop.panel.catalogue.change_rate(1, rate)
    await shop.kiosk.catalogue.refresh()
    await shop.settles()
    await shop.olga.sees("The panel's price fell by half or more, or to 0: 1 ")
    for _ in range(2):
        await shop.ann.says(ORDER)
        await shop.ann.sees("Price: $0.90")
        await shop.passes(11 * MINUTES)
    await shop.ann.says(ORDER)
    if rate == "0":
        await shop.ann.sees("There is no service 1")
        await shop.olga.sees("The panel says that these cost nothing: 1 ")
    else:
        assert "Price: $0.90" not in shop.ann.person.last.text


async def test_what_is_doubted_is_doubted_after_a_restart(shop: Harness) -> None:
    shop.panel.catalogue.change_rate(1, "0.09")
    await shop.kiosk.catalogue.refresh()
    for _ in range(4):
        await shop.restarts()
        shop.clock.advance(11 * MINUTES)
        await shop.kiosk.catalogue.refresh()
        await shop.ann.says(ORDER)
        await shop.ann.sees("Price: $0.90")


async def test_a_service_that_comes_back_for_a_tenth_is_doubted_too(shop: Harness) -> None:
    gone = shop.panel.catalogue.service(1)
    assert gone is not None
    shop.panel.catalogue.remove(1)
    await shop.kiosk.catalogue.refresh()
    await shop.restarts()
    shop.panel.catalogue.add(gone)
    shop.panel.catalogue.change_rate(1, "0.09")
    await shop.kiosk.catalogue.refresh()
    await shop.ann.says(ORDER)
    await shop.ann.sees("Price: $0.90")


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_service_that_cost_nothing_comes_back_at_its_price_or_is_doubted(
    shop: Harness, is_restarted: bool
) -> None:
    async def told(rate: str) -> None:
        shop.panel.catalogue.change_rate(1, rate)
        await shop.kiosk.catalogue.refresh()

    await told("0")
    for _ in range(3):
        await shop.passes(11 * MINUTES)
    await shop.passes(5 * HOURS)
    if is_restarted:
        await shop.restarts()
        await shop.kiosk.catalogue.refresh()
    await told("0.0001")
    await shop.settles()
    await shop.ann.says(ORDER)
    await shop.ann.sees("There is no service 1")
    assert "price_fallen" in {one.kind for one in await open_alerts(shop)}
    await told("0.80")
    await shop.ann.says(ORDER)
    await shop.ann.sees("Price: $0.80")
    await told("0")
    for _ in range(3):
        await shop.passes(11 * MINUTES)
    await told("0.0001")
    for _ in range(3):
        await shop.passes(11 * MINUTES)
    await shop.ann.says(ORDER)
    await shop.ann.sees("Confirm")


async def open_alerts(harness: Harness) -> list[Alert]:
    return await harness.kiosk.stores.alerts.list_of(list(AlertKind))


async def test_a_currency_that_flickers_is_no_way_around_the_doubt(database_file: Path) -> None:
    abroad = await opened(database_file, "INR")
    await abroad.olga.says("/prices rate 0.5")
    await abroad.ann.says(ORDER)
    await abroad.ann.sees("Price: $0.45")
    abroad.panel.currency = "USD"
    await abroad.kiosk.catalogue.refresh()
    abroad.panel.currency = "INR"
    abroad.panel.catalogue.change_rate(1, "0.01")  # still in the other currency
    await abroad.kiosk.catalogue.refresh()
    await abroad.ann.says(ORDER)
    await abroad.ann.sees("Price: $0.45")
    await abroad.settles()
    await abroad.olga.sees("The panel's price fell by half or more, or to 0: 1 ")
    await abroad.closes()


async def test_a_price_that_falls_a_little_is_believed_at_once(shop: Harness) -> None:
    shop.panel.catalogue.change_rate(1, "0.46")
    await shop.kiosk.catalogue.refresh()
    await shop.ann.says(ORDER)
    await shop.ann.sees("Price: $0.46")


async def test_a_fall_that_is_taken_back_was_none(shop: Harness) -> None:
    for rate in ("0.09", "0.90", "0.09", "0.90", "0.09"):
        shop.panel.catalogue.change_rate(1, rate)
        shop.clock.advance(11 * MINUTES)
        await shop.kiosk.catalogue.refresh()
        await shop.ann.says(ORDER)
        await shop.ann.sees("Price: $0.90")


def now_in(harness: Harness, currency: str, times: int) -> None:
    """Have the panel's account go over to another currency, with all that it reports."""
    harness.panel.currency = currency
    for order in harness.panel.orders.values():
        order.charge *= times


@pytest.mark.parametrize("is_told_at_once", [True, False])
async def test_charges_in_another_currency_than_the_cost_are_not_held_against_it(
    shop: Harness, is_told_at_once: bool
) -> None:
    for number in range(1, 5):
        await shop.ann.says(f"/order 1 {LINK}{number} 1000")
        await shop.ann.taps("Confirm")
    await shop.passes(MINUTES)
    now_in(shop, "UZS", 12_000)
    if is_told_at_once:
        await shop.kiosk.catalogue.read_balance()
    await shop.passes(HOURS)
    await shop.kiosk.catalogue.read_balance()
    await shop.passes(HOURS)
    shop.olga.finds_no("The panel charged more")
    assert await shop.kiosk.stores.overcharges.list_stopped() == frozenset()
    [margin] = await Margins(shop.kiosk.stores.database).list_by_currency()
    assert (margin.currency, margin.orders, margin.charged_micro) == ("USD", 4, 4 * 900_000)
    now_in(shop, "UZS", 0)  # nothing is nothing in all of them
    await shop.passes(HOURS)
    [margin] = await Margins(shop.kiosk.stores.database).list_by_currency()
    assert (margin.orders, margin.charged_micro) == (4, 0)
    await shop.audited()


async def test_a_balance_in_another_currency_has_lost_nothing(database_file: Path) -> None:
    abroad = await opened(database_file, "UZS")
    abroad.panel.currency = "USD"
    abroad.panel.deposit(-abroad.panel.balance * 9 / 10)
    await abroad.kiosk.catalogue.read_balance()
    account = await abroad.kiosk.suppliers[0].catalogue.store.get_account()
    assert (account.currency, account.shared_at) == ("USD", None)
    abroad.panel.deposit(-abroad.panel.balance / 2)
    await abroad.kiosk.catalogue.read_balance()
    account = await abroad.kiosk.suppliers[0].catalogue.store.get_account()
    assert account.shared_micro == abroad.panel.balance * MICRO
    await abroad.closes()


async def test_a_panel_that_charges_more_is_told_of_once_a_day_and_then_not_sold(shop: Harness) -> None:
    shop.panel.charge_factor = Decimal(100)
    for number in range(1, 5):
        await shop.ann.says(f"/order 1 {LINK}{number} 1000")
        if number == 4:
            break
        await shop.ann.taps("Confirm")
        await shop.passes(MINUTES)
        told = shop.olga.screen.count("charged more than its price")
        assert told == 1
    await shop.ann.sees("There is no service 1")
    assert shop.panel.adds_received == 3
    await shop.olga.sees("Service 1 is not sold any more", "/prices resume 1")
    await shop.restarts()
    await shop.ann.says(ORDER)
    await shop.ann.sees("There is no service 1")
    await shop.ann.says("/prices resume 1")  # to whom /prices shows what there is
    await shop.olga.says("/prices")
    await shop.olga.sees("Not sold, because the panel charged too much: 1", "/prices resume")
    await shop.olga.says("/prices resume 1")
    await shop.olga.sees("Service 1 is sold again")
    await shop.olga.says("/prices resume 1")
    await shop.olga.sees("Service 1 is not stopped")
    await shop.ann.says(ORDER)
    await shop.ann.sees("Confirm")
    await shop.audited()


async def test_a_charge_that_is_only_rounded_alarms_nobody(shop: Harness) -> None:
    shop.panel.charge_factor = Decimal("1.009")
    for number in range(1, 5):
        await shop.ann.says(f"/order 1 {LINK}{number} 1000")
        await shop.ann.taps("Confirm")
        await shop.passes(MINUTES)
    shop.olga.finds_no("charged more")


@pytest.mark.parametrize("way", ["typed", "in one line"])
async def test_comments_are_counted_as_the_panel_counts_them(shop: Harness, way: str) -> None:
    service = shop.panel.catalogue.of_type("Custom Comments")
    shop.panel.cuts_comments_at = ("|",)
    listed = "\n".join("|".join(["nice"] * 10) for _ in range(10))
    if way == "typed":
        await shop.ann.says(f"/order {service.id} {LINK}")
        await shop.ann.says(listed)
    else:
        await shop.ann.says(f"/order {service.id} {LINK} nice|nice")
    await shop.ann.sees("A comment cannot contain |", "on a line of its own")
    await shop.ann.says("\n".join(["nice"] * 10))
    await shop.ann.taps("Confirm")
    charged = shop.panel.orders["23501"].charge
    order = await shop.kiosk.stores.orders.find(1, owner=ANN)
    assert order is not None
    assert order.terms.cost_micro == charged * MICRO
    assert await paid(shop, shop.ann) >= charged * MICRO
    await shop.audited()


async def test_a_card_of_before_with_comments_that_are_cut_is_not_sent(shop: Harness) -> None:
    """The profile has changed since the card was shown: the quantity now is more than was paid for."""
    service = shop.panel.catalogue.of_type("Custom Comments")
    profile = shop.kiosk.main.panel.profile
    object.__setattr__(profile, "comment_separators", ())
    await shop.ann.says(f"/order {service.id} {LINK}")
    await shop.ann.says("\n".join(["nice|good"] * 10))
    await shop.ann.sees("Confirm")
    object.__setattr__(profile, "comment_separators", ("|",))
    await shop.ann.taps("Confirm")
    assert shop.panel.adds_received == 0
    assert await paid(shop, shop.ann) == 0
    assert WALLET_VIEW > 0
    await shop.audited()


async def test_a_card_from_private_is_no_offer_in_the_shop_that_was_opened_meanwhile(
    database_file: Path,
) -> None:
    harness = Harness(database_file, access="private")
    await harness.opens()
    await harness.olga.says("/start")
    await harness.ann.says(ORDER)
    await harness.ann.sees("Price: $0.90")
    harness.settings |= {"access": "shop", "markup_percent": "50"}
    await harness.restarts()
    await given(harness, harness.ann)
    await harness.ann.taps("Confirm")
    await harness.ann.sees("Here is the current price", "Price: $1.35")
    assert harness.panel.adds_received == 0
    await harness.ann.taps("Confirm")
    assert await paid(harness, harness.ann) == 1_350_000
    await harness.audited()
    await harness.closes()

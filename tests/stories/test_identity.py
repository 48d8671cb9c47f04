"""Settings with another identity: no start while money or orders would be left behind, and the way on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.converting import WrongWords, convert
from settings import Settings
from shop.identity import OtherIdentity
from tests.in_process import ANN, BOB, TOKEN, Harness, Player
from tests.stories.test_topping_up import PROVIDER, pays
from tests.stories.test_wallet import statement

LINK = "https://www.instagram.com/ann/"
OTHER_BOT = "700000002:AAothertokenothertokenothertoken_2"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has 5.00 USD."""
    harness = Harness(database_file, access="shop", payment_provider_token=PROVIDER, topup_amounts="5")
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    await harness.ann.says("/topup")
    await harness.ann.taps("$5")
    await pays(harness.ann)
    yield harness
    await harness.closes()


async def orders_some(player: Player, link: str = LINK) -> None:
    """Order by one line and confirm."""
    service = player.harness.panel.catalogue.of_type("Default")
    await player.says(f"/order {service.id} {link} {service.min}")
    await player.taps("Confirm")


async def with_settings(harness: Harness, **changed: str) -> None:
    """Stop the kiosk and change these settings for its next start."""
    await harness.kiosk.close()
    harness.settings = harness.settings | changed
    harness.kiosk = harness._kiosk()


async def is_refused(harness: Harness, *wanted: str) -> None:
    """Assert that it does not start, calls nobody, and names what is left behind and the way on."""
    calls, asked = len(harness.telegram.calls), len(harness.panel.calls)
    with pytest.raises(OtherIdentity) as refused:
        await harness.kiosk.open()
    [line] = refused.value.lines
    for words in wanted:
        assert words in line, line
    assert (len(harness.telegram.calls), len(harness.panel.calls)) == (calls, asked)


async def converts(harness: Harness, words: str) -> str:
    """Run `bot.py convert` with the current settings; return its output."""
    settings: Settings = harness.kiosk.settings
    await harness.kiosk.close()
    try:
        return "\n".join(await convert(settings, words.split(), harness.clock))
    finally:
        harness.kiosk = harness._kiosk()


async def goes_on(harness: Harness) -> None:
    """Start, and assert that the ledger adds up."""
    await harness.opens()
    await harness.settles()
    await harness.audited()


async def test_another_currency_is_refused_and_converted_openly(shop: Harness) -> None:
    await with_settings(shop, currency="EUR")
    await is_refused(
        shop, "CURRENCY: it is EUR now", "1 person", "5.00 USD in wallets", "bot.py convert USD EUR RATE"
    )
    with pytest.raises(WrongWords, match="Put CURRENCY=GBP there first"):
        await converts(shop, "USD GBP 0.8")
    said = await converts(shop, "USD EUR 0.92")
    assert "Wallets converted: 1. 5.00 USD are 4.60 EUR now." in said
    await goes_on(shop)
    await shop.ann.sees("Converted into another currency", "€4.60", "1 USD = 0.92 EUR")
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: €4.60")
    lines = [(row["Amount"], row["Currency"]) for row in await statement(shop.ann)]
    assert lines == [("5.00", "USD"), ("-5.00", "USD"), ("4.60", "EUR")]


@pytest.mark.parametrize(
    ("rate", "ways"),
    [
        ("12,600", "write 12600 or 12.6000"),
        ("1,085", "write 1085 or 1.0850"),
        ("15.000", "write 15000 or 15.0000"),
    ],
)
async def test_a_rate_that_can_be_two_converts_nothing(shop: Harness, rate: str, ways: str) -> None:
    await with_settings(shop, currency="EUR")
    with pytest.raises(WrongWords, match=ways):
        await converts(shop, f"USD EUR {rate}")
    await with_settings(shop, currency="USD")
    await goes_on(shop)
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: $5.00")


@pytest.mark.parametrize(("rate", "after"), [("1.085", "5.425"), ("0,92", "4.60"), ("12,6000", "63.00")])
async def test_a_rate_that_can_only_be_one_is_taken(shop: Harness, rate: str, after: str) -> None:
    await with_settings(shop, currency="EUR")
    assert f"5.00 USD are {after} EUR now" in await converts(shop, f"USD EUR {rate}")


async def test_what_comes_back_in_the_old_currency_is_seen_and_converted_at_the_next_start(
    shop: Harness,
) -> None:
    await orders_some(shop.ann)
    await with_settings(shop, currency="EUR")
    await is_refused(shop, "1 order under way", "USD")
    await converts(shop, "USD EUR 0.5")
    await goes_on(shop)
    [number] = shop.panel.orders
    shop.panel.set_state(number, "Canceled")
    await shop.passes(60)
    await shop.ann.says("/wallet")
    await shop.ann.sees("In another currency: ", "USD")
    await shop.restarts()
    await shop.settles()
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: €2.50")
    assert "In another currency" not in shop.ann.screen.rpartition("Your wallet")[2]
    await shop.audited()


async def test_another_panel_is_refused_until_its_orders_are_finished(shop: Harness) -> None:
    await orders_some(shop.ann)
    await with_settings(shop, panel_url="http://127.0.0.2:1/other/api/v2")
    await is_refused(shop, "PANEL_URL: this is another panel", "1 person", "1 order under way", "given-up")
    await with_settings(shop, panel_url="http://127.0.0.1:1/panel/api/v2")
    await shop.opens()
    await shop.delivers()
    await with_settings(shop, panel_url="http://127.0.0.2:1/other/api/v2")
    await goes_on(shop)


async def test_another_key_may_be_the_same_account(shop: Harness) -> None:
    await orders_some(shop.ann)
    shop.panel.key = "another-key"
    await with_settings(shop, panel_key="another-key")
    await is_refused(shop, "PANEL_KEY: this is another panel account", "convert panel moved")
    assert "Orders that are at" in await converts(shop, "panel moved")
    await goes_on(shop)
    await shop.delivers()
    await shop.ann.says("/orders")
    await shop.ann.sees("Completed")


async def test_a_panel_given_up_gives_the_money_back_and_its_numbers_mean_nothing_here(shop: Harness) -> None:
    await orders_some(shop.ann)
    await shop.ann.sees("Order 1 · Pending")
    [number] = shop.panel.orders
    shop.panel.key = "another-key"
    await with_settings(shop, panel_key="another-key")
    assert "Orders given up at" in await converts(shop, "panel given-up")
    shop.panel.orders.clear()
    shop.panel._next_id = int(number)
    await goes_on(shop)
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: $5.00")
    # The new account counts from the same number: its first order is still a good one.
    await orders_some(shop.ann, "https://www.instagram.com/bob/")
    await shop.ann.sees("Order 2 · Pending")
    assert list(shop.panel.orders) == [number]
    await shop.passes(60)
    await shop.audited()


async def test_another_bot_is_refused_and_told_apart_from_a_new_token(shop: Harness) -> None:
    again = TOKEN.replace("AAtest", "AAnext")
    shop.telegram.token = again
    await with_settings(shop, bot_token=again)
    await goes_on(shop)
    shop.telegram.token = OTHER_BOT
    await with_settings(shop, bot_token=OTHER_BOT)
    await is_refused(shop, "BOT_TOKEN: this is the token of bot 700000002", "5.00 USD", "convert bot moved")
    await converts(shop, "bot moved")
    await goes_on(shop)


async def test_private_into_a_shop_is_refused_while_somebody_owes(harness: Harness) -> None:
    await orders_some(harness.ann)
    await harness.delivers()
    await with_settings(harness, access="shop")
    await is_refused(harness, "ACCESS: it was private and is shop now", "1 person", "USD owed", "access kept")
    await converts(harness, "access kept")
    await goes_on(harness)
    await harness.ann.says("/wallet")
    await harness.ann.sees("Balance: −")


async def test_a_shop_into_private_is_refused_while_somebody_has_money(shop: Harness) -> None:
    await with_settings(shop, access="private")
    await is_refused(shop, "ACCESS: it was shop and is private now", "5.00 USD in wallets")


async def test_a_shop_opened_in_another_currency_does_not_forget_what_people_owe(harness: Harness) -> None:
    harness.panel.currency = "INR"
    await harness.kiosk.catalogue.read_balance()
    await harness.restarts()
    await harness.kiosk.catalogue.read_balance()
    await orders_some(harness.ann)
    await harness.delivers()
    await with_settings(harness, access="shop", currency="USD")
    with pytest.raises(OtherIdentity) as refused:
        await harness.kiosk.open()
    assert [line.partition(":")[0] for line in refused.value.lines] == ["ACCESS", "CURRENCY"]
    assert all("1 person" in line and "owed" in line for line in refused.value.lines)
    await converts(harness, "INR USD 0.012")
    await converts(harness, "access kept")
    await harness.kiosk.open()
    await harness.ann.says("/wallet")
    await harness.ann.sees("Balance: −$")
    await harness.audited()


async def test_with_nothing_behind_every_change_is_taken(database_file: Path) -> None:
    harness = Harness(database_file, access="shop")
    await harness.opens()
    await harness.ann.says("/start")
    for changed in (
        {"currency": "EUR"},
        {"panel_url": "http://127.0.0.2:1/other/api/v2"},
        {"access": "private", "allowed_ids": f"{ANN},{BOB}"},
    ):
        await with_settings(harness, **changed)
        await goes_on(harness)
    assert harness.settings["access"] == "private"
    await harness.closes()


async def test_a_card_from_before_access_changed_is_no_longer_good(harness: Harness) -> None:
    service = harness.panel.catalogue.of_type("Default")
    await harness.ann.says(f"/order {service.id} {LINK} {service.min}")
    await harness.ann.sees("Check your order")
    await with_settings(harness, access="shop", markup_percent="50")
    await goes_on(harness)
    await harness.ann.taps("Confirm")
    await harness.ann.sees("Here is the current price")
    assert not harness.panel.orders


async def test_in_private_a_currency_is_one_however_the_panel_writes_it(harness: Harness) -> None:
    await harness.olga.says("/start")
    await orders_some(harness.ann)
    await harness.delivers()
    harness.panel.currency = "usd"
    await harness.kiosk.catalogue.read_balance()
    await harness.ann.says("/wallet")
    await harness.ann.sees("Balance: −$")
    await harness.restarts()
    harness.panel.currency = "INR"
    await harness.kiosk.catalogue.read_balance()
    await harness.settles()
    await harness.olga.sees("The panel has changed the currency of your account: USD → INR")
    await harness.ann.says(f"/order {harness.panel.catalogue.of_type('Default').id} {LINK} 100")
    await harness.ann.sees("cannot sell right now")
    await with_settings(harness)
    await is_refused(harness, "CURRENCY: it is INR now", "USD owed", "convert USD INR RATE")
    await converts(harness, "USD INR 83.5")
    await goes_on(harness)
    await harness.ann.says("/wallet")
    await harness.ann.sees("INR")

"""Prices: an operator sets them with /prices, customers see and pay them, and nothing is sold below cost."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from shop.ledger.journals import Account, AccountKind, granting
from shop.money import amount_text, micro_up, parse_amount
from storage.catalogue.tables import price_change
from storage.ledger.store import Ledger
from tests.in_process import ANN, OLGA, Harness, Player

LINK = "https://instagram.com/p/abc"
ORDER = f"/order 1 {LINK} 1000"
WALLET_VIEW = 1_000_000_000
"""Micro-units in Ann's and Bob's wallets."""


async def opened(database_file: Path, panel_currency: str = "USD") -> Harness:
    """A harness with an open shop; Ann and Bob have money in their wallets."""
    harness = Harness(database_file, access="shop")
    harness.panel.currency = panel_currency
    await harness.opens()
    await harness.olga.says("/start")
    for player in (harness.ann, harness.bob):
        await player.says("/start")
        await given(harness, player)
    return harness


async def given(harness: Harness, player: Player) -> None:
    """Credit this person as the operator."""
    wallet = Account(AccountKind.WALLET, player.id, "USD")
    gift = granting(str(player.id), wallet, WALLET_VIEW, actor_id=OLGA, reason="a gift")
    await harness.kiosk.services.stores.ledger.book(gift, harness.clock.now())


async def paid(harness: Harness, player: Player) -> int:
    """Return how much has left this person's wallet, in micro-units."""
    return WALLET_VIEW - await Ledger(harness.kiosk.stores.database).balance(
        Account(AccountKind.WALLET, player.id, "USD")
    )


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop with a panel in the same currency."""
    harness = await opened(database_file)
    yield harness
    await harness.closes()


@pytest.fixture
async def abroad(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop in USD with a panel in EUR."""
    harness = await opened(database_file, "EUR")
    yield harness
    await harness.closes()


async def test_an_operator_sets_a_markup_and_a_customer_pays_it(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says("/prices default 30")
    await olga.sees(
        "Default markup: 0 % by MARKUP_PERCENT → 30 %", "$0.90 at the panel, $1.17 here for 1,000"
    )
    await ann.says("/order 1")
    await ann.sees("$1.17 for 1,000")
    await ann.says(ORDER)
    await ann.sees("Price: $1.17")
    await ann.taps("Confirm")
    assert await paid(shop, ann) == 1_170_000
    assert shop.panel.balance == Decimal("9999.10")
    order = await shop.kiosk.stores.orders.find(1, owner=ANN)
    assert order is not None
    assert (order.terms.price_micro, order.terms.cost_micro) == (1_170_000, 900_000)
    await shop.audited()


def micro_of(text: str) -> int:
    """Return a written amount in micro-units."""
    amount = parse_amount(text)
    assert amount is not None
    return micro_up(amount)


async def test_the_most_specific_rule_counts_and_off_removes_it(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    category = shop.kiosk.storefront.sold("1").service.category
    prices = {
        "/prices default 10": "$0.99",
        f"/prices category {category.upper()} 20": "$1.08",
        "/prices service 1 33.3333": "$1.20",
        "/prices service #1 50%": "$1.35",
        "/prices service 1 off": "$1.08",
        f"/prices category {category} off": "$0.99",
        "/prices default off": "$0.90",
    }
    for command, price in prices.items():
        await olga.says(command)
        await ann.says("/order 1")
        await ann.sees(f"{price} for 1,000")


async def test_a_vip_pays_less_and_nobody_else_does(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await olga.says("/prices person 101 vip")
    await olga.sees("There is no level “vip” yet")
    for command in ("/prices default 30", "/prices level vip -10", f"/prices person {ANN} VIP"):
        await olga.says(command)
    await olga.sees("Level of Ann: none → vip", "$1.08 here")
    for player in (ann, bob):
        await player.says(ORDER)
        await player.taps("Confirm")
    assert (await paid(shop, ann), await paid(shop, bob)) == (1_080_000, 1_170_000)
    await olga.says("/prices")
    await olga.sees("vip: -10 pp, people: 1")
    await olga.says(f"/prices person {ANN} off")
    await ann.says(ORDER)
    await ann.sees("Price: $1.17")


async def test_who_has_a_level_is_counted_when_its_rule_goes(shop: Harness) -> None:
    olga = shop.olga
    counted = "People who have this level: 1. Until it has a rule again, they pay as if they had none."
    await olga.says("/prices level vip -10")
    await olga.says("/prices level vip off")
    olga.finds_no("People who have this level")
    for command in ("/prices level vip -10", f"/prices person {ANN} vip", "/prices level vip off"):
        olga.finds_no(counted)
        await olga.says(command)
    await olga.sees(counted)


async def test_whatever_the_rules_say_the_floor_holds(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    for command in ("/prices level vip -10000", f"/prices person {ANN} vip", "/prices default 30"):
        await olga.says(command)
    await ann.says("/order 1")
    await ann.sees("$0.90 for 1,000")
    await olga.says("/prices floor 5")
    await olga.sees("Minimum markup above cost: none → 5 %")
    await ann.says(ORDER)
    await ann.sees("Price: $0.95")


async def test_without_a_rate_nothing_is_sold_and_with_one_it_is(abroad: Harness) -> None:
    ann, olga = abroad.ann, abroad.olga
    await ann.says("/order 1")
    await ann.sees("The shop cannot sell right now", "no price right now")
    ann.finds_no("0.90")
    await ann.says(ORDER)
    await ann.sees("The shop cannot sell right now")
    ann.finds_no("Check your order")
    await olga.sees("The shop cannot sell", "EUR / USD")
    for command in ("/prices", "/panel"):
        await olga.says(command)
        await olga.sees("Nothing is sold: the panel's prices are in EUR, the shop's in USD", "/prices rate")
    await olga.says("/prices rate 1.0825")
    await olga.sees("Rate of 1 EUR: none → 1.0825 USD", "€0.90 at the panel, $0.98 here")
    await ann.says(ORDER)
    await ann.sees("Price: $0.98")  # 0.97425, in whole cents
    await ann.taps("Confirm")
    assert await paid(abroad, ann) == 980_000
    order = await abroad.kiosk.stores.orders.find(1, owner=ANN)
    assert order is not None
    assert (order.terms.currency, order.terms.cost_micro) == ("USD", 900_000)
    await abroad.audited()


async def test_the_operator_is_alerted_once_a_day(abroad: Harness) -> None:
    for _ in range(3):
        await abroad.ann.says(ORDER)
        await abroad.kiosk.catalogue.read_balance()
    await abroad.settles()
    assert count_of(abroad.olga, "The shop cannot sell") == 1
    abroad.clock.advance(24 * 3600)
    for _ in range(2):
        await abroad.kiosk.catalogue.read_balance()
        await abroad.kiosk.alert_watch.look()
        await abroad.settles()
    assert count_of(abroad.olga, "The shop cannot sell") == 1
    assert count_of(abroad.olga, "This goes on; the newest card about it is further down.") == 1
    await abroad.olga.says("/prices rate 1.0825")
    await abroad.kiosk.catalogue.read_balance()
    await abroad.settles()
    assert count_of(abroad.olga, "The shop sells again.") == 1


def count_of(player: Player, words: str) -> int:
    """Return how many messages in the chat say this."""
    return sum(words in message.text for message in player.person.chat)


async def test_a_panel_that_changes_its_currency_stops_the_shop_until_a_new_rate(abroad: Harness) -> None:
    ann, olga = abroad.ann, abroad.olga
    await olga.says("/prices rate 1.0825")
    await ann.says(ORDER)
    abroad.panel.currency = "INR"
    await abroad.kiosk.catalogue.read_balance()
    await ann.taps("Confirm")  # the shown card keeps its price
    assert await paid(abroad, ann) == 980_000
    await ann.says(ORDER)
    await ann.sees("The shop cannot sell right now")
    await olga.says("/prices rate 0.012")
    await ann.says(ORDER)
    await ann.sees("I am reading the prices again")  # the old prices were reported in the old currency
    await abroad.kiosk.catalogue.sync()
    await ann.says(ORDER)
    await ann.sees("Price: $0.02")
    abroad.panel.currency = "EUR"  # back again: the old rate is not reused
    await abroad.kiosk.catalogue.read_balance()
    await ann.says(ORDER)
    await ann.sees("The shop cannot sell right now")


async def test_before_the_balance_was_read_nothing_is_sold(database_file: Path) -> None:
    harness = Harness(database_file, access="shop")
    harness.panel.arm("garbage", times=9, action="balance")
    await harness.kiosk.open()
    await harness.kiosk.catalogue.sync()
    await harness.ann.says(ORDER)
    await harness.ann.sees("I do not have the prices yet")
    await harness.olga.says("/prices rate 2")
    await harness.olga.sees("I do not have the prices yet")
    await harness.olga.says("/prices")
    await harness.olga.sees("Nothing is sold yet: the panel's balance")
    harness.panel.disarm()
    await harness.passes(120)
    await harness.kiosk.catalogue.read_balance()
    await harness.ann.says(ORDER)
    await harness.ann.sees("Price: $0.90")
    await harness.restarts()  # the report is remembered
    await harness.ann.says(ORDER)
    await harness.ann.sees("Price: $0.90")
    await harness.closes()


async def test_a_panel_that_names_no_currency_counts_as_the_shops(database_file: Path) -> None:
    harness = await opened(database_file, "")
    await harness.ann.says(ORDER)
    await harness.ann.sees("Price: $0.90")
    await harness.olga.says("/prices rate 2")
    await harness.olga.sees("No rate is needed")
    await harness.closes()


async def test_the_panel_raises_its_price_between_card_and_tap(shop: Harness) -> None:
    ann = shop.ann
    await shop.olga.says("/prices default 30")
    await ann.says(ORDER)
    shop.panel.catalogue.change_rate(1, "1.10")
    await shop.kiosk.catalogue.refresh()
    await shop.olga.says("/prices default 500")
    await ann.taps("Confirm")
    assert await paid(shop, ann) == 1_170_000
    await ann.says(ORDER)
    await ann.sees("Price: $6.60")


MISTAKES = {
    "default": "shows how each change is written",
    "everything 5": "shows how each change is written",
    "default lots": "Send a percentage from 0 to 10000",
    "default 1.500": "1.500 can be two amounts. Send 1500, or 1.5000",
    "default 1,500%": "can be two amounts. Send 1500, or 1.5000",
    "level vip -1.000": "can be two amounts. Send 1000, or 1.0000",
    "default -1": "Send a percentage from 0 to 10000",
    "floor 10000.0001": "Send a percentage from 0 to 10000",
    "service 1 0.00001": "Send a percentage from 0 to 10000",
    "service 9999 5": "There is no service 9999",
    "category No such thing 5": "There is no category “No such thing”",
    "level vip lots": "Send percentage points",
    "level v!p 5": "Name a level in one word",
    "level off 5": "Name a level in one word",
    "person ann vip": "numeric Telegram id",
    "rate 1.5": "No rate is needed",
}


async def test_wrong_input_says_what_is_allowed_and_changes_nothing(shop: Harness) -> None:
    before = shop.kiosk.pricing.prices
    for command, answer in MISTAKES.items():
        await shop.olga.says(f"/prices {command}")
        await shop.olga.sees(answer)
    assert await shop.kiosk.stores.price_rules.load() == before
    assert await history(shop) == []


async def test_a_rate_that_cannot_be_is_not_taken(abroad: Harness) -> None:
    for rate in ("0", "-1", "1e3", "0.0000000001", "1000000001"):
        await abroad.olga.says(f"/prices rate {rate}")
        await abroad.olga.sees("Send a rate above 0")
    for rate, few in (("15.500", "15.5000"), ("15,000", "15.0000")):
        await abroad.olga.says(f"/prices rate {rate}")
        await abroad.olga.sees(f"can be two amounts. Send {rate[:2]}{rate[3:]}, or {few}")
    assert abroad.kiosk.pricing.closed is not None
    await abroad.olga.says("/prices rate 1,08")
    await abroad.olga.sees("none → 1.08 USD")


async def test_more_rules_than_one_screen_has_are_listed_by_their_kind(shop: Harness) -> None:
    for number in range(1, 11):
        await shop.olga.says(f"/prices service {number} {number}0")
    await shop.olga.says("/prices")
    await shop.olga.sees("… and 2 more: /prices service")
    await shop.olga.says("/prices service")
    await shop.olga.sees("10 Instagram", ": 100 %")
    await shop.olga.says("/prices level")
    await shop.olga.sees("Levels", "none")


async def test_every_change_is_kept_once_and_outlives_a_restart(shop: Harness) -> None:
    await shop.olga.says("/prices default 30")
    await shop.olga.says("/prices default 40")
    await shop.restarts()
    await shop.forgets_last_turn()
    await shop.settles()
    await shop.olga.sees("Default markup: 30 % → 40 %")
    await shop.ann.says(ORDER)
    await shop.ann.sees("Price: $1.26")
    assert await history(shop) == [
        ("default", "", None, "300000", OLGA),
        ("default", "", "300000", "400000", OLGA),
    ]


async def history(harness: Harness) -> list[tuple[object, ...]]:
    """Return every change."""
    columns = price_change.c
    found = select(columns.scope, columns.key, columns.before, columns.after, columns.changed_by)

    def unit(connection: Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(found.order_by(columns.id)).all()]

    return await harness.kiosk.stores.database.read(unit)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_price_on_the_card_is_the_price_in_the_book(abroad: Harness, language: str) -> None:
    ann = abroad.ann
    ann.person.language = language
    before = 0
    for rate, markup, number, quantity in (
        ("1.0825", "12.3456", "1", 137),
        ("0.000123457", "0.0001", "2", 1000),
        ("83.123456789", "33.3333", "3", 1501),
    ):
        await abroad.olga.says(f"/prices rate {rate}")
        await abroad.olga.says(f"/prices default {markup}")
        await ann.says(f"/order {number} https://instagram.com/p/x{number} {quantity}")
        line = ann.person.last.text.splitlines()[-1]
        shown = line.partition(": ")[2].replace("\xa0$", "").removeprefix("$").replace(",", ".")
        await ann.taps("Confirm" if language == "en" else "Подтвердить")
        moved = await paid(abroad, ann) - before
        assert moved == micro_of(shown), (line, amount_text(moved))
        before += moved
    ledger = Ledger(abroad.kiosk.stores.database)
    held = await ledger.balance(Account(AccountKind.HELD, ANN, "USD"))
    assert held + await ledger.balance(Account(AccountKind.SALES, None, "USD")) == before
    await abroad.audited()


async def test_an_example_follows_the_rule_it_stands_beside(shop: Harness) -> None:
    """The category's first service has its own rule, so another one is the example."""
    category = shop.kiosk.storefront.sold("1").service.category
    await shop.olga.says("/prices service 1 12.5")
    await shop.olga.says("/prices default 30")
    await shop.olga.sees("$1.25 at the panel, $1.63 here for 1,000")
    await shop.olga.says(f"/prices category {category} 40")
    await shop.olga.sees("$1.25 at the panel, $1.75 here for 1,000")
    await shop.olga.says("/prices")
    await shop.olga.sees("40 % · $1.25 at the panel, $1.75 here")


async def test_a_service_whose_number_another_one_has_by_now_is_not_sent(shop: Harness) -> None:
    """Likes of a picture were confirmed, and the panel was asked for views elsewhere."""
    ann, catalogue = shop.ann, shop.panel.catalogue
    shop.panel_wire.refusing = True
    await ann.says("/order 22 https://instagram.com/p/abc 1000")
    await ann.taps("Confirm")
    catalogue.change(22, name="TikTok Views | Instant", category="TikTok")
    shop.panel_wire.refusing = False
    await shop.kiosk.catalogue.refresh()
    await shop.passes(120)
    assert not shop.panel.orders
    await ann.sees("back in your wallet")
    assert await paid(shop, ann) == 0
    await shop.olga.sees("Service 22 Instagram Likes", "is not sold any more")
    await shop.audited()

"""The wallet: orders' charges and refunds, every movement shown, and who may go below zero."""

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.operator.money.views import persons_wallet
from handlers.wallet.views import statement_csv, wallet
from locales import Catalogues
from shop.ledger.journals import JournalKind
from shop.ledger.topup import STARS, Invoice, Paid
from shop.money import MICRO
from shop.person import Person
from shop.transfer.cells import safe_cell
from storage.ledger.statements import Line, WalletView
from tests.in_process import ANN, BOB, Harness, Player

LINK = "https://www.instagram.com/ann/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop; Ann has $10."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    await harness.olga.says(f"/credit {ANN} 10 welcome")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def orders(player: Player, quantity: int = 1000) -> None:
    """Order in one line."""
    service = player.harness.panel.catalogue.of_type("Default")
    await player.says(f"/order {service.id} {LINK} {quantity}")
    await player.taps("Confirm")


def price(harness: Harness, quantity: int = 1000) -> Decimal:
    """Return the panel's price of a quantity, which is also the price here."""
    return harness.panel.catalogue.of_type("Default").cost(quantity)


def shown(amount: Decimal) -> str:
    """Return what somebody has, as the kiosk writes it: in whole cents."""
    return f"{amount.quantize(Decimal('0.01'), ROUND_DOWN):f}"


async def statement(player: Player) -> list[dict[str, str]]:
    """Return /statement as a spreadsheet reads it."""
    await player.says("/statement")
    documents = (one.content.document for one in reversed(player.person.home.messages.values()))
    newest = next(one for one in documents if one is not None)
    return list(csv.DictReader(io.StringIO(newest.upload.content.decode("utf-8-sig"))))


async def test_the_price_is_held_then_paid_and_what_was_not_delivered_comes_back(shop: Harness) -> None:
    ann, cost = shop.ann, price(shop)
    await orders(ann)
    await ann.says("/wallet")
    await ann.sees(f"Balance: ${shown(10 - cost)}", f"−${shown(cost)} · Order 1")
    ann.finds_no("Held")
    [order] = shop.panel.orders_for(LINK)
    shop.panel.set_state(order.id, "Partial", remains=250)
    await shop.passes(60)
    await ann.sees(
        "is over: 750 of 1,000 delivered", f"${shown(cost / 4)} for the rest is back in your wallet"
    )
    await ann.says("/wallet")
    await ann.sees(f"Balance: ${shown(10 - cost * 3 / 4)}", f"+${shown(cost / 4)} · Order 1, given back")
    shop.panel.set_state(order.id, "Canceled")
    await shop.passes(3700)
    await ann.sees("was canceled and not finished")
    await ann.says("/wallet")
    await ann.sees("Balance: $10.00")


async def test_more_money_back_after_the_end_is_told(shop: Harness) -> None:
    ann, cost = shop.ann, price(shop)
    await orders(ann)
    [order] = shop.panel.orders_for(LINK)
    shop.panel.set_state(order.id, "Partial", remains=250)
    await shop.passes(60)
    shop.panel.set_state(order.id, "Partial", remains=500)
    await shop.passes(3700)
    await ann.sees(f"${shown(cost / 2)} for order 1 is back in your wallet")


async def test_while_the_panel_is_silent_the_money_is_held(shop: Harness) -> None:
    ann, cost = shop.ann, price(shop)
    shop.panel_wire.refusing = True
    await orders(ann)
    await ann.says("/wallet")
    await ann.sees(f"Balance: ${shown(10 - cost)}", f"Held for orders under way: ${shown(cost)}")
    await ann.says("/status 1")
    await ann.taps("Cancel order")
    await ann.says("/wallet")
    await ann.sees("Balance: $10.00", "Order 1, given back")


async def test_the_statement_has_every_line_with_its_balance(shop: Harness) -> None:
    ann, cost = shop.ann, price(shop)
    await orders(ann)
    await shop.olga.says(f"/debit {ANN} 1 =HYPERLINK(evil)")
    await shop.olga.taps("Confirm")
    rows = await statement(ann)
    assert [(row["What"], Decimal(row["Amount"]), Decimal(row["Balance"])) for row in rows] == [
        ("Credited", Decimal(10), Decimal(10)),
        ("Order 1", -cost, 10 - cost),
        ("Debited", Decimal(-1), 9 - cost),
    ]
    assert rows[2]["Reason"] == "'=HYPERLINK(evil)"
    assert {row["Currency"] for row in rows} == {"USD"}
    assert all(row["Time (UTC)"].startswith("20") for row in rows)


def test_the_currency_of_an_old_row_is_no_markup_and_no_formula() -> None:
    row = Line(datetime(2026, 3, 8, tzinfo=UTC), JournalKind.CREDIT, None, "", 1, 1, "=<i>USD")
    wallet_view = WalletView(1, 0, "=<i>USD", (row,), others=((1, "=<b>EUR"),))
    words, spoken = Catalogues().of("en"), Person(ANN, "Ann", "en")
    screens = (
        persons_wallet(spoken, wallet_view, [], words, refunds=lambda _way: False),
        wallet(wallet_view, words, can_top_up=False, credit_micro=0),
    )
    for screen in screens:
        assert "=<" not in screen.text
        assert screen.text.count("=&lt;i&gt;USD") >= 2
    assert ",'=<i>USD," in statement_csv(wallet_view, words).decode()


@given(some.text(max_size=20))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell.replace("'", "") == text.replace("'", "")
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
    assert not any(part.lstrip(" ").startswith(("=", "+", "@")) for part in re.split("[;\t\r\n]", cell))


async def test_a_stranger_is_a_customer_here_and_sees_only_their_own_money(shop: Harness) -> None:
    sam = shop.sam
    await sam.says("/start")
    await sam.sees("Sam, what shall it be?")
    service = shop.panel.catalogue.of_type("Default")
    await sam.says(f"/order {service.id} https://www.instagram.com/sam/ 1000")
    await sam.sees("You need $0.90 more")
    assert not shop.panel.orders
    await sam.says("/wallet")
    await sam.sees("Balance: $0.00", "Nothing has moved yet")
    assert await statement(sam) == []


async def test_what_affords_one_order_affords_one(shop: Harness) -> None:
    ann, cost = shop.ann, price(shop, 10_000)
    await shop.olga.says(f"/debit {ANN} {shown(10 - cost)} for the test")
    await shop.olga.taps("Confirm")
    await orders(ann, 10_000)
    await ann.sees("Order 1 · Pending")
    await ann.says("/wallet")
    await ann.sees("Balance: $0.00")
    service = shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} https://www.instagram.com/other/ {service.min}")
    await ann.sees("You need $0.05 more")  # 0.045, in whole cents


async def test_in_private_the_wallet_goes_below_zero_as_far_as_it_may(database_file: Path) -> None:
    harness = Harness(database_file, credit_limit="1.00")
    await harness.opens()
    ann, cost = harness.ann, price(harness)
    assert cost < 1 < cost * 2
    await orders(ann)
    await ann.sees("Order 1 · Pending")
    await ann.says("/wallet")
    await ann.sees(f"Balance: −${shown(cost)}", "You may go below zero, down to −$1.00")
    service = harness.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} https://www.instagram.com/other/ 1000")
    await ann.sees("You need $0.80 more")
    await harness.audited()
    await harness.closes()


async def test_in_private_without_a_limit_nobody_is_asked_for_money(harness: Harness) -> None:
    await orders(harness.bob, 10_000)
    await harness.bob.sees("Order 1 · Pending")
    await harness.bob.says("/wallet")
    await harness.bob.sees("You may order without paying first")
    harness.bob.finds_no("Top up")
    await harness.audited()
    assert BOB != ANN


async def test_a_refund_fills_a_wallet_below_zero_before_it_makes_good_what_was_lost(
    database_file: Path,
) -> None:
    """It went below zero on credit, of which there is less now."""
    harness = Harness(database_file, credit_limit="1")
    await harness.opens()
    ann, cost_micro = harness.ann, int(price(harness) * MICRO)
    await orders(ann)
    half, now = cost_micro // 2, harness.clock.now()
    payments = harness.kiosk.stores.payments
    await payments.offer(Invoice("half", ANN, "stars", STARS, 20, half, "USD", now + timedelta(hours=1)), now)
    await payments.paid(Paid("stars", "stx1", ANN, "half", STARS, 20), now)
    await harness.settles()
    assert await ann.balance_micro() == -half
    harness.settings = {"credit_limit": "0.10"}
    await harness.restarts()
    await harness.kiosk.stores.payments.was_returned("stars", "stx1", harness.clock.now())
    [order] = harness.panel.orders
    harness.panel.set_state(order, "Partial", remains=250)
    await harness.passes(60)
    assert await ann.balance_micro() == -half + cost_micro // 4
    await harness.audited()
    await harness.closes()

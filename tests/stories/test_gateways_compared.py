"""What gateways say of their payments, held against the book once a day: a card for each that differs."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from playground.gateways import FakeCryptoPay, FakeGateway, FakeHeleket
from storage.ledger.tables import invoice
from tests.in_process import ANN, Harness

DAY = 86_400
DIFFERS, AGREES = "and the ledger do not say the same", "say the same again"
BUTTONS = {"crypto_pay": "Crypto Pay", "heleket": "Heleket"}


@pytest.fixture
async def shop(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Harness]:
    """A shop with two gateways; Ann has paid 5.00 through each."""
    monkeypatch.setenv("GATEWAY_HELEKET_MERCHANT", FakeHeleket.merchant)
    monkeypatch.setenv("GATEWAY_HELEKET_API_KEY", FakeHeleket.key)
    shop = Harness(
        database_file,
        access="shop",
        topup_amounts="1, 5, 20",
        crypto_pay_token=FakeCryptoPay.token,
        gateways="heleket",
    )
    await shop.opens()
    for player in (shop.ann, shop.olga):
        await player.says("/start")
    for name in BUTTONS:
        await pays(shop, name)
    yield shop
    await shop.audited()
    await shop.closes()


async def pays(shop: Harness, name: str, came: Decimal | None = None) -> None:
    """Have Ann pay 5.00, or a part of it, through this gateway; what came is credited."""
    await shop.ann.says("/topup")
    await shop.ann.taps(BUTTONS[name])
    await shop.ann.taps("$5")
    gateway = shop.gateways[name]
    gateway.pays(gateway.newest, came)
    await looks(shop)


async def looks(shop: Harness) -> None:
    """Look at the invoices again, as the schedule does."""
    shop.clock.advance(60)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()


async def compares(shop: Harness, after: float = 600) -> None:
    """Let time pass, and compare as the schedule does."""
    shop.clock.advance(after)
    await shop.kiosk.gateway_watch.compare()
    await shop.settles()


def cards(shop: Harness, words: str = DIFFERS) -> list[str]:
    """Return the operator's messages that say this."""
    return [one.text for one in shop.olga.person.chat if words in one.text]


def loses(gateway: FakeGateway) -> Decimal:
    """Have a gateway forget what came of its newest bill; return how much that was."""
    came, gateway.newest.came = gateway.newest.came, Decimal(0)
    return came


async def test_what_both_say_alike_is_no_alert(shop: Harness) -> None:
    await compares(shop, DAY)
    assert cards(shop) == []


async def test_a_difference_is_one_card_that_names_the_gateway_and_what_to_do(shop: Harness) -> None:
    heleket = shop.gateways["heleket"]
    came = loses(heleket)
    for _ in range(2):
        await compares(shop)
    await shop.restarts()
    await compares(shop)
    [card] = cards(shop)
    assert "Heleket and the ledger" in card
    assert f"differ: 1. Their numbers: {heleket.newest.id} (/find {ANN})." in card
    assert "/credit" in card
    heleket.newest.came = came
    await compares(shop)
    assert cards(shop) == []
    [over] = cards(shop, AGREES)
    assert over.startswith("✅ The ledger and Heleket")


async def test_the_card_follows_the_figure(shop: Harness) -> None:
    heleket = shop.gateways["heleket"]
    loses(heleket)
    await compares(shop)
    await pays(shop, "heleket")
    loses(heleket)
    await compares(shop)
    [card] = cards(shop)
    assert "differ: 2." in card


async def test_what_differs_stays_on_the_card_when_it_is_old(shop: Harness) -> None:
    heleket = shop.gateways["heleket"]
    bill, came = heleket.newest, loses(heleket)
    for _ in range(6):
        await compares(shop, DAY)
        assert len(cards(shop)) == 1
    await pays(shop, "heleket")
    await compares(shop)
    [card] = cards(shop)
    assert f"differ: 1. Their numbers: {bill.id}" in card
    heleket.arm("down", times=9)
    await compares(shop)
    assert len(cards(shop)) == 1
    heleket.disarm()
    bill.came = came
    await compares(shop)
    assert (cards(shop), len(cards(shop, AGREES))) == ([], 1)


async def test_each_gateway_has_a_card_of_its_own(shop: Harness) -> None:
    came = loses(shop.gateways["heleket"])
    shop.gateways["crypto_pay"].newest.came = Decimal(0)
    shop.gateways["crypto_pay"].newest.paid_at = None
    await compares(shop)
    assert {re.split(" and ", one)[0] for one in cards(shop)} == {"🧾 Crypto Pay", "🧾 Heleket"}
    shop.gateways["heleket"].newest.came = came
    await compares(shop)
    [card] = cards(shop)
    assert card.startswith("🧾 Crypto Pay")
    [over] = cards(shop, AGREES)
    assert "Heleket" in over


@pytest.mark.parametrize("fault", ["down", "lost", "hang", "busy", "garbage", "throttled"])
async def test_a_gateway_out_of_reach_neither_opens_nor_closes_a_card(shop: Harness, fault: str) -> None:
    heleket = shop.gateways["heleket"]
    came = loses(heleket)
    heleket.arm(fault, times=9)
    await compares(shop)
    assert cards(shop) == []
    heleket.disarm()
    await compares(shop)
    assert len(cards(shop)) == 1
    heleket.newest.came = came
    heleket.arm(fault, times=9)
    await compares(shop)
    assert (len(cards(shop)), cards(shop, AGREES)) == (1, [])
    heleket.disarm()
    await compares(shop)
    assert (cards(shop), len(cards(shop, AGREES))) == ([], 1)


async def test_what_is_on_its_way_into_the_book_is_not_told(
    shop: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeps, heleket = shop.clock.sleep, shop.gateways["heleket"]

    async def meanwhile(seconds: float) -> None:
        monkeypatch.undo()
        await sleeps(seconds)
        await shop.kiosk.payments.close_gaps()

    heleket.pays(heleket.newest, Decimal(1))
    monkeypatch.setattr(shop.clock, "sleep", meanwhile)
    await compares(shop)
    assert cards(shop) == []
    assert shop.clock.sleep != meanwhile, "it did not look again"


async def test_the_process_dies_in_between(shop: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(_seconds: float) -> None:
        raise asyncio.CancelledError

    loses(shop.gateways["heleket"])
    shop.clock.advance(600)
    with monkeypatch.context() as dying:
        dying.setattr(shop.clock, "sleep", dies)
        with pytest.raises(asyncio.CancelledError):
            await shop.kiosk.gateway_watch.compare()
    assert cards(shop) == []
    await shop.restarts()
    await compares(shop)
    assert len(cards(shop)) == 1


async def test_a_gateway_that_is_taken_off_leaves_no_card_behind(shop: Harness) -> None:
    loses(shop.gateways["heleket"])
    await compares(shop)
    assert len(cards(shop)) == 1
    shop.settings = {**shop.settings, "gateways": ""}
    await shop.restarts()
    await compares(shop)
    assert cards(shop) == []


async def test_a_clock_that_was_set_back_closes_nothing(shop: Harness) -> None:
    heleket = shop.gateways["heleket"]
    loses(heleket)
    await compares(shop)
    shop.clock.set_ahead(timedelta(days=-1))
    await shop.passes(60)
    await compares(shop)
    assert (len(cards(shop)), cards(shop, AGREES)) == (1, [])


async def test_an_invoice_that_cannot_be_asked_about_is_left_out(shop: Harness) -> None:
    def has_no_number(connection: Connection) -> None:
        connection.execute(update(invoice).where(invoice.c.way == "crypto_pay").values(gateway_id=""))

    await shop.kiosk.stores.database.write(has_no_number)
    await compares(shop)
    assert cards(shop) == []

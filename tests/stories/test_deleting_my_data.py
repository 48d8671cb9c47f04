"""Delete my data: asked first, hindered by what is under way, and afterwards one is as a stranger."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from playground.telegram.faults import server_error
from shop.ledger.journals import Account, AccountKind
from storage.erasing import steps
from tests.in_process import ANN, OLGA, Harness, Player
from tests.stories.test_paying_for_an_order import PROVIDER, pays, taps_stars

LINK = "https://www.instagram.com/zanzibar/"
WAYS = {"star_value": "0.013", "payment_provider_token": PROVIDER, "manual_topup": "Into the tin."}


async def opened(database_file: Path, **settings: str) -> Harness:
    """Return a shop in which everybody has their first screen behind them."""
    harness = Harness(database_file, **(WAYS | settings))  # type: ignore[arg-type]  # all are settings
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
        player.person.tops_up(100_000)
    return harness


@pytest.fixture(params=["shop", "private"])
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A shop of wallets, and a private one."""
    harness = await opened(database_file, access=request.param)
    yield harness
    await harness.audited()
    await harness.closes()


async def has(player: Player, amount: str) -> None:
    """Have the operator give them this."""
    olga = player.harness.olga
    await olga.says(f"/credit {player.id} {amount} a gift")
    await olga.taps("Confirm")


async def orders(player: Player, link: str = LINK) -> None:
    """Order for next to nothing; in a shop, with money that pays for just that."""
    if player.harness.settings["access"] == "shop":
        await has(player, "0.09")
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def wishes(player: Player) -> None:
    """Come to the question, from the home."""
    await player.says("/start")
    await player.taps("Settings")
    await player.taps("Delete my data")


def left(harness: Harness, word: str = "zanzibar") -> set[str]:
    """Return the tables in which this word stands; what operators have tapped on goes after three days."""
    with closing(sqlite3.connect(harness.database)) as database:
        database.execute("DELETE FROM inbox WHERE person_id = ?", (OLGA,))
        dump = "\n".join(database.iterdump())
    return {line.split('"')[1] for line in dump.splitlines() if line.startswith("INSERT") and word in line}


async def test_all_of_it_goes_and_one_begins_anew(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await shop.delivers()
    assert any("1" in str(one) for one in (await ann.queries("")).results)
    assert "person" in left(shop, "Ann")
    old_card = next(one for one in ann.person.chat if "Order 1" in one.shown and one.keyboard)
    await ann.says("instagram likes")
    await ann.says("/language")
    await ann.taps("Русский")
    await ann.taps("Язык")
    await ann.taps("English")
    await wishes(ann)
    await ann.sees("your name, your settings and favourites", "This stays", "Delete for good", "Back", "Menu")
    bubbles = len(ann.person.chat)
    await ann.taps("Delete for good")
    await ann.sees("Your data is deleted", "Menu")
    assert len(ann.person.chat) == bubbles
    await shop.passes(10)
    assert left(shop) == set()
    assert left(shop, "Ann") == set()
    ann.person.taps("Refresh" if "Refresh" in str(old_card.keyboard) else "Reorder", old_card.id)
    await shop.settles()
    await ann.sees("no order 1")
    await ann.says("/start")
    await ann.sees("Ann, what shall it be?")
    for gone in ("Go on", "Again"):
        ann.finds_no(gone + " …")
    await ann.says("/orders")
    await ann.sees("You have none yet")
    await ann.says("/status 1")
    await ann.sees("no order 1")
    assert not [one for one in (await ann.queries("")).results if "Order" in str(one)]
    await orders(ann, "https://www.instagram.com/afresh/")
    await ann.says("/orders")
    await ann.sees("2 · Pending")
    assert "zanzibar" not in ann.person.last.text


async def test_going_back_deletes_nothing(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await shop.delivers()
    await wishes(ann)
    await ann.taps("Back")
    await ann.sees("Settings")
    await ann.says("/status 1")
    await ann.sees("zanzibar")


async def test_an_order_under_way_is_waited_for(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await wishes(ann)
    await ann.sees("⚠️ You have orders under way: 1.", "My orders", "Back", "Menu")
    await shop.delivers()
    await wishes(ann)
    await ann.taps("Delete for good")
    await ann.sees("Your data is deleted")


async def test_an_order_begun_since_the_question_stands_in_the_way(shop: Harness) -> None:
    ann = shop.ann
    await wishes(ann)
    question = ann.person.last
    await orders(ann)
    await ann.taps("Delete for good", message_id=question.id)
    await ann.sees("You have orders under way")
    await shop.delivers()
    assert "orders" in left(shop)


async def test_an_order_that_is_looked_into_is_under_way(shop: Harness) -> None:
    ann = shop.ann
    shop.panel.arm("reset_after")
    await orders(ann)
    await wishes(ann)
    await ann.sees("You have orders under way")


async def test_operators_are_told_why_not(shop: Harness) -> None:
    await wishes(shop.olga)
    await shop.olga.sees("⚠️ You run this shop", "ADMIN_IDS", "Back")


async def test_money_is_never_taken_silently(shop: Harness) -> None:
    ann = shop.ann
    await has(ann, "5")
    await wishes(ann)
    await ann.sees("⚠️ You have $5.00 in your wallet. Spend it, or ask us to return it", "New order", "Ask us")
    await ann.taps("Give the money up")
    await ann.sees("Give up $5.00?", "nobody can give it back", "Give up and delete")
    await ann.taps("Back")
    await ann.sees("You have $5.00 in your wallet")
    await ann.taps("Give the money up")
    question = ann.person.last
    await has(ann, "1")
    await ann.taps("Give up and delete", message_id=question.id)
    await ann.sees("You have $6.00 in your wallet")
    await ann.taps("Give the money up")
    await ann.taps("Give up and delete")
    await ann.sees("Your data is deleted")
    ledger = shop.kiosk.stores.ledger
    assert await ledger.balance(Account(AccountKind.WALLET, ANN, "USD")) == 0
    assert await ledger.balance(Account(AccountKind.FORFEITED, None, "USD")) == 6_000_000
    await shop.audited()


async def test_a_receipt_that_is_looked_at_is_waited_for(database_file: Path) -> None:
    shop = await opened(database_file, access="shop")
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("zanzibar 4711")
    await ann.taps("Send to the shop")
    await wishes(ann)
    await ann.sees("⚠️ The shop is still looking at a payment of yours", "Ask us")
    await shop.passes(1)
    await shop.olga.taps("Decline")
    await shop.olga.taps("No money came")
    another = ann.person.last
    await wishes(ann)
    await ann.taps("Delete for good")
    await shop.passes(10)
    assert left(shop) == set()
    await ann.taps("Another receipt", message_id=another.id)
    await ann.sees("Send a photo of the receipt for $5.00")  # who has paid must be able to say so
    await ann.says("honestly 4711")
    await ann.taps("Send to the shop")
    await shop.passes(1)
    await shop.olga.taps("Credit it")
    await ann.sees("came into your wallet")
    await shop.audited()
    await shop.closes()


async def test_a_payment_on_its_way_back_is_waited_for(database_file: Path) -> None:
    """A refusal puts the money back into the wallet, which must have an owner who knows of it."""
    shop = await opened(database_file, access="shop")
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$5 · 385 ⭐")
    await pays(ann)
    shop.telegram.plan("refundStarPayment", *[server_error()] * 50)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 385 ⭐ back")
    await olga.taps("Confirm")
    await wishes(ann)
    await ann.sees("⚠️ The shop is still looking at a payment of yours", "Ask us")
    shop.telegram.forget_plans()
    shop.clock.advance(600)
    await shop.kiosk.payments.close_gaps()
    await wishes(ann)
    await ann.taps("Delete for good")
    await ann.sees("Your data is deleted")
    await shop.audited()
    await shop.closes()


async def test_stars_paid_a_second_later_are_theirs(database_file: Path) -> None:
    shop = await opened(database_file, access="shop")
    ann = shop.ann
    await ann.says(f"/order 1 {LINK} 2000")
    await taps_stars(ann)
    await wishes(ann)
    await ann.taps("Delete for good")
    await ann.sees("Your data is deleted")
    await pays(ann)
    await ann.sees("came into your wallet", "nothing is ordered yet")
    assert await shop.kiosk.stores.ledger.balance(Account(AccountKind.WALLET, ANN, "USD")) > 0
    await ann.says("/wallet")
    await ann.sees("Topped up")
    assert not shop.panel.orders
    await shop.audited()
    await shop.closes()


async def test_the_process_dies_after_it_was_begun(shop: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = shop.ann
    monkeypatch.setattr(steps, "ORDERS_AT_ONCE", 1)
    for n in range(3):
        await orders(ann, f"{LINK}{n}/")
    await shop.delivers()
    await wishes(ann)
    await shop.kiosk.stores.erasures.begin(ANN, shop.clock.now())  # and then the process dies
    await shop.restarts()
    await ann.taps("Delete for good")
    await ann.sees("Your data is being deleted")
    await ann.says("/orders")
    await ann.sees("Your data is being deleted", "Menu")
    assert not [one for one in (await ann.queries("")).results if "Order" in str(one)]
    await shop.passes(5)
    await shop.passes(5)
    await ann.says("/orders")
    await ann.sees("You have none yet")
    assert left(shop) == set()


async def test_the_tap_comes_twice(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await shop.delivers()
    await wishes(ann)
    await ann.taps("Delete for good")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await ann.sees("Your data is deleted")
    await shop.passes(10)
    assert left(shop) == set()


async def test_a_broadcast_does_not_reach_them(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await wishes(ann)
    await ann.taps("Delete for good")
    bubbles = len(ann.person.chat)
    await olga.says("/broadcast")
    await olga.says("News!")
    await olga.taps("Confirm")
    await shop.passes(5)
    assert len(ann.person.chat) == bubbles


async def test_the_staff_reads_no_more_than_is_known_of_whoever_is_gone(shop: Harness) -> None:
    """They "have blocked the bot", and a message "waits until they are back": it arrived at once."""
    ann, olga = shop.ann, shop.olga
    await wishes(ann)
    await ann.taps("Delete for good")
    await olga.says(f"/find {ANN}")
    await olga.sees("Has blocked the bot, or had their data deleted.")
    await olga.taps("Write to them")
    await olga.sees("They have blocked the bot, or had their data deleted: it may wait until they are back.")
    await olga.says("Your refund is here")
    await ann.sees("Your refund is here")


async def test_a_refund_that_comes_late_finds_the_wallet_and_says_nothing_of_the_order(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await shop.delivers()
    await wishes(ann)
    await ann.taps("Delete for good")
    await shop.passes(10)
    chat, before = len(ann.person.chat), await ann.balance_micro()
    shop.panel.set_state(next(iter(shop.panel.orders)), "Canceled", remains=100)
    for _ in range(60):
        await shop.passes(60)
    assert await ann.balance_micro() - before == 90_000
    assert len(ann.person.chat) == chat
    await ann.says("/orders")
    await ann.sees("You have none yet")
    await ann.says("/wallet")
    await ann.sees("given back")
    assert left(shop) == set()

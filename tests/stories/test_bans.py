"""Bans: nothing new begins, what is under way goes on, and money stays whose it is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from shop.ledger.topup import STARS, Invoice, Paid
from shop.person import GivenRole
from storage.desk.staff import reread_roster
from tests.in_process import ANN, BOB, OLGA, Harness, Player
from tests.stories.test_maintenance import closes, opens

SHOP = {"access": "shop", "allowed_ids": "", "star_value": "0.02", "support_contact": "@helping_hand"}
REFUSAL = "You cannot order here any more."


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop for everybody, with somebody who answers people at Telegram."""
    harness = Harness(database_file, **SHOP)  # type: ignore[arg-type]  # no setting is the dialect
    await harness.opens()
    await harness.olga.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def bans(harness: Harness, words: str = "101") -> None:
    await harness.olga.says(f"/ban {words}")
    await harness.olga.taps("Confirm")


async def pays(harness: Harness, charge: str = "stx1") -> None:
    """Have Ann pay $20 in Stars, for an invoice of before."""
    payments, now = harness.kiosk.stores.payments, harness.clock.now()
    await payments.paid(Paid("stars", charge, ANN, "bill", STARS, 1000), now)
    await harness.settles()


async def has_bill(harness: Harness) -> None:
    now = harness.clock.now()
    bill = Invoice("bill", ANN, "stars", STARS, 1000, 20_000_000, "USD", now + timedelta(hours=1))
    await harness.kiosk.stores.payments.offer(bill, now)


def toast(player: Player) -> str:
    return player.person.toasts[-1].text


def bubbles(player: Player) -> int:
    return sum(message.from_bot for message in player.person.home.messages.values())


async def test_a_ban_is_asked_first_and_names_who_and_why(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await ann.says("/start")
    await olga.says("/ban 101 sent false receipts")
    await olga.sees("Ban Ann (101)?", "for the staff alone: sent false receipts")
    await ann.says("/menu")
    await ann.sees("New order")
    await olga.taps("Confirm")
    await olga.sees("Ann (101) was banned by Olga", "Why: sent false receipts", "Lift the ban")
    await ann.says("/menu")
    await ann.sees(REFUSAL, "Ask us", "Delete my data")
    ann.finds_no("false receipts")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Olga banned somebody", "person 101")


async def test_one_sentence_an_hour_and_nothing_else(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    await bans(shop)
    await ann.says("/order")
    await ann.sees(REFUSAL)
    said = bubbles(ann)
    for words in ("/order", "hello", "/topup", "/start g_xxx", "/support", "/wallet"):
        await ann.says(words)
    assert bubbles(ann) == said
    for data in ("s::order:", "u::open:", "q::write:", "gf::open:"):
        ann.person.forges(data)
        await shop.settles()
        assert toast(ann) == REFUSAL
    assert bubbles(ann) == said
    await shop.passes(3600)
    await ann.says("hello")
    await ann.sees(REFUSAL)
    assert bubbles(ann) == said + 1


async def test_a_draft_is_not_confirmed_and_what_runs_goes_on(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    await has_bill(shop)
    await pays(shop)
    await ann.says("/order 21 https://instagram.com/p/a 1000")
    await ann.taps("Confirm")
    await ann.says("/order 21 https://instagram.com/p/b 1000")
    await bans(shop)
    await ann.taps("Confirm")
    assert toast(ann) == REFUSAL
    assert len(shop.panel.orders) == 1
    await shop.delivers()
    await ann.sees("Order 1", "done")
    ann.finds_no("How was it?")  # the stars are no longer theirs to give
    assert len(shop.panel.orders) == 1


async def test_what_does_not_arrive_comes_back(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    await has_bill(shop)
    await pays(shop)
    await ann.says("/order 21 https://instagram.com/p/a 1000")
    await ann.taps("Confirm")
    before = await shop.ann.balance_micro()
    await bans(shop)
    [order] = shop.panel.orders.values()
    shop.panel.set_state(order.id, "Canceled")
    await shop.passes(120)
    assert await shop.ann.balance_micro() > before


async def test_money_that_has_moved_is_credited(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    await has_bill(shop)
    await bans(shop)
    await pays(shop)
    assert await shop.ann.balance_micro() == 20_000_000
    await ann.sees("$20.00")


async def test_a_banned_person_gets_no_inline_results(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    assert (await ann.queries("likes")).results
    await bans(shop)
    shop.clock.advance(400)
    assert not (await ann.queries("likes")).results


async def test_a_banned_person_takes_no_gift(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says("/start")
    await ann.says("/start")
    await has_bill(shop)
    await pays(shop)
    await ann.taps("Wallet")
    await ann.taps("Gift")
    await ann.says("5")
    await ann.taps("Confirm")
    [gift] = await shop.kiosk.stores.gifts.list_open(ANN, limit=9)
    await bans(shop, "102")
    bob.person.starts(f"g_{gift.token}")
    await shop.settles()
    await bob.sees(REFUSAL)
    assert [one.id for one in await shop.kiosk.stores.gifts.list_open(ANN, limit=9)] == [gift.id]


async def test_unban_gives_everything_back(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/start")
    await bans(shop)
    await ann.says("/menu")
    await shop.restarts()
    await ann.says("/menu")
    await olga.says("/unban 101")
    await olga.sees("Lift the ban of Ann (101)?")
    await olga.taps("Confirm")
    await olga.sees("Ann (101)", "May order.")
    await ann.says("/menu")
    await ann.sees("New order")
    await olga.says("/unban 101")
    await olga.sees("⚠️ This person is not banned")


async def test_whoever_was_let_in_is_in_again_after_a_ban(harness: Harness) -> None:
    sam, olga = harness.sam, harness.olga
    await olga.says("/start")
    await sam.says("/start")
    await sam.taps("Ask to come in")
    await olga.taps("Let in")
    await bans(harness, "666")
    await sam.says("/menu")
    await sam.sees(REFUSAL)
    await olga.taps("Lift the ban")
    await olga.taps("Confirm")
    await sam.says("/menu")
    await sam.sees("New order")


async def test_staff_and_owners_are_not_banned(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await bob.says("/start")
    stores = shop.kiosk.stores
    await stores.staff.give_role(BOB, GivenRole.OPERATOR, OLGA, shop.clock.now())
    await reread_roster(shop.kiosk.access, stores.staff)
    await bob.says("/ban 900")
    await bob.sees("Owners cannot be banned")
    bob.person.forges("as:900:banned:")
    await shop.settles()
    assert "Owners cannot be banned" in toast(bob)
    await bob.says("/ban 102")
    await bob.sees("This person works here")
    await olga.says("/ban @bob")
    await olga.sees("I know nobody called @bob")
    bob.person.user["username"] = "bob"
    await bob.says("/start")
    await olga.says("/ban @bob")
    await olga.sees("This person works here")


async def test_whoever_would_ban_somebody_who_is_banned_sees_by_whom_and_why(shop: Harness) -> None:
    """A question was asked that could only be refused, and a banned person's card offered it, too."""
    bob, olga = shop.bob, shop.olga
    for player in (shop.ann, bob):
        await player.says("/start")
    stores = shop.kiosk.stores
    await stores.staff.give_role(BOB, GivenRole.OPERATOR, OLGA, shop.clock.now())
    await reread_roster(shop.kiosk.access, stores.staff)
    await shop.settles()
    await bob.says("/find 101")
    old = bob.person.last
    await bans(shop, "101 false receipts")
    await bob.taps("Ban", message_id=old.id)
    await bob.sees("was banned by Olga", "Why: false receipts", "Lift the ban")
    await bob.says("/ban 101 rude")
    await bob.sees("was banned by Olga", "Why: false receipts", "Lift the ban")
    await olga.says("/find 101")
    await olga.taps("Lift the ban")
    await olga.sees("Lift the ban of Ann (101)?")


async def test_a_name_that_several_have_is_told_apart(shop: Harness) -> None:
    shop.bob.person.user["first_name"] = "Ann"
    await shop.bob.says("/start")
    await shop.ann.says("/start")
    await shop.olga.says("/ban Ann")
    await shop.olga.sees("More than one has that name", "Ann (101)", "Ann (102)")
    await shop.olga.taps("Ann · 102")
    await shop.olga.taps("Ban")
    await shop.olga.taps("Confirm")
    await shop.ann.says("/menu")
    await shop.ann.sees("New order")
    await shop.bob.says("/menu")
    await shop.bob.sees(REFUSAL)


@pytest.mark.parametrize("words", ["", "0 why", "nobody at all", "@" + "x" * 200, "<b>101</b>"])
async def test_a_ban_of_nobody_bans_nobody(words: str, shop: Harness) -> None:
    await shop.olga.says(f"/ban {words}")
    shop.olga.finds_no("Confirm")
    assert not (await shop.kiosk.stores.staff.roster()).banned


async def test_hostile_reasons_stay_words(shop: Harness) -> None:
    await shop.ann.says("/start")
    await shop.olga.says("/ban 101 <b>bad</b> \u202e" + "y" * 3900)
    await shop.olga.sees("<b>bad</b>")
    await shop.olga.taps("Confirm")
    await shop.olga.sees("was banned by Olga", "<b>bad</b>")


async def test_a_reason_that_is_gone_makes_the_button_old(shop: Harness) -> None:
    await shop.ann.says("/start")
    await shop.olga.says("/ban 101 rude")
    await shop.kiosk.stores.inbox.forget_before(shop.clock.now().replace(year=2100))
    await shop.olga.taps("Confirm")
    assert "old" in toast(shop.olga)
    assert not (await shop.kiosk.stores.staff.roster()).banned


async def test_confirmed_twice_after_a_crash_is_one_ban(shop: Harness) -> None:
    await shop.ann.says("/start")
    await bans(shop, "101 rude")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await shop.olga.sees("was banned by Olga")
    assert len(await shop.kiosk.stores.acts.list_of_person(ANN, 9)) == 1


async def test_a_banned_person_can_have_their_data_deleted(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/start")
    await has_bill(shop)
    await pays(shop)
    await bans(shop, "101 rude")
    await ann.says("/start")
    await ann.taps("Delete my data")
    await ann.sees("Ask the shop to return it, or give it up")
    for label in ("New order", "Menu", "Back"):
        assert f"[ {label}" not in ann.screen.rpartition("Delete")[2]
    await ann.taps("Give the money up")
    await ann.taps("Give up and delete")
    await ann.sees("Your data is deleted.")
    await shop.passes(120)
    assert (await shop.kiosk.stores.people.find(ANN)).name == str(ANN)  # type: ignore[union-attr]  # a row stays
    await ann.says("/start")
    await shop.passes(3600)
    await ann.says("/start")
    await ann.sees(REFUSAL)
    stands = await shop.kiosk.stores.door.find(ANN)
    assert stands.reason == ""


async def test_who_may_not_order_any_more_is_not_told_that_the_shop_is_open(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await closes(shop)
    for player in (ann, bob):
        await player.says("/topup")
        await player.taps("Tell me when it opens")
    await bans(shop)
    await opens(shop)
    await shop.rounds()
    await bob.sees("The shop is open again")
    ann.finds_no("The shop is open again")


async def test_whoever_writes_to_a_banned_person_reads_that_no_answer_comes(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/start")
    await olga.says("/find 101")
    await olga.taps("Write to them")
    await olga.sees("Write your message to Ann (101)")
    olga.finds_no("cannot answer")
    await bans(shop)
    await olga.says("/find 101")
    await olga.taps("Write to them")
    await olga.sees("They may not order here: they read it, but cannot answer.")
    await olga.says("You get your money back")
    await ann.sees("You get your money back")


async def test_no_notice_to_a_banned_person_has_a_button_that_is_dead_for_them(shop: Harness) -> None:
    """*Reply* stood below what the shop wrote, and said *You cannot order here any more*."""
    ann, olga = shop.ann, shop.olga
    await ann.says("/start")
    await has_bill(shop)
    await bans(shop)
    await olga.says("/find 101")
    await olga.taps("Write to them")
    await olga.says("You get your money back")
    await ann.sees("You get your money back")
    assert not ann.person.last.buttons
    await pays(shop)
    await ann.sees("came into your wallet")
    assert not ann.person.last.buttons
    [ticket] = await shop.kiosk.stores.tickets.list_open(limit=2)
    await shop.kiosk.stores.tickets.close(ticket.id, (), shop.clock.now())
    await shop.settles()
    await ann.sees("The shop has closed your question")
    ann.finds_no("open it again")
    assert not ann.person.last.buttons
    await olga.says("/unban 101")
    await olga.taps("Confirm")
    await olga.says("/find 101")
    await olga.taps("Write to them")
    await olga.says("Welcome back")
    await ann.sees("Welcome back")
    assert [one.label for one in ann.person.last.buttons] == ["💬 Reply", "🏠 Menu"]


async def test_no_payment_begins_that_was_only_offered(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(10_000)
    await ann.says("/topup")
    await ann.says("5")
    [invoice] = [one for one in ann.person.home.messages.values() if one.content.invoice]
    await bans(shop)
    ann.person.pays(invoice)
    await shop.settles()
    await ann.sees("You cannot pay here any more. Nothing was charged.")
    assert await shop.ann.balance_micro() == 0

"""A gift of balance: made in the wallet, sent into a chat, taken once, and back if nobody takes it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from playground.telegram import FakeMessage
from shop.growth.gifts import GIFT_HOLDS
from tests.in_process import Harness, Player

SETTINGS = {"access": "shop", "star_value": "0.02", "manual_topup": "Put it into the tin."}
LINK = "https://www.instagram.com/ann/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has topped up $10."""
    harness = Harness(database_file, **SETTINGS)  # type: ignore[arg-type]  # no setting here is the dialect
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    await pays(harness.ann)
    yield harness
    await harness.audited()
    await harness.closes()


async def pays(player: Player, amount: str = "10") -> str:
    """Top up in Stars; return the charge."""
    player.person.tops_up(10_000)
    await player.says("/topup")
    await player.taps("Telegram Stars")
    await player.says(amount)
    [invoice] = [one for one in player.person.home.messages.values() if one.content.invoice][-1:]
    player.person.pays(invoice)
    await player.harness.settles()
    return list(player.harness.telegram.world.ledger.charges)[-1]


async def makes(player: Player, amount: str = "5") -> str:
    """Make a gift; return what stands behind `?start=` of its link."""
    await player.says("/wallet")
    await player.taps("🎁 Gift")
    await player.says(amount)
    await player.sees(f"A gift of ${amount}", "Confirm takes the money out of your wallet")
    await player.taps("Confirm")
    await player.sees("waits to be taken until", "Send it to a friend")
    return link_of(player.person.last)


def link_of(card: FakeMessage) -> str:
    """Return what stands behind `?start=`."""
    [link] = [one.data or "" for row in card.keyboard for one in row if one.kind == "copy_text"]
    return link.rpartition("=")[2]


async def shares(player: Player) -> FakeMessage:
    """Send the gift into a chat, as the button does."""
    card = player.person.last
    [query] = [one.data for row in card.keyboard for one in row if one.kind.endswith("_chosen_chat")]
    answer = await player.queries(query or "")
    message = player.person.chooses(answer.results[0], query or "")
    await player.harness.settles()
    return message


async def test_a_gift_is_held_sent_and_taken_once(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    token = await makes(ann)
    assert await ann.balance() == 5
    card = await shares(ann)
    await ann.says("/wallet")
    await ann.sees("Balance: $5.00", "In gifts not taken yet: $5.00")
    assert "A gift of $5.00 for you" in card.text
    assert [one.url for row in card.keyboard for one in row] == [f"https://t.me/kiosk_bot?start={token}"]
    await bob.says(f"/start {token}")
    await bob.sees("$5.00 from a friend is in your wallet. Balance: $5.00")
    await olga.says(f"/start {token}")
    await olga.sees("Somebody was quicker")
    assert "was taken" in card.text
    assert any("Your gift of $5.00 was taken" in one.text for one in ann.person.chat)
    await ann.says("/wallet")
    await ann.sees("−$5.00 · Gift to a friend")
    await bob.says("/wallet")
    await bob.sees("+$5.00 · Gift from a friend")


async def test_of_two_at_once_one_has_it(shop: Harness) -> None:
    token = await makes(shop.ann)
    for player in (shop.bob, shop.olga, shop.bob):
        player.person.says(f"/start {token}")
    await shop.settles()
    assert sorted([await shop.bob.balance(), await shop.olga.balance()]) == [0, 5]


async def test_its_giver_does_not_take_it_and_may_take_it_back(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    token = await makes(ann)
    card = await shares(ann)
    own = ann.person.last.id
    await ann.says(f"/start {token}")
    await ann.sees("This is your own gift")
    ann.person.taps("Take it back", own)
    await shop.settles()
    await ann.sees("You took the gift of $5.00 back")
    assert await ann.balance() == 10
    assert "can no longer be taken" in card.text
    await bob.says(f"/start {token}")
    await bob.sees("This gift can no longer be taken")
    await bob.says("/start g_nobody-has-made-it")
    await bob.sees("I do not know this gift")


async def test_its_giver_reads_by_its_link_what_became_of_it(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    taken, dropped = await makes(ann, "5"), await makes(ann, "2")
    await ann.taps("Take it back")
    late = await makes(ann, "1")
    await bob.says(f"/start {taken}")
    await shop.passes(GIFT_HOLDS.total_seconds() + 60)
    for token, words in (
        (taken, "Your gift of $5.00 was taken"),
        (dropped, "You took the gift of $2.00 back"),
        (late, "Nobody took your gift of $1.00 in time"),
    ):
        await ann.says(f"/start {token}")
        await ann.sees(words)
        ann.finds_no("send it to a friend")


async def test_a_gift_that_waits_is_listed_by_the_number_that_the_wallet_gives_it(shop: Harness) -> None:
    ann = shop.ann
    await makes(ann)
    await ann.says("/wallet")
    await ann.sees("Gift to a friend · 🎁 1")
    await ann.taps("🎁 Gift")
    assert "🎁 1: $5.00, not taken yet" in [button.label for button in ann.person.last.buttons]
    await ann.taps("🎁 1: $5.00, not taken yet")
    await ann.sees("waits to be taken until")


async def test_however_many_gifts_wait_each_can_be_taken_back(shop: Harness) -> None:
    ann = shop.ann
    for _ in range(9):
        await makes(ann, "1")
    await ann.says("/wallet")
    await ann.taps("🎁 Gift")
    for _ in range(2):
        await ann.taps("Next")
    await ann.taps("🎁 1: $1.00, not taken yet")
    await ann.taps("Take it back")
    assert await ann.balance() == 2


async def test_nobody_took_it_in_time(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    token = await makes(ann)
    await shop.passes((GIFT_HOLDS - timedelta(minutes=5)).total_seconds())
    assert await ann.balance() == 5
    shop.clock.advance(600)
    await bob.says(f"/start {token}")
    await bob.sees("This gift can no longer be taken")
    await shop.passes(60)
    await ann.sees("Nobody took your gift of $5.00 in time")
    assert await ann.balance() == 10


async def test_only_what_was_topped_up_is_given(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await shop.olga.says(f"/credit {bob.id} 10 welcome")
    await shop.olga.taps("Confirm")
    await bob.says("/wallet")
    await bob.taps("🎁 Gift")
    await bob.sees("There is nothing to give now")
    token = await makes(ann)
    await bob.says(f"/start {token}")
    await bob.says("/wallet")
    await bob.taps("🎁 Gift")
    await bob.sees("There is nothing to give now")


async def test_less_than_the_smallest_gift_is_not_offered(shop: Harness) -> None:
    ann, service = shop.ann, shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK} 10000")
    await ann.taps("Confirm")
    await ann.says(f"/order {service.id} {LINK}x 500")
    await ann.taps("Confirm")
    assert await ann.balance() < 1
    await ann.says("/wallet")
    await ann.taps("🎁 Gift")
    await ann.sees("There is nothing to give now")
    ann.finds_no("You can give up to")


async def test_where_nothing_can_be_given_no_amount_is_waited_for(shop: Harness) -> None:
    """Whatever was typed next was taken for one: a search, too, read that there is nothing to give."""
    bob = shop.bob
    await bob.says("/wallet")
    await bob.taps("🎁 Gift")
    await bob.sees("There is nothing to give now")
    await bob.says("instagram likes")
    await bob.sees("Found for “instagram likes”")


async def test_amounts_are_read_as_people_type_them(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    await ann.taps("🎁 Gift")
    for words, answer in (
        ("0.5", "⚠️ Send an amount from $1.00 to $1,000.00"),
        ("much", "⚠️ Send an amount from $1.00 to $1,000.00"),
        ("20", "⚠️ You can give up to $10.00"),
        ("1.000", "can be two amounts"),
        ("٢,٥٠", "A gift of $2.50"),
    ):
        await ann.says(words)
        await ann.sees(answer)
    await ann.taps("Back")
    await ann.taps("$5")
    await ann.sees("A gift of $5.00")
    await ann.says("/cancel")
    await ann.says("3")
    ann.finds_no("A gift of $3.00")


async def test_confirmed_twice_it_is_one_gift(shop: Harness) -> None:
    ann = shop.ann
    token = await makes(ann)
    card = ann.person.last
    ann.person.taps("gf:1:make:", card.id, stale=True)
    ann.person.taps("gf:1:make:", card.id, stale=True)
    await shop.settles()
    assert await ann.balance() == 5
    assert link_of(ann.person.last) == token
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert await ann.balance() == 5


async def test_spent_meanwhile_it_is_not_made(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    await ann.taps("🎁 Gift")
    await ann.says("10")
    service = shop.panel.catalogue.of_type("Default")
    card = ann.person.last.id
    await ann.says(f"/order {service.id} {LINK} 2000")
    await ann.taps("Confirm")
    ann.person.taps("gf:1:make:", card)
    await shop.settles()
    await ann.sees("⚠️ You can give up to $8.20")
    assert await ann.balance() == Decimal("8.20")


async def test_a_payment_that_went_back_takes_open_gifts_along(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    token = await makes(ann)
    card = await shares(ann)
    [charge] = shop.telegram.world.ledger.charges
    await shop.kiosk.stores.payments.was_returned("stars", charge, shop.clock.now())
    await shop.passes(60)
    await ann.sees("has ended, because a payment of yours went back")
    assert await ann.balance() == 0
    assert "can no longer be taken" in card.text
    await bob.says(f"/start {token}")
    await bob.sees("This gift can no longer be taken")


async def test_a_gift_of_another_is_nobodys_business(shop: Harness) -> None:
    await makes(shop.ann)
    await shop.bob.says("/wallet")
    for action in ("show", "make", "cancel"):
        tap = shop.bob.person.forges(f"gf:1:{action}:", shop.bob.person.last.id)
        await shop.settles()
        assert str(tap.text).startswith("This button is old")
    for words in ("gift 1", "gift"):
        results = (await shop.bob.queries(words)).results
        assert not [one for one in results if one.id.startswith("g-")]
    assert [one.title for one in (await shop.ann.queries("GIFT")).results] == ["🎁 Gift of $5.00"]


async def test_a_message_that_came_after_its_gift_was_taken_says_so(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    token = await makes(ann)
    answer = await ann.queries("gift 1")
    await bob.says(f"/start {token}")
    card = ann.person.chooses(answer.results[0], "gift 1")
    await shop.settles()
    assert "was taken" in card.text


async def test_handled_again_it_is_taken_once(shop: Harness) -> None:
    token = await makes(shop.ann)
    await shop.bob.says(f"/start {token}")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await shop.bob.sees("$5.00 from a friend is in your wallet. Balance: $5.00")
    assert await shop.bob.balance() == 5


async def test_in_private_there_are_none(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/wallet")
    assert "Gift" not in str(ann.person.last.keyboard)
    await ann.says("/start g_anything")
    await ann.sees("There are no gifts here")


async def test_what_can_be_given_has_the_digits_of_the_balance(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps("Confirm")
    [number] = shop.panel.orders
    shop.panel.set_state(number, "Partial", remains=333)
    for _ in range(3):
        await shop.passes(1_200)
    await ann.says("/wallet")
    await ann.sees("Balance: $9.39")
    await ann.taps("🎁 Gift")
    await ann.sees("You can give up to $9.39.")
    await ann.says("50")
    await ann.sees("You can give up to $9.39 now.")

"""Invitations: both sides are rewarded once, for somebody new who has paid; never for oneself."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/ann/"
PROVIDER = "284685063:TEST:of-the-tests"
SETTINGS = {
    "access": "shop",
    "invite_reward": "0.50",
    "star_value": "0.02",
    "payment_provider_token": PROVIDER,
}


async def opened(database_file: Path, **settings: str) -> Harness:
    """Return a shop in which Ann is known and Bob is not."""
    harness = Harness(database_file, **(SETTINGS | settings))  # type: ignore[arg-type]  # all are settings
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    for player in (harness.ann, harness.bob):
        player.person.tops_up(10_000)
    return harness


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """The shop of `opened`."""
    harness = await opened(database_file)
    yield harness
    await harness.audited()
    await harness.closes()


async def code(player: Player) -> str:
    """Return what stands behind `?start=` of somebody's link."""
    await player.says("/wallet")
    await player.taps("Invite a friend")
    [link] = [one.data for row in player.person.last.keyboard for one in row if one.kind == "copy_text"]
    assert str(player.id) not in (link or "")
    return str(link).rpartition("=")[2]


async def pays(player: Player, way: str = "Telegram Stars", amount: str = "5") -> None:
    """Top up."""
    await player.says("/topup")
    await player.taps(way)
    await player.says(amount)
    [invoice] = [one for one in player.person.home.messages.values() if one.content.invoice][-1:]
    player.person.pays(invoice)
    await player.harness.settles()


async def is_served(player: Player, quantity: int = 2000) -> None:
    """Order, and have it delivered."""
    service = player.harness.panel.catalogue.of_type("Default")
    await player.says(f"/order {service.id} {LINK}{player.id} {quantity}")
    await player.taps("Confirm")
    await player.harness.delivers()
    await player.harness.passes(60)


async def test_both_are_rewarded_once_after_the_first_delivered_order(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    await bob.sees("A friend invited you. You both get $0.50", "what shall it be")
    await pays(bob)
    assert await ann.balance() == 0
    await is_served(bob)
    assert await ann.balance() == Decimal("0.50")
    after = await bob.balance()
    await is_served(bob, 1000)
    assert await ann.balance() == Decimal("0.50")
    assert await bob.balance() == after - Decimal("0.90")
    await ann.says("/wallet")
    await ann.sees("+$0.50 · Invitation")
    await ann.taps("Invite a friend")
    await ann.sees("Invited: 1, of them rewarded: 1")
    assert any("Invitation: +$0.50" in one.text for one in bob.person.chat)


async def test_given_money_and_small_orders_bring_nothing(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    await shop.olga.says(f"/credit {bob.id} 10 welcome")
    await shop.olga.taps("Confirm")
    await is_served(bob)
    await pays(bob)
    assert await ann.balance() == 0, "a delivered order, and money that came in after it"
    await shop.passes(60)
    assert await ann.balance() == Decimal("0.50")


async def test_money_that_was_given_back_counts_for_nothing(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    await pays(bob)
    await shop.olga.says(f"/credit {bob.id} 10 welcome")
    await shop.olga.taps("Confirm")
    [charge] = shop.telegram.world.ledger.charges
    await shop.kiosk.stores.payments.was_returned("stars", charge, shop.clock.now())
    await is_served(bob)
    assert await ann.balance() == 0


async def test_money_that_was_charged_back_once_it_was_spent_counts_for_nothing(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    await pays(bob, amount="1.80")
    service = shop.panel.catalogue.of_type("Default")
    await bob.says(f"/order {service.id} {LINK}{bob.id} 2000")
    await bob.taps("Confirm")
    [charge] = shop.telegram.world.ledger.charges
    await shop.kiosk.stores.payments.was_returned("stars", charge, shop.clock.now())
    await shop.delivers()
    await shop.passes(60)
    await bob.sees("Completed")
    assert await ann.balance() == 0, "nor was it ever topped up"
    assert await bob.balance() == 0
    await pays(bob, amount="1.80")
    await shop.passes(60)
    assert await ann.balance() == Decimal("0.50")


async def test_nobody_invites_themselves_or_whom_the_shop_knows(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    own = await code(ann)
    await ann.says(f"/start {own}")
    await ann.sees("That is your own invitation")
    await bob.says("/start")
    await shop.passes(1)
    await bob.says(f"/start {own}")
    await bob.sees("An invitation counts for those who are new here")
    await bob.says("/start i_101")
    await bob.sees("That invitation is not one of ours")
    await pays(bob)
    await is_served(bob)
    assert await ann.balance() == 0


async def test_its_link_opened_again_brings_what_it_promised(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    link = await code(ann)
    for _ in range(2):
        await bob.says(f"/start {link}")
        await bob.sees("A friend invited you. You both get $0.50")
        await shop.passes(1)
    await shop.olga.says(f"/start {link}")
    await shop.olga.sees("An invitation counts for those who are new here")
    await bob.says(f"/start {await code(shop.olga)}")
    await bob.sees("An invitation counts for those who are new here")
    await pays(bob)
    await is_served(bob)
    assert await ann.balance() == Decimal("0.50")
    await bob.says(f"/start {link}")
    await bob.sees("An invitation counts for those who are new here")


async def test_a_second_account_that_pays_as_the_inviter_is_shown_to_the_operator(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    ann.person.gives_email("Ann@Mail.example")
    bob.person.gives_email(" ann@mail.example ")
    await pays(ann, "💳 Card")
    await pays(bob, "💳 Card")
    before = await ann.balance()
    await is_served(bob)
    assert await ann.balance() == before
    await shop.olga.sees("101 invited 102, but one has paid for the other")


async def test_the_first_to_invite_somebody_stays_the_one_after_a_crash(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await bob.says(f"/start {await code(ann)}")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await bob.sees("A friend invited you")
    await pays(bob)
    await is_served(bob)
    assert await ann.balance() == Decimal("0.50")


@pytest.mark.parametrize("settings", [{"invite_reward": ""}, {"access": "private"}])
async def test_without_a_reward_there_are_none(database_file: Path, settings: dict[str, str]) -> None:
    shop = await opened(database_file, **settings)
    await shop.ann.says("/wallet")
    assert "Invite" not in str(shop.ann.person.last.keyboard)
    tap = shop.ann.person.forges("iv::open:", shop.ann.person.last.id)
    await shop.settles()
    assert str(tap.text).startswith("Invitations bring nothing here")
    await shop.bob.says("/start i_abc")
    await shop.bob.sees("what shall it be")
    await shop.closes()


async def test_who_has_asked_inline_before_is_still_new(shop: Harness) -> None:
    link = await code(shop.ann)
    await shop.bob.queries("likes")
    shop.clock.advance(60)
    await shop.bob.says(f"/start {link}")
    await shop.bob.sees("A friend invited you")

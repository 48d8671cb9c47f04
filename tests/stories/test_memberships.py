"""Memberships: joined by a subscription in Stars, paid every 30 days, stopped, ended and given back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from playground.clock import NEW_YEAR
from playground.telegram.faults import refusal, timeout_before
from playground.telegram.messages import FakeMessage
from shop.ledger.journals import Account, AccountKind
from storage.ledger.tables import journal, payment
from tests.in_process import ANN, Harness, Player

DAY = 86_400
MONTH = 30 * DAY
STARS, WORTH = 100, 1_300_000
"""The price of a membership, and what that is in micro-units of the shop's currency."""

USUAL, LOWER = "$1.17 for 1,000", "$1.08 for 1,000"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with a membership for 100 Stars; the usual markup is 30 %, members' is 20 %."""
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        membership_stars=str(STARS),
        membership_level="Member",
    )
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
        player.person.tops_up(1_000)
    await harness.olga.says("/prices default 30")
    await harness.olga.says("/prices level member -10")
    yield harness
    await harness.audited()
    await harness.closes()


async def opens_membership(player: Player) -> None:
    """Open the membership from the wallet."""
    await player.says("/wallet")
    await player.taps("Membership")


def link_of(player: Player) -> str:
    """Return the address behind the Pay button on the screen."""
    buttons = [button for row in player.person.last.keyboard or () for button in row]
    return next(str(button.url) for button in buttons if button.kind == "url")


async def gets_link(player: Player) -> str:
    """Go as far as the link, and return it."""
    await opens_membership(player)
    await player.taps("Join for 100 ⭐")
    return link_of(player)


async def joins(player: Player) -> None:
    """Become a member."""
    player.person.pays(await gets_link(player))
    await player.harness.settles()


async def months_pass(shop: Harness, *, days: int = 30) -> None:
    """Let time pass, with the panel asked all along."""
    await shop.passes(days * DAY)


async def sees_price(player: Player, price: str) -> None:
    """Assert what 1,000 of service 1 cost this person now."""
    await player.says("/order 1")
    await player.sees(price)


async def earned(shop: Harness) -> int:
    """Return what memberships brought in, in micro-units."""
    revenue = Account(AccountKind.MEMBERSHIP, None, "USD")
    return await shop.kiosk.stores.ledger.balance(revenue)


async def count(shop: Harness, kind: str) -> int:
    """Return how many journals of this kind there are."""

    def unit(connection: Connection) -> int:
        counted = select(func.count()).select_from(journal).where(journal.c.kind == kind)
        return int(connection.execute(counted).scalar_one())

    return await shop.kiosk.stores.database.read(unit)


def is_stopped(player: Player) -> bool:
    """Return True if the bot has stopped this person's first subscription."""
    return player.person.subscriptions[0].stopped


async def said(player: Player) -> FakeMessage:
    """Return a card of the bot's in their chat."""
    await player.says("/wallet")
    return player.person.last


async def pays_unheard(player: Player, link: str) -> None:
    """Pay, and lose the update that says so."""
    shop = player.harness
    checkout = player.person.pays(link)
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    assert checkout.state == "paid"
    shop.telegram.updates.drop_all()


async def test_somebody_joins_and_pays_less_at_once_and_nobody_else_does(shop: Harness) -> None:
    ann = shop.ann
    await sees_price(ann, USUAL)
    await opens_membership(ann)
    await ann.sees(
        "lower by up to 10 % of what the service costs us",
        "It costs 100 ⭐ for 30 days. Telegram takes them again every 30 days until you stop that",
    )
    await ann.taps("Join for 100 ⭐")
    await ann.sees("the link holds until")
    await sees_price(ann, USUAL)
    await ann.taps("Menu")
    await joins(ann)
    await ann.sees("100 ⭐ paid, thank you. Your membership lasts until")
    assert ann.person.stars == 900
    await sees_price(ann, LOWER)
    await sees_price(shop.bob, USUAL)
    assert (await earned(shop), await count(shop, "membership"), await count(shop, "topup")) == (WORTH, 1, 0)
    await ann.says("/wallet")
    await ann.sees("Balance: $0.00")
    await ann.taps("Membership")
    await ann.sees("You are a member until", "Then Telegram takes 100 ⭐ for the next 30 days")


async def test_each_charge_is_an_entry_of_its_own_and_carries_it_on(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    for months in (2, 3):
        await months_pass(shop)
        await ann.sees("100 ⭐ paid, thank you. Your membership lasts until")
        assert (await earned(shop), await count(shop, "membership")) == (months * WORTH, months)
        assert ann.person.stars == 1_000 - months * STARS
        await sees_price(ann, LOWER)
    ann.finds_no("has ended")
    await shop.kiosk.payments.close_gaps()
    assert await count(shop, "membership") == 3, "the list told of charges that we had"


async def test_who_stops_renewing_is_a_member_to_the_end_and_then_pays_the_usual_price(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await opens_membership(ann)
    await ann.taps("Stop renewing")
    await ann.sees("You are a member until", "It does not renew: nothing more is taken.")
    assert is_stopped(ann)
    await shop.passes(MONTH - 60)
    await sees_price(ann, LOWER)
    shop.clock.advance(60)  # no work has run since: prices go by the clock alone
    await sees_price(ann, USUAL)
    await months_pass(shop, days=0)
    await ann.sees("Your membership has ended. The usual prices hold again.")
    await months_pass(shop, days=40)
    assert ann.screen.count("has ended") == 1
    assert (ann.person.stars, await earned(shop)) == (900, WORTH)
    await joins(ann)
    await sees_price(ann, LOWER)


async def test_renewing_again_is_allowed_here_and_switched_on_in_the_app(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await opens_membership(ann)
    await ann.taps("Stop renewing")
    await ann.taps("Renew again")
    await ann.sees("It does not renew now. Switch it on in Telegram")
    ann.person.takes_up_again(ann.person.subscriptions[0])
    await shop.settles()
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")
    await months_pass(shop)
    await ann.sees("100 ⭐ paid, thank you")
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")


async def test_what_is_stopped_and_switched_on_in_the_app_shows_here(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    [mine] = ann.person.subscriptions
    for _ in range(2):  # told twice it means the same
        ann.person.cancels(mine)
        await shop.settles()
        await opens_membership(ann)
        await ann.sees("It does not renew now. Switch it on in Telegram")
    await sees_price(ann, LOWER)
    ann.person.takes_up_again(mine)
    await shop.settles()
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")
    ann.person.cancels(mine)
    await months_pass(shop, days=31)
    await ann.sees("Your membership has ended. The usual prices hold again.")
    assert (ann.person.stars, await earned(shop)) == (900, WORTH)


async def test_a_renewal_for_which_stars_are_short_shows_before_the_membership_ends(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    shop.telegram.world.ledger.stars[ANN] = 99
    await months_pass(shop, days=31)
    await ann.sees("Your membership has ended. The usual prices hold again.")
    assert await earned(shop) == WORTH


async def test_an_older_server_tells_nothing_and_the_next_charge_does(shop: Harness) -> None:
    ann = shop.ann
    shop.telegram.updates.unknown.add("subscription")
    await joins(ann)
    [mine] = ann.person.subscriptions
    ann.person.cancels(mine)
    await shop.settles()
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")
    await ann.taps("Stop renewing")
    await ann.taps("Renew again")
    ann.person.takes_up_again(mine)
    await shop.settles()
    await opens_membership(ann)
    await ann.sees("It does not renew now.")
    await months_pass(shop)
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")


@pytest.mark.parametrize("state", ["canceled", "active", "failed"])
async def test_news_of_what_the_shop_has_stopped_change_nothing(shop: Harness, state: str) -> None:
    ann = shop.ann
    await joins(ann)
    await opens_membership(ann)
    await ann.taps("Stop renewing")
    shop.telegram.updates.add("subscription", ann.person.subscriptions[0].update_json(state))
    await shop.settles()
    await opens_membership(ann)
    await ann.sees("It does not renew: nothing more is taken.")


@pytest.mark.parametrize("hostile", ["a stranger's", "a word", "no state", "a number", "another's"])
async def test_hostile_news_of_a_subscription_change_nothing(shop: Harness, hostile: str) -> None:
    ann = shop.ann
    await joins(ann)
    told: dict[str, Any] = ann.person.subscriptions[0].update_json("canceled")
    body: Any = {
        "a stranger's": {**told, "user": shop.sam.person.user},
        "a word": {**told, "state": "paused"},
        "no state": {**told, "state": None},
        "a number": {**told, "invoice_payload": 7},
        "another's": {**told, "invoice_payload": "another"},
    }[hostile]
    shop.telegram.updates.add("subscription", body)
    await shop.settles()
    shop.telegram.takes_findings()
    await opens_membership(ann)
    await ann.sees("Then Telegram takes 100 ⭐ for the next 30 days")


async def test_what_telegram_does_not_answer_is_told_again(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await opens_membership(ann)
    shop.telegram.plan("editUserStarSubscription", timeout_before())
    await ann.taps("Stop renewing")
    await ann.sees("It is being stopped. Telegram has not answered yet")
    await months_pass(shop, days=1)
    await opens_membership(ann)
    await ann.sees("It does not renew")
    await ann.taps("Renew again")
    shop.telegram.plan("editUserStarSubscription", refusal(400, "Bad Request: not today"))
    await ann.taps("Stop renewing")
    await ann.sees("Then Telegram takes 100 ⭐")


async def test_without_stars_it_ends_and_its_member_is_told_once_nothing_can_come(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    shop.telegram.world.ledger.stars[ANN] = 99
    await months_pass(shop)
    ann.finds_no("has ended")
    await sees_price(ann, USUAL)
    await shop.passes(2 * 3_600)
    await ann.sees("Your membership has ended")
    assert await earned(shop) == WORTH
    ann.person.tops_up(500)
    await joins(ann)
    await opens_membership(ann)
    await ann.taps("Stop renewing")
    await ann.sees("It does not renew")
    assert [one.stopped for one in ann.person.subscriptions] == [False, True]


async def test_a_charge_that_is_reported_twice_counts_once(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await shop.kiosk.payments.close_gaps()
    assert (await earned(shop), await count(shop, "membership")) == (WORTH, 1)
    await sees_price(ann, LOWER)


async def test_charges_whose_updates_were_lost_are_found_in_the_list(shop: Harness) -> None:
    ann = shop.ann
    await pays_unheard(ann, await gets_link(ann))
    await sees_price(ann, USUAL)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()
    await ann.sees("Your membership lasts until")
    await sees_price(ann, LOWER)
    shop.clock.advance(MONTH)
    await shop.telegram.call("getMe", {})  # Telegram charges again
    shop.telegram.updates.drop_all()
    await shop.kiosk.catalogue.sync()
    await sees_price(ann, USUAL)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()
    await sees_price(ann, LOWER)
    assert (await earned(shop), await count(shop, "suspense")) == (2 * WORTH, 0)


async def test_the_nightly_comparison_knows_charges_of_memberships(shop: Harness) -> None:
    await joins(shop.ann)
    await months_pass(shop)
    await shop.kiosk.alert_watch.compare_stars()
    shop.clock.advance(DAY)
    await shop.kiosk.alert_watch.compare_stars()
    await shop.settles()
    shop.olga.finds_no("do not agree")
    shop.olga.finds_no("how many Stars this bot has")


async def test_an_operator_gives_a_charge_back_and_its_time_is_over(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await joins(ann)
    await olga.says(f"/find {ANN}")
    await olga.sees("Member until")
    await olga.taps("Wallet")
    await olga.sees("Paid 100 ⭐ for a membership: credited")
    await olga.taps("Give 100 ⭐ back")
    await olga.sees("The time of membership that it paid for ends at once.")
    await olga.taps("Confirm")
    await olga.sees("Paid 100 ⭐ for a membership: given back")
    await ann.sees("Your payment of 100 ⭐ for a membership was given back to you.")
    assert (ann.person.stars, await earned(shop)) == (1_000, 0)
    await sees_price(ann, USUAL)
    assert is_stopped(ann)
    await months_pass(shop)
    assert ann.person.stars == 1_000
    ann.finds_no("has ended")


async def test_telegram_gives_a_charge_back_by_itself(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    charge = ann.person.subscriptions[0].first
    await shop.telegram.call("refundStarPayment", {"user_id": ANN, "telegram_payment_charge_id": charge.id})
    await shop.settles()
    await ann.sees("for a membership was given back to you")
    await shop.olga.sees(
        "Telegram refunded a payment for a membership: 100 ⭐", "to 101. The time that it paid for is over."
    )
    shop.olga.finds_no("out of the wallet")
    assert await earned(shop) == 0
    await sees_price(ann, USUAL)
    await months_pass(shop, days=1)
    assert is_stopped(ann)


async def test_a_refund_without_an_answer_is_no_matter_of_the_wallet(shop: Harness) -> None:
    olga = shop.olga
    await joins(shop.ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 100 ⭐ back")
    shop.telegram.plan("refundStarPayment", *[timeout_before()] * 20)
    await olga.taps("Confirm")
    shop.clock.advance(DAY + 60)
    await shop.kiosk.payments.give_up_left()
    await shop.settles()
    await olga.sees("I do not know whether a refund was made")
    await olga.taps("Did it go back?")
    await olga.sees("Did 100 ⭐ go back to the payer?", "Look for payment")
    olga.finds_no("comes into the wallet again")
    await olga.taps("Nothing went back")
    await olga.sees("Nothing went back", "Paid 100 ⭐ for a membership: credited")
    olga.finds_no("It is in the wallet again")
    assert await earned(shop) == WORTH


async def test_a_refund_that_telegram_refuses_leaves_the_time(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await joins(ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 100 ⭐ back")
    shop.telegram.plan("refundStarPayment", refusal(400, "Bad Request: BALANCE_TOO_LOW"))
    await olga.taps("Confirm")
    assert await earned(shop) == WORTH
    await sees_price(ann, LOWER)
    assert not is_stopped(ann), "it is as it was"


async def test_giving_an_earlier_month_back_stops_no_later_one(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await joins(ann)
    await months_pass(shop, days=31)
    assert await earned(shop) == 2 * WORTH
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("1 Jan 12:00 UTC · 100 ⭐")
    await olga.taps("Confirm")
    assert await earned(shop) == WORTH
    await sees_price(ann, LOWER)
    assert not is_stopped(ann)


async def test_a_member_cannot_join_again_by_another_link(shop: Harness) -> None:
    ann = shop.ann
    first = await gets_link(ann)
    second = await gets_link(ann)
    early = ann.person.pays(first)
    await shop.settles()
    assert early.state == "failed", "a newer link has taken its place"
    ann.person.pays(second)
    await shop.settles()
    for link in (first, second):
        again = ann.person.pays(link)
        await shop.settles()
        assert again.state == "failed"
    assert await earned(shop) == WORTH
    other = ann.person.pays(second)
    await shop.settles()
    assert other.words == "You are a member already. Nothing was charged."


async def test_two_yeses_at_one_moment_pay_for_two_months_and_renew_once(shop: Harness) -> None:
    ann = shop.ann
    link = await gets_link(ann)
    for _ in range(2):
        ann.person.pays(link)
    await shop.settles()
    assert (await earned(shop), ann.person.stars) == (2 * WORTH, 800)
    await months_pass(shop, days=1)
    assert [one.stopped for one in ann.person.subscriptions] == [False, True]
    until = shop.kiosk.pricing.members.until(ANN, shop.clock.now())
    assert until == NEW_YEAR + timedelta(days=60)


async def test_a_link_of_somebody_else_is_refused(shop: Harness) -> None:
    link = await gets_link(shop.ann)
    checkout = shop.bob.person.pays(link)
    await shop.settles()
    assert checkout.words.startswith("I do not know this invoice")


async def test_a_change_of_the_price_is_for_those_who_join_later(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await joins(ann)
    shop.settings["membership_stars"] = "150"
    shop.settings["star_value"] = "0.02"
    await shop.restarts()
    await opens_membership(bob)
    await bob.sees("It costs 150 ⭐")
    await months_pass(shop)
    await ann.sees("100 ⭐ paid, thank you")
    assert await earned(shop) == 2 * WORTH


async def test_switched_off_what_is_paid_lasts_and_is_not_renewed(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await joins(ann)
    link = await gets_link(bob)
    await bob.says("/wallet")
    await bob.taps("Membership")
    shop.settings["membership_stars"] = "0"
    await shop.restarts()
    checkout = bob.person.pays(link)
    await shop.settles()
    assert checkout.words == "Memberships are not offered here now. Nothing was charged."
    await bob.taps("Join for 100 ⭐")
    await bob.sees("Memberships are not offered here now.")
    await bob.says("/wallet")
    bob.finds_no("[ ⭐ Membership ]")
    await months_pass(shop, days=28)
    assert not is_stopped(ann), "it may be switched on again until the last day"
    await sees_price(ann, LOWER)
    await months_pass(shop, days=1)
    assert is_stopped(ann)
    await opens_membership(ann)
    await ann.sees("You are a member until", "It does not renew")
    await months_pass(shop, days=1)
    await ann.sees("Your membership has ended")
    assert await earned(shop) == WORTH


async def test_a_level_that_gives_nothing_is_not_sold(shop: Harness) -> None:
    await shop.olga.says("/prices level member off")
    await shop.ann.says("/wallet")
    shop.ann.finds_no("⭐ Membership")


async def test_whoever_has_a_better_level_keeps_it(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    for command in ("/prices level vip -20", "/prices level dear 5", f"/prices person {ANN} vip"):
        await olga.says(command)
    await joins(ann)
    await sees_price(ann, "$0.99 for 1,000")
    await olga.says(f"/prices person {ANN} dear")
    await sees_price(ann, LOWER)


async def test_whoever_deletes_their_data_is_not_charged_again_and_keeps_the_time(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await ann.says("/settings")
    await ann.taps("Delete my data")
    await ann.sees("Your membership is not paid again. What you have paid for lasts.")
    await ann.taps("Delete for good")
    await months_pass(shop, days=1)
    assert is_stopped(ann)
    await ann.says("/start")
    await sees_price(ann, LOWER)


async def test_a_banned_member_is_not_charged_again(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await joins(ann)
    await olga.says(f"/ban {ANN} spam")
    await olga.taps("Confirm")
    await months_pass(shop, days=29)
    assert is_stopped(ann)


async def test_old_and_forged_buttons_change_no_membership(shop: Harness) -> None:
    ann = shop.ann
    await joins(ann)
    await opens_membership(ann)
    await ann.taps("Stop renewing")
    card = ann.person.last.id
    for data in ("mb:99:stop:", "mb::stop:", "mb:1:stop:", "mb:1:join:"):
        ann.person.forges(data, card)
        await shop.settles()
        assert is_stopped(ann)
    await months_pass(shop, days=31)
    for data in ("mb:1:renew:", "mb:1:stop:"):
        ann.person.forges(data, card)
        await shop.settles()
        assert "Join for 100 ⭐" in ann.screen
    shop.bob.person.forges("mb:1:stop:", (await said(shop.bob)).id)
    await shop.settles()
    await shop.bob.sees("Join for 100 ⭐")


async def test_while_the_shop_is_closed_nobody_joins(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    link = await gets_link(ann)
    await olga.says("/maintenance")
    await olga.taps("Close …")
    await olga.taps("✅ Close")
    checkout = ann.person.pays(link)
    await shop.settles()
    assert checkout.words.startswith("The shop is closed for a while.")


async def test_a_link_that_telegram_does_not_make_is_said(shop: Harness) -> None:
    ann = shop.ann
    await opens_membership(ann)
    shop.telegram.plan("createInvoiceLink", refusal(400, "Bad Request: not today"))
    await ann.taps("Join for 100 ⭐")
    await ann.sees("Telegram could not make a payment link. Try again in a minute.")


async def test_a_payment_for_a_membership_is_a_row_with_its_invoice(shop: Harness) -> None:
    await joins(shop.ann)

    def unit(connection: Connection) -> tuple[int, int]:
        row = connection.execute(select(payment)).one()
        return row.amount_minor, row.credited_micro

    assert await shop.kiosk.stores.database.read(unit) == (STARS, WORTH)

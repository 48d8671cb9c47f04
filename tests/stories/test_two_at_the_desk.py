"""Two of the staff act on one thing, one of them on an old screen: the second is told what the first did."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shop.acts import Did
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, SAM, Harness, Player
from tests.stories.test_broadcast_choices import composes, got
from tests.stories.test_desk import given

FIRST = "Nothing was changed, for Olga was first: "


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop of two operators, whom Ann can pay by hand."""
    harness = Harness(
        database_file,
        access="shop",
        allowed_ids="",
        manual_topup="Send the money to DE00 1234.",
        credit_second="500",
    )
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.sam, harness.olga):
        await player.says("/start")
    await given(harness, BOB, GivenRole.OPERATOR)
    yield harness
    await harness.audited()
    await harness.closes()


def toast(player: Player) -> str:
    return player.person.toasts[-1].text


def card_with(player: Player, words: str) -> int:
    """Return the newest message of the bot that says this."""
    return next(one.id for one in reversed(player.person.chat) if one.from_bot and words in one.shown)


async def taps_old(player: Player, card: int, data: str) -> None:
    """Tap a button that stood on this card before somebody else decided."""
    player.person.forges(data, card)
    await player.harness.settles()


async def pays_by_hand(shop: Harness) -> int:
    """Have Ann hand in a receipt; return its number."""
    await shop.ann.says("/topup")
    await shop.ann.taps("$5")
    await shop.ann.taps("I have paid")
    await shop.ann.says("receipt 4711")
    await shop.ann.taps("Send to the shop")
    [waiting] = await shop.kiosk.stores.topups.list_waiting(limit=2)
    return waiting.id


async def test_whoever_declines_what_was_credited_is_told_so(shop: Harness) -> None:
    number = await pays_by_hand(shop)
    card = card_with(shop.bob, "was paid by hand")
    await shop.olga.taps("Credit it")
    await taps_old(shop.bob, card, f"c:{number}:decline:other")
    assert toast(shop.bob) == f"{FIRST}credited a receipt"
    assert await shop.ann.balance() == 5


async def test_whoever_credits_what_was_declined_is_told_so(shop: Harness) -> None:
    number = await pays_by_hand(shop)
    card = card_with(shop.bob, "was paid by hand")
    await taps_old(shop.olga, card_with(shop.olga, "was paid by hand"), f"c:{number}:decline:other")
    await taps_old(shop.bob, card, f"c:{number}:approve:")
    assert toast(shop.bob) == f"{FIRST}declined a receipt"
    await taps_old(shop.bob, card, f"c:{number}:decline:other")
    assert toast(shop.bob) == "Olga has done this already."
    assert await shop.ann.balance() == 0


async def asked_to_let_sam_in(database_file: Path) -> Harness:
    """Return a private shop of Olga and Bob, both with a card that asks whether to let Sam in."""
    harness = Harness(database_file, admin_ids=f"{OLGA},{BOB}", allowed_ids="101")
    await harness.opens()
    for player in (harness.olga, harness.bob, harness.sam):
        await player.says("/start")
    await harness.sam.taps("Ask to come in")
    return harness


async def test_whoever_lets_in_whom_a_colleague_banned_is_told_so(database_file: Path) -> None:
    harness = await asked_to_let_sam_in(database_file)
    olga, bob = harness.olga, harness.bob
    card = card_with(bob, "would like to order")
    await olga.says(f"/ban {SAM} false receipts")
    await olga.taps("Confirm")
    await taps_old(bob, card, f"as:{SAM}:in:")
    assert toast(bob) == f"{FIRST}banned somebody"
    await taps_old(bob, card, f"as:{SAM}:no:")
    assert toast(bob) == f"{FIRST}banned somebody"
    await harness.closes()


async def test_whoever_turns_away_whom_a_colleague_let_in_is_told_so(database_file: Path) -> None:
    harness = await asked_to_let_sam_in(database_file)
    olga, bob = harness.olga, harness.bob
    card = card_with(bob, "would like to order")
    await olga.taps("Let in")
    await taps_old(bob, card, f"as:{SAM}:no:")
    assert toast(bob) == f"{FIRST}let somebody in"
    await taps_old(bob, card, f"as:{SAM}:in:")
    assert toast(bob) == "Olga has done this already."
    await harness.closes()


async def test_whoever_stops_a_change_that_was_booked_is_told_so(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await given(shop, SAM, GivenRole.OPERATOR)
    await olga.says(f"/credit {ANN} 600 600 the prize")
    await olga.taps("Confirm")
    card = card_with(shop.sam, "asks for a second yes")
    await bob.taps("Confirm")
    assert await ann.balance() == 600
    await taps_old(shop.sam, card, "ap:1:drop:")
    assert toast(shop.sam) == "Nothing was changed, for Bob was first: gave money"
    version = next(one for one in ("0", "1", "2"))
    await taps_old(shop.sam, card, f"ap:1:sure:{version}")
    assert toast(shop.sam) == "Bob has done this already."
    assert await ann.balance() == 600


async def test_whoever_pauses_what_was_stopped_sees_that_it_is(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await composes(olga)
    olga.person.taps("Confirm")
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()
    await bob.says("/broadcast")
    await bob.taps("Earlier ones")
    await bob.taps("1 · Sale")
    card = card_with(bob, "of 4 sent")
    await shop.kiosk.stores.broadcasts.stop(1, OLGA, shop.clock.now())
    await taps_old(bob, card, "b:1:pause:")
    assert toast(bob) == f"{FIRST}stopped a broadcast"
    shown = next(one for one in bob.person.chat if one.id == card)
    assert "Stopped" in shown.shown, shown.shown


async def test_what_ended_by_itself_is_nobodys_act(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await composes(olga)
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    await bob.says("/broadcast")
    await bob.taps("Earlier ones")
    await bob.taps("1 · Sale")
    await taps_old(bob, card_with(bob, "of 4 sent"), "b:1:stop:")
    assert toast(bob) == "This has already been decided; nothing changed."


async def test_a_card_of_a_former_draft_drops_no_later_one(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    asked = card_with(olga, "Send me the message for everybody")
    await olga.says("Sale")
    await olga.taps("Confirm")
    await shop.rounds()
    await composes(olga, "News")
    await taps_old(olga, asked, "b:1:drop:")
    assert toast(olga) == "This has already been decided; nothing changed."
    await olga.taps("Confirm")
    await shop.rounds()
    assert (got(shop.ann), got(shop.ann, "News")) == (1, 1)


async def test_whoever_wished_another_message_can_go_back(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.taps("In an hour")
    await olga.taps("Message")
    await olga.sees("Send me the new message")
    await olga.taps("Back")
    await olga.sees("This is how it will look", "Begins")
    await olga.taps("Confirm")
    await olga.sees("Planned")


@pytest.mark.parametrize("leaves", ["The desk", "/wallet", "/find ann"])
async def test_whoever_leaves_the_question_for_a_broadcast_is_asked_for_no_message(
    shop: Harness, leaves: str
) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    await olga.sees("Send me the message for everybody")
    await (olga.says if leaves.startswith("/") else olga.taps)(leaves)
    await olga.says("youtube views")
    olga.finds_no("This is how it will look")
    await olga.sees("Found for “youtube views”")


async def test_words_that_only_look_like_a_command_are_still_for_everybody(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    await olga.says("/ 5 days only")
    await olga.sees("This is how it will look")


@pytest.mark.parametrize("role", [GivenRole.SUPPORT, None])
async def test_whose_right_is_taken_composes_no_more(shop: Harness, role: GivenRole | None) -> None:
    """Every word of theirs was refused for an hour, orders of their own too."""
    bob, staff, now = shop.bob, shop.kiosk.stores.staff, shop.clock.now()
    await bob.says("/broadcast")
    if role is None:
        await staff.take_role(BOB, OLGA, now)
    else:
        await staff.give_role(BOB, role, OLGA, now)
    shop.kiosk.access.roster = await staff.roster()
    await bob.says("youtube views")
    await bob.sees("Found for “youtube views”")
    bob.finds_no("Only the shop's operator")


async def test_what_happens_elsewhere_leaves_the_question_open(shop: Harness) -> None:
    """An owner asks inline, or takes the bot into a group, before they type what was asked for."""
    olga = shop.olga
    await olga.says(f"/find {ANN}")
    await olga.taps("Give")
    await olga.queries("")
    group = shop.telegram.add_group(-5, "Operators", [olga.person])
    olga.person.throws_bot_out(group)
    olga.person.throws_bot_out(group, back=True)
    await shop.settles()
    olga.person.says("/start", group=group)
    await shop.settles()
    await olga.says("5 for the long wait")
    await olga.sees("Give Ann (101) $5.00?")


async def test_an_amount_that_was_decided_about_meanwhile_is_asked_for_no_more(shop: Harness) -> None:
    """Olga is alone at first and is to type it again; then Bob is an operator again, and stops it."""
    bob, olga, staff, access = shop.bob, shop.olga, shop.kiosk.stores.staff, shop.kiosk.access
    await staff.take_role(BOB, OLGA, shop.clock.now())
    access.roster = await staff.roster()
    await olga.says(f"/credit {ANN} 600 600 the prize")
    await olga.taps("Confirm")
    await olga.sees("You are the only operator here")
    await given(shop, BOB, GivenRole.OPERATOR)
    await shop.kiosk.stores.wallet_changes.drop(1, BOB, shop.clock.now())
    await olga.says("what now?")
    await olga.sees("Nothing was changed.", "Bob")
    olga.finds_no("That is another amount")
    await olga.says("youtube views")
    await olga.sees("Found for “youtube views”")
    assert await bob.balance() == await shop.ann.balance() == 0


async def test_old_buttons_of_the_desk_lead_to_the_desk(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await taps_old(olga, card_with(olga, "The desk"), "bu:77:open:")
    assert toast(olga) == "This button is old. Open the desk anew: /admin"
    await olga.taps("The desk")
    await olga.sees("Today")


async def test_money_that_goes_out_and_prices_stand_in_the_log_with_who_did_it(shop: Harness) -> None:
    bob = shop.bob
    await bob.says("/prices default 30")
    await bob.says("/prices default 30")
    await bob.says("/prices level vip -10")
    await bob.says("/prices level vip off")
    await bob.says("/coupon HELLO 1.50 uses 1")
    await bob.says("/coupon stop hello")
    await bob.says("/coupon SUMMER 10%")
    latest = await shop.kiosk.stores.acts.list_latest(limit=20)
    assert [one.act.did for one in latest if one.act.actor_id == BOB] == [
        Did.COUPON_MADE,
        Did.COUPON_STOPPED,
        Did.COUPON_MADE,
        *[Did.PRICE_CHANGED] * 3,
    ]
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Log")
    await shop.olga.sees(
        "Bob changed the price rule default: – → 30",
        "Bob changed the price rule level vip: -10 → –",
        "Bob made the coupon HELLO · $1.50",
        "Bob stopped the coupon HELLO · $1.50",
        "Bob made the coupon SUMMER",
    )


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_forwarded_message_names_whoever_wrote_it(shop: Harness, *, hidden: bool) -> None:
    olga = shop.olga
    shop.ann.person.says("hello?")
    theirs = next(one for one in shop.ann.person.chat if one.text == "hello?")
    await shop.settles()
    await olga.says("/admin")
    await olga.taps("People")
    await olga.taps("Search")
    olga.person.forwards(theirs, hidden=hidden)
    await shop.settles()
    await olga.sees("Ann · 101", "Give")


async def test_a_picture_names_nobody_and_the_question_goes_on(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("People")
    await olga.taps("Search")
    olga.person.sends_photo()
    await shop.settles()
    await olga.sees("Please send it as a text message")
    olga.finds_no("I know nobody called")
    await olga.says("ann")
    await olga.sees("Ann · 101")

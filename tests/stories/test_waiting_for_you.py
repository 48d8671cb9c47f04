"""Waiting for you: one queue over all that a person of the shop is to see to, each card closed everywhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from playground.telegram.faults import timeout_before
from shop.acts import Did
from shop.person import GivenRole, Standing
from shop.waiting import Waits
from storage.orders.tables import orders
from tests.in_process import BOB, SAM, Harness, Player
from tests.stories.by_hand import a_shop, pays_by_hand
from tests.stories.test_desk import given

LINK = "https://www.instagram.com/p/Cabc/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with payment by hand, which Olga owns and Bob helps to run."""
    harness = a_shop(database_file)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/help")
    await given(harness, BOB, GivenRole.OPERATOR)
    yield harness
    await harness.audited()
    await harness.closes()


def cards(player: Player, words: str) -> list[str]:
    """Return the messages in this person's chat that say this."""
    return [one.text for one in player.person.chat if words in one.text]


async def test_a_receipt_that_one_operator_credits_is_closed_in_every_chat(shop: Harness) -> None:
    await pays_by_hand(shop)
    await shop.bob.sees("says $5.00 was paid by hand")
    await shop.olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")
    for player in (shop.olga, shop.bob):
        [closed] = cards(player, "says $5.00")
        assert "✅ Credited by Olga, " in closed
        player.finds_no("[ ✅ Credit it ]")
        player.finds_no("Decline")


async def test_the_second_operator_is_told_who_was_first(shop: Harness) -> None:
    await pays_by_hand(shop, picture=False)
    await shop.bob.taps("Decline")
    shop.olga.person.taps("Credit it")
    shop.bob.person.taps("No money came")
    await shop.settles()
    toasts = [toast.text for player in (shop.olga, shop.bob) for toast in player.person.toasts]
    assert sum("Nothing was changed, for" in text for text in toasts) == 1
    for player in (shop.olga, shop.bob):
        assert len(cards(player, "says $5.00")) == 1
        player.finds_no("[ ✅ Credit it ]")
    told = cards(shop.ann, "came into your wallet") + cards(shop.ann, "was not accepted")
    assert len(told) == 1


async def test_the_decision_stands_in_the_log_and_survives_a_repeated_turn(shop: Harness) -> None:
    await pays_by_hand(shop, picture=False)
    await shop.olga.taps("Credit it")
    await shop.forgets_last_turn()
    await shop.settles()
    assert len(cards(shop.ann, "came into your wallet")) == 1
    await shop.bob.says("/admin")
    await shop.bob.taps("More")
    await shop.bob.taps("Log")
    await shop.bob.sees("Olga credited a receipt", "$5.00")
    assert shop.bob.screen.count("credited a receipt") == 1


async def test_a_card_that_comes_after_the_decision_is_closed_too(shop: Harness) -> None:
    shop.telegram.plan("sendPhoto", timeout_before(), chat_id=BOB)
    await pays_by_hand(shop)
    await shop.olga.taps("Credit it")
    await shop.passes(120)
    assert not cards(shop.bob, "says $5.00")  # decided before the question was sent


async def test_a_deleted_card_is_no_trouble(shop: Harness) -> None:
    await pays_by_hand(shop, picture=False)
    [card] = [one for one in shop.bob.person.chat if "says $5.00" in one.text]
    card.deleted = True
    await shop.olga.taps("Credit it")
    await shop.olga.says("/panel")
    shop.olga.finds_no("could not be delivered")


async def test_the_queue_lists_what_waits_and_leads_there_and_back(shop: Harness) -> None:
    await pays_by_hand(shop)
    await shop.ann.says("/support")
    await shop.ann.taps("Write to the shop")
    await shop.ann.says("Where are my likes? <b>now</b>")
    await shop.kiosk.stores.staff.stand(SAM, Standing.ASKING, None, shop.clock.now())
    olga = shop.olga
    await olga.says("/start")
    await olga.taps("The desk · 3 wait")
    await olga.taps("Waiting for you: 3")
    await olga.sees(
        "1. 🧾 Receipt for $5.00 from Ann", "2. 🎫 Ticket 1 from Ann", "3. 🚪 666 asks to come in"
    )
    await olga.taps("1 🧾")
    await olga.sees("Ann (101) says $5.00 was paid by hand", "Show the picture")
    await olga.taps("Waiting for you")
    await olga.taps("2 🎫")
    await olga.sees("Where are my likes? <b>now</b>", "Reply to these messages")
    await olga.taps("Waiting for you")
    await olga.taps("3 🚪")
    await olga.sees("would like to order")
    await olga.taps("The desk")
    await olga.sees("Today: 0 orders")


async def test_a_receipt_opened_in_the_queue_is_decided_there_and_leads_on(shop: Harness) -> None:
    await pays_by_hand(shop)
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("Waiting for you: 1")
    await olga.taps("1 🧾")
    await olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")
    assert len(cards(olga, "Credited by Olga")) == 2
    assert len(cards(shop.bob, "Credited by Olga")) == 1
    await olga.taps("Waiting for you")
    await olga.sees("Nothing waits for you")


async def test_a_card_left_for_the_queue_is_not_written_over(shop: Harness) -> None:
    await pays_by_hand(shop, picture=False)
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("Waiting for you: 1")
    await olga.taps("1 🧾")
    await olga.taps("Waiting for you")
    await shop.bob.taps("Credit it")
    await olga.sees("Waiting for you")
    assert len(cards(olga, "Credited by Bob")) == 1  # the card that came by itself


async def test_a_reply_to_a_ticket_in_the_queue_reaches_its_customer(shop: Harness) -> None:
    await shop.ann.says("/support")
    await shop.ann.taps("Write to the shop")
    await shop.ann.says("Where are my likes?")
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("Waiting for you: 1")
    await olga.taps("1 🎫")
    opened = next(one for one in reversed(olga.person.chat) if "💬 Where are my likes?" in one.text)
    olga.person.says("On their way.", reply_to=opened)
    await shop.settles()
    await shop.ann.sees("On their way.")
    await olga.taps("Close", message_id=opened.id)
    await olga.sees("closed", "Waiting for you")


async def test_support_sees_tickets_alone(shop: Harness) -> None:
    await given(shop, SAM, GivenRole.SUPPORT)
    await pays_by_hand(shop)
    await shop.ann.says("/support")
    await shop.ann.taps("Write to the shop")
    await shop.ann.says("Where are my likes?")
    sam = shop.sam
    await sam.says("/start")
    await sam.taps("The desk · 1 waits")
    await sam.taps("Waiting for you: 1")
    await sam.sees("1. 🎫 Ticket 1 from Ann")
    sam.finds_no("Receipt")
    for forged in ("aw:1:open:receipt", "aw:1:done:late", "aw:1:order:", "c:1:picture:"):
        sam.person.forges(forged)
        await shop.settles()
        assert "Only the shop's operator" in sam.person.toasts[-1].text
    assert not cards(sam, "says $5.00")


async def test_orders_that_came_to_nothing_are_one_entry_until_they_are_seen_to(shop: Harness) -> None:
    def refuse(connection: Connection) -> None:
        values = {"state": "rejected", "reason": "funds: not enough", "finished_at": shop.clock.now()}
        connection.execute(update(orders).values(values))

    await shop.kiosk.stores.ledger.halted()
    await pays_by_hand(shop)
    await shop.olga.taps("Credit it")
    for number in (1, 2):
        await shop.ann.says(f"/order 1 {LINK}{number} 100")
        await shop.ann.taps("Confirm")
    await shop.olga.says("/admin")
    await shop.olga.sees("Today: 2 orders")
    await shop.kiosk.stores.database.write(refuse)
    await shop.olga.says("/admin")
    await shop.olga.sees("Today: 0 orders")
    await shop.olga.taps("Waiting for you: 1")
    await shop.olga.sees("2 orders came to nothing, the latest 2")
    await shop.olga.taps("1 ⛔")
    await shop.olga.sees("2 × the balance at the panel is too low: 2, 1")
    for _ in range(2):
        shop.olga.person.taps("Seen to")
    await shop.settles()
    await shop.olga.sees("Nothing waits for you")
    noted = await shop.kiosk.stores.acts.list_latest(limit=9)
    assert [one.act.did for one in noted].count(Did.SEEN_TO) == 1

    def as_it_was(connection: Connection) -> None:
        connection.execute(update(orders).values(state="in_progress", reason=None, finished_at=None))

    await shop.kiosk.stores.database.write(as_it_was)


async def test_old_and_forged_buttons_of_the_queue(shop: Harness) -> None:
    olga = shop.olga
    for forged in (
        "aw:1:open:nothing",
        "aw:x:open:receipt",
        "aw:999:open:receipt",
        "aw:999:open:review",
        "aw:999:open:late",
        "aw:999:open:refill",
        "aw:999:open:ticket",
        "aw:1:older:receipt,99999999999999999,1",
        "aw:1:older:receipt",
        "aw:1:older:nothing,1,1",
        "aw:1:done:receipt",
        "aw:1:end:nothing",
        "aw:999:order:",
    ):
        olga.person.forges(forged)
        await shop.settles()
        assert not olga.person.spinning, forged


async def test_the_queue_has_pages(shop: Harness) -> None:
    for number in range(1, 11):
        await shop.kiosk.stores.staff.stand(1000 + number, Standing.ASKING, None, shop.clock.now())
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("Waiting for you: 10")
    await olga.sees("1. 🚪 1001", "8. 🚪 1008")
    await olga.taps("Next")
    await olga.sees("9. 🚪 1009", "10. 🚪 1010")
    olga.finds_no("➡️ Next")
    await olga.taps("Oldest")
    await olga.sees("1. 🚪 1001")


async def test_late_orders_are_ended_or_seen_to(shop: Harness) -> None:
    await pays_by_hand(shop)
    await shop.olga.taps("Credit it")
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    assert await shop.kiosk.stores.late.tell([1], shop.clock.now()) == 1
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("Waiting for you: 1")
    await olga.sees("🐌 Order 1 takes much longer than usual")
    await olga.taps("1 🐌")
    await olga.sees("Order 1", "Ordered by Ann", "End, money back", "Seen to")
    await olga.taps("End, money back")
    await olga.sees("Are you sure?")
    await shop.bob.says("/admin")
    await shop.bob.taps("Waiting for you: 1")
    await shop.bob.taps("1 🐌")
    await shop.bob.taps("Seen to")
    await shop.bob.sees("Nothing waits for you")
    noted = await shop.kiosk.stores.acts.last("late:1")
    assert noted is not None
    assert (noted.act.actor_id, noted.act.order_id) == (BOB, 1)
    assert await shop.kiosk.stores.waiting.count(tuple(Waits), shop.clock.now()) == 0

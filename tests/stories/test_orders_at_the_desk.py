"""Everybody's orders at the desk: the list and its filters, the card, and what the staff can do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from playground.telegram.people import NoSuchButton
from shop.acts import Did
from shop.ordering.order import OrderState
from shop.person import GivenRole
from storage.orders.tables import attempt, orders
from tests.in_process import BOB, OLGA, Harness, Player
from tests.stories.test_desk import given
from tests.stories.test_prices import given as credited

LINK = "https://instagram.com/p/n"
HOSTILE = "<b>bold</b> & \u202e evil"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop in which Ann has money and Bob may be given a role."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.olga, harness.ann, harness.bob):
        await player.says("/start")
    await credited(harness, harness.ann)
    yield harness
    await harness.closes()


async def ordered(player: Player, number: int = 1, service: int = 1) -> None:
    """Place one more order, for a link of its own."""
    await player.says(f"/order {service} {LINK}{number} 100")
    await player.taps("Confirm")


async def opens_card(harness: Harness, number: int = 1, player: Player | None = None) -> None:
    """Open an order's card from the list at the desk."""
    staff = player or harness.olga
    await staff.says("/admin")
    await staff.taps("Orders")
    await staff.taps(f"ao:{number}:open:a")


async def acts_of(harness: Harness, number: int = 1) -> list[tuple[int, Did]]:
    acts = await harness.kiosk.stores.acts.list_of_order(number, 50)
    return [(one.act.actor_id, one.act.did) for one in acts]


def shown(player: Player) -> str:
    """Return the text of the newest message, which is the card that is tapped."""
    return player.person.chat[-1].text


async def test_everybodys_orders_are_listed_newest_first_and_paged(harness: Harness) -> None:
    for number in range(1, 9):
        await ordered(harness.ann if number % 2 else harness.bob, number)
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("Orders")
    await olga.sees("Orders · All", "8 · Pending · Bob", "3 · Pending · Ann")
    olga.finds_no("2 · Pending")
    await olga.taps("Next")
    await olga.sees("2 · Pending · Bob", "1 · Pending · Ann")
    with pytest.raises(NoSuchButton):
        await olga.taps("Next")
    await olga.taps("ao:1:open:a.2")
    await olga.sees("Order 1 · Pending", "Ann, 101")
    await olga.taps("Back")
    await olga.sees("2 · Pending · Bob", "1 · Pending · Ann")
    await olga.taps("Previous")
    await olga.sees("8 · Pending · Bob", "3 · Pending · Ann")


async def test_the_list_is_filtered_by_how_orders_stand(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await harness.delivers()
    await ordered(harness.ann, 2)
    harness.panel_wire.refusing = True
    await ordered(harness.bob, 3)
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("Orders")
    await olga.taps("Filter")
    await olga.sees("Which orders?", "Not sent yet · 1")
    await olga.taps("Not sent yet · 1")
    await olga.sees("Orders · Not sent yet", "3 · Waiting · Bob")
    olga.finds_no("2 · Pending")
    await olga.taps("Filter")
    await olga.taps("Done")
    await olga.sees("1 · Completed · Ann")
    olga.finds_no("3 · Waiting")
    await olga.taps("Filter")
    await olga.taps("Late")
    await olga.sees("There is none.")


async def test_orders_of_one_person_service_link_and_day(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await harness.delivers()
    await ordered(harness.bob, 1, service=2)
    await ordered(harness.ann, 2)
    olga = harness.olga
    await opens_card(harness, 1)
    await olga.taps("Similar")
    await olga.taps("📦 Ann")
    await olga.sees("Of Ann, 101", "3 · Pending", "1 · Completed")
    assert "2 · Pending" not in shown(olga)
    await opens_card(harness, 1)
    await olga.taps("Similar")
    await olga.taps("The same service")
    await olga.sees("Of the service", "3 · Pending · Ann")
    assert "2 · Pending" not in shown(olga)
    await opens_card(harness, 1)
    await olga.taps("Similar")
    await olga.taps("The same link")
    await olga.sees("For https://instagram.com/p/n1", "2 · Pending · Bob", "1 · Completed · Ann")
    assert "3 · Pending" not in shown(olga)
    await opens_card(harness, 1)
    await olga.taps("Similar")
    await olga.taps("The same day")
    await olga.sees("Ordered on", "3 · Pending · Ann", "2 · Pending · Bob", "1 · Completed · Ann")
    await olga.taps("Filter")
    await olga.taps("Running")
    await olga.sees("Ordered on", "3 · Pending · Ann")
    assert "1 · Completed" not in shown(olga)
    await olga.taps("Filter")
    await olga.taps("Without this filter")
    assert "Ordered on" not in shown(olga)


async def test_a_day_is_tapped_or_typed_by_the_operators_clock(harness: Harness) -> None:
    olga, day = harness.olga, harness.clock.now().date().isoformat()
    await ordered(harness.ann, 1)
    await olga.says("/admin")
    await olga.taps("Orders")
    await olga.taps("Filter")
    await olga.taps("A day")
    await olga.says("the day before the war")
    await olga.sees("⚠️", "I could not read a day in that")
    await olga.says(day)
    await olga.sees(f"Ordered on {day}", "1 · Pending · Ann")
    await olga.taps("Filter")
    await olga.taps("A day")
    await olga.taps("Yesterday")
    await olga.sees("There is none.")


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("1", "Found for “1”"),  # the order, or the service of that number
        ("#1", "Order 1 · Pending"),
        ("23502", "Order 2 · Pending"),
        ("@bob", "I found nothing"),
        ("Bob", "Of Bob, 102"),
        ("102", "Of Bob, 102"),
        ("https://www.instagram.com/p/n2/", "Order 2"),
        ("instagram.com/p/n2", "2 · Pending · Bob"),
        (HOSTILE, "I found nothing for"),
        ("x" * 4000, "I found nothing for"),
    ],
)
async def test_words_find_orders(harness: Harness, words: str, seen: str) -> None:
    await ordered(harness.ann, 1)
    await ordered(harness.bob, 2)
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("Orders")
    await olga.taps("Filter")
    await olga.taps("Search")
    await olga.says(words)
    await olga.sees(seen.replace("Order 2", "2 · Pending") if words.startswith("https") else seen)


async def test_what_words_may_mean_is_offered(harness: Harness) -> None:
    for number in range(1, 4):
        await ordered(harness.ann, number)
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("Orders")
    await olga.taps("Filter")
    await olga.taps("Search")
    await olga.says("instagram.com/p/n")
    await olga.sees("Found for", "instagram.com/p/n1", "instagram.com/p/n3")
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
    await olga.taps("🔗 https://instagram.com/p/n3")
    await olga.sees("3 · Pending · Ann")
    await olga.taps("The desk")
    await olga.says("1")
    olga.finds_no("Order 1 · Pending")


async def test_the_card_shows_all_of_an_order(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await opens_card(harness)
    await harness.olga.sees(
        "Order 1 · Pending",
        "👤 Ann, 101",
        "Price: $0.09",
        "Cost:",
        "Margin:",
        "At the panel: 23501",
        "Ordered",
    )
    harness.olga.person.taps("👤 Ann")  # whose card is another room's
    await harness.settles()


async def test_find_opens_the_order_of_that_number(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await harness.olga.says("/find 1")
    await harness.olga.sees("Order 1 · Pending", "👤 Ann, 101")
    await harness.olga.says("/find 101")
    await harness.olga.sees("Ann · 101", "Balance")


async def test_an_operator_on_a_customers_card_acts_only_at_the_desk(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    olga = harness.olga
    await olga.says("/status 1")
    await olga.sees("Ordered by Ann, 101")
    for label in ("Reorder", "Cancel order", "Back"):
        with pytest.raises(NoSuchButton):
            await olga.taps(label)
    for forged in ("o:1:cancel:", "o:1:stop:", "o:1:refill:", "o:1:drop:", "o:1:reorder:"):
        olga.person.forges(forged)
        await harness.settles()
        assert "You have no order 1" in olga.person.toasts[-1].text
    await olga.taps("The order at the desk")
    await olga.sees("👤 Ann, 101", "Margin:")


async def test_the_panel_is_asked_and_its_words_are_shown(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    harness.panel.set_state("23501", "In progress", remains=40)
    await opens_card(harness)
    await harness.olga.taps("Ask the panel")
    await harness.olga.sees("The panel says now: In progress", "40 remain")
    assert await harness.state_of(1) is OrderState.IN_PROGRESS
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
    assert await acts_of(harness) == [(OLGA, Did.PANEL_ASKED)]


async def test_a_panel_that_does_not_answer_or_knows_nothing_is_said(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await opens_card(harness)
    harness.panel.arm("html_502_before", action="status")
    await harness.olga.taps("Ask the panel")
    await harness.olga.sees("The panel does not answer right now")
    harness.panel.orders.clear()
    await harness.olga.taps("Ask the panel")
    await harness.olga.sees("The panel knows no such order now")
    assert await harness.state_of(1) is OrderState.PENDING


async def test_what_waits_is_canceled_once_and_its_money_goes_back(shop: Harness) -> None:
    shop.panel_wire.refusing = True
    await ordered(shop.ann, 1)
    await given(shop, BOB, GivenRole.OPERATOR)
    for staff in (shop.olga, shop.bob):
        await opens_card(shop, player=staff)
        await staff.taps("Cancel order")
        await staff.sees("Cancel it?", "goes back to Ann")
    shop.olga.person.taps("Yes, cancel it")
    shop.olga.person.taps("Yes, cancel it")
    shop.bob.person.taps("Yes, cancel it")
    await shop.settles()
    assert await shop.state_of(1) is OrderState.VOIDED
    assert shop.bob.person.toasts[-1].text == "Olga has done this already."
    assert await acts_of(shop) == [(OLGA, Did.ORDER_DROPPED)]
    await shop.restarts()
    await shop.forgets_last_turn()
    await shop.settles()
    assert await acts_of(shop) == [(OLGA, Did.ORDER_DROPPED)]
    await shop.audited()


async def test_an_order_that_was_sent_meanwhile_is_not_canceled(harness: Harness) -> None:
    harness.panel_wire.refusing = True
    await ordered(harness.ann, 1)
    await opens_card(harness)
    await harness.olga.taps("Cancel order")
    harness.panel_wire.refusing = False
    await harness.passes(60)
    await harness.olga.taps("Yes, cancel it")
    assert "has started already" in harness.olga.person.toasts[-1].text
    await harness.olga.sees("Order 1 · Pending")
    assert await acts_of(harness) == []


async def test_the_panel_is_asked_to_stop_an_order(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await given(harness, BOB, GivenRole.OPERATOR)
    for staff in (harness.olga, harness.bob):
        await opens_card(harness, player=staff)
        await staff.taps("Cancel order")
        await staff.sees("Ask the panel to stop it?")
    await harness.olga.taps("Yes, ask to stop it")
    await harness.olga.sees("Stopping: being requested")
    await harness.bob.taps("Yes, ask to stop it")
    assert harness.bob.person.toasts[-1].text == "Olga has done this already."
    assert await acts_of(harness) == [(OLGA, Did.CANCEL_ASKED)]
    assert [call.action for call in harness.panel.calls].count("cancel") == 1


async def test_a_refill_is_asked_for_in_the_customers_place(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await harness.delivers()
    await opens_card(harness)
    await harness.olga.taps("Refill")
    await harness.olga.sees("Ask the panel for a refill, for Ann?")
    await harness.olga.taps("Yes, ask for it")
    await harness.olga.sees("Refill: being requested")
    await harness.olga.taps("Yes, ask for it", stale=True)
    assert await acts_of(harness) == [(OLGA, Did.REFILL_ASKED)]
    assert [call.action for call in harness.panel.calls].count("refill") == 1


@pytest.mark.parametrize("how", ["Give the money back", "Keep the money"])
async def test_an_order_is_ended_by_buttons_once(shop: Harness, how: str) -> None:
    await ordered(shop.ann, 1)
    await given(shop, BOB, GivenRole.OPERATOR)
    for staff in (shop.olga, shop.bob):
        await opens_card(shop, player=staff)
        await staff.taps("End it by hand")
        await staff.sees("How should it end?", "to Ann")
        await staff.taps(how)
        await staff.sees("Are you sure?")
    shop.olga.person.taps("Yes, end it")
    shop.olga.person.taps("Yes, end it")
    shop.bob.person.taps("Yes, end it")
    await shop.settles()
    did = Did.ORDER_REFUNDED if how.startswith("Give") else Did.ORDER_KEPT
    assert await acts_of(shop) == [(OLGA, did)]
    assert shop.bob.person.toasts[-1].text == "Olga has done this already."
    await shop.olga.taps("Timeline")
    await shop.olga.sees("🗝 Olga ended it")
    await shop.audited()


async def test_whoever_writes_to_a_customer_who_cannot_answer_reads_so(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ordered(ann, 1)
    await opens_card(shop)
    await olga.taps("Write")
    await olga.sees("To Ann, about order 1")
    olga.finds_no("They have blocked the bot")
    olga.finds_no("cannot answer")
    ann.person.blocks()
    await shop.settles()
    await olga.says("/ban 101")
    await olga.taps("Confirm")
    await opens_card(shop)
    await olga.taps("Write")
    await olga.sees(
        "They have blocked the bot, or had their data deleted: it may wait until they are back.",
        "They may not order here: they read it, but cannot answer.",
    )


async def test_the_customer_is_written_to_and_answers(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ordered(ann, 1)
    await opens_card(harness)
    await olga.taps("Write")
    await olga.sees("To Ann, about order 1")
    await olga.says("Is the <b>profile</b> public?")
    await olga.sees("Send this message to Ann, about order 1?")
    ann.finds_no("profile")
    olga.person.taps("Send it")
    olga.person.taps("Send it")
    await harness.settles()
    await olga.sees("Sent to Ann. It stands in ticket 1")
    await ann.sees("Support, order 1: Is the <b>profile</b> public?")
    assert ann.screen.count("Is the <b>profile</b> public?") == 1
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
    assert ann.screen.count("Is the <b>profile</b> public?") == 1
    assert await acts_of(harness) == [(OLGA, Did.CUSTOMER_WRITTEN_TO)]
    await ann.taps("Reply")
    await ann.says("Yes, it is")
    await olga.sees("Yes, it is")
    await opens_card(harness)
    await olga.taps("Write")
    await olga.says("Thank you")
    await olga.taps("Send it")
    await olga.sees("It stands in ticket 1")


async def test_a_message_is_not_sent_that_was_not_meant(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ordered(ann, 1)
    await opens_card(harness)
    await olga.taps("Write")
    await olga.says("/cancel")
    await olga.sees("Nothing was changed.")
    await opens_card(harness)
    await olga.taps("Write")
    await olga.says("A slip of the finger")
    await olga.taps("Do not send")
    await olga.sees("Order 1 · Pending")
    ann.finds_no("A slip")


async def test_an_album_is_refused_and_the_question_stays(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await opens_card(harness)
    await harness.olga.taps("Write")
    harness.olga.person.sends_album("photo", "photo")
    await harness.settles()
    await harness.olga.sees("Of an album only one message can go")
    await harness.olga.says("In words, then")
    await harness.olga.taps("Send it")
    await harness.ann.sees("Support, order 1: In words, then")


async def test_pictures_are_passed_on(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ordered(ann, 1)
    await opens_card(harness)
    await olga.taps("Write")
    olga.person.sends_photo(caption="Like this")
    await harness.settles()
    await olga.taps("Send it")
    await ann.sees("Like this")


async def test_support_sees_orders_and_writes_and_moves_no_money(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    await given(harness, BOB, GivenRole.SUPPORT)
    bob = harness.bob
    await opens_card(harness, player=bob)
    await bob.sees("Order 1 · Pending", "👤 Ann, 101")
    bob.finds_no("Margin")
    for label in ("Cancel order", "End it by hand", "Refill"):
        with pytest.raises(NoSuchButton):
            await bob.taps(label)
    for action in ("cancel", "drop", "stop", "refill", "refilled", "end"):
        bob.person.forges(f"ao:1:{action}:a")
        await harness.settles()
        assert "Only the shop's operator" in bob.person.toasts[-1].text
    await bob.taps("Timeline")
    await bob.sees("confirmed by its customer", "the panel took it")
    await bob.taps("Back")
    await bob.taps("Write")
    await bob.says("Hello")
    await bob.taps("Send it")
    await harness.ann.sees("Support, order 1: Hello")
    assert await acts_of(harness) == [(BOB, Did.CUSTOMER_WRITTEN_TO)]


async def test_hostile_words_stay_words(harness: Harness) -> None:
    harness.ann.person.user["first_name"] = HOSTILE
    await harness.ann.says("/start")
    await ordered(harness.ann, 1)
    await opens_card(harness)
    await harness.olga.sees("<b>bold</b> &")
    await harness.olga.taps("Similar")
    await harness.olga.taps("The same link")
    await harness.olga.sees("<b>bold</b> &")


async def test_old_and_forged_buttons_change_nothing(harness: Harness) -> None:
    await ordered(harness.ann, 1)
    olga = harness.olga
    await olga.says("/start")
    for data in (
        *("ao:99:open:a", "ao:x:open:a", "ao::list:zz", "ao:1:older:q", "ao::list:ay99999999", "ao:1:send:1"),
        *("ao:1:send:x", "ao:99:cancel:a", "ao:9999999999999999999:open:a", "ao:1:line:a/99", "ao:1:from:"),
        *(
            "ao:999999999999999999:older:a",
            "ao:999999999999999999:newer:ay20260101",
            "r:1:wish:x",
            "r:1:end:",
        ),
        *("ao::list:as999999999999999999", "ao::list:rk7", "ao:101:person:", "ao:1:drop:"),
    ):
        olga.person.forges(data)
        await harness.settles()
        assert not olga.person.spinning, data
    assert await harness.state_of(1) is OrderState.PENDING
    assert await acts_of(harness) == []


@pytest.mark.parametrize("excerpt", ["<b>502</b> & <script>", "\u202e" + "😀" * 4000, "\n" * 50 + "</code>"])
async def test_the_panels_words_never_break_the_timeline(harness: Harness, excerpt: str) -> None:
    await ordered(harness.ann, 1)

    def unit(connection: Connection) -> None:
        connection.execute(update(attempt).values(excerpt=excerpt, http_status=502))
        connection.execute(update(orders).values(panel_word=excerpt, heard_at=orders.c.created_at))
        for number in range(2, 30):
            tried = {"order_id": 1, "n": number, "outcome": "not_sent", "excerpt": excerpt}
            connection.execute(attempt.insert().values(**tried, started_at=harness.clock.now()))

    await harness.kiosk.stores.database.write(unit)
    await opens_card(harness)
    await harness.olga.taps("Timeline")
    await harness.olga.sees("page 1 of 5", "confirmed by its customer", "HTTP 502")
    await harness.olga.taps("Next")
    await harness.olga.sees("page 2 of 5", "not sent")
    await harness.olga.taps("Back")
    await harness.olga.sees("Order 1 · Pending", "👤 Ann, 101")


async def test_an_order_that_was_given_back_has_the_margin_that_the_figures_have(shop: Harness) -> None:
    """Before its panel told a charge, its card said a loss, and the statistics said none."""
    olga = shop.olga
    await ordered(shop.ann)
    await olga.says("/review 1 end refund")
    await olga.taps("Yes, end it")
    await opens_card(shop)
    await olga.sees("Given back: $0.09", "Margin: $0.00")
    await olga.says("/stats")
    await olga.sees("1 order · $0.00 · $0.00 margin")

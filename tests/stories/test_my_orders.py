"""Looking at orders: the list, the card, Refresh, Refill, Cancel order, Reorder, /status."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player


async def ordered(player: Player, number: int = 1, service: int = 1) -> None:
    """Place one more order, for a link of its own."""
    await player.says(f"/order {service} https://instagram.com/p/n{number} 100")
    await player.taps("Confirm")


async def test_the_list_begins_empty(harness: Harness) -> None:
    await harness.ann.says("/orders")
    await harness.ann.sees("You have none yet", "New order")


async def test_pages_of_orders_newest_first(harness: Harness) -> None:
    ann = harness.ann
    for number in range(1, 17):
        await ordered(ann, number)
    await ann.says("/orders")
    await ann.sees("16 · Pending", "11 · Pending")
    ann.finds_no("10 · Pending")
    await ann.taps("Next")
    await ann.sees("10 · Pending", "5 · Pending")
    await ann.taps("Next")
    await ann.sees("4 · Pending", "1 · Pending")
    with pytest.raises(NoSuchButton):
        await ann.taps("Next")
    await ann.taps("Previous")
    await ann.sees("10 · Pending", "5 · Pending")
    await ann.taps("Previous")
    await ann.sees("16 · Pending", "11 · Pending")
    with pytest.raises(NoSuchButton):
        await ann.taps("Previous")


async def test_back_leads_to_the_page_and_filter_one_came_from(harness: Harness) -> None:
    ann = harness.ann
    for number in range(1, 15):
        await ordered(ann, number)
    await ann.says("/orders")
    await ann.sees("page 1 of 3")
    await ann.taps("Next")
    await ann.sees("page 2 of 3")
    await ann.taps("o:5:open:ar8.2")
    await ann.taps("Cancel order")
    await ann.taps("Keep it")
    await ordered(ann, 15)  # it comes on the first page, and shifts nothing
    await ann.taps("Back")
    await ann.sees("Your orders · page 2 of 3", "8 · Pending", "3 · Pending")
    await ann.taps("Running")
    await ann.taps("o:12:open:r")
    await ann.taps("Back")
    await ann.sees("✔️ Running", "15 · Pending")
    await ann.says("/orders p/n1")
    await ann.taps("Next")
    await ann.taps("o:1:open:fr1.2")
    await ann.taps("Back")
    await ann.sees("Found for “p/n1”", "page 2 of 2", "1 · Pending")


async def test_a_card_opened_by_an_older_button_goes_back_to_the_first_page(harness: Harness) -> None:
    ann = harness.ann
    for number in range(1, 9):
        await ordered(ann, number)
    [first] = [message.id for message in ann.person.chat if "Order 8 ·" in message.text]
    await ann.says("/orders")
    await ann.taps("o:8:open:")
    strange = (f"copy{first}", "copy", "copyx,ae", "copy1,zz", "copy,ad1.1", "copy1,ar99999999999999999999.1")
    for value in strange:
        ann.person.forges(f"o:8:back:{value}")
        await harness.settles()
        assert "8 · Pending" in ann.person.chat[-1].text
    ann.person.forges("o:8:open:ar999999999999999999.999999")
    await harness.settles()
    ann.finds_no("Something went wrong")


async def test_running_orders_stand_first_and_each_is_told_apart(harness: Harness) -> None:
    ann = harness.ann
    for number in (1, 2):
        await ordered(ann, number)
    await harness.delivers()
    await ann.says("/order 1 https://www.instagram.com/p/C1abcdefghijklmnopqrstuvwxyz1 1000")
    await ann.taps("Confirm")
    for number in (4, 4):  # the same again, and again
        await ordered(ann, number)
        if "Confirm" in ann.screen:
            await ann.taps("Confirm")
    await ann.says("/orders")
    shown = next(message for message in ann.person.chat[::-1] if "Your orders" in message.text)
    assert shown.markup is not None
    labels = [key.label for row in shown.markup.rows for key in row]
    tiles = [label for label in labels if any(letter.isdigit() for letter in label)]
    assert len(set(tiles)) == len(tiles) == len({label[:30] for label in tiles})
    assert max(map(len, labels)) <= 30
    assert [label.split(" · ")[0].split()[1] for label in tiles][-2:] == ["2", "1"]
    assert any("1,000 · …" in label and label.endswith("wxyz1") for label in tiles)


async def test_filters_show_running_done_and_money_back(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann, 1)
    await harness.delivers()
    await ordered(ann, 2)
    await ann.says("/orders")
    await ann.sees("1 · Completed", "2 · Pending", "New order", "Menu")
    await ann.taps("Running")
    await ann.sees("2 · Pending")
    ann.finds_no("1 · Completed · ")
    await ann.taps("Done")
    await ann.sees("1 · Completed")
    ann.finds_no("2 · Pending · ")
    await ann.taps("Money back")
    await ann.sees("No money of an order came back. Tap All")
    await ann.taps("All")
    await ann.sees("1 · Completed", "2 · Pending")


async def test_buttons_of_the_former_list_and_forged_ones_do_no_harm(harness: Harness) -> None:
    ann = harness.ann
    for number in range(1, 10):
        await ordered(ann, number)
    await ann.says("/orders")
    for data in (
        "l:3:older:",
        "l:3:newer:",
        "l:3:older:rd",
        "l:x:newer:ae",
        "l:99999999999999999999:older:ae",
    ):
        ann.person.forges(data)
        await harness.settles()
        assert "9 · Pending" in ann.screen
    ann.person.forges("l::show:z")
    await harness.settles()
    assert "9 · Pending" in ann.screen
    ann.finds_no("Something went wrong")


async def test_one_live_card_an_order_and_a_ring_at_the_end(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    cards = [message for message in ann.person.chat if message.from_bot and "Order 1 ·" in message.text]
    assert len(cards) == 1
    await harness.delivers()
    cards = [message for message in ann.person.chat if message.from_bot and "Order 1 ·" in message.text]
    assert len(cards) == 1
    assert "Completed" in cards[0].text
    assert "▰▰▰▰▰▰▰▰▰▰ 100 %" in cards[0].text
    rings = [message for message in ann.person.chat if "Order 1 is done" in message.text]
    assert len(rings) == 1


async def test_the_card_shows_progress_on_the_way(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "In progress", remains=57)
    await harness.rounds()
    await ann.sees("In progress", "43 %", "43 of 100 delivered")


def cards_with_buttons(player: Player) -> list[int]:
    """Return the messages that are Order 1's card and have buttons."""
    shown = [message for message in player.person.chat if message.from_bot and "Order 1 ·" in message.text]
    return [message.id for message in shown if message.markup is not None]


async def test_a_card_from_the_list_goes_back_to_the_list(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    [first] = cards_with_buttons(ann)
    await ann.says("/orders")
    await ann.taps("o:1:open:")
    await ann.sees("Order 1 · ", "Back")
    await ann.taps("Cancel order")
    await ann.taps("Keep it")
    await ann.taps("Back")
    await ann.sees("Your orders")
    assert cards_with_buttons(ann) == [first]  # the earlier card is live again
    await harness.delivers()
    assert cards_with_buttons(ann) == [first]
    assert "Your orders" in ann.screen


async def test_news_come_to_the_card_one_looks_at(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann, service=3)  # no refill
    await harness.delivers()
    [first] = cards_with_buttons(ann)
    await ann.says("/orders")
    await ann.taps("o:1:open:")
    [opened] = cards_with_buttons(ann)
    assert opened != first
    await ann.taps("Refill")
    await ann.sees("Refill: not possible")
    assert "Refill: not possible" in ann.person.home.messages[opened].text
    assert "Refill: not possible" not in ann.person.home.messages[first].text
    await ann.says("/status 1")
    [newest] = cards_with_buttons(ann)
    assert newest > opened
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    [again] = cards_with_buttons(ann)
    await ann.taps("Back")
    await ann.sees("Your orders")
    assert len(cards_with_buttons(ann)) == 1
    assert again >= newest


async def test_going_back_twice_over_a_crash_leaves_the_order_its_card(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    await ann.says("/orders")
    await ann.taps("o:1:open:")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.taps("Back")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.sees("Your orders")
    [card] = cards_with_buttons(ann)
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "Processing")
    await harness.rounds()
    assert "Processing" in ann.person.home.messages[card].text


async def test_a_card_opened_before_its_own_letter_went_is_the_only_one(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://instagram.com/p/n1 100")
    ann.person.taps("Confirm")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()
    ann.person.says("/status 1")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()
    await harness.settles()
    assert len(cards_with_buttons(ann)) == 1
    await ann.sees("Order 1 · Pending")


async def test_the_operator_does_not_take_anothers_card_away(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ordered(ann)
    await olga.says("/status 1")
    await olga.taps("Refresh")
    await olga.sees("Tap again in a moment")
    await harness.delivers()
    [card] = cards_with_buttons(ann)
    assert "Completed" in ann.person.home.messages[card].text


async def test_refresh_asks_the_panel_and_shows_the_news(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "Processing")
    await ann.taps("Refresh")
    await ann.sees("Order 1 · Processing")


async def test_cancel_is_a_request_until_the_panel_reports(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    await ann.taps("Cancel order")
    await ann.sees(
        "Stop order 1?", "You pay for what is delivered until it stops; the rest comes back to your wallet"
    )
    await ann.taps("Keep it")
    await ann.sees("Order 1 · Pending")
    assert not [call for call in harness.panel.calls if call.action == "cancel"]
    await ann.taps("Cancel order")
    await ann.taps("Stop it")
    await ann.sees("Requested. The card shows", "Order 1 · Pending", "Stopping: requested")
    with pytest.raises(NoSuchButton):
        await ann.taps("Cancel order")
    await harness.delivers()
    await ann.sees("Order 1 · Canceled", "Stopping: done", "Order 1 is stopped, as you asked")
    ann.finds_no("was canceled and not finished")
    await harness.audited()


async def test_news_of_the_order_do_not_take_the_question_away_before_it_is_stopped(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    [order] = harness.panel.orders.values()
    await ann.taps("Cancel order")
    harness.panel.set_state(order.id, "In progress", remains=57)
    await harness.passes(60)
    await ann.sees("43 of 100 delivered", "Stop order 1?")
    await ann.taps("Stop it")
    await ann.sees("Stopping: requested")
    assert len(cards_with_buttons(ann)) == 1
    harness.panel.set_state(order.id, "Partial", remains=57)
    await harness.passes(60)
    await ann.sees("Order 1 · Partly delivered", "Order 1 is stopped, as you asked: 43 of 100 delivered")


async def test_refill_is_a_request_until_the_panel_reports(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    with pytest.raises(NoSuchButton):
        await ann.taps("Refill")
    await harness.delivers()
    await ann.taps("Refill")
    await ann.sees("Refill: requested")
    calls = [call for call in harness.panel.calls if call.action == "refill"]
    assert len(calls) == 1
    await harness.audited()


async def test_a_refused_request_says_why(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann, service=3)  # no refill
    await harness.delivers()
    await ann.taps("Refill")
    await ann.sees("Refill: not possible")


async def test_reorder_goes_to_the_price_of_now(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    await harness.delivers()
    harness.panel.catalogue.change_rate(1, "2.00")
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("Check your order", "https://instagram.com/p/n1", "Price: $0.20")
    assert "Completed" in ann.screen  # the live card stays
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 2


async def test_status_shows_the_order_of_this_number_or_says_why_not(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann)
    await ann.says("/status 1")
    await ann.sees("Order 1 · Pending", "Refresh")
    for words, sentence in {
        "/status 2": "You have no order 2",
        "/status abc": "You have no order abc",
        "/status 99999999999999999999": "You have no order",
    }.items():
        await ann.says(words)
        await ann.sees(sentence)


async def test_status_alone_lists_the_orders_as_telegrams_menu_sends_it(harness: Harness) -> None:
    await ordered(harness.ann)
    await harness.ann.says("/status")
    await harness.ann.sees("Your orders", "1 · Pending")


async def test_nobody_sees_or_touches_anothers_order(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await ordered(ann)
    await bob.says("/status 1")
    await bob.sees("You have no order 1")
    for action in ("open", "refresh", "refill", "cancel", "reorder"):
        bob.person.forges(f"o:1:{action}:")
        await harness.settles()
        assert "You have no order 1" in bob.person.toasts[-1].text
    bob.finds_no("instagram.com/p/n1")
    await bob.says("/orders")
    await bob.sees("You have none yet")
    actions = {call.action for call in harness.panel.calls}
    assert not actions & {"refill", "cancel"}


async def test_the_operator_sees_every_order(harness: Harness) -> None:
    await ordered(harness.ann)
    await harness.olga.says("/status 1")
    await harness.olga.sees("Order 1 · Pending")


async def test_inline_queries_show_ones_own_orders_only(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await ordered(ann, 1)
    await ordered(bob, 2)
    found = await ann.queries("")
    assert [result.title for result in found.results] == ["Order 1 · Pending"]
    assert (found.cache_time, found.is_personal) == (0, True)
    text = found.results[0].text
    assert "instagram.com" not in text  # what others see has no link and no price
    assert "USD" not in text
    assert [result.title for result in (await bob.queries("2")).results] == ["Order 2 · Pending"]
    assert not (await bob.queries("1")).results
    assert not (await bob.queries("abc")).results
    assert not (await harness.sam.queries("1")).results


async def test_an_order_that_has_been_still_for_long_is_told_of_within_ten_minutes_or_at_once_by_refresh(
    harness: Harness,
) -> None:
    for number, person in ((1, harness.ann), (2, harness.bob)):
        await person.says(f"/order 1 https://instagram.com/p/n{number} 100")
        await person.taps("Confirm")
    for at_panel in harness.panel.orders:
        harness.panel.set_state(at_panel, "In progress", remains=60)
    for _ in range(90):
        await harness.passes(60)
    asked = sum(call.action == "status" for call in harness.panel.calls)
    for _ in range(30):
        await harness.passes(60)
    assert sum(call.action == "status" for call in harness.panel.calls) - asked <= 4
    for at_panel in harness.panel.orders:
        harness.panel.set_state(at_panel, "Completed", remains=0)
    await harness.ann.taps("Refresh")
    await harness.ann.sees("Completed")
    for _ in range(10):
        await harness.passes(60)
    assert any(
        "Order 2" in message.text and "Completed" in message.text for message in harness.bob.person.chat
    )

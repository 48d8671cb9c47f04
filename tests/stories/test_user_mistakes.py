"""Users' mistakes and bad timing: double taps, odd numbers, a catalogue that changes meanwhile."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness

LINK = "https://instagram.com/p/abc"


@pytest.mark.parametrize("label", ["Instagram", "YouTube"])
async def test_a_double_tap_leaves_the_next_question_as_it_is(harness: Harness, label: str) -> None:
    ann = harness.ann
    await ann.says("/order")
    ann.person.taps(label)
    ann.person.taps(label)
    await harness.settles()
    await ann.sees("Which kind?", "Back")
    assert not ann.person.toasts
    await ann.taps("Back")
    await ann.sees("What is it for?")


async def test_a_double_tap_on_skip_leaves_the_card_its_confirm(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Spread over time")
    ann.person.taps("Skip")
    ann.person.taps("Skip")
    await harness.settles()
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 1


@pytest.mark.parametrize("number", ["²", "①", "٣٤", "9" * 30, "-1", "1.0", "#"])
async def test_numbers_that_are_none(harness: Harness, number: str) -> None:
    ann = harness.ann
    await ann.says(f"/status {number}")
    await ann.sees("You have no order")
    await ann.queries(number)
    for data in (f"o:{number}:open:", f"l:{number}:older:", f"l:{number}:newer:", f"b:{number}:send:"):
        ann.person.forges(data)
        await harness.settles()
        assert ann.person.toasts[-1].text, data
    assert (await harness.kiosk.stores.inbox.count_by_state()).get("aside", 0) == 0


@pytest.mark.parametrize("number", ["۲۱", "٢١", "२१", "２１", "№21", "№ ۲۱"])
async def test_a_services_number_is_found_however_it_is_written(number: str, harness: Harness) -> None:
    await harness.ann.says(number)
    await harness.ann.sees("· 1 service", "Instant")


async def test_a_platform_is_found_by_its_name_in_hindi(harness: Harness) -> None:
    """Likes of all platforms were found, or nothing."""
    await harness.ann.says("इंस्टाग्राम")
    await harness.ann.sees("· 26 services")
    await harness.ann.says("इंस्टाग्राम लाइक")
    await harness.ann.sees("· 7 services")


async def test_what_the_card_promised_is_checked_again_before_a_new_price(harness: Harness) -> None:
    ann, catalogue = harness.ann, harness.panel.catalogue
    await ann.says(f"/order 1 {LINK} 100")
    catalogue.change(1, min=500)
    await harness.passes(31 * 60)
    await ann.taps("Confirm")
    await ann.sees("It must be from 500 to 10,000", "How many?")
    await ann.says("600")
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 1


async def test_a_type_that_changes_in_the_middle_says_so(harness: Harness) -> None:
    ann, catalogue = harness.ann, harness.panel.catalogue
    comments = catalogue.of_type("Custom Comments")
    await ann.says(f"/order {comments.id} {LINK}")
    await ann.sees("Send the comments")
    catalogue.change(comments.id, type="Default")
    await harness.kiosk.catalogue.refresh()
    await ann.says("Nice")
    await ann.sees("This service has changed")
    assert (await harness.kiosk.stores.inbox.count_by_state()).get("aside", 0) == 0


async def test_reorder_checks_against_today(harness: Harness) -> None:
    ann, catalogue = harness.ann, harness.panel.catalogue
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await harness.delivers()
    catalogue.change(1, min=500)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("It must be from 500 to 10,000", "How many?")
    catalogue.remove(1)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("This service is no longer on sale")


async def test_reorder_done_twice_leaves_the_live_card_alone(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await ann.taps("Reorder")
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
    assert "Order 1 ·" in ann.screen
    await ann.sees("Check your order")


async def test_comments_that_begin_with_a_slash_are_comments(harness: Harness) -> None:
    ann = harness.ann
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await ann.says(f"/order {package.id} {LINK}")
    await ann.says("/nice\n/great")
    await ann.sees("Check your order", "/nice, /great")


async def test_comments_and_spaced_numbers_in_one_line(harness: Harness) -> None:
    ann = harness.ann
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await ann.says(f"/order {package.id} {LINK} Great picture, thanks a lot\nLovely")
    await ann.sees("Great picture, thanks a lot, Lovely")
    await ann.says(f"/order 3 {LINK} 10 000")
    await ann.sees("Check your order", "Quantity: 10,000")
    await ann.says(f"/order 3 {LINK} 100 please")
    await ann.sees("I did not use: please", "Check your order")


async def test_a_search_that_finds_nothing_shows_where_to_begin(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order qqzzxxwwkk")
    await ann.sees("I found nothing for “qqzzxxwwkk”", "What is it for?", "Instagram")


async def test_leaving_a_group_with_the_bot_is_not_blocking_it(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    member = {"user": {"id": 700000001, "is_bot": True, "first_name": "Kiosk"}}
    harness.telegram.updates.add(
        "my_chat_member",
        {
            "chat": {"id": -5, "type": "group", "title": "Friends"},
            "from": ann.person.user,
            "date": 1_767_268_800,
            "old_chat_member": {"status": "member", **member},
            "new_chat_member": {"status": "left", **member},
        },
    )
    await harness.settles()
    person = await harness.kiosk.services.stores.people.find(ann.id)
    assert person is not None
    assert person.reachable


async def test_a_second_tap_on_cancel_order_says_the_same(harness: Harness) -> None:
    ann = harness.ann
    harness.panel_wire.refusing = True
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await ann.sees("Waiting")
    ann.person.taps("Cancel order")
    ann.person.taps("Cancel order")
    await harness.settles()
    assert [toast.text for toast in ann.person.toasts[-2:]] == ["Canceled. Nothing was ordered."] * 2
    assert not harness.panel.adds_received


async def test_cancel_of_a_broadcast_done_twice_leaves_the_draft(harness: Harness) -> None:
    olga = harness.olga
    await olga.says("/order 1")
    await olga.says("/broadcast")
    await olga.says("/cancel")
    await olga.sees("Nothing was sent")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await olga.says(LINK)
    await olga.sees("How many?")


async def test_the_operator_reads_whose_order_it_is(harness: Harness) -> None:
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    await harness.olga.says("/status 1")
    await harness.olga.sees("Ordered by Ann, 101")
    harness.ann.finds_no("Ordered by")


async def test_other_bots_commands_in_a_group_are_not_ours(harness: Harness) -> None:
    group = harness.telegram.add_group(-500, "Friends", [harness.ann.person])
    for words in ("/weather", "/orders@other_bot"):
        harness.ann.person.says(words, group=group)
    await harness.settles()
    assert not [message for message in group.live() if message.from_bot]


async def test_buttons_are_found_no_more_after_the_end(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Cancel")
    with pytest.raises(NoSuchButton):
        await ann.taps("Confirm")


@pytest.mark.parametrize("sign", ["#", "№", "№ ", "No. ", "N.º "])
async def test_numbers_with_the_sign_that_the_shop_writes_before_them(harness: Harness, sign: str) -> None:
    ann = harness.ann
    await ann.says(f"/order {sign}1 {LINK} 100")
    await ann.sees("Check your order", "Quantity: 100")
    await ann.taps("Confirm")
    await ann.says(f"/status {sign}1")
    await ann.sees("Order 1 ·")
    await ann.says(f"/orders {sign}1")
    await ann.sees("1 · Pending")
    assert [one.title for one in (await ann.queries(f"{sign}1")).results] == ["Order 1 · Pending"]
    await ann.says(f"/status {sign}2")
    await ann.sees("You have no order 2.")


async def test_numbers_in_the_digits_of_other_scripts(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ann.says(f"/order ١ {LINK} ۱۰۰")
    await ann.sees("Check your order", "Quantity: 100")
    await ann.taps("Confirm")
    await ann.says("/status ۱")
    await ann.sees("Order 1")
    await olga.says("/find ۱۰۱")
    await olga.sees("Ann")
    await olga.says("/prices default \u200e۳۰")
    await olga.sees("30 %")


async def test_somebody_without_a_name_is_answered(harness: Harness) -> None:
    harness.ann.person.user["first_name"] = ""
    await harness.ann.says("/start")
    await harness.ann.sees("101, what shall it be?")
    assert (await harness.kiosk.stores.inbox.count_by_state()).get("aside", 0) == 0

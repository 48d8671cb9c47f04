"""Ordering step by step: browsing, searching, the form, wrong answers, Back and Cancel."""

import pytest

from handlers.view import TALLEST
from locales import Catalogues
from playground.telegram.labels import room, width
from playground.telegram.people import NoSuchButton
from tests.in_process import Harness

LINK = "https://instagram.com/p/abc123"


async def reaches_link(harness: Harness) -> None:
    """Have Ann choose service 1, Instagram followers."""
    ann = harness.ann
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.taps("Followers · Refill 30 days")
    await ann.taps("$0.90 · Real · Start 0-1 h")
    await ann.sees(
        "Instagram Followers | Real | Start 0-1 h", "1,000 for $0.90", "Refill if they drop: not stated"
    )
    await ann.taps("Order")
    await ann.sees("Send the link")


async def test_from_the_first_button_to_a_placed_order(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    await ann.says(LINK)
    await ann.sees("How many?", "From 50 to 10,000")
    await ann.says("1k")
    await ann.sees("Check your order", "Quantity: 1,000", "Price: $0.90")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    [order] = harness.panel.orders.values()
    assert (order.service.id, order.link, order.quantity) == (1, LINK, 1000)
    await harness.audited()


async def test_lists_have_pages(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.taps("Followers · Refill 30 days")
    first = ann.screen
    await ann.taps("Next")
    assert ann.screen != first
    with pytest.raises(NoSuchButton):
        await ann.taps("Next")
    await ann.taps("Previous")
    assert ann.screen == first


@pytest.mark.parametrize("language", Catalogues().languages)
async def test_the_ways_out_of_a_long_list_are_read_whole(harness: Harness, language: str) -> None:
    ann = harness.ann
    ann.person.language = language
    await ann.says("/order")
    await ann.says("instagram")
    seen = 0
    while True:
        rows = [[button.label for button in row] for row in ann.person.last.keyboard]
        ways_out = [row for row in rows if row[0].startswith(("⬅️", "✖️", "🏠"))]
        assert [label for row in ways_out for label in row if width(label) > room(len(row))] == [], rows
        assert len(rows) <= TALLEST, rows
        seen += 1
        onward = [one.data for one in ann.person.last.buttons if one.label.startswith("▶️")]
        if not onward:
            break
        await ann.taps(onward[0] or "")
    assert seen > 2


async def test_typing_words_searches_at_every_step_of_browsing(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    await ann.says("instgram folowers")  # with the typos people make
    await ann.sees("Found for", "$1.25 · HQ · R30")
    await ann.says("xyzzy plugh")
    await ann.sees("I found nothing for “xyzzy plugh”", "What is it for?")
    await ann.says("22")
    await ann.sees("Found for “22”", "$0.44")
    await ann.taps("Back")
    await ann.sees("What is it for?")


async def test_every_wrong_answer_gets_a_sentence_and_the_same_question(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    for wrong, sentence in {
        "hello": "That is not a web link",
        "ftp://instagram.com/p/1": "That is not a web link",
        "https://youtube.com/watch?v=1": "This service is for Instagram",
        "https://instagram.com/" + "a" * 1100: "at most 1,000 characters",
    }.items():
        await ann.says(wrong)
        await ann.sees(sentence, "Send the link")
    ann.person.sends_photo("look")
    await harness.settles()
    await ann.sees("Please send it as a text message", "Send the link")
    await ann.says(LINK)
    for wrong in ("many", "1.5", "-5", "1e3"):
        await ann.says(wrong)
        await ann.sees("Send a whole number from 50 to 10,000", "How many?")
    for wrong in ("49", "10001", "1m"):
        await ann.says(wrong)
        await ann.sees("It must be from 50 to 10,000", "How many?")
    await ann.says("5000")
    await ann.taps("Spread over time")
    await ann.says("3")
    await ann.sees("5,000 in each run comes to more than 10,000 in total", "at most 2 runs")
    assert not harness.panel.orders


async def test_back_works_at_every_step(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    await ann.says(LINK)
    await ann.says("100")
    await ann.taps("Spread over time")
    await ann.says("2")
    await ann.says("30")
    await ann.sees("2 runs of 100, 30 min apart", "Quantity: 200")
    for question in (
        "Spread it over time?",
        "Check your order",
        "How many?",
        "Send the link",
        "Refill if they drop",
        "$1.25 · HQ · R30",
        "Which kind?",
        "What is it for?",
    ):
        await ann.taps("Back")
        await ann.sees(question)
    with pytest.raises(NoSuchButton):
        await ann.taps("Back")


async def test_cancel_throws_the_draft_away_at_every_step(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    await ann.taps("Cancel")
    await ann.sees("❌ Canceled. Nothing was ordered.", "New order", "Menu")
    ann.finds_no("Send the link")  # the card itself says it
    await ann.says(LINK)
    await ann.sees("Instagram: a post.")

    await reaches_link(harness)
    await ann.says(LINK)
    await ann.says("/cancel")
    await ann.sees("❌ Canceled. Nothing was ordered.", "New order", "Menu")
    with pytest.raises(NoSuchButton):
        await ann.taps("Back")
    await ann.says("/cancel")
    await ann.sees("There is nothing to cancel")


async def test_a_link_loses_its_trackers_and_a_name_becomes_a_link(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://www.instagram.com/p/Ab/?igsh=MXh4&utm_source=qr 100")
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    [order] = harness.panel.orders.values()
    assert order.link == "https://www.instagram.com/p/Ab/"
    await ann.says("/order 1 @ann.smith 100")
    await ann.sees("https://www.instagram.com/ann.smith")


async def test_one_line_asks_for_what_is_wrong_or_missing(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await ann.sees("Send the link")
    await ann.says(f"/order 1 {LINK}")
    await ann.sees("How many?")
    await ann.says(f"/order 1 {LINK} 7")
    await ann.sees("It must be from 50 to 10,000", "How many?")
    await ann.says("60")
    await ann.sees("Check your order")
    await ann.says("/order 99999999 a b")
    await ann.sees("There is no service 99999999")
    await ann.says("/order tiktok views")
    await ann.sees("Found for “tiktok views”")


async def test_the_start_button_begins_an_order(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    await ann.sees("Ann, what shall it be?")
    await ann.taps("New order")
    await ann.sees("What is it for?")


async def test_a_restart_goes_on_at_the_same_question(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    await harness.restarts()
    await ann.says(LINK)
    await ann.sees("How many?")
    await harness.restarts()
    await ann.taps("Back")
    await ann.sees("Send the link")


async def test_an_edited_message_orders_nothing(harness: Harness) -> None:
    ann = harness.ann
    await reaches_link(harness)
    message = ann.person.says(LINK)
    await harness.settles()
    ann.person.edits(message, "https://instagram.com/p/other")
    await harness.settles()
    await ann.says("100")
    await ann.sees(LINK)


@pytest.mark.parametrize(
    ("runs", "interval", "words"),
    [("3", "30", "after 1 h\n"), ("2", "45", "after 45 min\n"), ("3", "45", "after 1 h 30 min\n")],
)
async def test_the_last_run_is_said_without_a_nought(
    harness: Harness, runs: str, interval: str, words: str
) -> None:
    ann = harness.ann
    await ann.says("/order 22 https://instagram.com/p/abc 100")
    await ann.taps("Spread over time")
    await ann.says(runs)
    await ann.says(interval)
    await ann.sees("The last run begins " + words)

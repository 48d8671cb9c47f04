"""The form's questions: what can be tapped, what is said above them, and which are not asked at all."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness

LINK = "https://instagram.com/p/abc123"
SITE = "https://example.com/cats"


def sent(harness: Harness) -> dict[str, str]:
    """Return the newest order as the panel got it."""
    return dict([call.form for call in harness.panel.calls if call.action == "add"][-1])


async def test_a_quantity_is_tapped_with_its_price_on_the_button(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK}")
    await ann.sees("✓ instagram.com/p/abc123", "How many?", "1k is fine")
    await ann.sees("50 · $0.045", "100 · $0.09", "1,000 · $0.90", "10,000 · $9.00")
    await ann.taps("1,000 · $0.90")
    await ann.sees("Check your order", "Quantity: 1,000", "Price: $0.90")
    await ann.taps("Confirm")
    assert sent(harness)["quantity"] == "1000"
    await harness.audited()


async def test_an_order_is_spread_over_time_from_its_card(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.catalogue.change(1, dripfeed=True)
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps("Spread over time")
    await ann.sees("Spread it over time?", "3 × 1,000, one a day")
    await ann.taps("Back")
    await ann.sees("Check your order", "Quantity: 1,000")
    await ann.taps("Spread over time")
    await ann.taps("3 × 1,000, one a day")
    await ann.sees("Drip-feed: 3 runs of 1,000, 1,440 min apart", "Quantity: 3,000", "Price: $2.70")
    await ann.taps("Confirm")
    form = sent(harness)
    assert (form["quantity"], form["runs"], form["interval"]) == ("1000", "3", "1440")
    await harness.audited()


async def test_what_cannot_have_a_second_run_is_not_offered_one(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 6000")
    await ann.sees("Check your order")
    with pytest.raises(NoSuchButton):
        await ann.taps("Spread over time")


async def test_web_traffic_asks_only_what_can_matter(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Web Traffic")
    for traffic, asked, answer, name in (
        ("A search engine", "Which keyword should they search for?", "best cats", "google_keyword"),
        ("Another page", "Which page should they come from?", "https://example.com/from", "referring_url"),
        ("Nowhere: direct", "", "", ""),
    ):
        await ann.says(f"/order {service.id} {SITE} {service.min}")
        await ann.sees("From which country?")
        await ann.says("Narnia")
        await ann.sees("I do not know that country")
        await ann.says("germany")
        await ann.taps("All devices")
        await ann.taps(traffic)
        if asked:
            await ann.sees(asked)
            with pytest.raises(NoSuchButton):
                await ann.taps("Skip")
            await ann.says(answer)
        await ann.sees("Check your order", "Country: Germany")
        await ann.taps("Confirm")
        if "Order anyway" in ann.screen or "still running" in ann.screen:
            await ann.taps("Confirm")
        form = sent(harness)
        assert form["country"] == "DE"
        assert {key for key in form if key in {"google_keyword", "referring_url"}} == {name} - {""}
        await harness.passes(60)
    await harness.audited()


async def test_a_country_is_tapped(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Web Traffic")
    await ann.says(f"/order {service.id} {SITE} {service.min}")
    await ann.taps("France")
    await ann.sees("✓ Country: France", "On which device?")


@pytest.mark.parametrize(
    ("service", "asked"),
    [(1, "Send the link of the profile"), (21, "Send the link of the post")],
)
async def test_the_question_says_which_link_is_meant(harness: Harness, service: int, asked: str) -> None:
    await harness.ann.says(f"/order {service}")
    await harness.ann.sees(asked, "It looks like instagram.com/")


async def test_the_question_says_whose_name_is_meant(harness: Harness) -> None:
    service = harness.panel.catalogue.of_type("Comment Likes")
    await harness.ann.says(f"/order {service.id} {LINK} {service.min}")
    await harness.ann.sees("Whose comment is it?", f"✓ {service.min}")


@pytest.mark.parametrize("number", ["1000", "1k", "1 000", "1,000", "١٠٠٠", "1 тыс", "۱٬۰۰۰", "1.0k"])
async def test_one_line_takes_link_and_quantity_in_either_order(harness: Harness, number: str) -> None:
    ann = harness.ann
    for line in (f"{number} {LINK}", f"{LINK} {number}"):
        await ann.says(f"/order 1 {line}")
        await ann.sees("Check your order", f"Link: {LINK}", "Quantity: 1,000")


async def test_a_quantity_that_can_be_two_numbers_is_asked_back(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 21 {LINK}")
    await ann.says("1.500k")
    await ann.sees("⚠️ 1.500k can be two numbers. Send 1500000, or 1500.", "How many?")
    await ann.says("1,5k")
    await ann.sees("Check your order", "Quantity: 1,500")
    for line in (f"{LINK} 1,500к", f"1,500к {LINK}"):
        await ann.says(f"/order 21 {line}")
        await ann.sees("⚠️ 1,500к can be two numbers", "How many?", "✓ instagram.com/p/abc123")


async def test_few_quantities_have_the_least_and_the_most_among_them(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.catalogue.change(21, min=30, max=700)
    await harness.kiosk.catalogue.refresh()
    await ann.says(f"/order 21 {LINK}")
    amounts = [label.partition(" · ")[0] for label in ann.person.last.labels if " · " in label]
    assert amounts == ["30", "100", "500", "700"]


async def test_a_wrong_answer_edits_the_card_that_stands_right_above_it(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK}")
    before = len(ann.person.home.messages)
    await ann.says("7")
    await ann.sees("⚠️ It must be from 50 to 10,000", "How many?")
    assert len(ann.person.home.messages) == before + 1  # her own
    await ann.says("8")  # further away from the card: one new card, and the old one cannot be tapped
    assert len(ann.person.home.messages) == before + 3
    assert ann.screen.count("100 · $0.09") == 1
    await ann.taps("100 · $0.09")
    await ann.sees("Check your order")


async def test_a_wrong_answer_below_something_else_gets_a_card_of_its_own(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK}")
    await ann.says("/wallet")
    before = len(ann.person.home.messages)
    await ann.says("7")
    await ann.sees("⚠️ It must be from 50 to 10,000")
    assert len(ann.person.home.messages) == before + 2

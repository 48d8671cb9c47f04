"""Finding one of one's own orders: by its number, by words of its service's name, by a part of its link."""

import pytest

from handlers.orders.words import without_heading
from locales import Catalogues
from playground.telegram.people import NoSuchButton
from storage.orders import found
from tests.in_process import Harness, Player

CATALOGUES = Catalogues()


async def ordered(player: Player, link: str, service: int = 1) -> None:
    """Place an order for this link."""
    await player.says(f"/order {service} {link} 100")
    await player.taps("Confirm")


async def some(player: Player) -> None:
    """Place three orders, for two services and three links."""
    await ordered(player, "https://instagram.com/p/Summer")
    await ordered(player, "https://instagram.com/p/winter")
    await ordered(player, "https://instagram.com/p/autumn", service=3)


async def test_the_button_asks_for_words_and_the_link_is_enough(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    await ann.says("/orders")
    await ann.taps("Search")
    await ann.sees("Find an order", "Send its number")
    await ann.says("INSTAGRAM.com/p/summer")
    await ann.sees("Found for “INSTAGRAM.com/p/summer”", "1 · Pending")
    ann.finds_no("2 · Pending · ")
    await ann.taps("Back")
    await ann.sees("3 · Pending", "2 · Pending", "1 · Pending")
    ann.finds_no("Found for")
    await ann.says("summer")  # the question was answered: this looks for a service
    ann.finds_no("Found for “summer”")


async def test_the_command_finds_at_once_by_number_name_and_link(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    for words, shown, hidden in (
        ("2", "2 · Pending", "3 · Pending"),
        ("#３", "3 · Pending", "1 · Pending"),
        ("winter", "2 · Pending", "1 · Pending"),
        ("https://www.instagram.com/p/autumn/", "3 · Pending", "2 · Pending"),
        ("https://www.instagram.com/p/autumn/?igsh=MzRlODBiNWFlZA==", "3 · Pending", "2 · Pending"),
    ):
        await ann.says(f"/orders {words}")
        newest = ann.person.chat[-1].text
        assert f"Found for “{words}”" in newest
        assert shown in newest, words
        assert hidden not in newest, words
    await ann.says("/orders instagram")
    newest = ann.person.chat[-1].text
    assert "3 · Pending" in newest
    assert "1 · Pending" in newest


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_the_heading_of_an_order_is_its_number(language: str) -> None:
    t = CATALOGUES.of(language)
    heading = t.label("Order {order}", order="29030430")
    for said in (heading, heading.upper(), f"{heading} · x", f"  {heading}\u200b", "order #２9030430"):
        assert without_heading(said, t) == "29030430", said
    for other in ("29030430", "#7", "likes", "orders 7", "Order", "V12", heading + "x"):
        assert without_heading(other, t) == other


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Order 1 · Pending"), ("ru", "Заказ №1"), ("ar", "الطلب \u20681\u2069")]
)
async def test_an_order_is_found_as_the_shop_names_it(harness: Harness, language: str, heading: str) -> None:
    ann, olga = harness.ann, harness.olga
    await ordered(ann, "https://instagram.com/p/Summer")
    for player in (ann, olga):
        player.person.user["language_code"] = language
    for said in (heading, heading.lower(), "＃１", "#1"):
        await ann.says(f"/status {said}")
        assert "instagram.com/p/Summer" in ann.person.last.text, said
        await ann.says(f"/orders {said}")
        assert "Instagram Followers" in ann.person.last.text, said
        (found,) = (await ann.queries(said)).results
        assert found.id.startswith("1-"), found
        await olga.says(f"/find {said}")
        assert "instagram.com/p/Summer" in olga.person.last.text, said


async def test_nothing_found_says_what_to_try_and_leads_on(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    await ann.says("/orders <b>&\u202exyzzy</b>")
    await ann.sees("I found none for “<b>&xyzzy</b>”", "Try the order's number", "Menu")
    await ann.taps("Other words")
    await ann.says("\u200b\u2060")
    await ann.sees("⚠️ There are no words in this.", "Find an order")
    await ann.says("winter " * 600)
    await ann.sees("Found for “winter winter")
    for forged in ("l::show:f", "l:2:older:fr", "l:99999999999999999:newer:fe", "l:2:newer:fd"):
        ann.person.forges(forged)
        await harness.settles()
    ann.finds_no("Something went wrong")


async def test_nobody_finds_anothers_order(harness: Harness) -> None:
    await some(harness.ann)
    for words in ("1", "instagram", "summer"):
        await harness.bob.says(f"/orders {words}")
        await harness.bob.sees(f"I found none for “{words}”")
        harness.bob.finds_no("Pending")


async def test_the_pages_of_a_search_stay_in_it(harness: Harness) -> None:
    ann = harness.ann
    for number in range(1, 9):
        await ordered(ann, f"https://instagram.com/p/red{number}")
        await ordered(ann, f"https://instagram.com/p/blue{number}")
    await ann.says("/orders red")
    await ann.sees("15 · Pending", "5 · Pending")
    assert "14 · Pending" not in ann.person.chat[-1].text
    await ann.taps("Next")
    await ann.sees("Found for “red”", "3 · Pending", "1 · Pending")
    with pytest.raises(NoSuchButton):
        await ann.taps("Next")
    await ann.taps("Previous")
    await ann.sees("15 · Pending", "5 · Pending")


async def test_the_question_ends_with_anything_else(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    for elsewhere in ("/wallet", "/cancel", "Menu"):
        await ann.says("/orders")
        await ann.taps("Search")
        await (ann.taps(elsewhere) if elsewhere == "Menu" else ann.says(elsewhere))
        await ann.says("instagram likes")
        assert "Found for “instagram likes”:\n\n" not in ann.person.chat[-1].text
        assert "Your orders" not in ann.person.chat[-1].text
    await ann.says("/orders")
    await ann.taps("Search")
    await harness.passes(3700)
    await ann.says("winter")
    assert "Your orders" not in ann.person.chat[-1].text


async def test_the_draft_in_hand_waits_while_one_looks_for_an_order(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    await ann.says("/order 1")
    await ann.says("/orders")
    await ann.taps("Search")
    await ann.says("instagram.com/p/winter")
    await ann.sees("Found for “instagram.com/p/winter”", "2 · Pending")
    await ann.says("https://instagram.com/p/spring")
    await ann.sees("How many?")


async def test_words_are_answered_again_after_a_crash(harness: Harness) -> None:
    ann = harness.ann
    await some(ann)
    await ann.says("/orders")
    await ann.taps("Search")
    await ann.says("winter")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    assert "Found for “winter”" in ann.person.chat[-1].text
    assert len(harness.panel.orders) == 3


async def test_a_long_history_is_looked_through_to_a_bound_that_is_told(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "LOOKED_THROUGH", 2)
    ann = harness.ann
    await some(ann)
    await ann.says("/orders summer")
    await ann.sees("I found none for “summer”", "I looked through your newest 2 orders.")
    await ann.says("/orders 1")  # a number is found wherever it is
    await ann.sees("1 · Pending")

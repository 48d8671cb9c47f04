"""Links that a message holds without spelling them out, or below a picture, wherever a link is looked for."""

import pytest

from playground.telegram.entities import Entity
from tests.in_process import Harness, Player

POST = "https://www.instagram.com/p/abc123/"


def behind(words: str, *urls: str) -> list[Entity]:
    """Return the marks of links that stand behind the words' first letters, one each."""
    return [
        {"type": "text_link", "offset": place, "length": 1, "url": url} for place, url in enumerate(urls)
    ] or [{"type": "bold", "offset": 0, "length": len(words)}]


async def shows(player: Player, how: str) -> None:
    """Send one link: behind words, below a picture, or behind the words below one."""
    if how == "words":
        player.person.says("my new picture", entities=behind("my new picture", POST))
    elif how == "caption":
        player.person.sends_photo(f"my new picture {POST}")
    else:
        player.person.sends_photo("my new picture", entities=behind("my new picture", POST))
    await player.harness.settles()


HOW = pytest.mark.parametrize("how", ["words", "caption", "words below a picture"])


@HOW
@pytest.mark.parametrize("before", ["/menu", "/order", "/order instagram likes"])
async def test_it_begins_an_order(harness: Harness, how: str, before: str) -> None:
    await harness.ann.says(before)
    await shows(harness.ann, how)
    await harness.ann.sees("Instagram: a post.", POST)


@HOW
async def test_it_answers_the_link_question_on_a_services_card(harness: Harness, how: str) -> None:
    ann = harness.ann
    await ann.says("/start s_22")
    await shows(ann, how)
    await ann.sees("instagram.com/p/abc123", "How many?")


async def test_what_is_looked_for_may_stand_behind_words(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/menu")
    await ann.taps("Search")
    await shows(ann, "words")
    await ann.sees("Instagram: a post.", POST)


async def test_an_order_is_found_by_it(harness: Harness) -> None:
    ann = harness.ann
    for name in ("abc123", "other", "third"):
        await ann.says(f"/order 22 https://www.instagram.com/p/{name}/ 100")
        await ann.taps("Confirm")
    await ann.says("/orders")
    await ann.taps("Search")
    await shows(ann, "words")
    await ann.sees("🕓 1 · Pending", "instagram.com/p/abc123")
    assert "Pending" not in ann.person.last.text.partition("🕓 1 · Pending")[2]


@HOW
async def test_a_basket_takes_it_as_the_link_of_all(harness: Harness, how: str) -> None:
    ann = harness.ann
    await ann.says("/mass\n22|https://www.instagram.com/p/one|100\n21|https://www.instagram.com/p/two|50")
    await ann.taps("Confirm")
    await ann.taps("Save as preset")
    await ann.taps("Presets")
    await ann.taps("⭐ Instagram Likes | Real… +1")
    await ann.sees("Send the link")
    await shows(ann, how)
    await ann.sees("2 lines", "Confirm")
    await ann.taps("Confirm")
    assert [order.link for order in harness.panel.orders.values()][2:] == [POST, POST]


async def test_several_of_them_are_asked_about(harness: Harness) -> None:
    ann = harness.ann
    two = behind("look", POST, "https://www.instagram.com/p/other/")
    ann.person.says("look at these", entities=two)
    await harness.settles()
    await ann.sees("There is more than one link")


async def test_words_with_a_link_that_is_none_of_the_web_stay_words(harness: Harness) -> None:
    ann = harness.ann
    ann.person.says("instagram likes", entities=behind("instagram likes", "tg://user?id=1"))
    await harness.settles()
    await ann.sees("Found for “instagram likes”")


@pytest.mark.parametrize("spelled", ["instagram.com/p/abc123", "https://instagram.com/p/abc123?igsh=1", POST])
async def test_a_link_behind_its_own_address_is_one(harness: Harness, spelled: str) -> None:
    ann = harness.ann
    for before in ("/menu", "/start s_22"):
        await ann.says(before)
        mark: Entity = {"type": "text_link", "offset": 6, "length": len(spelled), "url": POST}
        ann.person.says(f"this: {spelled}", entities=[mark])
        await harness.settles()
        await ann.sees("instagram.com/p/abc123", "How many?" if before != "/menu" else "Instagram: a post.")

"""Buttons of an earlier version that are still in people's chats: they do what they always did."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.buttons import MAX_BYTES, Button
from tests.in_process import Harness, Player


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, access="shop", markup_percent="35", star_value="0.02")
    await harness.opens()
    yield harness
    await harness.closes()


BEFORE = {
    "platform": "pl",
    "category": "ca",
    "service": "se",
    "page": "pg",
    "back": "bk",
    "skip": "sk",
    "choice": "ch",
    "cancel": "no",
}
"""A draft's button actions from before they were words."""


async def taps_as_before(harness: Harness, player: Player, label: str) -> str:
    """Tap the button with this label as an earlier version made it; return its action."""
    [data] = [button.data for button in player.person.last.buttons if label in button.label]
    subject, draft_id, action, value = str(data).split(":", maxsplit=3)
    player.person.forges(":".join((subject, draft_id, BEFORE[action], value)), player.person.last.id)
    await harness.settles()
    return action


async def test_every_old_button_of_a_draft_still_works(harness: Harness) -> None:
    ann, tapped = harness.ann, set()
    await ann.says("/order")
    for label, wanted in (
        ("Instagram", "Which kind?"),
        ("Followers · Refill 30 days", "$1.25 · HQ"),
        ("Next", "Previous"),
        ("Previous", "$0.90 · Real · Start 0-1 h"),
        ("$0.90 · Real · Start 0-1 h", "Instagram Followers | Real | Start 0-1 h"),
    ):
        tapped.add(await taps_as_before(harness, ann, label))
        await ann.sees(wanted)
    await ann.taps("Order")
    await ann.says("https://instagram.com/p/old")
    await ann.says("100")
    await ann.sees("Check your order")
    await ann.taps("Spread over time")
    tapped.add(await taps_as_before(harness, ann, "Skip"))
    await ann.sees("Check your order")
    tapped.add(await taps_as_before(harness, ann, "Back"))
    await ann.sees("How many?")
    tapped.add(await taps_as_before(harness, ann, "Cancel"))
    await ann.sees("Nothing was ordered")
    assert tapped == BEFORE.keys() - {"choice"}
    assert harness.panel.orders == {}


async def test_an_old_choice_still_answers_its_question(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Web Traffic")
    await ann.says(f"/order {service.id} https://example.com/ 1000 DE")
    await ann.sees("On which device?")
    assert await taps_as_before(harness, ann, "Android") == "choice"
    await ann.sees("Where should the visitors come from?")


LINK = "https://instagram.com/ann"
CARDS = {
    "the platforms": ("/order",),
    "a list": ("/order instagram likes",),
    "a service's card": ("/start s_1",),
    "a question": ("/order 1",),
    "the confirm card": (f"/order 1 {LINK} 100",),
    "the wallet": ("/wallet",),
    "a top-up": ("/topup",),
    "the orders": ("/orders",),
    "the settings": ("/settings",),
    "the home": ("/start",),
}


@pytest.mark.parametrize("card", CARDS)
async def test_a_card_with_an_old_button_keeps_the_way_home(shop: Harness, card: str) -> None:
    ann = shop.ann
    for words in CARDS[card]:
        await ann.says(words)
    old, bubbles = ann.person.last, len(ann.person.chat)
    await ann.says("/order 2")  # the next card is the one that counts
    ann.person.forges("d:gone:platform:instagram", old.id)
    await shop.settles()
    await ann.sees("This button is old")
    assert [one.label for one in old.buttons] == ["🏠 Menu"]
    assert len(ann.person.chat) == bubbles + 2, "her words and the card, nothing else"
    await ann.taps("Menu", message_id=old.id)
    assert old.shown.startswith("👋")


async def test_a_second_old_tap_changes_nothing(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    old = ann.person.last
    await ann.says("/order 2")
    for _ in range(2):
        await ann.taps("Confirm", message_id=old.id, stale=True)
        assert [one.label for one in old.buttons] == ["🏠 Menu"]
    assert harness.panel.orders == {}


def test_the_longest_button_of_a_draft_fits() -> None:
    longest = Button("d", "x" * 8, "category", "x" * 32).pack()
    assert len(longest) <= MAX_BYTES
    assert Button.read("d:x:bk:") == Button("d", "x", "back")
    assert Button.read("o:7:no:") == Button("o", "7", "no")

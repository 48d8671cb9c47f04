"""A key that still stands below the chat is no answer to what waits for words, in any language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram import OwnChat
from tests.in_process import Harness

NEWS = OwnChat(-1_001, "News", "the_news")


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which everything that waits for words can be asked."""
    harness = Harness(
        database_file,
        access="shop",
        manual_topup="Send the money to DE00 1234.",
        star_value="0.02",
        invite_reward="0.50",
    )
    await harness.opens()
    await harness.olga.says("/start")
    await harness.ann.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def has_keys(shop: Harness) -> None:
    """Bring the keys below Ann's chat."""
    [channel] = [one.id for one in shop.panel.catalogue if "Members | Channel" in one.name]
    shop.ann.person.own_chats += [NEWS]
    await shop.ann.says(f"/order {channel}")
    await shop.ann.taps("Choose my channel")
    assert shop.ann.person.home.reply_keyboard is not None


QUESTIONS = {
    "search": ("/menu", "Search"),
    "coupon": ("/wallet", "Coupon"),
    "amount": ("/topup", "Telegram Stars"),
    "receipt": ("/topup", "By hand", "$5", "I have paid"),
    "shop": ("/support", "Write to the shop"),
}
"""What is said and tapped until the kiosk waits for words."""


@pytest.mark.parametrize("key", ["✖️ Cancel", "✖️ Отмена", "✖️ إلغاء", "📢 Mi canal"])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_key_gives_up_the_question_that_waits(shop: Harness, question: str, key: str) -> None:
    ann = shop.ann
    await has_keys(shop)
    command, *taps = QUESTIONS[question]
    await ann.says(command)
    for label in taps:
        await ann.taps(label)
    asked = ann.person.last.text
    await ann.says(key)
    assert ann.person.home.reply_keyboard is None
    for wrong in ("I found nothing", "I know no coupon", "Send an amount", "not a receipt", "Is this right?"):
        ann.finds_no(wrong)
    shop.olga.finds_no(key)
    assert ann.person.last.text != asked
    await ann.says("/order")
    await ann.sees("Instagram")


async def test_a_key_of_an_order_that_went_on_is_no_quantity(shop: Harness) -> None:
    ann = shop.ann
    await has_keys(shop)
    await ann.says("t.me/the_news")
    await ann.sees("How many?")
    await ann.says("✖️ Cancel")
    await ann.sees("How many?")
    ann.finds_no("Send a whole number")


async def test_a_key_while_nothing_waits_says_so(shop: Harness) -> None:
    await shop.ann.says("✖️ Vazgeç")
    await shop.ann.sees("nothing to cancel")


async def test_an_operators_questions_are_given_up_too(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    await olga.says("✖️ Cancel")
    olga.finds_no("This is how it will look")
    await olga.says("/admin")
    await olga.taps("People")
    await olga.taps("Search")
    await olga.says("✖️ Cancel")
    olga.finds_no("✖️ Cancel”")

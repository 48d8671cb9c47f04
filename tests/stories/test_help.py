"""/help answers customers' questions: a button for each, and a way back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.welcome.help_topics import TOPICS
from tests.in_process import Harness


@pytest.fixture(params=["shop", "private"])
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A shop in either mode."""
    harness = Harness(database_file, access=request.param)
    await harness.opens()
    yield harness
    await harness.closes()


async def test_every_question_is_answered_in_the_same_message(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/help")
    await ann.sees("What I can do", "/orders", "New order", "Ask us", "Menu")
    bubbles = len(ann.person.chat)
    for topic in TOPICS:
        await ann.taps(topic.label)
        await ann.sees(topic.question, "Back", "Menu")
        await ann.taps("Back")
        await ann.sees("What I can do")
    assert len(ann.person.chat) == bubbles


async def test_answers_lead_to_what_they_tell_of(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/help")
    await ann.taps("My data")
    await ann.taps("Settings")
    await ann.sees("Delete my data")
    await ann.says("/help")
    await ann.taps("How to order")
    await ann.sees("it holds for 10 minutes")
    await ann.taps("New order")
    await ann.sees("Instagram")


async def test_in_russian_too(shop: Harness) -> None:
    shop.ann.person.user["language_code"] = "ru"
    await shop.ann.says("/help")
    await shop.ann.taps("Мои данные")
    await shop.ann.sees("Что происходит с моими данными?", "Назад", "Меню")

"""Times on screens: by the reader's own clock, and in UTC where a server or an app is too old for that."""

from datetime import datetime
from typing import Any

import pytest

from playground.telegram.messages import FakeMessage
from tests.in_process import Harness

ORDER = "/order 1 https://instagram.com/p/abc 100"
MOMENT = frozenset({"tg-time"})


def moments(message: FakeMessage) -> list[tuple[str, int]]:
    """Return the words and the time of each moment in a message."""
    marked = [one for one in message.content.entities if one["type"] == "date_time"]
    return [(_words(message.text, one), one["unix_time"]) for one in marked]


def _words(text: str, entity: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le")


def in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %H:%M} UTC"


async def test_a_card_and_a_wallet_give_moments_to_the_readers_clock(harness: Harness) -> None:
    ann, ordered = harness.ann, harness.clock.now()
    await ann.says(ORDER)
    await ann.taps("Confirm")
    card = ann.person.last
    assert moments(card)[0] == (in_words(ordered), int(ordered.timestamp()))
    await ann.says("/wallet")
    assert (in_words(ordered), int(ordered.timestamp())) in moments(ann.person.last)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_server_that_does_not_know_them_gets_the_words_alone(
    language: str, harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.telegram.world.unknown_tags = MOMENT
    ann, ordered = harness.ann, harness.clock.now()
    ann.person.user["language_code"] = language
    await ann.says(ORDER)
    await ann.taps("Confirm" if language == "en" else "Подтвердить")
    card = ann.person.last
    assert f"{ordered:%H:%M} UTC" in card.text
    assert "<" not in card.text
    assert [one["type"] for one in card.content.entities].count("bold") >= 1, "it lost all its mark-up"
    assert moments(card) == []
    await ann.says("/wallet")
    await ann.says("/orders")
    refused = [one for one in harness.telegram.calls if "tg-time" in one.description]
    assert len(refused) == 1, "the server is asked once what it knows"
    assert "refuses <tg-time>" in caplog.text


async def test_what_was_refused_for_them_arrives_once(harness: Harness) -> None:
    harness.telegram.world.unknown_tags = MOMENT
    ann = harness.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    shown = [one for one in ann.person.chat if "Order 1" in one.text and one.from_bot]
    assert len(shown) == 1, ann.screen


async def test_a_new_process_asks_the_server_anew(harness: Harness) -> None:
    harness.telegram.world.unknown_tags = MOMENT
    ann = harness.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    harness.telegram.world.unknown_tags = frozenset()
    await ann.says("/wallet")
    assert moments(ann.person.last) == []
    await harness.restarts()
    await ann.says("/wallet")
    assert moments(ann.person.last)

"""Small signs: a thumb on a link that was understood, an effect when an order is done."""

import pytest

from playground.telegram import FakeMessage
from playground.telegram.faults import Fault, disconnect_before, refusal
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/signs/"


def said(player: Player, text: str) -> FakeMessage:
    """Return the newest message with exactly these words."""
    return next(one for one in reversed(player.person.chat) if one.text == text)


def end_of(player: Player) -> FakeMessage:
    """Return the message that says that an order has ended."""
    return next(one for one in reversed(player.person.chat) if " is done" in one.text)


async def test_a_link_that_is_understood_gets_a_thumb_wherever_it_comes(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(LINK)
    assert said(ann, LINK).reaction == "👍"
    await ann.says("/order 1")
    answer = "https://www.instagram.com/p/answer/"
    await ann.says(answer)
    assert said(ann, answer).reaction == "👍"
    line = "/order 1 https://www.instagram.com/p/line/ 100"
    await ann.says(line)
    assert said(ann, line).reaction == "👍"


@pytest.mark.parametrize(
    "text", ["https://example.org/shop", "likes", "/help", "instagram.com/p/a instagram.com/p/b", "1000"]
)
async def test_what_is_no_link_for_an_order_gets_none(text: str, harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await ann.says(text)
    assert said(ann, text).reaction == ""


async def test_a_later_answer_gets_none(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await ann.says(LINK)
    await ann.says("100")
    assert said(ann, "100").reaction == ""


@pytest.mark.parametrize("fault", [refusal(400, "Bad Request: REACTION_INVALID"), disconnect_before()])
async def test_the_answer_does_not_need_the_thumb(fault: Fault, harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    harness.telegram.plan("setMessageReaction", fault)
    await ann.says(LINK)
    await ann.sees("How many")
    assert said(ann, LINK).reaction == ""
    assert len([one for one in ann.person.chat if "How many" in one.text]) == 1


async def test_an_order_that_is_done_while_its_customer_is_up_ends_with_an_effect(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await harness.delivers()
    assert end_of(ann).effect == "🎉"
    assert [one.effect for one in ann.person.chat].count("🎉") == 1


async def test_one_that_took_the_night_ends_quietly(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.pace.delivering = 3 * 3600
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    for _ in range(5):
        await harness.passes(3600)
    assert end_of(ann).effect == ""


async def test_where_the_effect_is_gone_the_message_comes_without_it_and_once(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    ann = harness.ann
    harness.telegram.world.effects = frozenset()
    for number in (1, 2):
        await ann.says(f"/order 1 {LINK}{number} 100")
        await ann.taps("Confirm")
        await harness.delivers()
    ends = [one for one in ann.person.chat if " is done" in one.text]
    assert [one.effect for one in ends] == ["", ""]
    assert len([one for one in harness.telegram.calls if "EFFECT_ID_INVALID" in one.description]) == 1
    assert "refuses message_effect_id" in caplog.text

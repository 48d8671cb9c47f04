"""A command that does not exist is said not to exist; it is never words to look for, nor an answer."""

import pytest

from playground.telegram.entities import Entity
from tests.in_process import Harness


async def test_the_nearest_commands_are_named(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/ordr")
    await ann.sees("⚠️ There is no command /ordr", "/order", "New order", "Menu")
    await ann.says("/walet now")
    await ann.sees("/wallet")
    await ann.says("/order@another_bot")
    await ann.sees("There is no command /order@another_bot", "/order")
    await ann.says("/xyzzy")
    await ann.sees("⚠️ There is no command /xyzzy. /help lists", "Menu")


@pytest.mark.parametrize(
    ("typed", "ours"),
    [("/balance", "/wallet"), ("/deposit 5", "/topup"), ("/buy", "/order"), ("/HISTORY", "/orders")],
)
async def test_what_other_bots_call_it_names_ours(typed: str, ours: str, harness: Harness) -> None:
    await harness.ann.says(typed)
    await harness.ann.sees(f"Did you mean one of these? {ours}")
    harness.ann.finds_no("/cancel")
    await harness.ann.says("/cansel")
    await harness.ann.sees("/cancel")


async def test_customers_are_not_told_of_the_operators_commands(harness: Harness) -> None:
    await harness.ann.says("/broadcasts")
    harness.ann.finds_no("Did you mean")
    await harness.olga.says("/broadcasts")
    await harness.olga.sees("/broadcast")


@pytest.mark.parametrize("typed", ["/services", "/prices"])
async def test_who_asks_for_services_or_prices_is_shown_what_is_sold(typed: str, harness: Harness) -> None:
    """They read that only the operator can do this, as their commands have these names."""
    ann, olga = harness.ann, harness.olga
    await ann.says(typed)
    await ann.sees("What is it for?", "Instagram")
    await ann.says(f"{typed} instagram likes")
    await ann.sees("Found for “instagram likes”")
    await ann.says(f"{typed}@kiosk_bot")
    await ann.sees("What is it for?")
    await olga.says(typed)
    olga.finds_no("What is it for?")


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (["/order"], "What is it for?"),
        (["/order instagram"], "Found for"),
        (["/order 1"], "link"),
        (["/order 1 https://instagram.com/p/a"], "How many"),
        (["/order 1 https://instagram.com/p/a 100"], "Check your order"),
    ],
)
async def test_a_waiting_draft_stays_and_goes_on(harness: Harness, before: list[str], question: str) -> None:
    ann = harness.ann
    for words in before:
        await ann.says(words)
    await ann.says("/suport")
    await ann.sees("⚠️ There is no command /suport", "/support", "Go on")
    assert "I found nothing" not in ann.person.last.text
    await ann.taps("Go on")
    await ann.sees(question)


async def test_a_comment_may_begin_with_a_slash(harness: Harness) -> None:
    ann = harness.ann
    custom = next(one for one in harness.panel.catalogue if one.type == "Custom Comments")
    await ann.says(f"/order {custom.id} https://instagram.com/p/a")
    await ann.says("\n".join(f"/nice {n}" for n in range(max(custom.min, 10))))
    ann.finds_no("There is no command")


async def test_hostile_words_are_shown_as_they_are(harness: Harness) -> None:
    await harness.ann.says("/<b>" + "x" * 300)
    await harness.ann.sees("There is no command /<b>xxx")


@pytest.mark.parametrize("look", ["bold", "italic", "code", "blockquote", "spoiler"])
async def test_a_command_is_one_however_it_is_formatted(harness: Harness, look: str) -> None:
    """PTB takes only what Telegram marks as a command, and that mark first."""
    ann, olga = harness.ann, harness.olga

    def formatted(text: str) -> list[Entity]:
        return [{"type": look, "offset": 0, "length": len(text)}]

    for text, answer in (
        ("/wallet", "Your wallet"),
        ("/order 1 https://instagram.com/ann 100", "Check your order"),
    ):
        ann.person.says(text, entities=formatted(text))
        await harness.settles()
        await ann.sees(answer)
        ann.finds_no("There is no command")
    ann.person.says("/cancel", entities=formatted("/cancel"))
    await harness.settles()
    await ann.sees("Nothing was ordered")
    olga.person.says("/prices default 30", entities=formatted("/prices default 30"))
    await harness.settles()
    await olga.sees("30 %")


async def test_another_bots_command_is_not_ours_however_it_is_formatted(harness: Harness) -> None:
    text = "/wallet@other_bot"
    harness.ann.person.says(text, entities=[{"type": "code", "offset": 0, "length": len(text)}])
    await harness.settles()
    await harness.ann.sees("There is no command")


@pytest.mark.parametrize("asks", ["/topup", "/broadcast"])
async def test_a_command_in_bold_answers_no_question(harness: Harness, asks: str) -> None:
    """It was an amount that nobody can read, or the message for everybody."""
    olga, text = harness.olga, "/order 1"
    await olga.says(asks)
    olga.person.says(text, entities=[{"type": "bold", "offset": 0, "length": len(text)}])
    await harness.settles()
    await olga.sees("Send the link")
    olga.finds_no("Send an amount")
    olga.finds_no("This is how it will look")

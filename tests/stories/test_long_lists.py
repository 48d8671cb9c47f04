"""Lists that are pasted at once and come in several messages, because the app cuts them."""

import pytest

from playground.telegram.cutting import parts_of
from shop.ordering.pasting import PATIENCE
from tests.in_process import Harness

POST = "https://www.instagram.com/p/abc123/"
A_MOMENT = PATIENCE.total_seconds()


def lines(count: int, length: int = 57) -> list[str]:
    return [f"{number:04} {'x' * (length - 5)}" for number in range(count)]


async def asks(harness: Harness, kind: str, *answers: str) -> None:
    """Have Ann order this type and answer these questions."""
    service = harness.panel.catalogue.of_type(kind)
    harness.panel.catalogue.change(service.id, min=1, max=100_000)
    await harness.kiosk.catalogue.refresh()
    await harness.ann.says(f"/order {service.id}")
    for answer in answers:
        await harness.ann.says(answer)


def sent(harness: Harness, name: str) -> list[str]:
    [form] = [call.form for call in harness.panel.calls if call.action == "add"]
    return form[name].split("\n")


async def test_all_comments_of_three_messages_are_ordered(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(150)))
    await ann.sees("Check your order", "Quantity: 150")  # the last part is short: nobody waits
    await ann.taps("Confirm")
    assert sent(harness, "comments") == lines(150)


async def test_where_the_last_part_is_long_too_a_moment_is_waited(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    pasted = "\n".join(lines(119))
    assert [len(part) > 2048 for part in parts_of(pasted)] == [True, True]
    await ann.says(pasted)
    ann.finds_no("Check your order")
    assert ann.person.home.action is not None  # the bot is typing
    await harness.passes(A_MOMENT - 0.5)
    ann.finds_no("Check your order")
    await harness.passes(0.5)
    await ann.sees("Check your order", "Quantity: 119")
    assert len([message for message in ann.person.chat if "Check your order" in message.text]) == 1
    await ann.taps("Confirm")
    assert sent(harness, "comments") == lines(119)


async def test_a_long_list_that_was_not_cut_is_answered_a_moment_later(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(50)))
    ann.finds_no("Check your order")
    await harness.passes(A_MOMENT)
    await ann.sees("Check your order", "Quantity: 50")


@pytest.mark.parametrize("count", [1, 10, 35])
async def test_short_lists_are_answered_at_once(harness: Harness, count: int) -> None:
    await asks(harness, "Custom Comments", POST)
    await harness.ann.says("\n".join(lines(count)))
    await harness.ann.sees("Check your order", f"Quantity: {count}")


async def test_a_quick_answer_to_the_next_question_is_no_part(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Mentions with Hashtags", POST, "1000")
    ann.person.says("\n".join(lines(50, 50)).replace(" ", ""))
    ann.person.says("#one\n#two")
    await harness.settles()
    await ann.sees("Usernames: 50", "Hashtags: 2")


async def test_200_usernames_are_200(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Mentions with Hashtags", POST, "1000")
    names = [f"a_person_with_a_long_name_{number:05}" for number in range(200)]
    await ann.says("\n".join(names))
    await ann.says("#one")
    await ann.taps("Confirm")
    assert (sent(harness, "usernames"), sent(harness, "hashtags")) == (names, ["#one"])


async def test_90_long_keywords_are_90(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "SEO", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "1000")
    await ann.says("\n".join(lines(90)))
    await ann.sees("Keywords: 90")


async def test_two_lists_pasted_one_after_the_other(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Mentions with Hashtags", POST, "1000")
    ann.person.says("\n".join(f"name_{number:05}" for number in range(250)))  # 2,749 units
    ann.person.says("\n".join(f"#t{number}" for number in range(100)))
    await harness.settles()
    await ann.sees("Usernames: 250", "Hashtags: 100")


async def test_a_list_that_is_refused_says_so_and_drops_what_came_behind_it(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    await asks(harness, "Custom Comments", POST)
    harness.panel.catalogue.change(service.id, min=1, max=40)
    await harness.kiosk.catalogue.refresh()
    ann.person.says("\n".join(lines(60)))
    ann.person.says("100")
    await harness.settles()
    await ann.sees("That makes 60; it takes from 1 to 40", "Send the comments")
    await ann.says("\n".join(lines(3)))
    await ann.sees("Quantity: 3")


async def test_the_list_behind_an_order_in_one_line_may_be_cut_too(harness: Harness) -> None:
    ann = harness.ann
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await ann.says(f"/order {package.id} {POST} " + "\n".join(lines(150)))
    await ann.sees("Check your order", "Comments: 150")


async def test_a_name_that_is_cut_in_the_middle_is_put_together(harness: Harness) -> None:
    ann = harness.ann
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await ann.says(f"/order {package.id} {POST}")
    await ann.says("\n".join(["short"] * 10) + "\n" + "y" * 3000 + "z" * 3000)
    await ann.sees("One of the lines is longer than 500 characters")


async def test_a_restart_between_the_parts_loses_none(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    first, second, third = parts_of("\n".join(lines(150)))
    await ann.says(first)
    await harness.restarts()
    await ann.says(second)
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.says(third)
    await ann.sees("Quantity: 150")


async def test_a_restart_before_the_moment_is_over_answers_all_the_same(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(50)))
    await harness.restarts()
    await harness.passes(3600)
    await ann.sees("Quantity: 50")
    cards = len([message for message in ann.person.chat if "Check your order" in message.text])
    await harness.passes(3600)
    assert cards == len([message for message in ann.person.chat if "Check your order" in message.text])


async def test_what_was_done_meanwhile_stands(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(50)))
    await ann.taps("Cancel")
    await harness.passes(A_MOMENT)
    ann.finds_no("Check your order")
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(50)))
    await ann.says("/orders")
    await ann.sees("You have none yet")
    await harness.passes(A_MOMENT)
    await ann.sees("Quantity: 50")


async def test_the_reminder_of_a_list_is_never_broadcast(harness: Harness) -> None:
    olga = harness.olga
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await olga.says(f"/order {package.id} {POST}")
    await olga.says("\n".join(lines(50)))
    await olga.says("/broadcast")
    await harness.passes(A_MOMENT)
    await olga.sees("Check your order")
    olga.finds_no("This is how it will look")


async def test_a_clock_that_is_set_back_holds_no_list(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    harness.clock.advance(7200)
    await ann.says("\n".join(lines(50)))
    harness.clock._passed -= 7200
    await harness.settles()
    await ann.sees("Quantity: 50")


async def test_beyond_what_a_file_holds_it_is_said(harness: Harness) -> None:
    ann = harness.ann
    await asks(harness, "Custom Comments", POST)
    await ann.says("\n".join(lines(5000)))
    await ann.sees("Send it as a text file")
    await harness.passes(A_MOMENT)
    assert len([message for message in ann.person.chat if "Send it as a text file" in message.text]) == 1
    assert ann.person.chat[-1].text.startswith("⚠️ That is too long for messages")

"""Lines of a panel's mass order, `service|link|quantity`, sent outside and inside an order."""

import pytest

from tests.in_process import Harness

POST = "https://www.instagram.com/p/abc123/"
OTHER = "https://www.instagram.com/p/other/"


@pytest.mark.parametrize("line", ["1|{}|100", " 1 | {} | 100 ", "1|{}|100\n", "١|{}|١٠٠"])
async def test_a_line_by_itself_does_what_order_would_do(harness: Harness, line: str) -> None:
    ann = harness.ann
    await ann.says(line.format(POST))
    await ann.sees("Check your order", f"Link: {POST}", "Quantity: 100", "Confirm")
    assert not harness.panel.orders
    await ann.taps("Confirm")
    await ann.sees("Order 1")
    [order] = harness.panel.orders.values()
    assert (order.link, order.quantity) == (POST, 100)


@pytest.mark.parametrize("begin", ["", "/order ", "/order\n", "/order, then the lines"])
async def test_several_lines_are_a_mass_order(harness: Harness, begin: str) -> None:
    ann = harness.ann
    lines = f"1|{POST}|100\n2|{OTHER}|200\n\n3|{OTHER}|300"
    if begin.startswith("/order,"):
        await ann.says("/order")
        begin = ""
    await ann.says(begin + lines)
    await ann.sees("3 lines", "Total:", "Confirm")
    assert not harness.panel.orders
    await ann.taps("Confirm")
    assert [order.link for order in harness.panel.orders.values()] == [POST, OTHER, OTHER]


async def test_what_is_wrong_in_a_line_is_said_and_asked_for(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"99999|{POST}|100")
    await ann.sees("There is no service 99999")
    await ann.says("1|nonsense|100")
    await ann.sees("That is not a web link", "Send the link")
    await ann.says("/cancel")
    await ann.says(f"1|{POST}|1")
    await ann.sees("It must be from", "How many?")
    await ann.says(f"1|{POST}|100\n2|{POST}|100")  # the question is for one number
    await ann.sees("Send a whole number")
    assert not harness.panel.orders


async def test_a_line_that_is_handled_again_shows_the_same_card(harness: Harness) -> None:
    await harness.ann.says(f"1|{POST}|100")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await harness.ann.sees("Check your order", f"Link: {POST}")
    await harness.ann.taps("Confirm")
    assert [order.link for order in harness.panel.orders.values()] == [POST]


async def test_a_stranger_gets_no_card(harness: Harness) -> None:
    await harness.sam.says(f"1|{POST}|100")
    await harness.sam.sees("This shop is private")

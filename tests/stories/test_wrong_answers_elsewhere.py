"""While an order is being filled in, a wrong answer to something else is told by itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.in_process import Harness

WAYS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "when a broadcast begins": (("/broadcast", "Sale", "!When"), "yesterday", "could not read a time"),
    "a broadcast's buttons": (("/broadcast", "Sale", "!Buttons"), "nonsense", "https://"),
    "a day at the desk": (("/admin", "!Orders", "!Filter", "!A day"), "someday", "a day"),
    "what to give": (("/admin", "!People", "!Ann", "!Give"), "lots", "amount"),
    "a rule": (("/services", "!Hiding rules", "!Add a rule"), "*", "at least one word"),
    "an amount": (("/topup",), "lots", "amount"),
    "a coupon": (("/wallet", "!Coupon"), "SPRING", "coupon"),
    "a command": ((), "/debit 101 5,000 too much", "can be two amounts"),
}
"""What is said and tapped (with a !) until something is asked, a wrong answer, and what is told of it."""


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which all of this can be asked."""
    harness = Harness(database_file, access="shop", currency="USD", star_value="0.02")
    await harness.opens()
    await harness.ann.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


@pytest.mark.parametrize("question", WAYS)
async def test_a_wrong_answer_elsewhere(shop: Harness, question: str) -> None:
    olga = shop.olga
    await olga.says("/order likes")
    await olga.sees("Found for")
    steps, wrong, told = WAYS[question]
    for step in steps:
        await (olga.taps(step[1:]) if step.startswith("!") else olga.says(step))
    await olga.says(wrong)
    text = olga.person.last.text or ""
    assert told in text
    assert "Found for" not in text

"""What turns ask of the database: a screen that reads more than it did is to say so here."""

import pytest
from sqlalchemy import event

from storage.core.forms import LISTENED
from tests.in_process import Harness

BEGINS, ENDS = "SELECT 'draft' AS asks", "UPDATE inbox SET state='done'"
"""The first and the last statement of a turn. As all is done inline, what is between them is its own."""


@pytest.fixture
def heard(harness: Harness) -> list[str]:
    """Every statement of the kiosk from now on."""
    statements: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(" ".join(statement.split()))

    for engine in harness.kiosk.stores.database.engines:
        engine.update_execution_options(**{LISTENED: True})
        event.listen(engine, "before_cursor_execute", hear)
    return statements


def of_the_turn(heard: list[str]) -> list[str]:
    """Return what the one turn since the last call has asked, its end included."""
    first = next(place for place, one in enumerate(heard) if one.startswith(BEGINS))
    last = next(place for place, one in enumerate(heard) if one.startswith(ENDS))
    asked = heard[first : last + 1]
    heard.clear()
    return asked


async def test_a_known_customer_costs_few_statements(harness: Harness, heard: list[str]) -> None:
    ann = harness.ann
    await ann.says("/start")
    heard.clear()
    asked: list[tuple[str, int]] = []
    for text in ("/start", "/help", "/order"):
        await ann.says(text)
        asked.append((text, len(of_the_turn(heard))))
    for label in ("Instagram", "Likes", "Back", "Back"):
        await ann.taps(label)
        asked.append((label, len(of_the_turn(heard))))
    # The end of a turn is one, its start two, and one more for what is open, as a draft is here.
    # Whoever makes a figure larger looks at what it buys.
    assert asked == [
        ("/start", 5), ("/help", 3), ("/order", 11),
        ("Instagram", 7), ("Likes", 10), ("Back", 7), ("Back", 10),
    ]  # fmt: skip

"""However many values a statement asks for, a connection keeps few texts of it, compiled at 10 to 60 kB."""

import pytest
from sqlalchemy import event

from storage.core.forms import LISTENED
from storage.core.prepared import one_of, padded
from storage.orders.mass_tables import mass_order
from tests.contracts.storage.stores import StoresUnderTest


@pytest.mark.parametrize(
    ("several", "expected"), [("", ""), ("a", "a"), ("ab", "ab"), ("abc", "abcc"), ("abcde", "abcdeeee")]
)
def test_the_last_text_is_repeated_up_to_a_power_of_two(several: str, expected: str) -> None:
    assert padded(several) == list(expected)


async def test_numbers_at_the_panel_are_looked_up_by_few_texts(stores: StoresUnderTest) -> None:
    """The panel's list grows with every order: each sweep asked by a new text, until 512 were kept."""
    heard: set[str] = set()
    for engine in stores.database.engines:
        engine.update_execution_options(**{LISTENED: True})
        event.listen(engine, "before_cursor_execute", lambda *heard_of: heard.add(heard_of[2]))
    for count in range(1, 65):
        taken = await stores.cases.list_taken([str(number) for number in range(count)])
        assert taken == frozenset()
    assert len(heard) <= 7


def test_texts_are_no_numbers() -> None:
    with pytest.raises(TypeError, match=r"mass_order\.id has no numbers"):
        one_of(mass_order.c.id, [1])

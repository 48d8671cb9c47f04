"""What a button carries is what is read from it when somebody taps."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.buttons import MAX_BYTES, Button
from panel.values.texts import identifier

IDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: identifier(text) == text
)


@given(IDS, st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=20))
def test_any_id_of_a_panel_and_any_value_are_read_as_they_were_packed(of: str, value: str) -> None:
    button = Button("ar", of, "route", value)
    if len(of.encode()) + len(value) <= MAX_BYTES - len("ar::route:"):
        assert Button.read(button.pack()) == button


def test_a_colon_in_an_id_parts_nothing() -> None:
    button = Button("ar", "PROV:12", "route", "2000005:x")
    assert Button.read(button.pack()) == button

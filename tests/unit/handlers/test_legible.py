"""Rows of buttons as a phone shows them: whole labels first, then a keyboard that is not too tall."""

from handlers.buttons import START, Button
from handlers.view import MOST_ROWS, TALLEST, Row, in_pairs, legible
from playground.telegram.labels import room, width

SHORT, LONG = "🏠 Menu", "🏦 Bank transfer"


def row_of(*labels: str) -> Row:
    return tuple((label, Button(START, "", "town", str(place))) for place, label in enumerate(labels))


def cut(rows: list[Row]) -> list[str]:
    return [label for row in rows for label, _ in row if width(label) > room(len(row))]


def test_a_keyboard_grows_taller_before_a_label_is_cut() -> None:
    pairs = [row_of(SHORT, SHORT)] * (MOST_ROWS - 1)
    rows = legible([row_of(LONG, SHORT), *pairs])
    assert [len(row) for row in rows[:3]] == [1, 1, 2]
    assert (len(rows), cut(rows)) == (MOST_ROWS + 1, [])


def test_it_does_not_grow_beyond_the_tallest_lists() -> None:
    rows = legible([row_of(f"{place} of the transfers", f"{place} Menu") for place in range(MOST_ROWS)])
    assert len(rows) == TALLEST
    assert len(cut(rows)) == MOST_ROWS - (TALLEST - MOST_ROWS)


def test_what_fits_stays_beside_each_other() -> None:
    rows = [row_of(SHORT, SHORT), row_of(SHORT, SHORT, SHORT)]
    assert legible(rows) == rows


def test_short_labels_of_a_menu_find_each_other_past_a_long_one() -> None:
    labels = ("🎁 Bundles", LONG, "🎟 Coupons", LONG, SHORT)
    assert [[label for label, _ in row] for row in in_pairs(row_of(*labels))] == [
        ["🎁 Bundles", "🎟 Coupons"],
        [LONG],
        [LONG],
        [SHORT],
    ]


def test_a_long_label_between_two_short_ones_leaves_them_beside_each_other() -> None:
    rows = legible([row_of("⬅️ Back", LONG, SHORT)])
    assert [[label for label, _ in row] for row in rows] == [[LONG], ["⬅️ Back", SHORT]]

"""Items are matched to the ids asked about, by what they say themselves."""

from collections.abc import Iterator

import pytest

from panel.values.items import Matched, match, own_id
from panel.values.texts import first, flag, identifier, lower_keys, paragraph, plain, squeezed

KEYS = ("order", "id")
A, B = {"order": 1, "x": "a"}, {"id": "2", "x": "b"}


@pytest.mark.parametrize(
    ("value", "asked", "matched"),
    [
        ([A, B], ["1", "2"], Matched({"1": A, "2": B})),
        ([A, B], [], Matched({"1": A, "2": B})),
        ([A, B], ["1"], Matched({"1": A}, strays=("2",))),
        ([A, B, {"x": 1}], ["1", "2"], Matched({"1": A, "2": B}, unplaced=1)),
        ([{"x": 1}], ["1"], Matched({"1": {"x": 1}})),
        ([{"x": 1}], [], Matched({"": {"x": 1}})),
        ([{"x": 1}], ["1", "2"], Matched({}, unplaced=1)),
        ([{"x": 1}, {"x": 2}], ["1"], Matched({}, unplaced=2)),
        ([{"x": 1}, {"x": 2}, 7, "8"], [], Matched({}, unplaced=2)),
        ([A, A], ["1", "2"], Matched({"1": A})),
        ([A, {**A, "x": "z"}, B], ["1", "2"], Matched({"2": B})),
        ([A, {**A, "x": "z"}], ["2"], Matched({}, strays=("1",))),
        ({"1": A, "2": B}, ["1", "2"], Matched({"1": A, "2": B})),
        ({"1": A, "3": B}, ["1", "2"], Matched({"1": A}, strays=("3",))),
        ({"1": "Pending", "2": B}, ["1", "2"], Matched({"1": "Pending", "2": B})),
        ({"1": "Pending"}, ["1"], Matched({"1": "Pending"})),
        ({" 1 ": A}, ["1", "2"], Matched({"1": A})),
        ({"note": "text", "1": A}, ["1"], Matched({"1": A})),
        ({"1": 5, "2": None, "3": [A]}, ["1", "2"], Matched({})),
        ({"note": A}, ["1"], Matched({"1": A})),  # it names itself
        ({"note": {"x": 1}}, ["1"], Matched({}, strays=("note",))),
        ({"0": A, "1": B}, ["1"], Matched({"1": A}, strays=("2",))),  # the places of a list
        ("text", ["1"], Matched({})),
        (None, [], Matched({})),
    ],
)
def test_each_item_goes_to_its_id(value: object, asked: list[str], matched: Matched) -> None:
    assert match(value, asked, KEYS) == matched


def test_a_row_names_its_id_by_the_first_key_that_has_one() -> None:
    assert own_id({" ORDER ": "", "Id": 7}, KEYS) == "7"
    assert own_id({"order": 5, "id": 7}, KEYS) == "5"
    assert own_id({"order": "no id", "id": 7}, KEYS) is None


def test_the_first_value_is_neither_none_nor_empty() -> None:
    members = {"a": None, "b": "", "c": 0, "d": 1}
    assert (first(members, ("a", "b", "c", "d")), first(members, "ab"), first(members, ())) == (0, None, None)
    assert first({"a": False, "b": 1}, "ab") is False


def test_keys_that_become_one_agree_or_are_no_value() -> None:
    assert lower_keys({"A": 1, "a": 2}) == {"a": (1, 2)}
    assert lower_keys({" Start  Count ": 1, "Order ID": 2, "": 3}) == {"start_count": 1, "order_id": 2, "": 3}
    assert lower_keys({"Order ID": 1, "order_id": 2}) == {"order_id": (1, 2)}
    assert lower_keys({"a": 2, " A ": 1, "A": 3}) == {"a": (2, 1, 3)}
    assert lower_keys({"A": 1, " a": "1"}) == lower_keys({" a": "", "A": 1, "a": None}) == {"a": 1}
    assert lower_keys({"A": "Yes", "a": "YES"}) == {"a": "Yes"}
    assert lower_keys({"A": {"b": 1}, "a": {"b": 2}}) == {"a": ({"b": 1}, {"b": 2})}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x" * 128, "x" * 128),
        ("null1", "null1"),
        ("-", None),
        ("1\x7f2", None),
        ("1 2", None),
        ("TRUE", None),
        ("success", None),
        ("#17", "#17"),
        (1.5, None),
    ],
)
def test_an_id_is_a_short_text_that_means_something(value: object, text: str | None) -> None:
    assert identifier(value) == text


@pytest.mark.parametrize(
    ("value", "meant"),
    [(" YES ", True), ("On", True), ("Off", False), ("no", False), (2, True), (3, None), (1.0, None)],
)
def test_a_flag_may_be_a_word(value: object, meant: bool | None) -> None:
    assert flag(value) is meant


def test_the_length_of_a_text_is_that_of_what_is_shown() -> None:
    assert plain("e\u0301" * 10, 5) == "é" * 5
    assert plain("a  b c", 3) == "a b"
    assert plain("a" + " " * 9 + "b", 5) == "a"
    assert plain(12) == "12"
    assert plain(1.5) == ""


def test_a_paragraph_has_no_more_than_one_empty_line_in_a_row() -> None:
    assert paragraph("a\n\n\n\nb\n\nc") == "a\n\nb\n\nc"
    assert paragraph("abc def", 5) == "abc d"
    assert paragraph("<STYLE>a{}\n</style >text") == "text"
    assert paragraph("&amp;lt;3 likes") == "<3 likes"
    assert paragraph(12) == ""


def test_a_word_is_squeezed_to_its_letters() -> None:
    assert squeezed("In_Pro-gress \tX") == "inprogressx"
    assert squeezed("X.x") == "x.x"


class _Looked(tuple[str, ...]):
    """Ids that count how often somebody looks through them."""

    looks = 0

    def __iter__(self) -> Iterator[str]:
        self.looks += 1
        return super().__iter__()


@pytest.mark.parametrize("row", [{"order": "{}"}, {"order": "9{}"}, {"message": "{}"}, "Pending"])
def test_the_ids_are_not_looked_through_for_every_row(row: dict[str, str] | str) -> None:
    asked = _Looked(str(number) for number in range(2_000, 2_100))
    rows = {
        one: {key: text.format(one) for key, text in row.items()} if isinstance(row, dict) else row
        for one in asked
    }
    asked.looks = 0
    assert list(match(rows, asked, KEYS).by_id) == list(rows)
    assert asked.looks < 10

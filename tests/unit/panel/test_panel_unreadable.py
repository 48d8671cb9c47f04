"""An answer that is not read says why, in words the operator can use; what is read is read to its edges."""

import json
from decimal import Decimal

import pytest

from panel.lenient_json import LARGEST, Document, Unmendable, Unreadable, is_page, mend, read, text_of


def why_not(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \ufeff", "the answer is empty"),
        ("x" * (LARGEST + 1), "the answer is longer than 1048576 characters"),
        ("[" * 100_000, "the answer is nested too deep"),
        ("[" * 100 + "]" * 100, "the answer is nested too deep"),
        ("<html>", "the answer is a web page"),
        ("OK", "there is no JSON in the answer"),
        ('{"a":1}{"a":2}', "the answer holds several values that differ"),
        ("{}" * 100, "the answer holds too many values"),
        ('{"a":1', "the answer breaks off"),
        ("{'a': 1}", "the answer holds a value that is not JSON"),
        ('{"a":1,"a":2}', "the answer says the same key twice"),
        ('{"a":' + "9" * 61 + "}", "the answer holds a number of absurd length"),
        ('{"a":0.' + "9" * 60 + "}", "the answer holds a number of absurd length"),
        ('{"a":1e31}', "the answer holds a number of absurd size"),
        ('{"a":1e-31}', "the answer holds a number of absurd size"),
        ('{"a":1e9999999999999999999999}', "the answer holds a number of absurd size"),
    ],
)
def test_an_answer_that_is_not_read_says_why(text: str, why: str) -> None:
    assert why_not(text) == why


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1" * 60, int("1" * 60)),
        ("0." + "1" * 58, Decimal("0." + "1" * 58)),
        ("1e30", Decimal("1e30")),
        ("1e-30", Decimal("1e-30")),
        ("[" * 39 + "1" + "]" * 39, json.loads("[" * 39 + "1" + "]" * 39)),
        ('{"a":"\\"}{"}', {"a": '"}{'}),
        ('x {"a":"]"} y', {"a": "]"}),
        ("\v\f\0[1]\0", [1]),
        ('{main} {"a":1} {b}', {"a": 1}),
        ('[1] {"a":1}', {"a": 1}),
    ],
)
def test_a_value_is_read_to_its_edges(text: str, value: object) -> None:
    assert read(text) == Document(value)


def test_an_answer_as_long_as_may_be_is_read() -> None:
    assert read('"' + "x" * 8 + '"', 10) == Document("x" * 8)
    with pytest.raises(Unreadable, match="longer than 9 characters"):
        read('"' + "x" * 8 + '"', 9)
    assert read('   "x"   ', 3) == Document("x")


@pytest.mark.parametrize(("copies", "is_read"), [(64, True), (65, False)])
def test_so_many_pieces_are_an_answer(copies: int, is_read: bool) -> None:
    text = '{"order":1}' * copies
    if is_read:
        assert read(text) == Document({"order": 1}, copies=copies)
    else:
        assert why_not(text) == "the answer holds too many values"


def test_one_mended_copy_makes_the_whole_mended() -> None:
    assert read('{"order":1}{"order":1,}') == Document({"order": 1}, mended=True, copies=2)
    assert read('{"order":1,} trace {main}') == Document({"order": 1}, mended=True)


@pytest.mark.parametrize(
    "text", ["<HTML>", " \ufeff<!doctype html>", "<body class=x>", "\0<head>", "\n<html lang=en>"]
)
def test_a_page_begins_like_one(text: str) -> None:
    assert is_page(text)


@pytest.mark.parametrize(
    "text", ["", "<b>Warning</b>", "<header>", "x<html>", '{"a":"<html>"}', "<bodyguard>"]
)
def test_mark_up_alone_is_no_page(text: str) -> None:
    assert not is_page(text)


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    assert text_of(b"a\xffb") == "a\ufffdb"
    assert text_of(b"") == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[Yes, No , In progress]", ["Yes", "No", "In progress"]),
        ("{a: TRUE, b: False, c: NULL, d: None}", {"a": True, "b": False, "c": None, "d": None}),
        ("{a: Nancy}", {"a": "Nancy"}),
        ('[ "1" : 5 ]', {"1": 5}),
        ("[ ]", []),
        ("{ }", {}),
        ("[[1,],{},]", [[1], {}]),
        ('[{"1" : 2}, "3"]', [{"1": 2}, "3"]),
        ('[["1": 2], ["1"]]', [{"1": 2}, ["1"]]),
        ("[1 , 2 ,\n3]  ", [1, 2, 3]),
        ("{a_b1: x-y z}", {"a_b1": "x-y z"}),
        ("{a: [ {b: c} ]}", {"a": [{"b": "c"}]}),
    ],
)
def test_sloppy_json_means_what_it_says(text: str, value: object) -> None:
    assert mend(text, json.JSONDecoder()) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1 2]", "a comma was expected"),
        ("{a: 1 b: 2}", "a comma was expected"),
        ("{a 1}", "a key and a colon were expected"),
        ("{1: 2}", "a key and a colon were expected"),
        ("{[1]: 2}", "a plain value was expected"),
        ("{{}: 2}", "a plain value was expected"),
        ("[,]", "no value was found"),
        ("{a: 'b'}", "no value was found"),
        ("[1] 2", "something follows the value"),
        ("[" * 42 + "Yes", "nested too deep"),
    ],
)
def test_what_is_not_forgiven_says_why(text: str, why: str) -> None:
    with pytest.raises(Unmendable) as caught:
        mend(text, json.JSONDecoder())
    assert str(caught.value) == why


def test_a_mended_value_keeps_the_decoders_rules() -> None:
    def no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
        return {key: [value] for key, value in pairs}

    decoder = json.JSONDecoder(object_pairs_hook=no_twins, parse_float=Decimal)
    assert mend("{a: 1.50,}", decoder) == {"a": [Decimal("1.50")]}

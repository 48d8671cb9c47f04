"""An answer gives one JSON value, or a sentence on why it does not."""

from decimal import Decimal

import pytest

from panel import lenient_json
from panel.lenient_json import Unreadable, read

NOTICE = '<br />\n<b>Warning</b>:  Undefined array key "x" in <b>/api.php</b> on line <b>88</b><br />\n'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"order":1}', {"order": 1}),
        (' \ufeff {"order":1}\n', {"order": 1}),
        ('{"rate":0.08011655652}', {"rate": Decimal("0.08011655652")}),
        ('{"name":"two\tlines\nhere"}', {"name": "two\tlines\nhere"}),
        (NOTICE + '{"order":1}', {"order": 1}),
        ('{"order":1}' + NOTICE, {"order": 1}),
        ('callback({"order":1});', {"order": 1}),
        ('{"order":1}#0 {main}\n  thrown', {"order": 1}),
        ('SQLSTATE[23000]: twice {"order":1}', {"order": 1}),
        ('<style>a{color:red}</style>{"order":1}', {"order": 1}),
        ('{"order":1}}', {"order": 1}),
        ("null", None),
    ],
)
def test_the_value_is_found(text: str, value: object) -> None:
    assert read(text).value == value
    assert not read(text).mended


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"balance": 10000, "currency": "USD",}', {"balance": 10000, "currency": "USD"}),
        ('[{"a": 1,}, {"a": 2,},]', [{"a": 1}, {"a": 2}]),
        ('{"status": Success, "message": "m"}', {"status": "Success", "message": "m"}),
        ('{"status": In progress}', {"status": "In progress"}),
        ('{"a": True, "b": None, "c": undefined}', {"a": True, "b": None, "c": None}),
        ('["1": {"charge": "0.1"}, "10": {"error": "no"}]', {"1": {"charge": "0.1"}, "10": {"error": "no"}}),
        ('["1", "2",]', ["1", "2"]),
        ('{error: "Bad link"}', {"error": "Bad link"}),
        (NOTICE + '{"order": 1,}', {"order": 1}),
    ],
)
def test_sloppy_json_is_mended(text: str, value: object) -> None:
    document = read(text)
    assert document.value == value
    assert document.mended


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \ufeff\0\n", "empty"),
        ("OK", "no JSON"),
        ("<html><script>var a={};</script></html>", "web page"),
        ('<!DOCTYPE html><p>{"order":1}</p>', "web page"),
        ('{"order":235', "breaks off"),
        ('{"order":23501,"more":{"a":1}', "breaks off"),
        ('[{"order":1}', "breaks off"),
        ('{"order":"235', "breaks off"),
        ('{"order":1}{"order":', "breaks off"),
        ('{"order":1}{"order":2}', "differ"),
        ('{"order":1,"order":2}', "twice"),
        ('{"order":1,"order":1}', "twice"),
        ('{"order":1,"order":2,}', "twice"),
        ('{"order":' + "9" * 5_000 + "}", "absurd length"),
        ('{"order":0.' + "9" * 5_000 + "}", "absurd length"),
        ('{"order":1e999999999}', "absurd size"),
        ('{"order":1e-999999999999999999}', "absurd size"),
        ("[" * 100_000, "too deep"),
        ('{"a":' * 100_000, "too deep"),
        ("[" * 100_000 + "]" * 100_000, "too deep"),
        ("[" * 100 + "]" * 100, "too deep"),
        ('{"order":1,"more":' + "[" * 100 + "]" * 100 + "}", "too deep"),
        ("{}" * 100, "too many"),
        ("{'order': 1}", "not JSON"),
        ('{"order" 1}', "no JSON|not JSON"),
        ('{"order": 1 2}', "not JSON"),
        ('{"order": ,}', "not JSON"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("end", ["}", ",}"])
def test_what_is_no_number_is_no_value(name: str, end: str) -> None:
    assert read(f'{{"order":{name}{end}').value == {"order": None}


def test_values_that_agree_are_counted() -> None:
    assert read('{"order":1}\n{"order":1}').copies == 2


def test_a_long_answer_is_refused_unless_it_may_be_long() -> None:
    text = '{"name":"' + "x" * lenient_json.LARGEST + '"}'
    with pytest.raises(Unreadable, match="longer"):
        read(text)
    assert read(text, lenient_json.LARGEST_CATALOGUE).value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_any_unicode_is_understood(encoding: str) -> None:
    body = '{"name":"Türkçe 🔥"}'.encode(encoding)
    assert read(lenient_json.text_of(body)).value == {"name": "Türkçe 🔥"}


def test_other_encodings_lose_letters_but_not_the_answer() -> None:
    body = '{"service":1,"name":"Takipçi"}'.encode("cp1254")
    assert read(lenient_json.text_of(body)).value == {"service": 1, "name": "Takip\ufffdi"}

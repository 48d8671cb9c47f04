"""Which characters a text may have."""

import json

import pytest

from shop.plain import LOST, cleaned, cleaned_json, is_plain, storable

GOOD = ["", "plain", "two\r\nlines\tand a tab", "👩‍👩‍👧 🇷🇺 ✌🏽", "می‌خواهم", "\u202eشלום", "a\u2028b"]
BAD = ["\0", "\x1b[31m", "\x7f", "\x85", "\x0b", "\ud83d", "\udd8a", LOST]
SPELT = ["nul", "escape", "delete", "next line", "vertical tab", "first half", "second half", "lost"]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_text_stays_as_it_is(text: str) -> None:
    assert is_plain(text)
    assert cleaned(text) == text == storable(text)


@pytest.mark.parametrize("sign", BAD, ids=SPELT)
def test_what_is_none_is_seen_and_replaced_by_as_much(sign: str) -> None:
    text = f"a{sign}b"
    assert not is_plain(text)
    assert cleaned(text)[1] == LOST
    assert len(cleaned(text).encode("utf-16-le")) == len(text.encode("utf-16-le", "surrogatepass"))


def test_json_is_cleaned_through_and_through() -> None:
    update = json.loads('{"a\\u0000": ["\\u0000", 1, null, true, {"b": "\\ud83d\\ude00 \\ud83d"}]}')
    assert cleaned(update) == {f"a{LOST}": [LOST, 1, None, True, {"b": f"😀 {LOST}"}]}


def test_the_storage_replaces_only_what_no_database_holds() -> None:
    assert storable(["\0", "\x1b", ("\ud83d",)]) == [LOST, "\x1b", [LOST]]


@pytest.mark.parametrize("sign", [chr(number) for number in (*range(0xA1), 0xD800, 0xDBFF, 0xDFFF, 0x1F600)])
@pytest.mark.parametrize("is_escaped", [True, False])
def test_json_is_cleaned_however_it_spells_a_sign(sign: str, is_escaped: bool) -> None:
    raw = json.dumps({"text": f"a{sign}b", sign: [sign]}, ensure_ascii=is_escaped)
    assert cleaned_json(raw) == cleaned(json.loads(raw))

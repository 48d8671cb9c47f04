"""Fast JSON means what the standard module means."""

import json
from typing import Any

import pytest

from messaging import fast_json


@pytest.mark.parametrize(
    "text",
    [
        '{"a":[1,2.5,null,true,"ё\\u0000"]}',
        '{"a":"\\ud800"}',
        "NaN",
        "[1e400]",
        "9007199254740993",
        "18446744073709551615",
        "[-9223372036854775808, 1e23, 0.1]",
        '{"a":1,"a":2}',
    ],
)
def test_fast_json_reads_as_the_standard_module_does(text: str) -> None:
    assert repr(fast_json.loads(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", ["", "{", "[1,]", "'a'", "\ufeff{}", b"\xff", "01", "[" * 100_000])
def test_fast_json_refuses_as_the_standard_module_does(text: str | bytes) -> None:
    with pytest.raises((ValueError, RecursionError)) as expected:
        json.loads(text)
    with pytest.raises(type(expected.value)):
        fast_json.loads(text)


@pytest.mark.parametrize("value", [{"a": [1, None, "ё"]}, {"a": "\ud800"}, 2**70, {1: 2}])
def test_fast_json_writes_what_the_standard_module_reads_back(value: Any) -> None:
    written = fast_json.dumps(value)
    assert json.loads(written) == json.loads(json.dumps(value))

"""Rows of the catalogue, to their edges."""

import json
from typing import Any

import pytest

from panel.readers.catalogue import read_services
from panel.reply import Answer, fold
from panel.values.texts import paragraph

ROW = {"service": 1, "name": "Followers", "category": "First", "type": "Default", "rate": "0.90"}


def listed(*rows: dict[str, Any]) -> Any:
    return read_services(fold(Answer(200, json.dumps(rows))))


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("refill", "refill"),
        ("cancel", "cancel"),
        ("dripfeed", "dripfeed"),
        ("drip_feed", "dripfeed"),
        ("drip-feed", "dripfeed"),
    ],
)
def test_each_flag_is_read_under_its_own_names(name: str, flag: str, said: bool) -> None:
    [service] = listed({**ROW, name: said}).services
    flags = {one: getattr(service, one) for one in ("refill", "cancel", "dripfeed")}
    assert flags == {**dict.fromkeys(flags), flag: said}


@pytest.mark.parametrize(
    ("row", "why", "called"),
    [
        ({"service": 0}, "no number", "Followers"),
        ({"service": 0, "name": ""}, "no number", "?"),
        ({"rate": None}, "no rate", "1"),
        ({"rate": ""}, "no rate", "1"),
        ({"rate": "1,25"}, "unreadable rate", "1"),
        ({"min": "1,000"}, "unreadable minimum or maximum", "1"),
    ],
)
def test_a_row_left_out_says_why(row: dict[str, Any], why: str, called: str) -> None:
    read = listed({**ROW, "service": 2}, {**ROW, **row})
    assert (dict(read.reasons), read.refused) == ({why: (called,)}, 1)


@pytest.mark.parametrize("empty", [None, ""])
def test_a_limit_that_is_empty_is_none(empty: object) -> None:
    [service] = listed({**ROW, "min": empty, "max": empty}).services
    assert (service.min, service.max) == (None, None)


def test_a_description_is_kept_up_to_four_thousand_characters() -> None:
    assert paragraph("x" * 5_000) == "x" * 4_000

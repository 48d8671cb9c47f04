"""How long a panel asks to wait: by a header's seconds, by its moment, or not at all."""

from datetime import UTC, datetime

import pytest

from panel.limits import BackOff, retry_after
from playground.clock import HandClock

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
IN_20_S = str(int(NOON.timestamp()) + 20)


def asked(text: str) -> float | None:
    return retry_after({"retry-after": text}, NOON)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        (" 30 ", 30),
        ("30.9", 30),
        ("3600", 3600),
        ("3601", 3600),
        (IN_20_S, 20),
        (f"{IN_20_S}000", 20),  # in milliseconds, as JavaScript has it
        ("1000000000", 3600),  # a thousand million seconds are a long wait, one more is a moment of 2001
        ("1000000001", 0),
        ("Thu, 01 Jan 2026 14:00:30 +0200", 30),
        ("Thu, 01 Jan 2026 18:00:00 GMT", 3600),
    ],
)
def test_a_wait_is_told_in_seconds_or_as_a_moment(text: str, seconds: float) -> None:
    assert asked(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".5",
        "²",
        "٣",
        "9" * 16,
        "Thu, 01 Jan 2026 12:00:20 -0000",  # no zone
        "1 Jan 99999999999999999999 00:00:00 GMT",
        "Thu, 01 Jan 2026 12:00:20 +99999999999999999999",
        "1 Jan 2026 1:1:99999999999999999999 GMT",
    ],
)
def test_a_header_that_cannot_be_read_is_as_none(text: str) -> None:
    assert asked(text) is None
    assert retry_after({"retry-after": text, "x-ratelimit-reset": "45"}, NOON) == 45


def test_the_longest_number_that_is_read_is_a_far_moment() -> None:
    assert asked("9" * 15) == 3600


def test_retry_after_beats_the_other_header() -> None:
    assert retry_after({"retry-after": "0", "x-ratelimit-reset": "45"}, NOON) == 0


def test_a_wait_is_counted_from_the_answer_and_is_an_hour_at_most() -> None:
    clock = HandClock()
    clock.advance(1_000)
    back_off = BackOff(clock)
    assert (back_off.throttled("add", 7_200), back_off.left("add")) == (3600, 3600)
    clock.advance(3_599.5)
    assert back_off.left("add") == 0.5
    clock.advance(100)
    assert (back_off.left("add"), back_off.left("never asked")) == (0, 0)


def test_each_action_is_guessed_about_by_itself() -> None:
    back_off = BackOff(HandClock())
    assert [back_off.throttled("add", None), back_off.throttled("add", None)] == [2, 4]
    assert back_off.throttled("status", None) == 2
    back_off.worked("status")
    back_off.worked("never asked")
    assert back_off.throttled("add", None) == 8
    assert back_off.throttled("add", 1) == 1
    assert back_off.throttled("add", None) == 32

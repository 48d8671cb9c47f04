"""Telegram's refusals with odd values: how long to wait, and a bot that is on its way to another server."""

import json

import pytest
from telegram.error import RetryAfter

from messaging.delivery import NeverSent
from messaging.envelope import DEFAULT_WAIT, LONGEST_WAIT, judged
from messaging.rate_limit import retry_seconds

FLOOD = "Too Many Requests: retry after 35"


def refused(code: int, description: str, **more: object) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": description, **more}).encode()


@pytest.mark.parametrize(
    ("description", "more", "seconds"),
    [
        (FLOOD, {"parameters": {"retry_after": 7}}, 7),
        (FLOOD, {"parameters": {"retry_after": 2.3}}, 3),
        (FLOOD, {"parameters": {"retry_after": "12"}}, 12),
        (FLOOD, {}, 35),
        (FLOOD, {"parameters": {}}, 35),
        (FLOOD, {"parameters": None}, 35),
        (FLOOD, {"parameters": {"retry_after": 0}}, 35),
        (FLOOD, {"parameters": {"retry_after": -3}}, 35),
        (FLOOD, {"parameters": {"retry_after": True}}, 35),
        (FLOOD, {"parameters": {"retry_after": "soon"}}, 35),
        (FLOOD, {"retry_after": 9}, 35),
        ("Too Many Requests", {}, DEFAULT_WAIT),
        ("Too Many Requests: retry after", {}, DEFAULT_WAIT),
        ("Too Many Requests: retry after 0", {}, DEFAULT_WAIT),
        ("Too Many Requests", {"parameters": {"retry_after": float("nan")}}, DEFAULT_WAIT),
        ("Too Many Requests", {"parameters": {"retry_after": float("inf")}}, LONGEST_WAIT),
        (f"Too Many Requests: retry after {'9' * 30}", {}, LONGEST_WAIT),
        ("Too Many Requests", {"parameters": {"retry_after": "9" * 5_000}}, DEFAULT_WAIT),
        ("Too Many Requests", {"parameters": {"retry_after": 10**9}}, LONGEST_WAIT),
    ],
)
def test_a_wait_is_read_where_it_is_told(description: str, more: dict[str, object], seconds: int) -> None:
    with pytest.raises(RetryAfter) as caught:
        judged(429, refused(429, description, **more))
    assert retry_seconds(caught.value) == seconds


def test_a_bot_that_is_logged_out_here_has_sent_nothing() -> None:
    """While it moves to another server of the Bot API, for ten minutes."""
    with pytest.raises(NeverSent, match="Logged out"):
        judged(400, refused(400, "Logged out"))
    status, _ = judged(400, refused(400, "Bad Request: user logged out"))
    assert status == 400

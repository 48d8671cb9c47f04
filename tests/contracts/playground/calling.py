"""Calls of the fake Telegram that have to go well."""

from typing import Any

from playground.telegram import FakeTelegram


async def done(telegram: FakeTelegram, method: str, **params: Any) -> Any:
    """Make the call, and return its result."""
    status, body = await telegram.call(method, params)
    assert status == 200, body
    return body["result"]

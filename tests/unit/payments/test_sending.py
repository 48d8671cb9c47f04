"""What operators and the log read when a gateway gives no answer."""

import httpx
import pytest

from payments.base import NoAnswer, NotAsked
from payments.described.sending import Sender


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (httpx.ConnectTimeout(""), NotAsked, "no connection came about in time"),
        (httpx.PoolTimeout(""), NotAsked, "no connection came about in time"),
        (
            httpx.ConnectError("[Errno -2] Name or service not known"),
            NotAsked,
            "no connection: [Errno -2] Name or service not known",
        ),
        (httpx.ReadTimeout(""), NoAnswer, "no whole answer in 7 seconds"),
        (TimeoutError(), NoAnswer, "no whole answer in 7 seconds"),
        (httpx.ReadError(""), NoAnswer, "the connection broke before the answer was whole"),
        (
            httpx.RemoteProtocolError("illegal header line: b'x-key: CANARY'"),
            NoAnswer,
            "the connection broke before the answer was whole",
        ),
    ],
)
async def test_what_broke_is_told_in_words(error: Exception, kind: type[NoAnswer], words: str) -> None:
    def breaks(_request: httpx.Request) -> httpx.Response:
        raise error

    sender = Sender("https://pay.example", transport=httpx.MockTransport(breaks))
    with pytest.raises(NoAnswer) as told:
        await sender.send(sender.request("GET", sender.address("/bills?key=CANARY"), {}))
    assert type(told.value) is kind
    assert str(told.value) == words
    await sender.aclose()

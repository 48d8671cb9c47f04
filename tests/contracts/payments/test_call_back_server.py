"""What a gateway calls with, as it reaches the ways: unchanged, whatever the method."""

import socket
from typing import cast

import httpx
import pytest

from messaging.webhook_door import Door
from payments.base import Answer
from payments.callback_server import CallBackServer
from payments.callbacks import Call, CallBacks

SENT = "id=7&sign=ab%2Bc%2Fd%3D%3D&note=a%26id%3D8+b"


class Noting:
    """Notes the calls, and takes all of them."""

    def __init__(self) -> None:
        self.came: list[tuple[str, Call]] = []

    async def answer(self, name: str, call: Call) -> Answer:
        self.came.append((name, call))
        return Answer("OK")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_call_keeps_the_bytes_that_were_signed(method: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = ("127.0.0.1", int(probe.getsockname()[1]))
    calls = Noting()

    def cannot(host: str, port: int, error: OSError) -> Exception:
        return AssertionError(f"{host}:{port} {error}")

    took = cast("CallBacks", calls)
    server = CallBackServer(took, {"/gate/secret": "gate"}, place, door=Door(), cannot=cannot)
    await server.open()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{place[1]}", trust_env=False) as http:
            if method == "GET":
                told = await http.get(httpx.URL(f"http://127.0.0.1:{place[1]}/gate/secret?{SENT}"))
            else:
                told = await http.post("/gate/secret", content=SENT)
        assert (told.status_code, told.text) == (200, "OK")
    finally:
        await server.close()
    assert [(name, call.body.decode()) for name, call in calls.came] == [("gate", SENT)]

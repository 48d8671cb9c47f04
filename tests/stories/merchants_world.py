"""A shop that takes Payme and Click, and the two gateways as they call it: through the shop's own server."""

import base64
import hashlib
import json
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from payments.callbacks import path_of
from tests.in_process import TOKEN, Harness, Player

LINK = "https://www.instagram.com/ann/"
PAYME_KEY, CLICK_SECRET, SERVICE = "payme-key-of-the-tests", "click-secret-of-the-tests", "24680"
ENVIRONMENT = {
    "GATEWAY_PAYME_MERCHANT": "587f72c72cac0d162c722ae2",
    "GATEWAY_PAYME_KEY": PAYME_KEY,
    "GATEWAY_CLICK_MERCHANT": "13579",
    "GATEWAY_CLICK_SERVICE": SERVICE,
    "GATEWAY_CLICK_SECRET": CLICK_SECRET,
}
T1, T2 = "5305e3bab097f420a62ced0b", "5305e3bab097f420a62ced0c"
EPOCH = datetime.fromtimestamp(0, UTC)
ASKED = 5_000_00
"""5,000 soums in tiyin."""


class Shop(Harness):
    """An open shop in soums that takes Payme and Click, and can be called."""

    port: int

    async def called(self, way: str, body: bytes, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Call the shop as this gateway would."""
        async with httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{self.port}{path_of(way, TOKEN)}"
            answer = await client.post(url, content=body, headers=dict(headers or {}))
        await self.settles()
        return answer

    async def writes(self, statement: str) -> None:
        """Change rows by hand."""
        await self.kiosk.stores.database.write(lambda connection: connection.exec_driver_sql(statement))


@pytest.fixture
async def shop(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    """The shop; Ann and Olga have said hello."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    shop = Shop(
        database_file,
        access="shop",
        currency="UZS",
        gateways="payme, click",
        payments_url="https://shop.example/payments",
        payments_listen=f"127.0.0.1:{port}",
        topup_amounts="1000, 5000, 20000",
        topup_least="1000",
        topup_most="100000000",
    )
    shop.port = port
    shop.panel.currency = "UZS"
    await shop.opens()
    for player in (shop.ann, shop.olga):
        await player.says("/start")
    yield shop
    await shop.audited()
    await shop.closes()


def page_of(player: Player) -> str:
    """Return the address of the newest pay page in the chat."""
    pages = [
        button.url
        for message in player.person.home.messages.values()
        for button in message.buttons
        if button.label.startswith("Pay ") and button.url
    ]
    return pages[-1]


async def asks_to_pay(player: Player, way: str) -> str:
    """Ask for an invoice of 5,000 soums; return the number by which the gateway knows it."""
    await player.says("/topup")
    await player.taps(way)
    await player.taps("5,000\u00a0UZS")
    await player.sees("Pay on the page below until")
    return number_in(page_of(player))


def number_in(url: str) -> str:
    """Return an invoice's number in its pay link."""
    parts = urlsplit(url)
    if parts.hostname == "my.click.uz":
        return parse_qs(parts.query)["transaction_param"][0]
    fields = base64.b64decode(parts.path[1:]).decode()
    return dict(one.split("=", 1) for one in fields.split(";"))["ac.invoice"]


async def has(player: Player, amount: str) -> None:
    """Assert that /wallet says this."""
    await player.says("/wallet")
    await player.sees(f"Balance: {amount}\u00a0UZS")


def login(key: str = PAYME_KEY, name: str = "Paycom") -> dict[str, str]:
    """Return the header by which Payme shows that it is Payme."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{key}".encode()).decode()}


def as_heard(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers as the server passes them on."""
    return {name.lower(): value for name, value in headers.items()}


@dataclass
class Payme:
    """Payme, which calls the shop."""

    shop: Shop

    def millis(self, **ago: float) -> int:
        """Return the present moment, or one so long ago, in milliseconds."""
        return (self.shop.clock.now() - timedelta(**ago) - EPOCH) // timedelta(milliseconds=1)

    async def calls(self, method: str, **params: Any) -> Any:
        """Call once; return the answer."""
        return json.loads(await self._call(method, params))

    async def calls_twice(self, method: str, **params: Any) -> Any:
        """Call twice, and return the answer, which must be the very same each time."""
        first = await self._call(method, params)
        self.shop.clock.advance(3)
        assert await self._call(method, params) == first
        return json.loads(first)

    async def _call(self, method: str, params: Mapping[str, Any]) -> bytes:
        body = json.dumps({"method": method, "params": params, "id": 7}).encode()
        answer = await self.shop.called("payme", body, login())
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/json")
        assert json.loads(answer.content)["id"] == 7
        return answer.content

    def made(self, number: str, their_id: str = T1, amount: int = ASKED, **ago: float) -> dict[str, Any]:
        """Return what creates a transaction."""
        return {"id": their_id, "time": self.millis(**ago), "amount": amount, "account": {"invoice": number}}

    async def creates(self, number: str, their_id: str = T1) -> None:
        """Create a transaction for this invoice."""
        answer = await self.calls("CreateTransaction", **self.made(number, their_id))
        assert answer["result"]["state"] == 1


@pytest.fixture
def payme(shop: Shop) -> Payme:
    """Payme's side."""
    return Payme(shop)


def code_of(answer: Any) -> int:
    """Return the error's code; 0 for none. What is shown to payers must be in their languages."""
    if "result" in answer:
        return 0
    assert set(answer["error"]["message"]) == {"ru", "uz", "en"}
    return int(answer["error"]["code"])


@dataclass
class Click:
    """Click, which calls the shop."""

    shop: Shop

    def form(self, their_id: str, number: str, *, secret: str = CLICK_SECRET, **changed: str) -> bytes:
        """Return a signed call; it prepares a payment unless it is changed."""
        fields = {
            "click_trans_id": their_id,
            "service_id": SERVICE,
            "click_paydoc_id": "9" + their_id,
            "merchant_trans_id": number,
            "amount": "5000.00",
            "action": "0",
            "error": "0",
            "error_note": "Успешно",
            "sign_time": "2026-01-01 17:00:00",
            **changed,
        }
        prepared = fields.get("merchant_prepare_id", "")
        signed = (
            fields["click_trans_id"] + fields["service_id"] + secret + fields["merchant_trans_id"] + prepared
        ) + (fields["amount"] + fields["action"] + fields["sign_time"])
        fields["sign_string"] = hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
        return str(httpx.QueryParams(fields)).encode()

    async def calls_twice(self, their_id: str, number: str, **changed: str) -> Any:
        """Call twice, and return the answer, which must be the very same each time."""
        body = self.form(their_id, number, **changed)
        answers = []
        for _ in range(2):
            answer = await self.shop.called("click", body)
            assert answer.status_code == 200
            answers.append(answer.content)
            self.shop.clock.advance(3)
        assert answers[0] == answers[1]
        return json.loads(answers[0])

    async def prepares(self, their_id: str, number: str) -> str:
        """Prepare a payment; return the shop's number of it."""
        answer = await self.calls_twice(their_id, number)
        assert answer["error"] == 0
        return str(answer["merchant_prepare_id"])

    async def completes(self, their_id: str, number: str, prepared: str, **changed: str) -> Any:
        """Complete a payment."""
        return await self.calls_twice(
            their_id, number, **({"action": "1", "merchant_prepare_id": prepared} | changed)
        )


@pytest.fixture
def click(shop: Shop) -> Click:
    """Click's side."""
    return Click(shop)

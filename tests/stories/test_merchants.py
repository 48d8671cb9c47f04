"""Payme and Click, which call the shop: their authenticated call is the proof, and is answered alike twice.

Payme's part follows its sandbox ("Песочница" at developer.help.paycom.uz), in which every call comes twice.
All calls go through the server that gateways call.
"""

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

from payments.callbacks import Call, path_of
from settings import Settings
from shop.ledger.journals import Account, AccountKind
from shop.wakeups import Work
from storage.core.database import DatabaseTrouble
from tests.in_process import KEY, TOKEN, Harness, Player

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


# Payme


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


async def test_paymes_sandbox_pays_and_gives_back_with_every_call_twice(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    assert number.isdigit()
    assert len(number) <= 16
    account = {"invoice": number}
    checked = await payme.calls_twice("CheckPerformTransaction", amount=ASKED, account=account)
    assert checked["result"] == {"allow": True}
    begun = payme.millis()
    created = await payme.calls_twice("CreateTransaction", **payme.made(number))
    assert created["result"] == {"create_time": begun, "transaction": "1", "state": 1}
    await has(shop.ann, "0")
    performed_at = payme.millis()
    performed = await payme.calls_twice("PerformTransaction", id=T1)
    assert performed["result"] == {"transaction": "1", "perform_time": performed_at, "state": 2}
    await shop.ann.sees("5,000\u00a0UZS came into your wallet")
    await has(shop.ann, "5,000")
    looked = await payme.calls_twice("CheckTransaction", id=T1)
    assert looked["result"] == {
        "create_time": begun,
        "perform_time": performed_at,
        "cancel_time": 0,
        "transaction": "1",
        "state": 2,
        "reason": None,
    }
    canceled_at = payme.millis()
    canceled = await payme.calls_twice("CancelTransaction", id=T1, reason=5)
    assert canceled["result"] == {"transaction": "1", "cancel_time": canceled_at, "state": -2}
    await has(shop.ann, "0")
    await shop.olga.sees("A payment went back to its payer at the gateway: 5000.00 UZS")
    looked = await payme.calls_twice("CheckTransaction", id=T1)
    assert (looked["result"]["state"], looked["result"]["reason"]) == (-2, 5)
    for method in ("PerformTransaction", "CreateTransaction"):
        params = {"id": T1} if method == "PerformTransaction" else payme.made(number)
        assert code_of(await payme.calls_twice(method, **params)) == -31008


async def test_paymes_sandbox_cancels_before_it_performs(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await payme.creates(number)
    canceled = await payme.calls_twice("CancelTransaction", id=T1, reason=3)
    assert canceled["result"]["state"] == -1
    looked = await payme.calls_twice("CheckTransaction", id=T1)
    assert (looked["result"]["state"], looked["result"]["reason"]) == (-1, 3)
    assert code_of(await payme.calls_twice("PerformTransaction", id=T1)) == -31008
    await has(shop.ann, "0")
    await payme.creates(number, T2)  # the invoice is free again
    assert code_of(await payme.calls("PerformTransaction", id=T2)) == 0
    await has(shop.ann, "5,000")


@pytest.mark.parametrize(
    "header",
    [
        {},
        login("another-key"),
        login(name="Somebody"),
        login(""),
        {"Authorization": "Basic %%%"},
        {"Authorization": "Bearer " + PAYME_KEY},
        {"Authorization": b"Basic \xff\xfe"},
    ],
    ids=["none", "key", "name", "empty", "no base64", "scheme", "bytes"],
)
async def test_who_has_not_paymes_key_is_told_nothing(
    shop: Shop, payme: Payme, header: dict[str, Any]
) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await payme.creates(number)
    for method in ("CheckPerformTransaction", "PerformTransaction", "CancelTransaction", "NoSuchMethod"):
        params = {"id": T1, "amount": ASKED, "account": {"invoice": number}, "reason": 1}
        body = json.dumps({"method": method, "params": params, "id": 7}).encode()
        answer = await shop.called("payme", body, header)
        assert answer.status_code == 200
        assert code_of(answer.json()) == -32504
    assert (await payme.calls("CheckTransaction", id=T1))["result"]["state"] == 1
    await has(shop.ann, "0")


@pytest.mark.parametrize("amount", [ASKED + 1, ASKED - 1, 1, 5_000, -ASKED])
async def test_payme_must_ask_for_the_invoices_amount(shop: Shop, payme: Payme, amount: int) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    checking = {"amount": amount, "account": {"invoice": number}}
    assert code_of(await payme.calls_twice("CheckPerformTransaction", **checking)) == -31001
    made = payme.made(number, amount=amount)
    assert code_of(await payme.calls_twice("CreateTransaction", **made)) == -31001
    assert code_of(await payme.calls("CheckTransaction", id=T1)) == -31003


@pytest.mark.parametrize(
    "account",
    [{}, None, [], {"invoice": "1"}, {"invoice": ""}, {"invoice": "x"}, {"invoice": {}}, {"order": "1"}],
)
async def test_an_invoice_that_there_is_not(shop: Shop, payme: Payme, account: Any) -> None:
    await asks_to_pay(shop.ann, "Payme")
    checked = await payme.calls_twice("CheckPerformTransaction", amount=ASKED, account=account)
    made = await payme.calls_twice("CreateTransaction", **(payme.made("") | {"account": account}))
    for answer in (checked, made):
        assert code_of(answer) == -31050
        assert answer["error"]["data"] == "invoice"


async def test_clicks_invoice_is_none_of_paymes(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert code_of(await payme.calls("CreateTransaction", **payme.made(number))) == -31050


async def test_a_transaction_that_there_is_not(shop: Shop, payme: Payme) -> None:
    await asks_to_pay(shop.ann, "Payme")
    for method in ("PerformTransaction", "CancelTransaction", "CheckTransaction"):
        assert code_of(await payme.calls_twice(method, id=T2, reason=1)) == -31003


async def test_one_transaction_at_a_time_for_an_invoice(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    checking = {"amount": ASKED, "account": {"invoice": number}}
    await payme.creates(number)
    assert code_of(await payme.calls_twice("CreateTransaction", **payme.made(number, T2))) == -31052
    assert code_of(await payme.calls_twice("CheckPerformTransaction", **checking)) == -31052
    await payme.calls("PerformTransaction", id=T1)
    assert code_of(await payme.calls_twice("CreateTransaction", **payme.made(number, T2))) == -31051
    assert code_of(await payme.calls_twice("CheckPerformTransaction", **checking)) == -31051
    assert code_of(await payme.calls("CheckTransaction", id=T2)) == -31003
    await has(shop.ann, "5,000")


async def test_the_same_transaction_for_another_invoice_or_amount_is_refused(
    shop: Shop, payme: Payme
) -> None:
    first = await asks_to_pay(shop.ann, "Payme")
    second = await asks_to_pay(shop.ann, "Payme")
    assert first != second
    await payme.creates(first)
    assert code_of(await payme.calls("CreateTransaction", **payme.made(second))) == -31050
    assert code_of(await payme.calls("CreateTransaction", **payme.made(first, amount=1))) == -31001
    assert (await payme.calls("CheckTransaction", id=T1))["result"]["state"] == 1


@pytest.mark.parametrize("late", ["PerformTransaction", "CreateTransaction"])
async def test_after_twelve_hours_a_transaction_is_canceled(shop: Shop, payme: Payme, late: str) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    made = payme.made(number)
    await payme.calls("CreateTransaction", **made)
    shop.clock.advance(12 * 3_600)
    assert (await payme.calls("CreateTransaction", **made))["result"]["state"] == 1  # to the millisecond
    shop.clock.advance(1)
    params = {"id": T1} if late == "PerformTransaction" else made
    assert code_of(await payme.calls_twice(late, **params)) == -31008
    looked = (await payme.calls_twice("CheckTransaction", id=T1))["result"]
    assert (looked["state"], looked["reason"], looked["perform_time"]) == (-1, 4, 0)
    await has(shop.ann, "0")


async def test_within_twelve_hours_it_is_performed_though_the_invoice_has_ended(
    shop: Shop, payme: Payme
) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await payme.creates(number)
    shop.clock.advance(11 * 3_600)
    assert (await payme.calls_twice("PerformTransaction", id=T1))["result"]["state"] == 2
    await has(shop.ann, "5,000")


async def test_nothing_is_begun_for_an_invoice_that_has_ended_or_was_dropped(
    shop: Shop, payme: Payme
) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await shop.ann.taps("Cancel")
    assert code_of(await payme.calls_twice("CreateTransaction", **payme.made(number))) == -31053
    number = await asks_to_pay(shop.ann, "Payme")
    assert code_of(await payme.calls("CreateTransaction", **payme.made(number, hours=13))) == -31008
    shop.clock.advance(3_601)
    assert code_of(await payme.calls_twice("CreateTransaction", **payme.made(number))) == -31053


async def test_what_was_spent_cannot_be_canceled(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await payme.creates(number)
    await payme.calls("PerformTransaction", id=T1)
    await shop.ann.says(f"/order 1 {LINK} 1000")
    await shop.ann.taps("Confirm")
    await has(shop.ann, "4,999")
    assert code_of(await payme.calls_twice("CancelTransaction", id=T1, reason=5)) == -31007
    assert (await payme.calls("CheckTransaction", id=T1))["result"]["state"] == 2
    await has(shop.ann, "4,999")
    loss = Account(AccountKind.WRITE_OFF, None, "UZS")
    assert await shop.kiosk.stores.ledger.balance(loss) == 0


async def test_the_statement_has_what_was_created_in_its_time(shop: Shop, payme: Payme) -> None:
    begun = payme.millis()
    for_two = [await asks_to_pay(shop.ann, "Payme") for _ in range(2)]
    await payme.creates(for_two[0], T1)
    shop.clock.advance(60)
    later = payme.millis()
    await payme.creates(for_two[1], T2)
    await payme.calls("CreateTransaction", **payme.made("77", "of-no-invoice"))
    await payme.calls("PerformTransaction", id=T2)
    await payme.calls("CancelTransaction", id=T1, reason=1)
    told = await payme.calls_twice("GetStatement", **{"from": begun, "to": later})
    [one, other] = told["result"]["transactions"]
    assert (one["id"], one["state"], one["reason"], one["time"]) == (T1, -1, 1, begun)
    assert (one["amount"], one["account"]) == (ASKED, {"invoice": for_two[0]})
    assert (other["id"], other["state"], other["time"]) == (T2, 2, later)
    assert set(other) - set(one) == set()
    for since, until, ids in ((begun, begun, [T1]), (later, later, [T2]), (0, begun - 1, []), (later, 0, [])):
        told = await payme.calls("GetStatement", **{"from": since, "to": until})
        assert [one["id"] for one in told["result"]["transactions"]] == ids


async def test_an_order_is_paid_by_payme_in_one_act(shop: Shop, payme: Payme) -> None:
    await shop.ann.says(f"/order 1 {LINK} 1000")
    await shop.ann.taps("Payme")
    await shop.ann.sees("When it is paid, the order goes out by itself.")
    number = number_in(page_of(shop.ann))
    await payme.calls_twice("CreateTransaction", **payme.made(number, amount=100))
    await payme.calls_twice("PerformTransaction", id=T1)
    await shop.ann.sees("Order 1 is on its way. Thank you!")
    await has(shop.ann, "0")
    assert code_of(await payme.calls_twice("CancelTransaction", id=T1, reason=5)) == -31007


async def test_while_the_shop_pauses_nothing_begins_and_what_has_begun_ends(shop: Shop, payme: Payme) -> None:
    begun, other = [await asks_to_pay(shop.ann, "Payme") for _ in range(2)]
    await payme.creates(begun)
    await shop.kiosk.stores.ledger.stop("a test", shop.clock.now())
    assert code_of(await payme.calls("CreateTransaction", **payme.made(other, T2))) == -31054
    assert (await payme.calls_twice("PerformTransaction", id=T1))["result"]["state"] == 2
    assert code_of(await payme.calls("CancelTransaction", id=T1, reason=5)) == -31007
    await shop.kiosk.stores.ledger.go_on(shop.clock.now())
    assert (await payme.calls("CancelTransaction", id=T1, reason=5))["result"]["state"] == -2


async def test_the_notice_goes_out_at_once(shop: Shop, payme: Payme) -> None:
    rung: list[str] = []
    shop.kiosk.wakeups.on(Work.NOTICES, lambda: rung.append(""))
    number = await asks_to_pay(shop.ann, "Payme")
    for method, times in (("CreateTransaction", 0), ("PerformTransaction", 1), ("CancelTransaction", 1)):
        rung.clear()
        params = payme.made(number) if method == "CreateTransaction" else {"id": T1, "reason": 5}
        body = json.dumps({"method": method, "params": params}).encode()
        answer = await shop.kiosk.gateways.calls.answer("payme", Call(as_heard(login()), body))
        assert answer is not None
        assert "result" in json.loads(answer.text)
        assert len(rung) == times


async def test_a_restart_between_the_calls_changes_no_answer(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    made = payme.made(number)
    created = await payme.calls("CreateTransaction", **made)
    await shop.restarts()
    assert await payme.calls("CreateTransaction", **made) == created
    performed = await payme.calls("PerformTransaction", id=T1)
    await shop.restarts()
    assert await payme.calls("PerformTransaction", id=T1) == performed
    await has(shop.ann, "5,000")


async def test_trouble_with_the_database_is_told_as_such(
    shop: Shop, payme: Payme, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await asks_to_pay(shop.ann, "Payme")

    async def fails(*_: object) -> None:
        raise DatabaseTrouble("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(shop.kiosk.stores.merchants, "settle", fails)
        assert code_of(await payme.calls("CreateTransaction", **payme.made(number))) == -32400
        answer = await shop.called("click", Click(shop).form("1", number))
        assert (answer.status_code, answer.content) == (503, b"")
    await payme.creates(number)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 60_000, -32700),
        (b'{"id": 1' + b"0" * 5_000 + b"}", -32700),
        (b"null", -32700),
        (b"[]", -32600),
        (b"12", -32600),
        (b'{"params": {}}', -32600),
        (b'{"method": 5, "params": {}}', -32600),
        (b'{"method": "DropTables", "params": {}}', -32601),
        (b'{"method": "PerformTransaction"}', -32600),
        (b'{"method": "PerformTransaction", "params": []}', -32600),
        (b'{"method": "PerformTransaction", "params": {}}', -32600),
        (b'{"method": "PerformTransaction", "params": {"id": 5}}', -32600),
        (b'{"method": "PerformTransaction", "params": {"id": "a+1"}}', -32600),
        (b'{"method": "PerformTransaction", "params": {"id": "\\ud800"}}', -32600),
        (b'{"method": "PerformTransaction", "params": {"id": "%%"}}', -32600),
        (b'{"method": "CancelTransaction", "params": {"id": "a", "reason": "1"}}', -32600),
        (b'{"method": "CancelTransaction", "params": {"id": "a", "reason": 1e400}}', -32600),
        (b'{"method": "GetStatement", "params": {"from": 1}}', -32600),
        (b'{"method": "GetStatement", "params": {"from": -1, "to": 5}}', -32600),
        (b'{"method": "GetStatement", "params": {"from": 0, "to": 99999999999999999}}', -32600),
        (b'{"method": "CheckPerformTransaction", "params": {"amount": "500000"}}', -32600),
        (b'{"method": "CheckPerformTransaction", "params": {"amount": 500000.0}}', -32600),
        (b'{"method": "CheckPerformTransaction", "params": {"amount": true}}', -32600),
        (b'{"method": "CheckPerformTransaction", "params": {"amount": NaN}}', -32600),
        (b'{"method": "CreateTransaction", "params": {"id": "a", "amount": 1, "account": {}}}', -32600),
    ],
)
async def test_hostile_bodies_are_answered_by_the_book(shop: Shop, body: bytes, code: int) -> None:
    answer = await shop.called("payme", body, login())
    assert answer.status_code == 200
    assert code_of(answer.json()) == code
    assert code_of((await shop.called("payme", body)).json()) == -32504


async def test_a_body_that_is_too_long_is_not_read(shop: Shop) -> None:
    for way in ("payme", "click"):
        assert (await shop.called(way, b" " * 70_000, login())).status_code == 413


# Click


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


async def test_click_prepares_and_completes_with_every_call_twice(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    fields = parse_qs(urlsplit(page_of(shop.ann)).query)
    assert (fields["service_id"], fields["merchant_id"], fields["amount"]) == (
        [SERVICE],
        ["13579"],
        ["5000.00"],
    )
    prepared = await click.calls_twice("111", number)
    assert prepared == {
        "click_trans_id": 111,
        "merchant_trans_id": number,
        "merchant_prepare_id": 1,
        "error": 0,
        "error_note": "Success",
    }
    await has(shop.ann, "0")
    completed = await click.completes("111", number, "1")
    assert completed == {
        "click_trans_id": 111,
        "merchant_trans_id": number,
        "merchant_confirm_id": 1,
        "error": 0,
        "error_note": "Success",
    }
    await shop.ann.sees("5,000\u00a0UZS came into your wallet")
    await has(shop.ann, "5,000")


async def test_an_order_is_paid_by_click_in_one_act(shop: Shop, click: Click) -> None:
    await shop.ann.says(f"/order 1 {LINK} 1000")
    await shop.ann.taps("Click")
    number = number_in(page_of(shop.ann))
    prepared = await click.calls_twice("111", number, amount="1")
    await click.completes("111", number, str(prepared["merchant_prepare_id"]), amount="1")
    await shop.ann.sees("Order 1 is on its way. Thank you!")
    await has(shop.ann, "0")


async def test_an_error_of_click_cancels_the_payment(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    assert (await click.completes("111", number, prepared, error="-5017"))["error"] == -9
    assert (await click.completes("111", number, prepared))["error"] == -9
    assert (await click.calls_twice("111", number))["error"] == -9
    await has(shop.ann, "0")
    again = await click.prepares("222", number)
    assert (await click.completes("222", number, again))["error"] == 0
    await has(shop.ann, "5,000")


async def test_what_click_completed_it_cannot_cancel_nor_prepare_again(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    await click.completes("111", number, prepared)
    assert (await click.completes("111", number, prepared, error="-1"))["error"] == -4
    assert (await click.calls_twice("111", number))["error"] == -4
    assert (await click.calls_twice("222", number))["error"] == -4
    await has(shop.ann, "5,000")


async def test_of_two_prepared_payments_the_first_completed_counts(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    first, second = await click.prepares("111", number), await click.prepares("222", number)
    assert (await click.completes("222", number, second))["error"] == 0
    assert (await click.completes("111", number, first))["error"] == -4
    assert (await click.completes("111", number, first, error="-1"))["error"] == -9
    await has(shop.ann, "5,000")


async def test_a_wrong_signature_is_told_nothing(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    complete = {"action": "1", "merchant_prepare_id": prepared}
    for changed in (
        {"secret": "another"},
        {"service_id": "1"},
        {"action": "1", "merchant_prepare_id": prepared, "secret": ""},
    ):
        assert (await click.calls_twice("111", number, **changed))["error"] == -1
    signed = click.form("111", number, **complete)
    for old, new in (
        (b"amount=5000.00", b"amount=5000.0"),
        (b"action=1", b"action=0"),
        (b"sign_string=", b"x="),
    ):
        answer = (await shop.called("click", signed.replace(old, new))).json()
        assert answer["error"] == -1
    await has(shop.ann, "0")


@pytest.mark.parametrize(
    "amount", ["5000.01", "4999.99", "500000", "0", "-5000", "5e3", "5000.001", "٥٠٠٠", "5 000", "NaN"]
)
async def test_click_must_ask_for_the_invoices_amount(shop: Shop, click: Click, amount: str) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await click.calls_twice("111", number, amount=amount))["error"] == -2
    prepared = await click.prepares("111", number)
    assert (await click.completes("111", number, prepared, amount=amount))["error"] == -2
    await has(shop.ann, "0")


@pytest.mark.parametrize("amount", ["5000", "5000.0", "5000.00", "5000.0000", "05000"])
async def test_an_amount_counts_however_it_is_written(shop: Shop, click: Click, amount: str) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.calls_twice("111", number, amount=amount)
    assert (await click.completes("111", number, str(prepared["merchant_prepare_id"])))["error"] == 0
    await has(shop.ann, "5,000")


async def test_clicks_other_errors(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    assert (await click.calls_twice("222", "77"))["error"] == -5
    assert (await click.calls_twice("222", "Ann's"))["error"] == -5
    assert (await click.calls_twice("222", number, action="2"))["error"] == -3
    assert (await click.completes("222", number, prepared))["error"] == -6
    assert (await click.completes("111", number, "2"))["error"] == -6
    assert (await click.completes("111", number, "x"))["error"] == -6
    assert (await click.completes("111", "77", prepared))["error"] == -5
    await shop.ann.taps("Cancel")
    assert (await click.calls_twice("333", number))["error"] == -9
    assert (await click.completes("111", number, prepared))["error"] == 0  # it was agreed before
    await has(shop.ann, "5,000")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe=1",
        b"{}",
        b"action=1",
        b"&" * 60_000,
        b"a=1&" * 1_000,
        b"action=0&action=1",
    ],
)
async def test_hostile_forms_are_answered_by_the_book(shop: Shop, body: bytes) -> None:
    assert (await shop.called("click", body)).json()["error"] == -8


@pytest.mark.parametrize(
    "changed", [{"click_trans_id": "x"}, {"error": "0.5"}, {"click_trans_id": "9" * 30}, {"amount": ""}]
)
async def test_signed_nonsense_is_nonsense(shop: Shop, click: Click, changed: dict[str, str]) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await shop.called("click", click.form("111", number, **changed))).json()["error"] == -8


async def test_a_field_named_twice_is_no_form(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await shop.called("click", click.form("111", number) + b"&amount=1")).json()["error"] == -8


# The shop's own side


async def test_taken_off_they_are_offered_no_more_and_end_what_has_begun(shop: Shop, payme: Payme) -> None:
    number = await asks_to_pay(shop.ann, "Payme")
    await payme.creates(number)
    shop.settings = {**shop.settings, "gateways": "payme:off, click"}
    await shop.restarts()
    await shop.ann.says("/topup")
    *_, message = shop.ann.person.home.messages.values()
    labels = [button.label for button in message.buttons]
    assert ("💳 Click" in labels, "💳 Payme" in labels) == (True, False)
    assert (await payme.calls("PerformTransaction", id=T1))["result"]["state"] == 2
    await has(shop.ann, "5,000")


async def test_an_invoice_that_was_asked_for_is_not_tidied_away(shop: Shop, payme: Payme) -> None:
    await asks_to_pay(shop.ann, "Payme")
    await payme.creates(await asks_to_pay(shop.ann, "Payme"))
    await asks_to_pay(shop.ann, "Payme")
    shop.clock.advance(400 * 86_400)
    await shop.kiosk.stores.tidying.tidy(shop.clock.now())
    assert (await payme.calls("CheckTransaction", id=T1))["result"]["state"] == 1


@pytest.mark.parametrize(
    ("changed", "without", "told"),
    [
        ({"payments_url": ""}, "", "PAYMENTS_URL must be set: payme and click in GATEWAYS"),
        ({}, "GATEWAY_PAYME_KEY", "payme: GATEWAY_PAYME_KEY is missing"),
        ({"gateways": "click, click:off"}, "", "click is there twice"),
    ],
)
def test_what_the_operator_has_to_set(
    changed: dict[str, str], without: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, "" if name == without else value)
    values = {
        "bot_token": TOKEN,
        "panel_url": "http://127.0.0.1:1/panel/api/v2",
        "panel_key": KEY,
        "admin_ids": "900",
        "gateways": "payme, click",
        "payments_url": "https://shop.example/payments",
        **changed,
    }
    with pytest.raises(ValueError, match=told):
        Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]  # read from text


def test_another_currency_and_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    values = {
        "bot_token": TOKEN,
        "panel_url": "http://127.0.0.1:1/panel/api/v2",
        "panel_key": KEY,
        "admin_ids": "900",
        "gateways": "payme",
        "payments_url": "https://shop.example/payments",
    }
    settings = Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]  # read from text
    assert any("Payme takes no USD" in remark for remark in settings.remarks())
    assert PAYME_KEY in settings.secrets
    assert ENVIRONMENT["GATEWAY_PAYME_MERCHANT"] not in settings.secrets

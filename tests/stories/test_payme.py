"""Payme calls the shop; its authenticated call is the proof, and is answered alike twice.

The stories follow its sandbox ("Песочница" at developer.help.paycom.uz), in which every call comes twice.
"""

import json
from typing import Any

import pytest

from payments.callbacks import Call
from shop.ledger.journals import Account, AccountKind
from shop.wakeups import Work
from storage.core.database import DatabaseTrouble
from tests.stories.merchants_world import (
    ASKED,
    LINK,
    PAYME_KEY,
    T1,
    T2,
    Click,
    Payme,
    Shop,
    as_heard,
    asks_to_pay,
    click,
    code_of,
    has,
    login,
    number_in,
    page_of,
    payme,
    shop,
)

__all__ = ["click", "payme", "shop"]


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
    await shop.olga.sees("A payment went back to its payer at the gateway: 5000 UZS")
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
    await shop.ann.sees("When it is paid, the order is confirmed by itself.")
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

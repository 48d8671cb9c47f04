"""A strict fake of YooKassa (yookassa.ru/developers): repeats by key, a list in pages, refunds of parts."""

import base64
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from playground.gateways.fake import Asked, Bill, FakeGateway, Hint, Unfit
from playground.panel.reply import Reply

HOLDS = timedelta(hours=1)
KEYS_LAST = timedelta(hours=24)
"""So long a repeated request is known by its key; later it is a new one."""

TAKEN = Decimal("0.035")
"""The share that YooKassa keeps of a payment, which it also keeps of one that is given back."""

PER_PAGE = 100
_COIN = Decimal("0.01")
_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")
_CREATE = {"amount", "capture", "confirmation", "description", "metadata", "receipt"}
_PAYMENT = re.compile(r"/v3/payments/([0-9a-f-]+)")


def _unfit(status: int, code: str, description: str, parameter: str = "") -> Unfit:
    said = {"type": "error", "id": "ab5a11cd", "code": code, "description": description}
    return Unfit(status, json.dumps({**said, **({"parameter": parameter} if parameter else {})}).encode())


@dataclass
class FakeYooKassa(FakeGateway):
    """One shop at YooKassa, with its secret key."""

    shop_id: str = "506751"
    secret_key: str = "test_key-of-the-playground"
    answers: dict[str, tuple[bytes, Reply, datetime]] = field(default_factory=dict)
    """What was answered under a key, the body that had it, and when."""

    refunds: list[tuple[str, Decimal]] = field(default_factory=list)
    """What the shop gave back: the payment's number, and how much."""

    refunded_by: Counter[str] = field(default_factory=Counter)
    """How often a refund was made under a key: twice if it was asked for after that was forgotten."""

    refuses_refunds: str = ""
    """The state in which a refund ends by itself, like `canceled`; empty to make it."""

    tells_refunds_late: bool = False
    """What it says of a payment does not show its refunds yet."""

    def answer_of(self, asked: Asked) -> Reply:
        headers = {name.lower(): value for name, value in asked.headers.items()}
        login = base64.b64encode(f"{self.shop_id}:{self.secret_key}".encode()).decode()
        if headers.get("authorization") != f"Basic {login}":
            raise _unfit(401, "invalid_credentials", "Basic authentication failed")
        if asked.method == "GET":
            return self._read(asked)
        key = headers.get("idempotence-key", "")
        if not 1 <= len(key) <= 64:
            raise _unfit(400, "invalid_request", "Idempotence key is missing", "Idempotence-Key")
        known = self.answers.get(key)
        if known is not None and self.clock.now() - known[2] < KEYS_LAST:
            if known[0] != asked.body:
                raise _unfit(400, "invalid_request", "Idempotence key duplicated", "Idempotence-Key")
            return known[1]
        made = {"/v3/payments": self._create, "/v3/refunds": self._give_back}.get(asked.path)
        if made is None:
            raise _unfit(404, "not_found", "Not found")
        made_before = len(self.refunds)
        reply = Reply(200, json.dumps(made(asked.fields)).encode())
        self.refunded_by[key] += len(self.refunds) - made_before
        self.answers[key] = (asked.body, reply, self.clock.now())
        return reply

    def pays(self, bill: Bill, amount: Decimal | None = None, *, calls: bool = True) -> None:
        """Pay a bill. Nobody can pay a part of it. Raises ValueError."""
        if amount is not None or bill.came or self.is_over(bill):
            raise ValueError("YooKassa takes all of an open payment, once")
        super().pays(bill, calls=calls)

    def gives_part_back(self, bill: Bill, amount: Decimal, *, calls: bool = True) -> None:
        """Give a part back by hand, as somebody does in the cabinet."""
        bill.went_back += amount
        self._has_news(bill, calls=calls)

    def hint_of(self, bill: Bill) -> Hint:
        """Return the notification, which nobody signs."""
        event = "refund.succeeded" if bill.went_back else f"payment.{self._status(bill)}"
        told = {"type": "notification", "event": event, "object": self._shown(bill)}
        return Hint({"content-type": "application/json"}, json.dumps(told).encode())

    def _read(self, asked: Asked) -> Reply:
        if asked.path == "/v3/payments":
            return Reply(200, json.dumps(self._list(asked.fields)).encode())
        named = _PAYMENT.fullmatch(asked.path)
        bill = self.bills.get(named[1]) if named else None
        if bill is None:
            raise _unfit(404, "not_found", "Payment doesn't exist or access denied", "payment_id")
        return Reply(200, json.dumps(self._shown(bill)).encode())

    def _create(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        if set(fields) - _CREATE:
            raise _unfit(400, "invalid_request", "Unknown parameter", min(set(fields) - _CREATE))
        amount, confirmation = self._amount(fields.get("amount")), fields.get("confirmation")
        if not isinstance(confirmation, dict) or not str(confirmation.get("return_url", "")).startswith(
            "https"
        ):
            raise _unfit(400, "invalid_request", "Incorrect return_url", "confirmation.return_url")
        if len(str(fields.get("description", ""))) > 128:
            raise _unfit(400, "invalid_request", "Description is too long", "description")
        now, number = self.clock.now(), self.next_number()
        bill = Bill(
            id=f"22e12f66-000f-5000-8000-18db351{number}0",
            reference=str(fields.get("metadata", {}).get("reference", "")),
            asked=amount,
            currency="RUB",
            made_at=now,
            ends_at=now + HOLDS,
            title=str(fields.get("description", "")),
        )
        return self._shown(self.add(bill))

    def _give_back(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        bill, amount = self.bills.get(str(fields.get("payment_id"))), self._amount(fields.get("amount"))
        if bill is None or not bill.came:
            raise _unfit(400, "invalid_request", "Payment doesn't exist or access denied", "payment_id")
        if amount > bill.came - bill.went_back:
            raise _unfit(400, "invalid_request", "Refund amount is greater than the payment", "amount")
        status = self.refuses_refunds or "succeeded"
        if status == "succeeded":
            bill.went_back += amount
            self.refunds.append((bill.id, amount))
            self._has_news(bill, calls=True)
        return {
            "id": f"216749f7-0016-50be-b000-0{len(self.answers):05d}",
            "status": status,
            "payment_id": bill.id,
            "amount": _money(amount),
            "created_at": self.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }

    @staticmethod
    def _amount(told: object) -> Decimal:
        value = told.get("value") if isinstance(told, dict) else None
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value) or Decimal(value) <= 0:
            raise _unfit(400, "invalid_request", "Incorrect amount", "amount.value")
        if not isinstance(told, dict) or told.get("currency") != "RUB":
            raise _unfit(400, "invalid_request", "Incorrect currency", "amount.currency")
        return Decimal(value)

    def _list(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page, newest first; a page's cursor is the number of those before it."""
        since, before = str(fields.get("created_at.gte", "")), int(str(fields.get("cursor", "0")))
        whole = [one for one in reversed(self.bills.values()) if _moment(one) >= since]
        end = before + min(int(str(fields.get("limit", "10"))), PER_PAGE)
        page = {"type": "list", "items": [self._shown(one) for one in whole[before:end]]}
        return {**page, **({"next_cursor": str(end)} if end < len(whole) else {})}

    def _status(self, bill: Bill) -> str:
        if bill.word:
            return bill.word
        if bill.came:
            return "succeeded"
        return "canceled" if self.is_over(bill) else "pending"

    def _shown(self, bill: Bill) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": bill.id,
            "status": self._status(bill),
            "amount": _money(bill.asked),
            "description": bill.title,
            "created_at": _moment(bill),
            "paid": bool(bill.came),
            "refundable": bill.came > bill.went_back or self.tells_refunds_late,
            "metadata": {"reference": bill.reference},
            "test": True,
        }
        if bill.came:
            kept = (bill.came * TAKEN).quantize(_COIN)
            told = Decimal(0) if self.tells_refunds_late else bill.went_back
            shown |= {"income_amount": _money(bill.came - kept), "refunded_amount": _money(told)}
        else:
            shown["confirmation"] = {"type": "redirect", "confirmation_url": self.page_of(bill)}
        return shown


def _moment(bill: Bill) -> str:
    return bill.made_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _money(amount: Decimal) -> dict[str, str]:
    return {"value": f"{amount.quantize(_COIN)}", "currency": "RUB"}

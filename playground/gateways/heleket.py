"""A strict fake of Heleket (doc.heleket.com): signed requests, part payments, signed calls to the shop."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from playground.gateways.fake import Asked, Bill, FakeGateway, Hint, Unfit
from playground.panel.reply import Reply

RATE = Decimal("0.97")
"""Dollars of one coin: what is paid is another number than what was asked."""

PER_PAGE = 15
NOT_FINAL = frozenset({"check", "process", "confirm_check", "wrong_amount_waiting", "refund_process"})

_COIN = Decimal("0.000001")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,8})?")
_ORDER = re.compile(r"[A-Za-z0-9_-]{1,128}")
_SECONDS = (300, 43_200)
_CREATE = {
    *("amount", "currency", "order_id", "network", "url_return", "url_success", "url_callback"),
    *("is_payment_multiple", "lifetime", "to_currency", "subtract", "accuracy_payment_percent"),
    *("additional_data", "currencies", "except_currencies", "course_source", "discount_percent"),
    *("is_refresh", "payer_email"),
}


def _unfit(status: int, message: str) -> Unfit:
    return Unfit(status, json.dumps({"state": 1, "message": message}).encode())


def _wrong(name: str, says: str) -> Unfit:
    """Refuse a member. Such refusals have no message: they list what is wrong, by member."""
    return Unfit(422, json.dumps({"state": 1, "errors": {name: [says]}}).encode())


@dataclass
class FakeHeleket(FakeGateway):
    """One merchant at Heleket, with the key of its payments."""

    merchant: str = "8b03432e-385b-4670-8d06-064591096795"
    key: str = "payment-key-of-the-playground"

    def answer_of(self, asked: Asked) -> Reply:
        headers = {name.lower(): value for name, value in asked.headers.items()}
        if asked.method != "POST":
            raise _unfit(405, "Method not allowed")
        if headers.get("merchant") != self.merchant or not hmac.compare_digest(
            headers.get("sign", ""), self._sign(asked.body)
        ):
            raise _unfit(401, "Invalid Sign")
        if asked.path.endswith("/v1/payment"):
            return Reply(200, self._said(self._create(asked.fields)))
        if asked.path.endswith("/v1/payment/info"):
            return Reply(200, self._said(self._find(asked.fields)))
        if asked.path.endswith("/v1/payment/list"):
            return Reply(200, _json({"state": 0, "result": self._list(asked.fields)}))
        if asked.path.endswith("/v1/payment/services"):
            return Reply(200, json.dumps({"state": 0, "result": []}).encode())
        raise _unfit(404, "Not found")

    def hint_of(self, bill: Bill) -> Hint:
        """Return the webhook's call, signed in its body as PHP writes it."""
        shown = self._shown(bill)
        told = {"type": "payment", **shown, "status": shown["payment_status"]}
        unsigned = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/").encode()
        body = unsigned[:-1] + f',"sign":"{self._sign(unsigned)}"}}'.encode()
        return Hint({"content-type": "application/json"}, body, bill.callback)

    def page_of(self, bill: Bill) -> str:
        """Return the address at which people pay a bill."""
        if self.root.startswith("https:"):
            return f"https://pay.heleket.com/pay/{bill.id}"
        return super().page_of(bill)

    def _sign(self, body: bytes) -> str:
        return hashlib.md5(base64.b64encode(body) + self.key.encode()).hexdigest()  # noqa: S324 - as Heleket has it

    def _said(self, bill: Bill) -> bytes:
        return _json({"state": 0, "result": self._shown(bill)})

    def _create(self, fields: Mapping[str, Any]) -> Bill:
        """Make an invoice, or return the one that has this order's number already."""
        if set(fields) - _CREATE:
            raise _wrong(min(set(fields) - _CREATE), "Unknown field")
        order = fields.get("order_id")
        if not isinstance(order, str) or not _ORDER.fullmatch(order):
            raise _wrong("order_id", "The order_id must be alpha_dash")
        known = next((one for one in self.bills.values() if one.reference == order), None)
        if known is not None:
            return known
        amount, seconds = fields.get("amount"), fields.get("lifetime", 3_600)
        if not isinstance(amount, str) or not _AMOUNT.fullmatch(amount) or Decimal(amount) <= 0:
            raise _wrong("amount", "The amount must be a number in text")
        if not isinstance(seconds, int) or not _SECONDS[0] <= seconds <= _SECONDS[1]:
            raise _wrong("lifetime", "The lifetime must be between 300 and 43200")
        now, number = self.clock.now(), self.next_number()
        return self.add(
            Bill(
                id=f"26109ba0-b05b-4ee0-93d1-fd62c822{number}",
                reference=order,
                asked=Decimal(amount),
                currency=str(fields.get("currency", "")),
                made_at=now,
                ends_at=now + timedelta(seconds=seconds),
                callback=str(fields.get("url_callback", "")),
            )
        )

    def _find(self, fields: Mapping[str, Any]) -> Bill:
        number, order = fields.get("uuid"), fields.get("order_id")
        for bill in self.bills.values():
            if order == bill.reference if order else number == bill.id:
                return bill
        raise _unfit(404, "Payment not found")

    def _list(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of the history, newest first; a page's cursor is the number of those before it."""
        before = str(fields.get("cursor", "0"))
        if not before.isdecimal():
            raise _wrong("cursor", "The cursor is invalid")
        start, end = int(before), int(before) + PER_PAGE
        whole = list(reversed(self.bills.values()))
        page = whole[start:end]
        return {
            "items": [self._shown(one) for one in page],
            "paginate": {
                "count": len(page),
                "hasPages": len(whole) > PER_PAGE,
                "nextCursor": str(end) if end < len(whole) else None,
                "previousCursor": str(max(0, start - PER_PAGE)) if start else None,
                "perPage": PER_PAGE,
            },
        }

    def _status(self, bill: Bill) -> str:
        if bill.word:
            return bill.word
        if bill.went_back:
            return "refund_paid"
        if bill.came == bill.asked:
            return "paid"
        if bill.came > bill.asked:
            return "paid_over"
        is_over = bill.ends_at <= self.clock.now()
        if bill.came:
            return "wrong_amount" if is_over else "wrong_amount_waiting"
        return "cancel" if is_over else "check"

    def _shown(self, bill: Bill) -> dict[str, Any]:
        status = self._status(bill)
        came = str((bill.came / RATE).quantize(_COIN)) if bill.came else None
        return {
            "uuid": bill.id,
            "order_id": bill.reference,
            "amount": f"{bill.asked:.2f}",
            "payment_amount": came,
            "payer_amount": str((bill.asked / RATE).quantize(_COIN)) if bill.came else None,
            "payer_currency": "USDT" if bill.came else None,
            "currency": bill.currency,
            "network": "tron" if bill.came else None,
            "txid": f"tx-{bill.id[-4:]}" if bill.came else None,
            "payment_status": status,
            "url": self.page_of(bill),
            "expired_at": int(bill.ends_at.timestamp()),
            "is_final": status not in NOT_FINAL,
            "additional_data": None,
        }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

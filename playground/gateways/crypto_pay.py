"""A strict fake of Crypto Pay (help.send.tg, article 10279948): invoices in money, paid in coins."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from playground.gateways.fake import Asked, Bill, FakeGateway, Hint, Unfit
from playground.panel.reply import Reply

FIATS = frozenset(
    {
        *("USD", "EUR", "RUB", "BYN", "UAH", "GBP", "CNY", "KZT", "UZS", "GEL"),
        *("TRY", "AMD", "THB", "INR", "BRL", "IDR", "AZN", "AED", "PLN", "ILS"),
    }
)
COINS = ("USDT", "TON", "BTC", "ETH", "LTC", "BNB", "TRX", "USDC")
MOST_SECONDS = 2_678_400
LONGEST_PAYLOAD = 4_096
LONGEST_TITLE = 1_024
MOST_AT_ONCE = 1_000
RATE = Decimal("0.98")
"""Dollars of one coin: what is paid is another number than what was asked."""

MINI_APP = "https://t.me/CryptoBot/app?startapp=invoice-"
WEB_APP = "https://app.send.tg/invoices/"

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?")

_CREATE = {
    "currency_type", "asset", "fiat", "accepted_assets", "amount", "swap_to", "description", "hidden_message",
    "paid_btn_name", "paid_btn_url", "payload", "allow_comments", "allow_anonymous", "expires_in",
}  # fmt: skip
_LIST = {"asset", "fiat", "invoice_ids", "status", "offset", "count"}


def _unfit(status: int, name: str) -> Unfit:
    return Unfit(status, json.dumps({"ok": False, "error": {"code": status, "name": name}}).encode())


@dataclass
class FakeCryptoPay(FakeGateway):
    """One app at Crypto Pay, with its token. `webhook` is where it calls, as its owner set it in the app."""

    token: str = "10001:AAtest-of-crypto-pay"
    webhook: str = ""
    methods: dict[str, Callable[[Mapping[str, Any]], Any]] = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.methods = {
            "getMe": lambda _fields: {
                "app_id": 10001,
                "name": "Kiosk",
                "payment_processing_bot_username": "CryptoBot",
            },
            "createInvoice": self._create,
            "getInvoices": self._list,
            "deleteInvoice": self._delete,
        }

    def answer_of(self, asked: Asked) -> Reply:
        shown = {name.lower(): value for name, value in asked.headers.items()}.get("crypto-pay-api-token")
        method = self.methods.get(asked.path.rpartition("/api/")[2])
        if method is None:
            raise _unfit(405, "METHOD_NOT_FOUND")
        if shown != self.token:
            raise _unfit(401, "UNAUTHORIZED")
        return Reply(200, _json({"ok": True, "result": method(asked.fields)}))

    def hint_of(self, bill: Bill) -> Hint:
        """Return the webhook's call; Crypto Pay makes it when an invoice is paid, and for nothing else."""
        shown = self._shown(bill)
        if bill.paid_at is not None:  # members of old, which only calls still have
            shown |= {"fee": shown["fee_amount"], "usd_rate": shown["paid_usd_rate"]}
        body = _json(
            {
                "update_id": len(self.hints) + 1,
                "update_type": "invoice_paid",
                "request_date": _iso(self.clock.now()),
                "payload": shown,
            }
        )
        key = hashlib.sha256(self.token.encode()).digest()
        signature = hmac.new(key, body, hashlib.sha256).hexdigest()
        return Hint({"crypto-pay-api-signature": signature}, body, self.webhook)

    def page_of(self, bill: Bill) -> str:
        """Return @CryptoBot's address of the invoice, or the playground's page."""
        if self.root.startswith("https:"):
            return f"https://t.me/CryptoBot?start=IV{bill.id}"
        return super().page_of(bill)

    def _create(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(fields) - _CREATE)
        if unknown:
            raise _unfit(400, f"UNKNOWN_PARAMETER_{unknown[0].upper()}")
        if fields.get("currency_type") != "fiat" or fields.get("fiat") not in FIATS:
            raise _unfit(400, "FIAT_INVALID")
        amount = str(fields.get("amount", ""))
        if not _NUMBER.fullmatch(amount) or not Decimal("0.01") <= Decimal(amount) <= 25_000:
            raise _unfit(400, "AMOUNT_INVALID")
        seconds = str(fields.get("expires_in", MOST_SECONDS))
        if not seconds.isdecimal() or not 1 <= int(seconds) <= MOST_SECONDS:
            raise _unfit(400, "EXPIRES_IN_INVALID")
        payload, title = str(fields.get("payload", "")), str(fields.get("description", ""))
        if len(payload.encode()) > LONGEST_PAYLOAD:
            raise _unfit(400, "PAYLOAD_TOO_LONG")
        if len(title) > LONGEST_TITLE:
            raise _unfit(400, "DESCRIPTION_TOO_LONG")
        asked_for = {name: _yes(fields, name) for name in ("allow_comments", "allow_anonymous")}
        now = self.clock.now()
        bill = Bill(
            id=self.next_number(),
            reference=payload,
            asked=Decimal(amount),
            currency=str(fields["fiat"]),
            made_at=now,
            ends_at=now + timedelta(seconds=int(seconds)),
            title=title,
            more=asked_for,
        )
        return self._shown(self.add(bill))

    def _list(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        if set(fields) - _LIST:
            raise _unfit(400, "UNKNOWN_PARAMETER")
        count, offset = int(fields.get("count", 100)), int(fields.get("offset", 0))
        if not 1 <= count <= MOST_AT_ONCE or offset < 0:
            raise _unfit(400, "COUNT_INVALID")
        numbers = {part.strip() for part in str(fields.get("invoice_ids", "")).split(",")} - {""}
        found = [
            self._shown(bill)
            for bill in reversed(self.bills.values())
            if (not numbers or bill.id in numbers) and not bill.is_dropped
        ]
        for name in ("status", "fiat", "asset"):
            found = [one for one in found if name not in fields or one.get(name) == fields[name]]
        return {"items": found[offset : offset + count]}

    def _delete(self, fields: Mapping[str, Any]) -> bool:
        bill = self.bills.get(str(fields.get("invoice_id")))
        if bill is None or bill.is_dropped:
            raise _unfit(400, "INVOICE_NOT_FOUND")
        if bill.came:
            raise _unfit(400, "INVOICE_ALREADY_PAID")
        self.drops(bill)
        return True

    def _status(self, bill: Bill) -> str:
        if bill.word:
            return bill.word
        if bill.came >= bill.asked:
            return "paid"
        return "expired" if bill.ends_at <= self.clock.now() else "active"

    def _shown(self, bill: Bill) -> dict[str, Any]:
        """Return an invoice as its maker and its calls see it; what is not known of it is left out."""
        mark = f"IV{bill.id}"
        is_real = self.root.startswith("https:")
        shown = {
            "invoice_id": int(bill.id),
            "hash": mark,
            "currency_type": "fiat",
            "fiat": bill.currency,
            "amount": f"{bill.asked.normalize():f}",  # as the API writes it: 5, not 5.00
            "accepted_assets": list(COINS),
            "status": self._status(bill),
            "pay_url": self.page_of(bill),
            "bot_invoice_url": self.page_of(bill),
            "mini_app_invoice_url": f"{MINI_APP}{mark}&mode=compact" if is_real else self.page_of(bill),
            "web_app_invoice_url": f"{WEB_APP}{mark}" if is_real else self.page_of(bill),
            **({"description": bill.title} if bill.title else {}),
            **({"payload": bill.reference} if bill.reference else {}),
            "created_at": _iso(bill.made_at),
            "expiration_date": _iso(bill.ends_at),
            **bill.more,
        }
        if bill.paid_at is not None:
            shown |= {
                "paid_at": _iso(bill.paid_at),
                "paid_asset": "USDT",
                "paid_amount": f"{(bill.came / RATE).quantize(Decimal('0.000001')):f}",
                "fee_asset": "USDT",
                "fee_amount": "0.0153",  # every number but the ids is text
                "fee_in_usd": "0.014994",
                "paid_usd_rate": str(RATE),
                "paid_fiat_rate": str(RATE),
                "paid_anonymously": False,
            }
        return shown


def _yes(fields: Mapping[str, Any], name: str) -> bool:
    """Return a switch, which is on unless it is said; in a query it is a word."""
    said = {True: True, False: False, "true": True, "false": False}.get(fields.get(name, True))
    if said is None:
        raise _unfit(400, f"{name.upper()}_INVALID")
    return said


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

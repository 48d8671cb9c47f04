"""A strict fake of TronGrid's API v1 (developers.tron.network): an account's TRC-20 transfers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.chains.fake import FakeChain, Move, header_of, in_json
from playground.gateways.fake import Asked, Unfit
from playground.panel.reply import Reply

USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
PAYER = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
CONFIRMED = 19
"""Blocks of other producers after which one is final."""

MOST_LINES = 200
MOST_TIME = 10**13

_LIST = {
    "only_confirmed", "only_unconfirmed", "only_to", "only_from", "limit", "fingerprint",
    "order_by", "min_timestamp", "max_timestamp", "contract_address",
}  # fmt: skip


@dataclass
class FakeTronGrid(FakeChain):
    """TRON with one address. With `is_deaf` it ignores contract_address: forged tokens are listed, too."""

    address: str = "TJmmqjb1DK9TTZbQXzRQ2AuA94z4gKAPFh"
    block_millis: int = 3_000
    is_deaf: bool = False

    def answer_of(self, asked: Asked) -> Reply:
        if header_of(asked, "tron-pro-api-key") != self.key:
            raise self.refusal(401, "ApiKey not exists")
        if asked.path != f"/v1/accounts/{self.address}/transactions/trc20":
            raise self.refusal(404, "Not Found")
        fields = self.read_fields(asked, _LIST, {"limit"})
        for name in ("only_confirmed", "only_unconfirmed", "only_to", "only_from"):
            if fields.get(name, "false") not in ("true", "false"):
                raise self.refusal(400, f"Invalid query filter(s)!: [{name}]")
        return self._transfers(fields)

    def refusal(self, status: int, words: str) -> Unfit:
        return Unfit(status, in_json({"success": False, "error": words, "statusCode": status}).body)

    def forges(self, units: int) -> Move:
        """Pay with a token that has USDT's name and symbol, and another contract."""
        return self.pays(units, contract="TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf")

    def _transfers(self, fields: Mapping[str, str]) -> Reply:
        limit = self.within(fields["limit"], 1, MOST_LINES, "limit")
        lines = self._chosen(fields, is_first="fingerprint" not in fields)
        begin = self._place(fields, lines)
        shown = lines[begin : begin + limit]
        meta: dict[str, Any] = {"at": int(self.clock.now().timestamp()) * 1000, "page_size": len(shown)}
        if begin + limit < len(lines):
            last = shown[-1].hash
            count = sum(one.hash == last for one in lines[: begin + limit])
            meta["fingerprint"] = f"{_digest(fields)}.{last}.{count}"
        return in_json({"data": [_line(one) for one in shown], "success": True, "meta": meta})

    def _chosen(self, fields: Mapping[str, str], *, is_first: bool) -> list[Move]:
        """Return what the filters leave, in the order that is asked for."""
        since = self.within(fields.get("min_timestamp", "0"), 0, MOST_TIME, "min_timestamp")
        until = self.within(fields.get("max_timestamp", str(MOST_TIME)), 0, MOST_TIME, "max_timestamp")
        contract = "" if self.is_deaf else fields.get("contract_address", "")
        order = fields.get("order_by", "block_timestamp,desc")
        if order not in ("block_timestamp,asc", "block_timestamp,desc"):
            raise self.refusal(400, "Invalid query filter(s)!: [order_by]")
        lines = [
            one
            for one in self.listed(is_first=is_first)
            if since <= _millis(one) <= until
            and (not contract or (one.contract or USDT) == contract)
            and (fields.get("only_to") != "true" or one.to == self.address)
            and (fields.get("only_confirmed") != "true" or self.depth_of(one) >= CONFIRMED)
            and not one.is_failed  # what failed has no Transfer event
        ]
        return lines if order.endswith("asc") else lines[::-1]

    def _place(self, fields: Mapping[str, str], lines: list[Move]) -> int:
        """Return where the page begins: behind the line that the fingerprint names."""
        if "fingerprint" not in fields:
            return 0
        digest, _, rest = fields["fingerprint"].partition(".")
        number, _, count = rest.partition(".")
        places = [place for place, one in enumerate(lines) if one.hash == number]
        if digest != _digest(fields) or len(places) < int(count or 1):
            raise self.refusal(400, "Invalid query filter(s)!: [fingerprint does not match current params]")
        return places[int(count) - 1] + 1


def _digest(fields: Mapping[str, str]) -> str:
    """Return what makes a fingerprint good for the same filters alone."""
    rest = sorted((name, value) for name, value in fields.items() if name != "fingerprint")
    return hashlib.sha256(repr(rest).encode()).hexdigest()[:8]


def _millis(move: Move) -> int:
    return int(move.at.timestamp()) * 1000


def _line(move: Move) -> dict[str, Any]:
    return {
        "transaction_id": move.hash,
        "token_info": {
            "symbol": "USDT",
            "address": move.contract or USDT,
            "decimals": 6,
            "name": "Tether USD",
        },
        "block_timestamp": _millis(move),
        "from": PAYER,
        "to": move.to,
        "type": "Transfer",
        "value": str(move.units),
        **move.said,
    }

"""A strict fake of TON Center's API v3 (docs.ton.org): an account's transactions, and the newest block."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.chains.fake import FakeChain, Move, header_of, in_json
from playground.gateways.fake import Asked, Unfit
from playground.panel.reply import Reply

PAYER = "0:" + "5A" * 32
MOST_LINES = 1_000
MOST_TIME = 2**31 - 1

_LIST = {"account", "start_utime", "end_utime", "limit", "offset", "sort"}


@dataclass
class FakeToncenter(FakeChain):
    """TON with one wallet. Without a key it answers one request a second, as the documents say."""

    address: str = "0:" + "A7" * 32
    finality: str = "finalized"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._asked_at: float | None = None

    def answer_of(self, asked: Asked) -> Reply:
        self._admit(asked)
        if asked.path == "/api/v3/masterchainInfo":
            self.read_fields(asked, set(), set())
            return in_json({"last": _block(self.newest_block), "first": _block(1)})
        if asked.path == "/api/v3/transactions":
            return self._transactions(self.read_fields(asked, _LIST, {"account"}))
        raise self.refusal(404, "Cannot GET " + asked.path)

    def refusal(self, status: int, words: str) -> Unfit:
        return Unfit(status, in_json({"code": status, "error": words}).body)

    def hash_of(self, number: int) -> str:
        return base64.b64encode(bytes.fromhex(super().hash_of(number))).decode()

    def _admit(self, asked: Asked) -> None:
        shown, now = header_of(asked, "x-api-key"), self.clock.monotonic()
        if shown != self.key:
            raise self.refusal(401, "API key does not exist")
        is_soon = self._asked_at is not None and now - self._asked_at < 1
        if not self.key and is_soon:
            raise self.refusal(429, "Ratelimit exceeded")
        self._asked_at = now

    def _transactions(self, fields: Mapping[str, str]) -> Reply:
        since = self.within(fields.get("start_utime", "0"), 0, MOST_TIME, "start_utime")
        until = self.within(fields.get("end_utime", str(MOST_TIME)), 0, MOST_TIME, "end_utime")
        limit = self.within(fields.get("limit", "10"), 1, MOST_LINES, "limit")
        offset = self.within(fields.get("offset", "0"), 0, MOST_TIME, "offset")
        sort = fields.get("sort", "desc")
        if sort not in ("asc", "desc"):
            raise self.refusal(422, "sort: asc or desc")
        if fields["account"] != self.address:
            return in_json({"transactions": [], "address_book": {}})
        lines = [one for one in self.listed(is_first=not offset) if since <= int(one.at.timestamp()) <= until]
        lines = lines if sort == "asc" else lines[::-1]
        shown = [self._line(one) for one in lines[offset : offset + limit]]
        return in_json({"transactions": shown, "address_book": {self.address: {"user_friendly": "UQ"}}})

    def _line(self, move: Move) -> dict[str, Any]:
        is_ours = move.to == self.address
        came, went = _message(move, PAYER, move.to), _message(move, self.address, move.to)
        return {
            "account": self.address,
            "hash": move.hash,
            "lt": str(move.block * 1_000_000),
            "now": int(move.at.timestamp()),
            "mc_block_seqno": move.block,
            "emulated": False,
            "finality": self.finality,
            "orig_status": "active",
            "end_status": "active",
            "total_fees": "0",
            "description": {"type": "ord", "aborted": move.is_failed, "compute_ph": {"skipped": False}},
            "in_msg": came if is_ours else _from_outside(self.address),
            "out_msgs": [] if is_ours else [went],
            **move.said,
        }


def _block(number: int) -> dict[str, Any]:
    return {"workchain": -1, "shard": "8000000000000000", "seqno": number}


def _message(move: Move, source: str, destination: str) -> dict[str, Any]:
    decoded = {"type": "text_comment", "comment": move.comment} if move.comment else None
    return {
        "hash": move.hash,
        "source": source,
        "destination": destination,
        "value": str(move.units),
        "bounce": True,
        "bounced": move.is_bounced,
        "message_content": {"hash": move.hash, "body": "te6c", "decoded": decoded},
    }


def _from_outside(address: str) -> dict[str, Any]:
    """Return the message by which an owner has the wallet send: it brings no coins."""
    return {"source": None, "destination": address, "value": None, "bounced": None, "message_content": None}

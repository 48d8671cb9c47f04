"""What fake chains share: blocks that grow by the clock, transfers in them, and what can befall these."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from playground.gateways.fake import Asked, FakeService, Unfit
from playground.panel.reply import Reply

GENESIS = 70_000_000
"""The number of the block at the clock's beginning."""


@dataclass(slots=True, kw_only=True)
class Move:
    """A transfer in a block, in base units. `said` are members of its line that hide the true ones."""

    hash: str
    units: int
    to: str
    at: datetime
    block: int
    comment: str = ""
    contract: str = ""
    is_failed: bool = False
    is_bounced: bool = False
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class FakeChain(FakeService):
    """One chain with its API. `address` is the shop's, as the API spells it; `key` empty takes everybody.

    `ahead` is how far the chain's clock is before ours. `is_doubled`: every line is listed twice.
    `between` are done one after another, each before a page that is not the first.
    """

    address: str = ""
    key: str = ""
    block_millis: int = 1_000
    moves: list[Move] = field(default_factory=list)
    ahead: timedelta = timedelta(0)
    is_doubled: bool = False
    between: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._began = self.clock.monotonic()
        self._made = 0

    @property
    def newest_block(self) -> int:
        """The newest block's number."""
        return GENESIS + int((self.clock.monotonic() - self._began) * 1000) // self.block_millis

    def pays(self, units: int, comment: str = "", **more: Any) -> Move:
        """Put a transfer into the newest block: to the shop's address, unless `to` says another."""
        self._made += 1
        move = Move(
            **{
                "hash": self.hash_of(self._made),
                "units": units,
                "to": self.address,
                "at": self.clock.now() + self.ahead,
                "block": self.newest_block,
                "comment": comment,
                **more,
            }
        )
        self.moves.append(move)
        return move

    def reorganises(self, move: Move) -> None:
        """Take a transfer out of the chain again: its block lost against another one."""
        self.moves.remove(move)

    def hash_of(self, number: int) -> str:
        """Return a transaction's hash as this API writes it."""
        return hashlib.sha256(f"{type(self).__name__} {number}".encode()).hexdigest()

    def depth_of(self, move: Move) -> int:
        """Return how many blocks stand on a transfer's own."""
        return self.newest_block - move.block

    def refusal(self, status: int, words: str) -> Unfit:
        """Return a refusal in this API's form."""
        raise NotImplementedError

    def read_fields(self, asked: Asked, allowed: set[str], needed: set[str]) -> Mapping[str, str]:
        """Return a GET's query. Raises Unfit unless it has just these members, each once, and no body."""
        fields = dict(asked.fields)
        if asked.method != "GET" or asked.body:
            raise self.refusal(405, "method not allowed")
        if wrong := sorted((set(fields) - allowed) | (needed - set(fields))):
            raise self.refusal(422, f"{wrong[0]}: unknown or missing")
        return fields

    def within(self, text: str, least: int, most: int, name: str) -> int:
        """Return a whole number. Raises Unfit for any other text, and beyond the bounds."""
        if not text.isdecimal() or not least <= int(text) <= most:
            raise self.refusal(422, f"{name}: not within {least} and {most}")
        return int(text)

    def listed(self, *, is_first: bool) -> list[Move]:
        """Return the lines as they stand at this moment, in the order of the chain."""
        if not is_first and self.between:
            self.between.pop(0)()
        return [one for move in self.moves for one in [move] * (1 + self.is_doubled)]


def in_json(value: Any, status: int = 200) -> Reply:
    """Return an answer in JSON."""
    return Reply(status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def header_of(asked: Asked, name: str) -> str:
    """Return a header's value, empty if it was not sent."""
    return {one.lower(): value for one, value in asked.headers.items()}.get(name, "")

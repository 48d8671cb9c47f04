"""A reader of a fake chain, with the clock of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from payments.chains.files import chain_named
from payments.chains.profile import ChainProfile
from payments.chains.reader import ChainReader
from playground.chains import FakeChain, FakeToncenter, FakeTronGrid
from playground.clock import HandClock
from playground.gateways.in_process import FakeGatewaysTransport
from shop.ledger.transfers import Transfer

UNIT = {"ton": 10**9, "tron": 10**6}
DEEP = {"ton": 10, "tron": 19 * 3}
"""Seconds after which a transfer may be told: ten blocks of one second, nineteen of three."""


@dataclass
class ChainWorld:
    """One chain, and what reads it. `began` is the clock's beginning."""

    clock: HandClock
    chain: FakeChain
    name: str
    began: datetime

    @property
    def unit(self) -> int:
        """Base units of one coin."""
        return UNIT[self.name]

    def reader(
        self,
        *,
        key: str = "",
        per_page: int | None = None,
        pages: int | None = None,
        fields: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> ChainReader:
        """Return a reader by the shipped file, with what is changed in it."""
        profile = chain_named(self.name)
        listing = profile.list.model_dump()
        listing |= {"per_page": per_page} if per_page else {}
        listing |= {"pages": pages} if pages else {}
        listing |= {"fields": {**profile.list.fields, **fields}} if fields else {}
        changed = ChainProfile.model_validate({**profile.model_dump(), "list": listing, **changes})
        transport = FakeGatewaysTransport(self.chain)
        return ChainReader(changed, self.chain.address, self.clock, key=key, transport=transport)

    def settles(self) -> None:
        """Let time pass until what was paid lies deep enough."""
        self.clock.advance(DEEP[self.name])

    async def told(self, **changes: Any) -> list[Transfer]:
        """Return what a new reader tells of all time."""
        return list(await self.reader(**changes).read(self.began - timedelta(days=1)))

    def id_of(self, number: int, units: int) -> str:
        """Return the id of the transaction made as this one."""
        index = f":{units}" if self.name == "tron" else ""
        return f"{self.name}:{self.chain.hash_of(number)}{index}"


def chain_world(name: str) -> ChainWorld:
    """Return a new chain with its reader."""
    clock = HandClock()
    chain: FakeChain = (
        FakeToncenter(clock, "https://toncenter.com")
        if name == "ton"
        else FakeTronGrid(clock, "https://api.trongrid.io")
    )
    return ChainWorld(clock, chain, name, clock.now())

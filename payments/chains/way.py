"""Paying to the operator's own address on a chain: what its API lists is matched like a bank's statement."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime, timedelta

from payments.base import Finding, NoAnswer, Ports
from payments.chains.reader import ChainReader
from payments.transfers.way import OwnAccount, TransferWay
from shop.clock import Clock
from shop.ledger.topup import Invoice

LOOKS_EVERY = 20
"""Seconds between two readings while somebody may have paid."""

EARLIER = timedelta(hours=2)
"""How long before an invoice the reading begins: our clock may be ahead of the chain's by an hour.

What seems to have come before it was asked for is a person's to decide; unread, it would be lost.
"""

READINGS = 5
"""Readings in a row, while each leaves more to be read than one may take."""


class ChainWay(TransferWay):
    """The way to pay to the address that `reader` reads. `account.words` is the address as people see it."""

    reread_seconds = LOOKS_EVERY

    def __init__(self, reader: ChainReader, account: OwnAccount, clock: Clock) -> None:
        super().__init__(account, clock)
        profile = reader.profile
        self.name, self.label, self.called = profile.name, f"🪙 {profile.label}", profile.label
        self.has_comments = profile.item.text is not None
        self._reader = reader
        self._since: datetime | None = None

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:
        followed = await ports.followed(self.name, self._clock.now())
        if not followed:
            self._since = None
            return
        if self._since is None:  # after a start; what was read before is known by its id
            # One may be followed for a year, as something goes back of it; nothing comes in for that one.
            ended = await ports.followed_from(self._clock.now())
            oldest = max(min(one.expires_at for one in followed), ended)
            self._since = oldest - self.holds - EARLIER
        for _ in range(READINGS):
            if await self._read():
                break
            yield ()

    async def look(self, invoice: Invoice) -> Sequence[Finding]:
        """Read now what came in. What is found is matched, and credited by that."""
        if self._since is None:
            self._since = invoice.expires_at - self.holds - EARLIER
        await self._read()
        return ()

    async def aclose(self) -> None:
        """Close the connections to the chain's API."""
        await self._reader.aclose()

    async def _read(self) -> bool:
        """Keep what came in since the last reading; return False if there is more. Raises NoAnswer."""
        if self._rows is None:
            raise NoAnswer("the kiosk is not open yet")
        since = self._since or self._clock.now() - timedelta(days=1)
        reading = await self._reader.read_on(since)
        if await self._rows.take_in(self.name, reading.transfers, self._clock.now()):
            self._arrived()
        self._since = min(reading.next_since, self._clock.now())  # a line from the future moves nothing
        return reading.is_all

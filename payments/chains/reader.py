"""What came in to one address on a chain, read page by page from its API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from payments.base import NoAnswer
from payments.chains.addresses import canonical_address
from payments.chains.asking import ChainApi
from payments.chains.lines import Line, is_deep, line_of, transfer_of
from payments.chains.profile import ChainProfile
from payments.described.amounts import number_in
from payments.described.template import Value
from payments.described.wire import text_at, value_at
from shop.clock import Clock
from shop.ledger.transfers import Transfer

OVERLAP = timedelta(hours=1)
"""How far back a reading begins before the newest line of the one before: an API may list a line late."""

_1970 = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `next_since` is where the next reading begins: no deep transfer lies before it unread.

    Not `is_all`: there are more pages than one reading may have, and the next one continues.
    """

    transfers: Sequence[Transfer]
    next_since: datetime
    is_all: bool


class ChainReader:
    """Reads one address. Raises ValueError, with a sentence, for a text that is no address of this chain.

    `key` is the API's, empty without one; `root` another address of the same interface.
    """

    def __init__(
        self,
        profile: ChainProfile,
        address: str,
        clock: Clock,
        *,
        key: str = "",
        root: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        known = canonical_address(address.strip(), profile.address)
        if known is None:
            raise ValueError(f"{address!r} is no address on {profile.label}")
        self.profile = profile
        self.address = known
        self._clock = clock
        self._api = ChainApi(profile, clock, key=key, root=root, transport=transport)

    async def read(self, since: datetime) -> Sequence[Transfer]:
        """Return the transfers of one reading; see `read_on`, which also tells where to continue."""
        return (await self.read_on(since)).transfers

    async def read_on(self, since: datetime) -> Reading:
        """Return all incoming transfers from `since` (aware) on that lie deep enough, oldest first.

        Their ids are the same in every reading, so what was told before can be told again. Raises NoAnswer
        if any page is no clear answer; then nothing is told, and the same reading can be tried again.
        """
        newest = await self._newest()  # before the list, so that nothing seems deeper than it is
        lines, is_all = await self._lines(since)
        told: dict[str, Transfer] = {}
        shallow: list[datetime] = []
        for line in lines:
            transfer = transfer_of(line, self.profile, self.address) if line.at >= since else None
            if transfer is None:
                continue
            if not is_deep(line, self.profile.depth, newest, self._clock.now()):
                shallow.append(line.at)
            elif told.setdefault(transfer.id, transfer) != transfer:
                raise NoAnswer("two different lines of one transfer")
        return Reading(tuple(told.values()), min([_next_since(since, lines, is_all), *shallow]), is_all)

    async def aclose(self) -> None:
        """Close the connections to the API."""
        await self._api.aclose()

    async def _newest(self) -> int:
        asked = self.profile.depth.newest
        if asked is None:
            return 0
        number = number_in(
            value_at(asked.number, await self._api.ask(asked.url, asked.fields, self._values()))
        )
        if number is None or number < 1 or number.denominator != 1:
            raise NoAnswer("an answer without the newest block")
        return int(number)

    async def _lines(self, since: datetime) -> tuple[list[Line], bool]:
        """Return the lines of the list, and whether these are all."""
        listing, lines, cursor, offset = self.profile.list, list[Line](), "", 0
        for _ in range(listing.pages):
            values = self._values(since=since, cursor=cursor, offset=offset)
            said = await self._api.ask(listing.url, listing.fields, values)
            page = self._page(said)
            if listing.next is None:
                lines += page if not offset else _after(lines[-1], page)
                if len(page) < listing.per_page:
                    return lines, True
                offset += listing.per_page - 1  # a page begins with the last line of the one before
            else:
                lines += page
                before, cursor = cursor, text_at(listing.next, said)
                if not cursor:
                    return lines, True
                if cursor == before:
                    raise NoAnswer("a page that names itself as the next")
        return lines, False

    def _page(self, said: Any) -> list[Line]:
        items = value_at(self.profile.list.items, said)
        if not isinstance(items, list):
            raise NoAnswer("an answer without its list")
        return [line_of(one, self.profile) for one in items]

    def _values(self, *, since: datetime = _1970, cursor: str = "", offset: int = 0) -> dict[str, Value]:
        millis = (since - _1970) // timedelta(milliseconds=1)
        return {
            "address": self.address,
            "since_unix": millis // 1000,
            "since_millis": millis,
            "per_page": self.profile.list.per_page,
            "offset": offset,
            "cursor": cursor,
        }


def _after(last: Line, page: list[Line]) -> list[Line]:
    """Return a page's new lines. Raises NoAnswer if the list moved since the page before was read."""
    if not page or page[0].id != last.id:
        raise NoAnswer("a list that moved while it was read")
    return page[1:]


def _next_since(since: datetime, lines: Sequence[Line], is_all: bool) -> datetime:
    """Return where to continue, by the chain's own times: our clock may be wrong.

    Where there are more pages, that is the last line. In another order than oldest first it would skip
    unread lines, and within one moment it would not get on.
    """
    if is_all:
        return max([since, *(line.at - OVERLAP for line in lines)])
    first, last = lines[0].at, lines[-1].at
    if last < first or last <= since:
        raise NoAnswer("a list that is not oldest first")
    return last

"""Requests to a chain's API: paced, to its own host alone, and every answer that is not clear is none."""

from typing import Any

import httpx

from payments.base import MustWait, NoAnswer
from payments.chains.profile import ChainProfile
from payments.described import wire
from payments.described.profile import Fields
from payments.described.sending import EXCERPT, OK, THROTTLED, Sender, has_all, without_keys
from payments.described.template import Value, Values, filled, filled_fields
from shop.clock import Clock


class ChainApi:
    """Asks one API. `key` is its secret, empty without one; `transport` is a fake's in tests."""

    def __init__(
        self,
        profile: ChainProfile,
        clock: Clock,
        *,
        key: str = "",
        root: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._profile = profile
        self._clock = clock
        self._key = key
        self._sender = Sender(root or profile.root, transport=transport)
        self._free_at = clock.monotonic()

    async def ask(self, url: str, fields: Fields, values: Values) -> Any:
        """Return what an answer says. Raises NoAnswer unless it is whole, readable and a success.

        A 4xx is no answer either: these APIs throttle with 403, too, and a key may be set right later.
        """
        await self._pace()
        status, body = await self._sender.send(self._request(url, fields, values))
        if status == THROTTLED:
            raise MustWait("it asks for a pause")
        if status not in OK:
            raise NoAnswer(self._without_key(f"HTTP {status} {body[:EXCERPT].decode('utf-8', 'replace')}"))
        try:
            said = wire.read(body)
        except wire.Unreadable as problem:
            raise NoAnswer(f"an answer that is {problem}") from None
        if not has_all(self._profile.ok, said):
            raise NoAnswer(self._without_key(f"an answer that is no success: {said}"[:EXCERPT]))
        return said

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        await self._sender.aclose()

    async def _pace(self) -> None:
        """Wait until the profile's rate allows a request; without a key the APIs allow about one a second."""
        wait = self._free_at - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
        self._free_at = self._clock.monotonic() + 60 / self._profile.per_minute

    def _request(self, url: str, fields: Fields, values: Values) -> httpx.Request:
        known: dict[str, Value] = {"key": self._key, "contract": self._profile.contract, **values}
        address = self._sender.address(filled(url, known))
        if sent := filled_fields(fields, known):
            address += "?" + wire.query_string(sent)
        headers = {name: filled(value, known) for name, value in self._profile.headers.items()}
        return self._sender.request("GET", address, {name: one for name, one in headers.items() if one})

    def _without_key(self, text: str) -> str:
        return without_keys(text, [self._key])

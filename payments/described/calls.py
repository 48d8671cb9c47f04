"""Requests to one gateway: made by its profile, to its own hosts alone, within limits of time and size."""

import base64
from collections.abc import Mapping
from typing import Any

import httpx

from payments.base import MustWait, NoAnswer, NotAsked, Refused
from payments.described import wire
from payments.described.profile import Ask, Call, Profile, Refund
from payments.described.sending import (
    EXCERPT,
    NOT_ABOUT_IT,
    OK,
    SERVERS_FAULT,
    THROTTLED,
    TURNED_AWAY,
    Sender,
    has_all,
    without_keys,
)
from payments.described.signing import of_body, signed
from payments.described.template import Value, Values, filled, filled_fields


class NotThere(Exception):
    """The gateway says that it has no such payment."""


class Gateway:
    """Asks one gateway. `keys` are its secrets by name; `transport` is the playground's in tests."""

    def __init__(
        self,
        profile: Profile,
        keys: Mapping[str, str],
        *,
        root: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.profile = profile
        self.keys = keys
        self._sender = Sender(root or profile.root, profile.hosts, transport=transport)
        self.root = self._sender.root

    async def ask(self, call: Call, values: Values, *, none: tuple[int, ...] = ()) -> Any:
        """Make a request and return what its answer says.

        Raises NotThere, Refused with the gateway's words, MustWait when it asks for a pause, and NoAnswer
        for anything that does not say whether the request was carried out. A refund may have been asked for
        before: only an answer of the gateway's own about it is a refusal.
        """
        status, body = await self._sender.send(self._request(call, values))
        if status in none:
            raise NotThere
        if status == THROTTLED:
            raise MustWait("the gateway asks for a pause")
        if status in SERVERS_FAULT or 300 <= status < 400:
            raise NoAnswer(f"HTTP {status}")
        gives_back = isinstance(call, Refund)
        if gives_back and status in NOT_ABOUT_IT:
            kind = NotAsked if status in TURNED_AWAY else NoAnswer
            raise kind(f"HTTP {status}, which says nothing about the refund; see the key and its rights")
        try:
            said = wire.read(body)
        except wire.Unreadable as problem:
            raise self._unreadable(status, body, problem, gives_back=gives_back) from None
        if isinstance(call, Ask) and call.absent and has_all(call.absent, said):
            raise NotThere
        if status not in OK or not has_all(self.profile.ok, said):
            raise Refused(self._reason(status, said))
        return said

    def hides(self, text: str) -> str:
        """Return the text without any key in it."""
        return without_keys(text, self.keys.values())

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        await self._sender.aclose()

    def _request(self, call: Call, values: Values) -> httpx.Request:
        known: dict[str, Value] = {**self.keys, **values}
        known |= {
            name: signed(recipe, known) for name, recipe in call.signs.items() if "{body" not in recipe.of
        }
        fields = filled_fields(call.fields, known)
        body = wire.written_body(fields, call.body)
        known |= of_body(body, None)
        known |= {name: signed(recipe, known) for name, recipe in call.signs.items()}
        address = self._sender.address(filled(call.url, known))
        if call.body == "query" and fields:
            address += ("&" if "?" in address else "?") + wire.query_string(fields)
        headers = {
            name: filled(value, known) for name, value in {**self.profile.headers, **call.headers}.items()
        }
        headers = {name: value for name, value in headers.items() if value}
        if self.profile.basic:
            text = filled(self.profile.basic, known)
            headers["Authorization"] = "Basic " + base64.b64encode(text.encode()).decode()
        if call.body in wire.CONTENT_TYPES:
            headers.setdefault("Content-Type", wire.CONTENT_TYPES[call.body])
        return self._sender.request(call.method, address, headers, body)

    def _unreadable(self, status: int, body: bytes, problem: Exception, *, gives_back: bool) -> Exception:
        if status in OK or gives_back:
            return NoAnswer(f"an answer that is {problem}")
        words = body[:EXCERPT].decode("utf-8", "replace")
        return Refused(self.hides(f"HTTP {status} {words}"))

    def _reason(self, status: int, said: Any) -> str:
        found = wire.value_at(self.profile.error, said) if self.profile.error else None
        found = said if found is None else found  # some refusals are told elsewhere than others
        return self.hides(f"HTTP {status}: {found}"[:EXCERPT])

"""Requests to one gateway: made by its profile, to its own hosts alone, within limits of time and size."""

import asyncio
import base64
import ssl
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpx

from payments.base import MustWait, NoAnswer, Refused
from payments.described import wire
from payments.described.profile import Ask, Call, Profile
from payments.described.signing import of_body, signed
from payments.described.template import Value, Values, filled, filled_fields

CALL_SECONDS = 7.0
"""For a whole request; people wait for the one that makes an invoice."""

EXCERPT = 200
HIDDEN = "···"

_THROTTLED = 429
_OK = range(200, 300)
_SERVERS_FAULT = range(500, 600)


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
        self.root = (root or profile.root).rstrip("/")
        self._transport = transport
        self._spoken_to = {urlsplit(self.root).hostname, *profile.hosts}

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        """Made at the first request: httpx imports its engine and certificates."""
        return httpx.AsyncClient(
            transport=self._transport,
            verify=True if self.root.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,  # a proxy from the environment must not see the keys
            follow_redirects=False,
            timeout=httpx.Timeout(CALL_SECONDS, connect=4),
        )

    async def ask(self, call: Call, values: Values, *, none: tuple[int, ...] = ()) -> Any:
        """Make a request and return what its answer says.

        Raises NotThere, Refused with the gateway's words, MustWait when it asks for a pause, and NoAnswer
        for anything that does not say whether the request was carried out.
        """
        status, body = await self._send(self._request(call, values))
        if status in none:
            raise NotThere
        if status == _THROTTLED:
            raise MustWait("the gateway asks for a pause")
        if status in _SERVERS_FAULT or 300 <= status < 400:
            raise NoAnswer(f"HTTP {status}")
        try:
            said = wire.read(body)
        except wire.Unreadable as problem:
            raise self._unreadable(status, body, problem) from None
        if isinstance(call, Ask) and call.absent and _has_all(call.absent, said):
            raise NotThere
        if status not in _OK or not _has_all(self.profile.ok, said):
            raise Refused(self._reason(status, said))
        return said

    def hides(self, text: str) -> str:
        """Return the text without any key in it."""
        for key in self.keys.values():
            if len(key) > 3:
                text = text.replace(key, HIDDEN)
        return text

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        if "_http" in self.__dict__:
            await self._http.aclose()

    def _request(self, call: Call, values: Values) -> httpx.Request:
        known: dict[str, Value] = {**self.keys, **values}
        known |= {
            name: signed(recipe, known) for name, recipe in call.signs.items() if "{body" not in recipe.of
        }
        fields = filled_fields(call.fields, known)
        body = wire.written(fields, call.body)
        known |= of_body(body, None)
        known |= {name: signed(recipe, known) for name, recipe in call.signs.items()}
        address = self._address(filled(call.url, known))
        if call.body == "query" and fields:
            address += ("&" if "?" in address else "?") + wire.query(fields)
        headers = {
            name: filled(value, known) for name, value in {**self.profile.headers, **call.headers}.items()
        }
        headers = {name: value for name, value in headers.items() if value}
        if self.profile.basic:
            text = filled(self.profile.basic, known)
            headers["Authorization"] = "Basic " + base64.b64encode(text.encode()).decode()
        if call.body in wire.CONTENT_TYPES:
            headers.setdefault("Content-Type", wire.CONTENT_TYPES[call.body])
        return self._http.build_request(call.method, address, headers=headers, content=body or None)

    def _address(self, url: str) -> str:
        address = url if url.startswith("https://") else self.root + url
        if urlsplit(address).hostname not in self._spoken_to:
            raise Refused("its file does not name this host")
        return address

    async def _send(self, request: httpx.Request) -> tuple[int, bytes]:
        content = bytearray()
        try:
            async with asyncio.timeout(CALL_SECONDS):
                answer = await self._http.send(request, stream=True)
                try:
                    async for part in answer.aiter_bytes():
                        content += part
                        if len(content) > wire.LARGEST:
                            raise NoAnswer("an answer that is too large")
                finally:
                    await answer.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            raise NoAnswer(type(problem).__name__) from None
        return answer.status_code, bytes(content)

    def _unreadable(self, status: int, body: bytes, problem: Exception) -> Exception:
        if status in _OK:
            return NoAnswer(f"an answer that is {problem}")
        words = body[:EXCERPT].decode("utf-8", "replace")
        return Refused(self.hides(f"HTTP {status} {words}"))

    def _reason(self, status: int, said: Any) -> str:
        found = wire.at(self.profile.error, said) if self.profile.error else None
        found = said if found is None else found  # some refusals are told elsewhere than others
        return self.hides(f"HTTP {status}: {found}"[:EXCERPT])


def _has_all(wanted: Mapping[str, Any], said: Any) -> bool:
    return all(wire.at(path, said) == value for path, value in wanted.items())

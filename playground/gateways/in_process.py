"""Fake gateways as one httpx transport: no socket, the same faults; each answers at its own address."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from playground.gateways.fake import Asked, FakeService
from playground.panel.reply import Wire


class FakeGatewaysTransport(httpx.AsyncBaseTransport):
    """Hands each request to the service whose root it begins with; nobody else answers."""

    def __init__(self, *gateways: FakeService) -> None:
        self.gateways = list(gateways)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or raise what httpx would raise."""
        address = str(request.url)
        gateway = next((one for one in self.gateways if address.startswith(one.root)), None)
        if gateway is None:
            raise httpx.ConnectError("All connection attempts failed", request=request)
        body = await request.aread()
        reply = gateway.answer(
            Asked(
                request.method,
                request.url.path,
                dict(request.headers),
                fields_of(address, body, request.headers),
                body,
            )
        )
        if reply.wire is Wire.HANG:
            raise httpx.ReadTimeout("", request=request)
        if reply.wire is Wire.CUT:
            raise httpx.ReadError("", request=request)
        headers = {**reply.headers, "Content-Type": reply.content_type}
        return httpx.Response(reply.status, headers=headers, content=reply.body, request=request)


def fields_of(address: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the members of a request's query and body."""
    fields: dict[str, Any] = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    if "json" in headers.get("content-type", "") and body:
        read = json.loads(body)
        fields |= read if isinstance(read, dict) else {}
    elif body:
        fields |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return fields

"""PTB's transport without a socket: each request goes straight to the fake Telegram."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from playground.telegram import FakeTelegram, NoAnswer, RawAnswer, Upload
from playground.telegram.refusals import not_found

_CALL = re.compile(r"/bot([^/]*)/([A-Za-z]+)$")
_FILE = re.compile(r"/file/bot([^/]*)/(.+)$")


class InProcessRequest(BaseRequest):
    """Hands PTB's requests straight to `telegram` and fails as an HTTP transport would."""

    __slots__ = ("_telegram",)

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Answer one request. Raises TimedOut and NetworkError as the planned faults say."""
        address = unquote(url)  # PTB quotes the address of a download
        download = _FILE.search(address)
        if download is not None:
            content = self._telegram.download(download[1], download[2])
            return (404, json.dumps(not_found().envelope()).encode()) if content is None else (200, content)
        call = _CALL.search(address)
        if call is None:
            raise NetworkError(f"{method} to an address that is not the Bot API's")
        params = request_data.json_parameters if request_data else {}
        return await self._call(call[1], call[2], params, _files(request_data))

    async def post_json(self, url: str, body: bytes, _limits: object = None) -> tuple[int, bytes]:
        """Answer one call whose parameters are JSON. Raises as `do_request`."""
        call = _CALL.search(url)
        if call is None:
            raise NetworkError("POST to an address that is not the Bot API's")
        return await self._call(call[1], call[2], json.loads(body), {})

    async def _call(
        self, token: str, name: str, params: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> tuple[int, bytes]:
        try:
            status, body = await self._telegram.call_as(token, name, params, files)
        except NoAnswer as silence:
            if silence.broken:
                raise NetworkError("the connection was closed without an answer") from silence
            raise TimedOut from silence
        except RawAnswer as raw:
            return raw.status, raw.body
        return status, json.dumps(body).encode()  # escaped: half a sign cannot come in UTF-8, but in JSON


def _files(data: RequestData | None) -> dict[str, Upload]:
    if data is None or not data.contains_files:
        return {}
    return {name: _upload(*parts) for name, parts in data.multipart_data.items()}


def _upload(name: str, content: Any, mime: str) -> Upload:
    return Upload(content if isinstance(content, bytes) else content.read(), name, mime)

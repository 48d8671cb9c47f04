"""A call's parameters, as form fields with JSON inside or as plain JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.telegram.refusals import bad_request

_POINTED = re.compile(r"attach://([\w.-]+)")
_HALF = re.compile(r"[\ud800-\udfff]")
# A high surrogate without a low one after it, or a low one without a high one before it.
_HALF_ESCAPED = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


@dataclass(frozen=True)
class Upload:
    """A file sent along with a call."""

    content: bytes
    name: str = "file"
    mime: str = "application/octet-stream"


class Params:
    """Read-only view of one call's parameters, with Telegram's own complaints."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload | bytes] | None = None) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._files = files or {}

    def check_text(self) -> None:
        """Raise Refusal if any text has half a character, which UTF-8 cannot encode."""
        for value in self._values.values():
            told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            # The second form is half a character in JSON inside a form field.
            if _HALF.search(told) or (told[:1] in "[{" and _HALF_ESCAPED.search(told)):
                raise bad_request("strings must be encoded in UTF-8")

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self._files

    def text(self, name: str) -> str | None:
        """Return the value as text; numbers are written out."""
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Return the value as a whole number; anything else counts as `default`, as at Telegram."""
        try:
            return int(self._values.get(name, default))
        except (TypeError, ValueError, OverflowError):
            return default

    def number(self, name: str, default: float = 0.0) -> float:
        """Return the value as seconds or another amount."""
        try:
            return float(self._values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return the value as yes or no; absent is no."""
        return str(self._values.get(name, "")).lower() in ("true", "1", "yes", "t", "y")

    def nested(self, name: str) -> Any:
        """Return an object or an array, from JSON text or already decoded."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under this name, directly or as `attach://`."""
        reference = self._values.get(name)
        if isinstance(reference, str) and reference.startswith("attach://"):
            name = reference.removeprefix("attach://")
        found = self._files.get(name)
        return Upload(found) if isinstance(found, bytes) else found

    def sent(self) -> dict[str, Any]:
        """The parameters by the specification's names: a file that another one points to is none."""
        pointed = set(_POINTED.findall(json.dumps(list(self._values.values()), default=str)))
        return {**self._values, **{name: "<file>" for name in self._files if name not in pointed}}

    def plain(self) -> dict[str, Any]:
        """Return a copy for the log, with files as their sizes."""
        sizes = {name: f"<{len(_content(file))} bytes>" for name, file in self._files.items()}
        return {**self._values, **sizes}


def _content(file: Upload | bytes) -> bytes:
    return file if isinstance(file, bytes) else file.content

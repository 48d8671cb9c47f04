"""The fake panel's answers, and what happens to them on the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

JSON = "application/json"
HTML = "text/html; charset=UTF-8"


class Wire(Enum):
    """How much of an answer reaches the client."""

    WHOLE = "all of it"
    HALF = "half the body, then the connection ends"
    CUT = "nothing: the connection is cut"
    HANG = "nothing for `hang_seconds`, then the connection is cut"


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer. Only `wire` and `hang_seconds` are not visible to the client."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    wire: Wire = Wire.WHOLE
    hang_seconds: float = 0.0

    @property
    def half(self) -> bytes:
        """Return what arrives when the wire breaks; of a short body enough that half a number is seen."""
        return self.body[: max(len(self.body) // 2, len(self.body) - 3)]


class Refused(Exception):
    """A refusal in the panel's words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

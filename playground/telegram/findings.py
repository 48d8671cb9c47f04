"""What was found wrong with something said, and who can find it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Finding:
    """One thing that the Bot API's specification does not allow, or that the fake does not model.

    `side` is whose words they are: `request` (the bot's), `answer` or `update` (the
    fake's), or `unmodelled` for what the fake refuses because it does not know it.
    """

    side: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.side} {self.where}: {self.words}"


class Judge(Protocol):
    """Whoever holds what goes over the wire against the specification; no finding is a good verdict."""

    def request(self, method: str, values: Mapping[str, Any]) -> list[Finding]:
        """Of a request's parameters, as they were sent."""
        ...

    def answer(self, method: str, result: Any) -> list[Finding]:
        """Of the `result` of a successful call."""
        ...

    def update(self, body: Mapping[str, Any]) -> list[Finding]:
        """Of an update."""
        ...

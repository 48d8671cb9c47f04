"""Findings about the traffic, and who makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Finding:
    """Something that the Bot API's specification does not allow, that the fake does not model, or that
    nobody can read on a phone.

    `side` is whose words they are: `request` (the bot's), `answer` or `update` (the
    fake's), `unmodelled` for what the fake refuses because it does not know it, or
    `screen` for what the person sees.
    """

    side: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.side} {self.where}: {self.words}"


class Judge(Protocol):
    """Checks the traffic against the specification; no finding is a good verdict."""

    def request(self, method: str, values: Mapping[str, Any]) -> list[Finding]:
        """Judge a request's parameters as they were sent."""
        ...

    def answer(self, method: str, result: Any) -> list[Finding]:
        """Judge the `result` of a successful call."""
        ...

    def update(self, body: Mapping[str, Any]) -> list[Finding]:
        """Judge an update."""
        ...

"""Words that the Bot API's page lists but the models do not: kinds of chats, entities and updates."""

from collections.abc import Iterator, Mapping
from typing import Any

_SOURCE = {
    "chat": "core.telegram.org/bots/api#chat",
    "entity": "core.telegram.org/bots/api#messageentity",
    "update": "core.telegram.org/bots/api#update",
}


class Words:
    """The allowed words of each kind."""

    def __init__(self, *, chat: frozenset[str], entity: frozenset[str], update: frozenset[str]) -> None:
        self._known = {"chat": chat, "entity": entity, "update": update}

    def odd(self, value: Any, path: str = "") -> Iterator[tuple[str, str]]:
        """Return where, at any depth, a word is not among the allowed ones."""
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self.odd(item, f"{path}.{number}")
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                for what, word in _named(name, inner):
                    if word not in self._known[what]:
                        where = f"{path}.{name}".lstrip(".")
                        yield where, f"there is no {what} of type {word!r} ({_SOURCE[what]})"
                yield from self.odd(inner, f"{path}.{name}")


def _named(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if name == "chat" and isinstance(value, Mapping):
        yield "chat", value.get("type")
    elif name in ("entities", "caption_entities") and isinstance(value, list):
        yield from (("entity", item.get("type")) for item in value if isinstance(item, Mapping))
    elif name == "allowed_updates" and isinstance(value, list):
        yield from (("update", word) for word in value)

"""Entities: offsets in UTF-16 units, those Telegram finds by itself, and trimming."""

import re
from typing import Any

from playground.telegram.refusals import bad_request

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>(?<![\w@./])(?:https?://|www\.)[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]'])"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_OPAQUE = ("code", "pre", "text_link", "text_mention")


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: characters beyond the first plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, longest: int = 4096) -> bool:
    """Return True if Telegram accepts this much text, after its entities are parsed.

    Counted in characters, not in units: 4,096 emoji were taken and 4,097 refused by the real server
    (FerroxLabs/wayland#934, August 2026). Nobody has measured captions and toasts; those stay in units.
    """
    return len(text) <= longest


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of `text` that an entity covers."""
    units = text.encode("utf-16-le")
    return units[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip white space at both ends, as Telegram does with every text, and move the entities along."""
    body = text.strip()
    if body == text:
        return text, entities
    lead = utf16_length(text) - utf16_length(text.lstrip())
    end = utf16_length(body)
    kept: list[Entity] = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] - lead + entity["length"])
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return body, kept


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Return the given entities and those Telegram finds: commands, links, mentions, hashtags."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if not any(start < offset + length and offset < stop for start, stop in taken):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))


def checked(entities: Any, text: str) -> list[Entity]:
    """Return a caller's entities. Raises Telegram's complaint about wrong ones."""
    if not isinstance(entities, list):
        raise bad_request("can't parse message entities: expected an Array of MessageEntity")
    kept: list[Entity] = []
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object")
        if not _is_count(entity.get("offset")) or not _is_count(entity.get("length")):
            raise bad_request('can\'t parse MessageEntity: Can\'t find field "offset" or "length"')
        if entity["offset"] + entity["length"] > utf16_length(text):
            raise bad_request(
                f"can't parse entities: Entity beginning at UTF-16 offset {entity['offset']} "
                f"ends after the end of the text at UTF-16 offset {utf16_length(text)}"
            )
        if entity["length"] > 0:
            kept.append(entity)
    return kept


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

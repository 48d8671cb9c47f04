"""The tags of Telegram's HTML and the entity each becomes."""

import re
from collections.abc import Callable

from playground.telegram.entities import Entity, utf16_length
from playground.telegram.refusals import bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}

DATE_FORMAT = re.compile("r|w?[dD]?[tT]?")
"""What a moment may be shown as (core.telegram.org/bots/api#date-time-entity-formatting)."""

LATEST_DATE = 2**31 - 1
"""Seconds since 1970: Telegram's dates are 32 bits."""


def entity_of(tag: str, attributes: dict[str, str], offset: int, words: str) -> Entity | None:
    """Return the entity of a tag around `words`, or None if Telegram keeps none. Raises Refusal."""
    entity: Entity = {"type": TAGS[tag], "offset": offset, "length": utf16_length(words)}
    special = _SPECIAL.get(tag)
    return special(entity, attributes, words) if special else entity


def _link(entity: Entity, attributes: dict[str, str], words: str) -> Entity | None:
    url = attributes.get("href") or words
    user = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if user:
        return {**entity, "type": "text_mention", "user": {"id": int(user.group(1))}}
    return {**entity, "url": complete_url(url)} if complete_url(url) else None


def _preformatted(entity: Entity, attributes: dict[str, str], _words: str) -> Entity | None:
    language = attributes.get("inner", "").removeprefix("language-")
    whole = attributes.get("inner_length") == str(entity["length"])
    return {**entity, "language": language} if whole and language else entity


def _quotation(entity: Entity, attributes: dict[str, str], _words: str) -> Entity | None:
    return {**entity, "type": "expandable_blockquote"} if "expandable" in attributes else entity


def _emoji(entity: Entity, attributes: dict[str, str], _words: str) -> Entity | None:
    number = attributes.get("emoji-id", "")
    if not number.isdigit():
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return {**entity, "custom_emoji_id": number}


def _moment(entity: Entity, attributes: dict[str, str], _words: str) -> Entity | None:
    number, shown = attributes.get("unix", ""), attributes.get("format", "")
    if not re.fullmatch("[0-9]{1,10}", number) or int(number) > LATEST_DATE:
        raise bad_request("can't parse entities: Invalid Unix time specified")
    if not DATE_FORMAT.fullmatch(shown):
        raise bad_request("can't parse entities: Invalid date-time format specified")
    return {**entity, "unix_time": int(number), "date_time_format": shown}


_SPECIAL: dict[str, Callable[[Entity, dict[str, str], str], Entity | None]] = {
    "a": _link,
    "pre": _preformatted,
    "blockquote": _quotation,
    "tg-emoji": _emoji,
    "tg-time": _moment,
}


def complete_url(url: str) -> str | None:
    """Return the link as Telegram keeps it, or None if Telegram would drop it."""
    match = re.fullmatch(r"(?:([a-zA-Z][a-zA-Z0-9+.\-]*)://)?([^\s/?#]+)([/?#]\S*)?", url.strip())
    if match is None:
        return None
    scheme, host, rest = match.groups()
    if scheme and scheme.lower() in ("tg", "ton", "tonsite"):
        return url.strip()
    if (scheme and scheme.lower() not in ("http", "https")) or ("." not in host and "localhost" not in host):
        return None
    return f"{(scheme or 'http').lower()}://{host}{rest or '/'}"

"""Parsing Telegram's HTML into text and entities, with Telegram's own error messages."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from playground.telegram.entities import Entity, utf16_length, utf16_slice
from playground.telegram.markup_tags import TAGS, entity_of
from playground.telegram.refusals import Refusal, bad_request

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
_NAME = re.compile(r"[^\s>/]*")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]*)(?:(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+(?=[\s>])))?)?""")


@dataclass
class _Open:
    """A start tag that is still open."""

    tag: str
    offset: int
    attributes: dict[str, str]
    at: int


@dataclass
class _Reader:
    """One pass over the source: the text read so far, and the position."""

    source: str
    unknown: Container[str] = ()
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def complain(self, problem: str, where: int) -> Refusal:
        position = len(self.source[:where].encode())
        return bad_request(f"can't parse entities: {problem} at byte offset {position}")

    def emit(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)


def parse_html(source: str, unknown: Container[str] = ()) -> tuple[str, list[Entity]]:
    """Return text and entities of `source`. Raises Refusal in Telegram's words.

    `unknown` are tags that this server is too old to know.
    """
    reader = _Reader(source, unknown)
    while reader.at < len(source):
        if source.startswith("</", reader.at):
            _end_tag(reader)
        elif source[reader.at] == "<":
            _start_tag(reader)
        elif source[reader.at] == "&":
            _reference(reader)
        else:
            _plain(reader)
    if reader.open:
        tag = reader.open[-1].tag
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reader.pieces), reader.entities


def _plain(reader: _Reader) -> None:
    stop = re.compile("[<&]").search(reader.source, reader.at)
    end = stop.start() if stop else len(reader.source)
    reader.emit(reader.source[reader.at : end])
    reader.at = end


def _reference(reader: _Reader) -> None:
    """Read a character reference; anything else stays as it is."""
    match = _REFERENCE.match(reader.source, reader.at)
    character = _decoded(match) if match else None
    if match is None or character is None:
        reader.emit("&")
        reader.at += 1
        return
    reader.emit(character)
    reader.at = match.end()


def _decoded(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    usable = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if usable else None


def _start_tag(reader: _Reader) -> None:
    begin = reader.at
    name_match = _NAME.match(reader.source, begin + 1)
    name = name_match.group().lower() if name_match else ""
    reader.at = begin + 1 + len(name)
    if reader.at >= len(reader.source):
        raise reader.complain("Unclosed start tag", begin)
    if name not in TAGS or name in reader.unknown:
        raise reader.complain(f'Unsupported start tag "{name}"', begin)
    attributes = _attributes(reader, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.complain('Tag "span" must have class "tg-spoiler"', begin)
    reader.open.append(_Open(name, reader.length, attributes, len(reader.entities)))


def _attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    found: dict[str, str] = {}
    source = reader.source
    while True:
        while reader.at < len(source) and source[reader.at].isspace():
            reader.at += 1
        if reader.at >= len(source):
            raise reader.complain(f'Unclosed start tag "{tag}"', begin)
        if source[reader.at] == ">":
            reader.at += 1
            return found
        name, value = _attribute(reader, tag, begin)
        found[name] = value


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    match = _ATTRIBUTE.match(reader.source, reader.at)
    if match is None or not match.group(1):
        raise reader.complain(f'Empty attribute name in the tag "{tag}"', begin)
    name, equals, *quoted = match.groups()
    value = next((text for text in quoted if text is not None), None)
    reader.at = match.end()
    if equals and value is None:
        raise _bad_value(reader, tag, begin)
    if equals and reader.at >= len(reader.source):
        raise reader.complain("Unclosed start tag", begin)
    plain = _REFERENCE.sub(lambda found: _decoded(found) or found.group(), value or "")
    return name.lower(), plain


def _bad_value(reader: _Reader, tag: str, begin: int) -> Refusal:
    rest = reader.source[reader.at :]
    if not rest:
        return reader.complain(f'Unclosed start tag "{tag}"', begin)
    if rest[0] in "\"'":
        return reader.complain("Unclosed start tag", begin)
    return reader.complain("Unexpected end of name token", reader.at)


def _end_tag(reader: _Reader) -> None:
    begin = reader.at
    if not reader.open:
        raise reader.complain("Unexpected end tag", begin)
    name_match = _NAME.match(reader.source, begin + 2)
    name = name_match.group().lower() if name_match else ""
    reader.at = begin + 2 + len(name)
    while reader.at < len(reader.source) and reader.source[reader.at].isspace():
        reader.at += 1
    if not reader.source.startswith(">", reader.at):
        raise reader.complain("Unclosed end tag", begin)
    reader.at += 1
    expected = reader.open[-1].tag
    if name not in ("", expected):
        where = len(reader.source[:begin].encode())
        raise bad_request(
            f"can't parse entities: Unmatched end tag at byte offset {where}, "
            f'expected "</{expected}>", found "</{name}>"'
        )
    _close(reader, reader.open.pop())


def _close(reader: _Reader, opened: _Open) -> None:
    length = reader.length - opened.offset
    words = utf16_slice("".join(reader.pieces), opened.offset, length)
    entity = entity_of(opened.tag, opened.attributes, opened.offset, words)
    if not words or entity is None:
        return
    outer = reader.open[-1] if reader.open else None
    if opened.tag == "code" and outer and outer.tag == "pre" and outer.offset == opened.offset:
        outer.attributes["inner"] = opened.attributes.get("class", "")
        outer.attributes["inner_length"] = str(length)
        return
    reader.entities.insert(opened.at, entity)

"""Read one JSON value from an answer's bytes, or say why there is none.

Panels print warnings around their JSON, forget quotes and leave commas behind. We read whatever can be
read without guessing, first strictly, then leniently. A text that breaks off is never searched for a
number, because the missing part may contradict it. The lenient second pass is used only for text whose
brackets close. It forgives what some panels' own documentation prints, and nothing else:

    {"balance": 10000, "currency": "USD",}          an extra comma
    {"status": Success, message: "Added"}           words without quotes
    ["1": {"status": "Partial"}, "10": {...}]       list brackets around a map

What Python writes for a number that is none (NaN, Infinity) is read as null, so that it spoils its own value
alone: a table's empty cells come as NaN, too, among names, errors and currencies.

Valid JSON that was encoded once more, as a JSON string or for HTML, is decoded once more. Text that is no
UTF-8 is read where it can be one thing only; every byte of ASCII stays what it is, so a wrong guess changes
letters of names and sentences, and never the JSON.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

LARGEST = 1 << 20
"""The most bytes read of an answer; catalogues get `LARGEST_CATALOGUE`."""

LARGEST_CATALOGUE = 16 << 20

_NESTING = (dict, list)
_MOST_PIECES = 64  # more bracketed pieces than this is a web page's script, not an answer
_DEEPEST = 40  # levels; a catalogue has three
_LONGEST_NUMBER = 60  # digits; Python itself gives up at 4,300
_LARGEST_EXPONENT = 30  # 1e999999999 is a valid number that fills the memory once it is an int

_PAGE = re.compile(r"\s*<(!doctype|html|head|body)\b", re.IGNORECASE)
_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}"]', re.DOTALL)
_OPENING = re.compile(r"[\[{]")
_FOR_HTML = re.compile(r"[\[{]\s*(?:\{\s*)?&(?:quot|#0*34|#x0*22);")
_QUOTED_KEY = re.compile(r'"\s*:')
_AROUND = " \t\r\n\v\f\0\ufeff"

_BLANK = re.compile(r"\s*")
_WORDS = re.compile(r"[^\W\d][\w \t-]*")
_BARE_KEY = re.compile(r"[^\W\d]\w*")
_NO_VALUE = ("null", "none", "undefined", "nan", "infinity")
_MEANT: dict[str, object] = {"true": True, "false": False, **dict.fromkeys(_NO_VALUE)}

_NAMED = frozenset(
    {"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255"}
    | {"windows-1256", "windows-1257", "windows-1258", "cp1251", "cp1254", "koi8-r", "koi8-u", "tis-620"}
    | {"iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "windows-874"}
    | {"gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"}
)
_ALIASES = {"windows-874": "cp874"}

_HIGH = re.compile(rb"[\x80-\xff]")
_CYRILLIC = re.compile(rb"[\x00-\x7f\xc0-\xff\xa8\xb8\xab\xbb\xb9\x96\x97\x85\xa0\x93\x94]*")
_SMALL = re.compile(rb"[\xe0-\xff\xb8]")
_WORD = re.compile(rb"[\xc0-\xff\xa8\xb8]{3}")
_MIXED = re.compile(rb"(?<!\\)[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
"""A word of Latin letters with accents, as of Turkish or Spanish; the n of "\\n" belongs to none."""

_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])*")
_PAIRS = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_COMMON = range(0xB0, 0xD8)
_NOT_KOREAN = range(0xC9, 0xD8)
"""First bytes of common Chinese characters; Korean text has the same up to C8."""


class Unreadable(ValueError):
    """The answer has no trustworthy JSON value; the text says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value in an answer.

    `mended`: only the lenient second pass could read it. `copies`: how often
    the same value was printed; an `add` printed twice may have run twice.
    """

    value: object
    mended: bool = False
    copies: int = 1


def text_of(body: bytes, charset: str = "") -> str:
    """Return the text of `body`; undecodable bytes become replacement characters.

    Text that is no UTF-8 is read in the `charset` that the answer names, or else as Cyrillic or Chinese text
    if it can be nothing but that.
    """
    encoding = json.detect_encoding(body)
    if encoding == "utf-8":
        try:
            return body.decode()
        except UnicodeDecodeError:
            return _legacy_text(body, charset) or body.decode("utf-8", "replace")
    return body.decode(encoding, "replace")


def _legacy_text(body: bytes, charset: str = "") -> str | None:
    """Return the text of bytes that are no UTF-8, or None where it could be several."""
    named = charset.strip().strip("\"'").lower()
    if named in _NAMED:
        return _decoded(body, _ALIASES.get(named, named))
    if _is_cyrillic(body):
        return _decoded(body, "cp1251")
    return _decoded(body, "gbk") if _is_chinese(body) else None


def _decoded(body: bytes, encoding: str) -> str | None:
    """Return the text if it is all in this encoding, and each byte of ASCII means itself there."""
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        return None
    kept = text.encode("ascii", "ignore") == _HIGH.sub(b"", body)
    return text if kept else None


def _is_cyrillic(body: bytes) -> bool:
    """Return True if this is windows-1251: words of Cyrillic letters alone, most of them small ones."""
    if not _CYRILLIC.fullmatch(body) or _MIXED.search(body) or not _WORD.search(body):
        return False
    return 2 * len(_SMALL.findall(body)) > len(_HIGH.findall(body))


def _is_chinese(body: bytes) -> bool:
    """Return True if this is GBK: pairs of bytes, most of them common characters; no Korean or Cyrillic."""
    if not _CHINESE.fullmatch(body) or _CYRILLIC.fullmatch(body):
        return False
    firsts = [pair[0] for pair in _PAIRS.findall(body)]
    common = sum(first in _COMMON for first in firsts)
    return 2 * common > len(firsts) and any(first in _NOT_KOREAN for first in firsts)


def is_page(text: str) -> bool:
    """Return True if `text` is a web page, not an answer with some mark-up around it."""
    return _PAGE.match(text.lstrip(_AROUND)) is not None


def read(text: str, maximum: int = LARGEST) -> Document:
    """Return the one JSON value in `text`. Raises Unreadable."""
    stripped = text.strip(_AROUND)
    if not stripped:
        raise Unreadable("the answer is empty")
    if len(stripped) > maximum:
        raise Unreadable(f"the answer is longer than {maximum} characters")
    try:
        document = _document(stripped)
    except RecursionError:
        raise Unreadable("the answer is nested too deep") from None
    if not _is_shallow(document.value):
        raise Unreadable("the answer is nested too deep")
    return document


def _document(text: str) -> Document:
    try:
        return Document(_unpacked(_strict(text)))
    except json.JSONDecodeError:
        pass
    if _FOR_HTML.match(text):
        try:
            return Document(_strict(html.unescape(text)))
        except json.JSONDecodeError:
            pass
    return _search(text)


def _unpacked(value: object) -> object:
    """Return the object or list that this JSON string is itself the JSON of; any other value as it is."""
    if not isinstance(value, str) or not _OPENING.match(value.strip(_AROUND)):
        return value
    try:
        return _strict(value.strip(_AROUND))
    except json.JSONDecodeError:
        return value


def _is_shallow(value: object) -> bool:
    """Return True if `value` is shallow enough for recursive code."""
    level = [value]
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for outer in level:
            members = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            inner += [one for one in members if isinstance(one, _NESTING)]
        if not inner:
            return True
        level = inner
    return False


def _search(text: str) -> Document:
    if is_page(text):
        raise Unreadable("the answer is a web page")
    found = [document for piece in _pieces(text) if (document := _piece(piece, text)) is not None]
    if not found:
        raise Unreadable("there is no JSON in the answer")
    first = found[0]
    if any(other.value != first.value for other in found):
        raise Unreadable("the answer holds several values that differ")
    return Document(first.value, any(document.mended for document in found), len(found))


def _pieces(text: str) -> Iterator[str]:
    """Yield each outermost bracketed piece of `text`."""
    position, count = 0, 0
    while opening := _OPENING.search(text, position):
        count += 1
        if count > _MOST_PIECES:
            raise Unreadable("the answer holds too many values")
        position = _closing(text, opening.start())
        yield text[opening.start() : position]


def _closing(text: str, start: int) -> int:
    depth = 0
    for token in _BRACKETS.finditer(text, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if token[0] == '"':  # an unclosed quote
            break
        if depth == 0:
            return token.end()
    raise Unreadable("the answer breaks off")


def _piece(piece: str, whole: str) -> Document | None:
    """Return a piece's value, or None for junk: the `{main}` of a PHP trace, a style's `{color:red}`."""
    if piece != whole and not _QUOTED_KEY.search(piece):
        return None
    try:
        document = Document(_strict(piece))
    except json.JSONDecodeError:
        try:
            document = Document(mend(piece, _DECODER), mended=True)
        except Unmendable:
            raise Unreadable("the answer holds a value that is not JSON") from None
    return document


def _strict(text: str) -> object:
    value: object = _DECODER.decode(text)
    return value


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable("the answer says the same key twice")
    return members


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise Unreadable("the answer holds a number of absurd length")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    if len(digits) > _LONGEST_NUMBER:
        raise Unreadable("the answer holds a number of absurd length")
    try:
        number = Decimal(digits)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        raise Unreadable("the answer holds a number of absurd size") from None
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise Unreadable("the answer holds a number of absurd size")
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_twins,
    parse_int=_integer,
    parse_float=_decimal,
    parse_constant=lambda _: None,  # NaN says that there is no value
    strict=False,  # some names hold raw tabs and line breaks
)


class Unmendable(ValueError):
    """The text is broken in a way we do not forgive."""


def mend(text: str, decoder: json.JSONDecoder) -> object:
    """Return the value `text` means. Raises Unmendable, and whatever the decoder's hooks raise."""
    mender = _Mender(text, decoder)
    value = mender.value(depth=0)
    mender.skip_blank()
    if mender.position != len(text):
        raise Unmendable("something follows the value")
    return value


class _Mender:
    """A reader with a position in the text; every method starts there and moves it on."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self.text = text
        self.decoder = decoder
        self.position = 0

    def value(self, depth: int) -> object:
        if depth > _DEEPEST:
            raise Unmendable("nested too deep")
        self.skip_blank()
        start = self.text[self.position : self.position + 1]
        if start == "{":
            return self.members("}", depth)
        if start == "[":
            return self.members("]", depth) if self.is_listed_map() else self.items(depth)
        return self.words() if _WORDS.match(start) else self.scalar()

    def members(self, closing: str, depth: int) -> dict[str, object]:
        self.position += 1
        pairs: list[tuple[str, object]] = []
        while not self.takes(closing):
            pairs.append((self.key(), self.value(depth + 1)))
            self.ends_item(closing)
        return self.of_pairs(pairs)

    def key(self) -> str:
        self.skip_blank()
        bare = _BARE_KEY.match(self.text, self.position)
        key = bare[0] if bare else self.scalar()
        self.position = bare.end() if bare else self.position
        if not isinstance(key, str) or not self.takes(":"):
            raise Unmendable("a key and a colon were expected")
        return key

    def items(self, depth: int) -> list[object]:
        self.position += 1
        found: list[object] = []
        while not self.takes("]"):
            found.append(self.value(depth + 1))
            self.ends_item("]")
        return found

    def ends_item(self, closing: str) -> None:
        """Check that a comma or the end follows an item; a comma may also stand before the end."""
        if not self.takes(",") and not self.is_next(closing):
            raise Unmendable("a comma was expected")

    def is_listed_map(self) -> bool:
        """Return True if the list that opens here starts with `"key":`."""
        before = self.position
        self.position += 1
        try:
            return isinstance(self.scalar(), str) and self.takes(":")
        except Unmendable:
            return False
        finally:
            self.position = before

    def scalar(self) -> object:
        self.skip_blank()
        if self.text[self.position : self.position + 1] in ("{", "["):
            raise Unmendable("a plain value was expected")
        try:
            value, self.position = self.decoder.raw_decode(self.text, self.position)
        except json.JSONDecodeError:
            raise Unmendable("no value was found") from None
        return value

    def words(self) -> object:
        """Read words without quotes; `Success` and `In progress` mean themselves."""
        match = _WORDS.match(self.text, self.position)
        words = match[0].strip() if match else ""
        self.position += len(words)
        return _MEANT.get(words.lower(), words)

    def takes(self, mark: str) -> bool:
        if not self.is_next(mark):
            return False
        self.position += 1
        return True

    def is_next(self, mark: str) -> bool:
        self.skip_blank()
        return self.text.startswith(mark, self.position)

    def skip_blank(self) -> None:
        match = _BLANK.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def of_pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        hook: Any = self.decoder.object_pairs_hook
        members: dict[str, object] = hook(pairs) if hook else dict(pairs)
        return members

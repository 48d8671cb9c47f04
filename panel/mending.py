"""The lenient second pass: JSON as some panels' own documentation prints it.

    {"balance": 10000, "currency": "USD",}          a comma too many
    {"status": Success, message: "Added"}           words without quotes
    ["1": {"status": "Partial"}, "10": {...}]       list brackets round a map

Nothing else is forgiven, and it is only asked about text whose brackets close.
"""

import json
import re
from typing import Any

_BLANK = re.compile(r"\s*")
_WORDS = re.compile(r"[^\W\d][\w \t-]*")
_BARE_KEY = re.compile(r"[^\W\d]\w*")
_MEANT: dict[str, object] = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
_NO_NUMBER = {"nan", "infinity"}
_DEEPEST = 40


class Unmendable(ValueError):
    """The text is broken in a way that is not forgiven."""


def mend(text: str, decoder: json.JSONDecoder) -> object:
    """The value that `text` means. Raises Unmendable, and whatever the decoder's hooks raise."""
    mender = _Mender(text, decoder)
    value = mender.value(depth=0)
    mender.skip_blank()
    if mender.position != len(text):
        raise Unmendable("something follows the value")
    return value


class _Mender:
    """A reader with a place in the text; every method starts there and moves it on."""

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
        """After an item comes a comma, or the end; a comma may stand before the end too."""
        if not self.takes(",") and not self.is_next(closing):
            raise Unmendable("a comma was expected")

    def is_listed_map(self) -> bool:
        """Whether the list that opens here starts with `"key":`."""
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
        """Words without quotes; `Success` and `In progress` mean themselves."""
        match = _WORDS.match(self.text, self.position)
        words = match[0].strip() if match else ""
        if words.lower() in _NO_NUMBER:
            raise Unmendable("that is no number")
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

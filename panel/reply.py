"""One answer from the panel, read once into a reply: its kind, its fields, and its refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, quote_plus

from panel import lenient_json
from panel.refusal_phrases import Kind, kind_of
from panel.refusals import NO_REASON, RefusalText, kind_by_code, proxy_block, refusal_in
from panel.values.texts import is_binary, lower_keys, plain
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused
from shop.heard import refusal_key

EXCERPT = 4096
"""Bytes of a raw answer kept as evidence."""

_HIDDEN = "[key]"
_SHORTEST_SECRET = 4  # replacing shorter ones would tear ordinary words apart

_UNPROVEN = {Kind.OTHER, Kind.VAGUE}
_PLAIN_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status (None if unknown), the body as text, and facts from the headers.

    `secrets` never appear in the results of `words` and `excerpt`. `taught` holds the operator's
    meanings of this panel's texts, by `shop.heard.refusal_key`.
    """

    http_status: int | None
    text: str
    retry_after: float | None = None
    redirect: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    taught: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def words(self, text: object, maximum: int = 500) -> str:
        """Return `text` safe to store and show."""
        return plain(redacted(plain(text, EXCERPT), self.secrets), maximum)

    def kind_of(self, text: str) -> Kind:
        """Return the kind of a refusal's text: as the operator taught, else by the known phrases."""
        taught = self.taught.get(refusal_key(text)) if self.taught else None
        return kind_of(text) if taught is None else taught

    def is_taught(self, text: str) -> bool:
        """Return True if the operator taught this text's meaning."""
        return bool(self.taught) and refusal_key(text) in self.taught

    @property
    def excerpt(self) -> str:
        """The first 4 KB of the body, without secrets."""
        shown = redacted(self.text[: 2 * EXCERPT], self.secrets).replace("\0", "")
        return shown.encode("utf-8", "replace")[:EXCERPT].decode("utf-8", "ignore")

    @property
    def code(self) -> int:
        """The HTTP status as a number, 200 if unknown."""
        return self.http_status if self.http_status is not None else 200

    @property
    def proxy_block(self) -> str | None:
        """The reason why the panel cannot have seen the request, as a sentence; None if it may have."""
        return proxy_block(self.code, self.text, self.redirect)


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """Return `text` without the secrets, however they are encoded in it."""
    for secret in secrets:
        if len(secret) < _SHORTEST_SECRET:
            continue
        for form in {secret, quote(secret, safe=""), quote_plus(secret), secret.replace("/", "\\/")}:
            text = text.replace(form, _HIDDEN)
    return text


class ReplyKind(StrEnum):
    """The kind of JSON in an answer."""

    OBJECT = "object"
    LIST = "list"
    SCALAR = "scalar"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reply:
    """The content of one answer, or of one item in it: the input of all four parsers.

    `fields` are an object's members, with plain lower-case keys. `refusal` is the panel's objection: in
    an object, in the only row of a list, or in a short text without JSON. `value` is the JSON as it
    came. `copies`: how often it was printed; an `add` printed twice may have run twice. `reason` says why
    there is neither an object nor a list.
    """

    kind: ReplyKind
    fields: Mapping[str, object]
    refusal: RefusalText | None
    answer: Answer
    value: Any = None
    mended: bool = False
    copies: int = 1
    reason: str = ""

    @property
    def is_json(self) -> bool:
        """True if there are fields or rows."""
        return self.kind in {ReplyKind.OBJECT, ReplyKind.LIST}

    def require_value(self) -> None:
        """Raise PanelError if there are neither fields nor rows."""
        if not self.is_json:
            raise _without_value(self)

    def require_consent(self) -> None:
        """Raise PanelError if there are neither fields nor rows, or a refusal."""
        self.require_value()
        if self.refusal is not None:
            raise self.error(self.refusal)

    def error(self, refusal: RefusalText) -> PanelError:
        """Return the error to raise for a refusal; a vague one proves nothing."""
        if self.answer.code == 429:
            return _throttled(self.answer, refusal.text)
        if refusal.is_vague:
            return PanelGarbled(f"the panel had an error of its own: {refusal.text}")
        return PanelRefused(refusal.kind.value, refusal.text, self.answer.retry_after)

    def item(self, value: object) -> "Reply":
        """Fold one item of this reply."""
        return _folded(value, self.answer)

    def inner(self, keys: tuple[str, ...] = ("data", "result", "response")) -> "Reply":
        """Fold the list or object inside `{"status": "success", "data": ...}`, or return the reply itself."""
        if self.kind is not ReplyKind.OBJECT:
            return self
        found = (inner for key in keys if isinstance(inner := self.fields.get(key), dict | list))
        inner = next(found, None)
        return self if inner is None else self.item(inner)

    def refusal_of(self, text: str) -> RefusalText:
        """Judge a bare text in this reply, such as the "Incorrect order ID" of one id among many."""
        return _judged(text, self.answer)


def fold(answer: Answer, maximum: int = lenient_json.LARGEST) -> Reply:
    """Fold an answer of at most `maximum` characters, once for all parsers."""
    try:
        document = lenient_json.read(answer.text, maximum)
    except lenient_json.Unreadable as problem:
        return Reply(ReplyKind.UNREADABLE, {}, refusal_without_json(answer), answer, reason=str(problem))
    reply = _folded(document.value, answer)
    if reply.is_json:
        return replace(reply, mended=document.mended, copies=document.copies)
    reason = "the answer is neither an object nor a list"
    return replace(reply, refusal=refusal_without_json(answer), reason=reason)


def _folded(value: object, answer: Answer) -> Reply:
    if isinstance(value, dict):
        fields = lower_keys(value)
        return Reply(ReplyKind.OBJECT, fields, _refusal_in(fields, answer), answer, value)
    if not isinstance(value, list):
        return Reply(ReplyKind.SCALAR, {}, None, answer, value)
    only = value[0] if len(value) == 1 else None
    refusal = _refusal_in(lower_keys(only), answer) if isinstance(only, dict) else None
    return Reply(ReplyKind.LIST, {}, refusal, answer, value)


def _refusal_in(fields: Mapping[str, object], answer: Answer) -> RefusalText | None:
    found = refusal_in(fields, answer.code, answer.kind_of)
    return None if found is None else _judged(found[0], answer, found[1])


def refusal_without_json(answer: Answer) -> RefusalText | None:
    """Judge a short text without JSON; None for a web page, bytes, or a text too long for a sentence."""
    text = answer.text.strip().strip('"')
    if not text or len(text) > _PLAIN_LONGEST or lenient_json.is_page(text) or text[0] in "{[":
        return None
    if is_binary(text):
        return None
    return _judged(text, answer)


def _without_value(reply: Reply) -> PanelError:
    answer, refusal = reply.answer, reply.refusal
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    if refusal is not None and refusal.kind not in _UNPROVEN:
        return reply.error(refusal)
    blocked = answer.proxy_block
    if blocked is not None:
        return PanelElsewhere(blocked)
    return PanelGarbled(f"{reply.reason} (HTTP {answer.http_status or 'unknown'})")


def _throttled(answer: Answer, text: str) -> PanelRefused:
    return PanelRefused(Kind.THROTTLED.value, text, answer.retry_after)


def _judged(text: str, answer: Answer, code: int | None = None) -> RefusalText:
    """Judge a refusal's text.

    `code` is the HTTP status, or the one the answer itself gives.
    """
    shown = answer.words(text) or NO_REASON
    kind = answer.kind_of(shown)
    by_code = kind_by_code(kind, answer.code if code is None else code)
    proven = kind not in _UNPROVEN or answer.is_taught(shown)
    return RefusalText(kind if proven else by_code, shown, is_strange=kind is Kind.OTHER)

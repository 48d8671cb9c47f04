"""One answer of the panel, and the reply it folds into, once: its kind, its fields, and the refusal in it.

A panel puts a refusal anywhere. `error` may be a text, an object, a list of texts or an empty string
beside a good id; it may be called `errors`, or be a `status` of "error" with a `message` or `msg`, also
one level down; Laravel says only `message`, with an HTTP status of 400 and more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, quote_plus

from panel import lenient_json
from panel.lenient_json import is_page
from panel.refusal_phrases import Kind, is_negative, kind_of
from panel.values import count, folded, plain, squeezed
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused
from shop.heard import refusal_key

EXCERPT = 4096
"""Bytes of a raw answer that are kept as evidence."""

_HIDDEN = "[key]"
_SHORTEST_SECRET = 4  # less than this would tear ordinary words apart

_GATEWAY = frozenset({500, 502, 504, *range(520, 531)})  # the panel may have run before these
_CHALLENGE = re.compile(
    r"just a moment|attention required! \| cloudflare|checking your browser|sorry, you have been blocked"
    r"|_cf_chl_opt|/cdn-cgi/challenge-platform|\"cloudflare_error\":\s*true"
    r"|error(?: code)?:? 10(?:0[5-9]|1[0-2]|20)\b"  # 1010 and its kin: banned by address, country or browser
    r"|this site requires javascript to work|sgcaptcha|incapsula incident|sucuri website firewall"
    r"|ddos-guard|imunify360",
    re.IGNORECASE,
)
_ERROR_KEYS = ("error", "errors", "error_message", "error_msg", "errormessage", "err")
_MESSAGE_KEYS = ("message", "msg", "detail", "details", "reason", "title")
_CODE_KEYS = ("status", "code", "status_code", "statuscode")
_STATUS_KEYS = ("status", "success", "ok", "result", "response")
_INSIDE = ("data", "result", "response", "order", "status", "refill", "cancel")
_DATA = ("order", "order_id", "orders", "data", "services", "charge", "remains", "refill", "cancel", "id")
_FAILED = {"error", "errors", "fail", "failed", "failure", "false", "ko"}
_NO_ERROR = {"", "0", "false", "null", "none", "no", "ok", "success"}
NO_REASON = "the panel gave no reason"
_UNPROVEN = {Kind.OTHER, Kind.VAGUE}
_PLAIN_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status (None where it is not known), the body as text, and what the headers add.

    `secrets` never appear in anything that `words` and `excerpt` give out. `taught` says what
    an operator knows of this panel's texts, by `shop.heard.refusal_key`.
    """

    http_status: int | None
    text: str
    retry_after: float | None = None
    redirect: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    taught: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def words(self, text: object, most: int = 500) -> str:
        """`text` as it may be stored and shown."""
        return plain(redacted(plain(text, EXCERPT), self.secrets), most)

    def kind_of(self, text: str) -> Kind:
        """What a refusal's text is about: as the operator has taught, else by the known phrases."""
        taught = self.taught.get(refusal_key(text)) if self.taught else None
        return kind_of(text) if taught is None else taught

    def is_taught(self, text: str) -> bool:
        """Whether the operator has said what this text means."""
        return refusal_key(text) in self.taught

    @property
    def excerpt(self) -> str:
        """The first 4 KB of the body, without secrets."""
        shown = redacted(self.text[: 2 * EXCERPT], self.secrets).replace("\0", "")
        return shown.encode("utf-8", "replace")[:EXCERPT].decode("utf-8", "ignore")

    @property
    def code(self) -> int:
        """The HTTP status as a number, 200 where it is not known."""
        return self.http_status if self.http_status is not None else 200


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """`text` without the secrets, however they were encoded in it."""
    for secret in secrets:
        if len(secret) < _SHORTEST_SECRET:
            continue
        for form in {secret, quote(secret, safe=""), quote_plus(secret), secret.replace("/", "\\/")}:
            text = text.replace(form, _HIDDEN)
    return text


def edge_block(answer: Answer) -> str | None:
    """Why the panel cannot have seen the request, as a sentence; None where it may have.

    Asked only about answers that hold no refusal and no id of the panel's own.
    """
    code = answer.code
    if 300 <= code < 400:
        return f"the panel's address redirects{_to(answer.redirect)}; set PANEL_URL to the right one"
    if code not in _GATEWAY and _CHALLENGE.search(answer.text):
        return f"a firewall in front of the panel refused the call (HTTP {code})"
    if code == 403 and not _is_json(answer.text):
        return "a server in front of the panel refused the call (HTTP 403)"
    if code == 404 and answer.text.strip() and (is_page(answer.text) or not _is_json(answer.text)):
        return "there is no panel at this address (HTTP 404); check PANEL_URL"
    return None


def _to(redirect: str) -> str:
    return f" to {redirect}" if redirect else ""


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", '"'}


@dataclass(frozen=True, slots=True)
class RefusalText:
    """What a panel objects to, in its own words."""

    kind: Kind
    text: str
    is_strange: bool = False
    """Whether nobody knows the words, so that the HTTP status alone decides, or nothing does."""

    @property
    def is_vague(self) -> bool:
        """Whether it proves nothing either way."""
        return self.kind is Kind.VAGUE

    @property
    def is_wordless(self) -> bool:
        """Whether it is no more than a status of "fail" or the like."""
        return self.text == NO_REASON


class ReplyKind(StrEnum):
    """What the JSON of an answer is."""

    OBJECT = "object"
    LIST = "list"
    SCALAR = "scalar"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reply:
    """What one answer says, or one item in it: what all four parsers start from.

    `fields` are an object's members, their keys in plain lower case. `refusal` is the panel's objection:
    of an object, of the only row of a list, or of a short text without JSON. `value` is the JSON as it
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
        """Return True if there are fields or rows."""
        return self.kind in {ReplyKind.OBJECT, ReplyKind.LIST}

    def require_value(self) -> None:
        """Raise PanelError where there are neither fields nor rows."""
        if not self.is_json:
            raise _without_value(self)

    def require_consent(self) -> None:
        """Raise PanelError where there are neither fields nor rows, or a refusal."""
        self.require_value()
        if self.refusal is not None:
            raise self.error(self.refusal)

    def error(self, refusal: RefusalText) -> PanelError:
        """Return the error to raise for a refusal; one that proves nothing leaves things as they were."""
        if self.answer.code == 429:
            return _throttled(self.answer, refusal.text)
        if refusal.is_vague:
            return PanelGarbled(f"the panel had an error of its own: {refusal.text}")
        return PanelRefused(refusal.kind.value, refusal.text, self.answer.retry_after)

    def item(self, value: object) -> "Reply":
        """Fold one item of this reply."""
        return _folded(value, self.answer)

    def inner(self, keys: tuple[str, ...] = ("data", "result", "response")) -> "Reply":
        """Fold the list or object inside `{"status": "success", "data": ...}`; or return the reply itself."""
        if self.kind is not ReplyKind.OBJECT:
            return self
        lowered = {key.lower(): inner for key, inner in self.value.items()}
        found = (inner for key in keys if isinstance(inner := lowered.get(key), dict | list))
        inner = next(found, None)
        return self if inner is None else self.item(inner)

    def refusal_of(self, text: str) -> RefusalText:
        """Judge a bare text of this reply, such as the "Incorrect order ID" of one id among many."""
        return _judged(text, self.answer)


def fold(answer: Answer, most: int = lenient_json.LARGEST) -> Reply:
    """Read an answer of at most `most` characters, once and for all its readers."""
    try:
        document = lenient_json.read(answer.text, most)
    except lenient_json.Unreadable as problem:
        return Reply(ReplyKind.UNREADABLE, {}, refusal_without_json(answer), answer, reason=str(problem))
    reply = _folded(document.value, answer)
    if reply.is_json:
        return replace(reply, mended=document.mended, copies=document.copies)
    reason = "the answer is neither an object nor a list"
    return replace(reply, refusal=refusal_without_json(answer), reason=reason)


def _folded(value: object, answer: Answer) -> Reply:
    if isinstance(value, dict):
        fields = folded(value)
        return Reply(ReplyKind.OBJECT, fields, _refusal_in(fields, answer), answer, value)
    if not isinstance(value, list):
        return Reply(ReplyKind.SCALAR, {}, None, answer, value)
    only = value[0] if len(value) == 1 else None
    refusal = _refusal_in(folded(only), answer) if isinstance(only, dict) else None
    return Reply(ReplyKind.LIST, {}, refusal, answer, value)


def refusal_without_json(answer: Answer) -> RefusalText | None:
    """Judge a short text without JSON; None for a web page, and for what is too long to be a sentence."""
    text = answer.text.strip().strip('"')
    if not text or len(text) > _PLAIN_LONGEST or lenient_json.is_page(text) or text[0] in "{[":
        return None
    return _judged(text, answer)


def _without_value(reply: Reply) -> PanelError:
    answer, refusal = reply.answer, reply.refusal
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    if refusal is not None and refusal.kind not in _UNPROVEN:
        return reply.error(refusal)
    blocked = edge_block(answer)
    if blocked is not None:
        return PanelElsewhere(blocked)
    return PanelGarbled(f"{reply.reason} (HTTP {answer.http_status or 'unknown'})")


def _throttled(answer: Answer, text: str) -> PanelRefused:
    return PanelRefused(Kind.THROTTLED.value, text, answer.retry_after)


def _refusal_in(members: Mapping[str, object], answer: Answer) -> RefusalText | None:
    """Find the refusal that an object is, by its folded members."""
    code = _code(members, answer)
    text = (
        _error(members)
        or _error(_inside(members))
        or _failed_status(members)
        or _message(members, answer, code)
    )
    return None if text is None else _judged(text, answer, code)


def _judged(text: str, answer: Answer, code: int | None = None) -> RefusalText:
    """Say what the text of a refusal is about.

    `code` is the HTTP status, or what the answer itself says is one.
    """
    shown = answer.words(text) or NO_REASON
    kind = answer.kind_of(shown)
    by_code = _kind_by_code(kind, answer.code if code is None else code)
    proven = kind not in _UNPROVEN or answer.is_taught(shown)
    return RefusalText(kind if proven else by_code, shown, is_strange=kind is Kind.OTHER)


def _code(members: Mapping[str, object], answer: Answer) -> int:
    """The HTTP status, or the one that an answer of 200 says it really is."""
    if answer.code >= 400:
        return answer.code
    said = (count(members.get(key)) for key in _CODE_KEYS)
    return next((code for code in said if code is not None and 400 <= code < 600), answer.code)


def _kind_by_code(kind: Kind, code: int) -> Kind:
    """The HTTP status only helps where the words do not: a 500 is a catch-all that proves nothing."""
    if code >= 500 or kind is Kind.VAGUE:
        return Kind.VAGUE
    by_code = {401: Kind.AUTH, 402: Kind.FUNDS, 405: Kind.UNSUPPORTED, 429: Kind.THROTTLED}
    return by_code.get(code, kind)


def _error(members: Mapping[str, object]) -> str | None:
    """What stands under `error` or one of its other names, here or one level down."""
    for key in _ERROR_KEYS:
        if _is_error(members.get(key)):
            return "; ".join(_texts(members[key])) or _said(members) or NO_REASON
    return None


def _inside(members: Mapping[str, object]) -> Mapping[str, object]:
    return next((folded(inner) for key in _INSIDE if isinstance(inner := members.get(key), dict)), {})


def _is_error(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in _NO_ERROR
    return bool(value)


def _failed_status(members: Mapping[str, object]) -> str | None:
    """The message beside a `status` of "error" or false, a `success` of false, or a 0 that has a message."""
    said = _said(members)
    for key in _STATUS_KEYS:
        word = members.get(key)
        if word is False or (isinstance(word, str) and squeezed(word) in _FAILED):
            return said or NO_REASON
        if said and key != "result" and not isinstance(word, bool) and word in (0, "0"):
            return said
    return None


def _message(members: Mapping[str, object], answer: Answer, code: int) -> str | None:
    """A message that nothing marks as an error: one by its HTTP status, or by its words.

    Beside a status or what was asked for, it is only a remark.
    """
    said = _said(members)
    if not said or code >= 400:
        return said or None
    if "balance" in members or any(_is_data(members.get(key)) for key in (*_STATUS_KEYS, *_DATA)):
        return None
    kind = answer.kind_of(said)
    return said if kind is Kind.VAGUE or (kind is not Kind.OTHER and is_negative(said)) else None


def _is_data(value: object) -> bool:
    """Whether a member says something; one script's 101 to 115 are the numbers of its errors."""
    number = count(value)
    return bool(value) and not (number is not None and 100 < number < 200)


def _said(members: Mapping[str, object]) -> str:
    inner = _inside(members)
    own = [text for key in _MESSAGE_KEYS for text in _texts(members.get(key))]
    deep = [text for key in _MESSAGE_KEYS for text in _texts(inner.get(key))]
    return "; ".join(dict.fromkeys(own or deep))


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """All texts in an error; Laravel's `{"link": ["Bad link"]}` keeps its keys."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list) and depth < 4:
        for item in value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        for key, item in value.items():
            prefix = f"{key}: " if isinstance(item, list) else ""
            yield from (prefix + text for text in _texts(item, depth + 1))

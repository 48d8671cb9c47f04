"""One reply of the panel: the bytes' text, what may be shown of it, and what it objects to.

A panel puts a refusal anywhere. `error` may be a text, an object, a list of texts or an empty string
beside a good id; it may be called `errors`, or be a `status` of "error" with a `message` or `msg`, also
one level down; Laravel says only `message`, with an HTTP status of 400 and more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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

    def read(self, most: int = lenient_json.LARGEST) -> lenient_json.Document:
        """The answer's JSON value. Raises lenient_json.Unreadable."""
        return lenient_json.read(self.text, most)

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
class Complaint:
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


def value_of(answer: Answer, most: int = lenient_json.LARGEST) -> lenient_json.Document:
    """The answer's JSON value, refusals included. Raises PanelError."""
    try:
        document = answer.read(most)
    except lenient_json.Unreadable as problem:
        raise _without_value(answer, str(problem)) from None
    if isinstance(document.value, dict | list):
        return document
    raise _without_value(answer, "the answer is neither an object nor a list")


def value_without_refusal(answer: Answer, most: int = lenient_json.LARGEST) -> lenient_json.Document:
    """The answer's JSON value where it is no refusal. Raises PanelError."""
    document = value_of(answer, most)
    complaint = complaint_in(document.value, answer)
    if complaint is not None:
        raise refusal(complaint, answer)
    return document


def refusal(complaint: Complaint, answer: Answer) -> PanelError:
    """The error to raise for a complaint; one that proves nothing leaves things as they were."""
    if answer.code == 429:
        return _throttled(answer, complaint.text)
    if complaint.is_vague:
        return PanelGarbled(f"the panel had an error of its own: {complaint.text}")
    return PanelRefused(complaint.kind.value, complaint.text, answer.retry_after)


def unwrapped(value: object, keys: tuple[str, ...] = ("data", "result", "response")) -> object:
    """The list or object inside `{"status": "success", "data": ...}`, or the value itself."""
    if not isinstance(value, dict):
        return value
    lowered = {key.lower(): inner for key, inner in value.items()}
    return next((inner for key in keys if isinstance(inner := lowered.get(key), dict | list)), value)


def _without_value(answer: Answer, reason: str) -> PanelError:
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    text = answer.text.strip().strip('"')
    if text and len(text) <= _PLAIN_LONGEST and not lenient_json.is_page(text) and text[0] not in "{[":
        complaint = spoken(text, answer)
        if complaint.kind not in {Kind.OTHER, Kind.VAGUE}:
            return refusal(complaint, answer)
    blocked = edge_block(answer)
    if blocked is not None:
        return PanelElsewhere(blocked)
    return PanelGarbled(f"{reason} (HTTP {answer.http_status or 'unknown'})")


def _throttled(answer: Answer, text: str) -> PanelRefused:
    return PanelRefused(Kind.THROTTLED.value, text, answer.retry_after)


def complaint_in(value: object, answer: Answer) -> Complaint | None:
    """The refusal that `value` is, or None. Of a list, that of its only row."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return None
    members = folded(value)
    code = _code(members, answer)
    text = (
        _error(members)
        or _error(_inside(members))
        or _failed_status(members)
        or _message(members, answer, code)
    )
    return None if text is None else spoken(text, answer, code)


def spoken(text: str, answer: Answer, code: int | None = None) -> Complaint:
    """A refusal that is a bare text, such as the "Incorrect order ID" of one id among many.

    `code` is the HTTP status, or what the answer itself says is one.
    """
    shown = answer.words(text) or NO_REASON
    kind = answer.kind_of(shown)
    by_code = _kind_by_code(kind, answer.code if code is None else code)
    proven = kind not in _UNPROVEN or answer.is_taught(shown)
    return Complaint(kind if proven else by_code, shown, is_strange=kind is Kind.OTHER)


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

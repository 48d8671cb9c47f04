"""Find refusals: the panel's, wherever it puts them, or those of a server in front of it.

`error` may be a text, an object, a list of texts or an empty string beside a good id; it may be called
`errors`, or be a `status` of "error" with a `message` or `msg`, also one level down; Laravel sends only
`message`, with an HTTP status of 400 or more.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from panel import refusal_phrases
from panel.lenient_json import is_page
from panel.refusal_phrases import Kind, is_negative
from panel.values.figures import count
from panel.values.texts import each, lower_keys, squeezed
from shop.heard import as_words

_ERROR_KEYS = ("error", "errors", "error_message", "error_msg", "errormessage", "err")
_MESSAGE_KEYS = ("message", "msg", "detail", "details", "reason", "title")
_SENTENCES = (
    *("data", "result", "response", "error_description", "errmsg"),
    *("pesan", "mensagem", "mensaje", "mesaj"),
)
"""Where the sentence beside a failed status may stand, too."""
_CODE_KEYS = ("status", "code", "status_code", "statuscode")
_STATUS_KEYS = ("status", "success", "ok", "result", "response")
_INSIDE = ("data", "result", "response", "order", "status", "refill", "cancel")
_DATA = ("order", "order_id", "orders", "data", "services", "charge", "remains", "refill", "cancel", "id")
_ASKED_FOR = frozenset({"balance", "rate"})
"""Members of an account, and of a service that is alone in its list: what is said beside them is a remark."""
_FAILED = {"error", "errors", "fail", "failed", "failure", "false", "ko"}
_NO_ERROR = {
    "",
    "0",
    "false",
    "null",
    "none",
    "no",
    "ok",
    "success",
    "nil",
    "undefined",
    "n/a",
    "na",
    "-",
    "--",
}
_NO_ERROR |= {"no error", "no errors", "noerror", "nothing", "[]", "{}"}
NO_REASON = "the panel gave no reason"

_OF_OTHER_RELEASES = {
    *(
        "unprocessable entity",
        "request entity too large",
        "request uri too long",
        "requested range not satisfiable",
    ),
    *("unprocessable content", "content too large", "uri too long", "range not satisfiable"),
}
"""RFC 9110 has other words than RFC 2616 for four statuses, and Python 3.13 other words than 3.11."""

_IN_WORDS = frozenset({*_OF_OTHER_RELEASES, *(as_words(one.phrase) for one in HTTPStatus if one >= 400)})
"""An HTTP status in words, which frameworks put into `error`, with the reason in `message`."""

_GATEWAY = frozenset({500, 502, 504, *range(520, 531)})  # the panel may have run before these
_CHALLENGE = re.compile(
    r"just a moment|attention required! \| cloudflare|checking your browser|sorry, you have been blocked"
    r"|_cf_chl_opt|/cdn-cgi/challenge-platform|\"cloudflare_error\":\s*true"
    r"|error(?: code)?:? 10(?:0[5-9]|1[0-2]|20)\b"  # 1010 and its kin: banned by address, country or browser
    r"|this site requires javascript to work|sgcaptcha|incapsula incident|sucuri website firewall"
    r"|ddos-guard|imunify360",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RefusalText:
    """A panel's objection, in its own words."""

    kind: Kind
    text: str
    is_strange: bool = False
    """True if the words are unknown, so that only the HTTP status decides, or nothing does."""

    @property
    def is_vague(self) -> bool:
        """True if it proves nothing either way."""
        return self.kind is Kind.VAGUE

    @property
    def is_wordless(self) -> bool:
        """True if it is only a status of "fail" or the like."""
        return self.text == NO_REASON


def refusal_in(
    members: Mapping[str, object], http_code: int, kind_of: Callable[[str], Kind]
) -> tuple[str, int] | None:
    """Find the refusal in an object's members, whose keys are lower case: its text and its code.

    The code is the HTTP status, or the one the answer itself gives. `kind_of` judges a text that
    nothing marks as an error.
    """
    code = _code(members, http_code)
    text = (
        _error(members, kind_of)
        or _error(_inside(members), kind_of)
        or _failed_status(members)
        or _message(members, kind_of, code)
    )
    return None if text is None else (text, code)


def _code(members: Mapping[str, object], http_code: int) -> int:
    """Return the HTTP status, or the error status that an answer of 200 contains."""
    if http_code >= 400:
        return http_code
    codes = (count(members.get(key)) for key in _CODE_KEYS)
    return next((code for code in codes if code is not None and 400 <= code < 600), http_code)


def kind_by_code(kind: Kind, code: int) -> Kind:
    """Judge by the HTTP status if the words do not help: a 500 is a catch-all that proves nothing."""
    if code >= 500 or kind is Kind.VAGUE:
        return Kind.VAGUE
    by_code = {401: Kind.AUTH, 402: Kind.FUNDS, 405: Kind.UNSUPPORTED, 429: Kind.THROTTLED}
    return by_code.get(code, kind)


def _error(members: Mapping[str, object], kind_of: Callable[[str], Kind]) -> str | None:
    """Return the text under `error` or one of its other names."""
    for key in _ERROR_KEYS:
        if _is_error(members.get(key)):
            own, told = "; ".join(_texts(members[key])), _message_of(members)
            return (_explained(own, told, kind_of) if own and told else own or told) or NO_REASON
    return None


def _explained(own: str, told: str, kind_of: Callable[[str], Kind]) -> str:
    """Return an error's own text; the message beside it where that is a code, or an HTTP status in words.

    Both count where the message makes them prove nothing, as it tells of an order that may exist; it does not
    by "try again" alone. What the operator taught stays, and what is said of an order that was asked about.
    """
    kind, meaning = kind_of(own), kind_of(told)
    if as_words(own) in _IN_WORDS and kind is not Kind.VAGUE:
        is_unsaid = meaning is Kind.OTHER or (meaning is Kind.VAGUE and kind_of(f"{told}; {own}") is kind)
        return own if is_unsaid else told
    if kind in refusal_phrases.ABOUT_ORDERS_THAT_EXIST:
        return own
    if kind is Kind.OTHER:
        is_code = not re.search(r"\s", own)
        return told if is_code and meaning not in {Kind.OTHER, Kind.VAGUE} else own
    both = f"{own}; {told}"
    is_taught = kind is not refusal_phrases.kind_of(own)
    return both if not is_taught and kind_of(both) is Kind.VAGUE else own


def _inside(members: Mapping[str, object]) -> Mapping[str, object]:
    return next((lower_keys(inner) for key in _INSIDE if isinstance(inner := members.get(key), dict)), {})


def _is_error(value: object) -> bool:
    """Return True unless this says, in itself or in all its parts, that there is no error."""
    if isinstance(value, str):
        return value.strip().lower().rstrip(".!") not in _NO_ERROR
    if isinstance(value, list | tuple | dict):
        return any(map(_is_error, value.values() if isinstance(value, dict) else value))
    return bool(value)


def _failed_status(members: Mapping[str, object]) -> str | None:
    """Return the message beside a `status` of "error" or false, a `success` of false, or a 0."""
    text = _message_of(members)
    why = text or _sentence_in(members) or NO_REASON
    for name, word in ((key, one) for key in _STATUS_KEYS for one in each(members.get(key))):
        if word is False or (isinstance(word, str) and squeezed(word) in _FAILED):
            return why
        if name in {"success", "ok"} and not isinstance(word, bool) and word in (0, "0", "no", "No"):
            return why
        if text and name != "result" and not isinstance(word, bool) and word in (0, "0"):
            return text
    return None


def _message(members: Mapping[str, object], kind_of: Callable[[str], Kind], code: int) -> str | None:
    """Return a message that is an error only by its HTTP status or its words.

    Beside a status or the requested data, a message is only a remark.
    """
    text = _message_of(members)
    if not text or code >= 400:
        return text or None
    told = (*_STATUS_KEYS, *_DATA)
    if not _ASKED_FOR.isdisjoint(members) or any(_is_data(members.get(key)) for key in told):
        return None
    kind = kind_of(text)
    is_told_as_one = kind in {Kind.VAGUE, Kind.MAINTENANCE}
    return text if is_told_as_one or (kind is not Kind.OTHER and is_negative(text)) else None


def _is_data(value: object) -> bool:
    """Return True if a member has a value; one script's 101 to 115 are error numbers."""
    number = count(value)
    return bool(value) and not (number is not None and 100 < number < 200)


def _message_of(members: Mapping[str, object]) -> str:
    inner = _inside(members)
    own = [text for key in _MESSAGE_KEYS for text in _texts(members.get(key))]
    deep = [text for key in _MESSAGE_KEYS for text in _texts(inner.get(key))]
    return "; ".join(dict.fromkeys(own or deep))


def _sentence_in(members: Mapping[str, object]) -> str:
    """Return the first sentence that stands in the place of data: several words, or none with a figure."""
    found = (value.strip() for key in _SENTENCES if isinstance(value := members.get(key), str))
    return next((text for text in found if _is_sentence(text)), "")


def _is_sentence(text: str) -> bool:
    if squeezed(text) in _FAILED or not _is_error(text):
        return False
    return " " in text or not any(map(str.isdigit, text))


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """Yield all texts in an error; Laravel's `{"link": ["Bad link"]}` keeps its keys."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list | tuple) and depth < 4:
        for item in value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        for key, item in value.items():
            prefix = f"{key}: " if isinstance(item, list) else ""
            yield from (prefix + text for text in _texts(item, depth + 1))


def proxy_block(code: int, text: str, redirect: str) -> str | None:
    """Return why the panel cannot have seen the request, as a sentence; None if it may have.

    This matters only for `add`: a server in front of the panel that refuses has ordered nothing, while
    a gateway's 502 or 504 says nothing about what happened behind it. Call it only if the answer holds
    neither a refusal nor an id from the panel.
    """
    if 300 <= code < 400:
        return f"the panel's address redirects{_to(redirect)}; set the right one"
    if code not in _GATEWAY and _CHALLENGE.search(text):
        return f"a firewall in front of the panel refused the call (HTTP {code})"
    if code == 403 and not _is_json(text):
        return "a server in front of the panel refused the call (HTTP 403)"
    if code == 404 and text.strip() and (is_page(text) or not _is_json(text)):
        return "there is no panel at this address (HTTP 404)"
    return None


def _to(redirect: str) -> str:
    return f" to {redirect}" if redirect else ""


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", '"'}

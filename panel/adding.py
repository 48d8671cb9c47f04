"""What the answer to an `add` proves: accepted, rejected, not run, or nothing at all.

Only an id without an objection is acceptance, and only an objection of a known
kind without an id is refusal. All else is Unknown, because the order may exist:
panels fail with any words at all after they have made an order.
"""

from collections.abc import Iterable, Mapping

from panel.lenient_json import Document, Unreadable, is_page
from panel.refusal_phrases import Kind
from panel.reply import Answer, Complaint, complaint_in, edge_block, spoken
from panel.values import first, folded, identifier
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

_ID_KEYS = ("order", "order_id", "orderid")
_ANY_ID_KEYS = (*_ID_KEYS, "id")  # an `id` may be the request's number, or the error's
_SPOKEN = ("message", "msg", "error", "errors", "detail", "title", "reason", "code")
_INSIDE = ("data", "order", "result", "response")
_PLAIN_LONGEST = 200
_SAME_AGAIN_THERE = frozenset({307, 308})
"""Redirects that ask for the very request again; any other may be what a script says after it has run."""

_ABOUT_ORDERS_THAT_EXIST = frozenset({Kind.ORDER, Kind.REFILL, Kind.CANCEL})
_REFUSES = frozenset(Kind) - _ABOUT_ORDERS_THAT_EXIST - {Kind.VAGUE, Kind.OTHER}
"""What a panel can object to in a new order, before it makes one."""


def read_add(answer: Answer) -> AddOutcome:
    """The outcome of an `add` that got an answer."""
    try:
        document = answer.read()
    except Unreadable as problem:
        return _without_object(answer, str(problem))
    if not isinstance(document.value, dict):
        return _without_object(answer, "the answer is no object")
    return _of_object(document, document.value, answer)


def _of_object(document: Document, members: Mapping[str, object], answer: Answer) -> AddOutcome:
    order_id = order_id_in(members, is_well=answer.code < 400)
    complaint = complaint_in(members, answer)
    if order_id is not None and complaint is not None and complaint.is_wordless and _has_state(members):
        complaint = None  # the order's own state: it was created, and failed since
    if document.copies > 1:
        return _unknown(answer, f"the panel answered {document.copies} times in one (order {order_id})")
    if order_id is not None and complaint is None:
        return Accepted(order_id, answer.http_status, answer.excerpt)
    if order_id is not None and complaint is not None:
        return _unknown(answer, f"the panel gave order {order_id} and an error: {complaint.text}")
    if complaint is not None and answer.code != 429 and "cloudflare_error" not in members:
        return _refused(complaint, answer)
    return _without_object(answer, "the answer gives neither an order nor an error")


def order_id_in(members: Mapping[str, object], *, is_well: bool = True) -> str | None:
    """The new order's id, in the order of trust that panels' dialects suggest.

    Without a digit it is a word ("pending"). A bare `id` is the order's only in an answer
    that `is_well` (its HTTP status is no error's) and where nothing beside it speaks.
    """
    flat = folded(members)
    inner = first(flat, (key for key in _INSIDE if isinstance(flat.get(key), dict)))
    deep = folded(inner) if isinstance(inner, dict) else {}
    levels = [(level, _ID_KEYS if _speaks(level) or not is_well else _ANY_ID_KEYS) for level in (flat, deep)]
    return next((found for level, keys in levels if (found := _first_id(level, keys)) is not None), None)


def _first_id(members: Mapping[str, object], keys: Iterable[str]) -> str | None:
    ids = (identifier(members.get(key)) for key in keys)
    return next((one for one in ids if one is not None and any(sign.isdigit() for sign in one)), None)


def _speaks(members: Mapping[str, object]) -> bool:
    return any(members.get(key) for key in _SPOKEN)


def _has_state(members: Mapping[str, object]) -> bool:
    return isinstance(folded(members).get("status"), str)


def _refused(complaint: Complaint, answer: Answer) -> AddOutcome:
    if complaint.kind is Kind.THROTTLED:
        return _throttled(answer, complaint.text)
    if complaint.kind in _REFUSES:
        return Rejected(complaint.kind.refusal, complaint.text, answer.http_status, answer.excerpt)
    if complaint.is_vague:
        return _unknown(answer, f"the panel's error proves nothing: {complaint.text}", complaint)
    return _unknown(answer, f"the panel's words prove nothing: {complaint.text}", complaint)


def _without_object(answer: Answer, reason: str) -> AddOutcome:
    """What the HTTP status and a bare text still prove where the answer is no object."""
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    blocked = edge_block(answer)
    if blocked is not None and 300 <= answer.code < 400 and answer.code not in _SAME_AGAIN_THERE:
        return _unknown(answer, f"{blocked} (HTTP {answer.code}, which scripts also say when they are done)")
    if blocked is not None:
        return Rejected(Refusal.BLOCKED, blocked, answer.http_status, answer.excerpt)
    complaint = _bare_text(answer)
    if complaint is None:
        return _unknown(answer, f"{reason} (HTTP {answer.http_status or 'unknown'})")
    believed = 400 <= answer.code < 500 or answer.is_taught(complaint.text)
    return (
        _refused(complaint, answer)
        if believed
        else _unknown(answer, f"{reason}: {complaint.text}", complaint)
    )


def _bare_text(answer: Answer) -> Complaint | None:
    """A text without JSON. It is a refusal only with an HTTP status of 4xx, or as the operator has taught."""
    text = answer.text.strip().strip('"')
    if not text or len(text) > _PLAIN_LONGEST or is_page(text) or text[0] in "{[":
        return None
    return spoken(text, answer)


def _throttled(answer: Answer, text: str) -> NotSent:
    return NotSent(text, answer.retry_after, answer.http_status, answer.excerpt)


def _unknown(answer: Answer, reason: str, complaint: Complaint | None = None) -> Unknown:
    strange = ""
    if complaint is not None and not complaint.is_wordless and not answer.is_taught(complaint.text):
        is_odd = complaint.is_strange or complaint.kind in _ABOUT_ORDERS_THAT_EXIST
        strange = complaint.text if is_odd else ""
    return Unknown(answer.words(reason), answer.http_status, answer.excerpt, strange)

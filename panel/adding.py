"""What the answer to an `add` proves: accepted, rejected, not run, or nothing at all.

Only an id without an objection is acceptance, and only a clear objection
without an id is refusal. All else is Unknown, because the order may exist.
"""

from collections.abc import Mapping

from panel.answer import Answer
from panel.complaints import Complaint, complaint_in, spoken
from panel.edge import edge_block
from panel.phrases import Kind
from panel.values import first, folded, identifier
from panel.wire import Document, Unreadable, is_page
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

_ID_KEYS = ("order", "order_id", "orderid", "id")
_INSIDE = ("data", "order", "result", "response")
_PLAIN_LONGEST = 200


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
    order_id = order_id_in(members)
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


def order_id_in(members: Mapping[str, object]) -> str | None:
    """The new order's id, in the order of trust that panels' dialects suggest."""
    flat = folded(members)
    found = next((found for key in _ID_KEYS if (found := identifier(flat.get(key)))), None)
    if found is not None:
        return found
    inner = first(flat, (key for key in _INSIDE if isinstance(flat.get(key), dict)))
    deep = folded(inner) if isinstance(inner, dict) else {}
    return next((found for key in _ID_KEYS if (found := identifier(deep.get(key)))), None)


def _has_state(members: Mapping[str, object]) -> bool:
    return isinstance(folded(members).get("status"), str)


def _refused(complaint: Complaint, answer: Answer) -> AddOutcome:
    if complaint.kind is Kind.THROTTLED:
        return _throttled(answer, complaint.text)
    if complaint.is_vague:
        return _unknown(answer, f"the panel's error proves nothing: {complaint.text}")
    return Rejected(complaint.kind.refusal, complaint.text, answer.http_status, answer.excerpt)


def _without_object(answer: Answer, reason: str) -> AddOutcome:
    """What the HTTP status and a bare text still prove where the answer is no object."""
    if answer.code == 429:
        return _throttled(answer, "the panel asks for fewer calls (HTTP 429)")
    if (blocked := edge_block(answer)) is not None:
        return Rejected(Refusal.BLOCKED, blocked, answer.http_status, answer.excerpt)
    complaint = _bare_text(answer)
    if complaint is not None:
        return _refused(complaint, answer)
    return _unknown(answer, f"{reason} (HTTP {answer.http_status or 'unknown'})")


def _bare_text(answer: Answer) -> Complaint | None:
    """A refusal without JSON, believed only with an HTTP status of 4xx and words we know."""
    text = answer.text.strip().strip('"')
    if not 400 <= answer.code < 500 or not text or len(text) > _PLAIN_LONGEST or is_page(text):
        return None
    if text[0] in "{[":
        return None
    complaint = spoken(text, answer)
    return None if complaint.kind is Kind.OTHER else complaint


def _throttled(answer: Answer, text: str) -> NotSent:
    return NotSent(text, answer.retry_after, answer.http_status, answer.excerpt)


def _unknown(answer: Answer, reason: str) -> Unknown:
    return Unknown(answer.words(reason), answer.http_status, answer.excerpt)

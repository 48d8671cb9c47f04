"""What all reads share: an answer is a value, or one of the errors that reads raise."""

from panel import lenient_json
from panel.answer import Answer, edge_block
from panel.complaints import Complaint, complaint_in, spoken
from panel.refusal_phrases import Kind
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused

_PLAIN_LONGEST = 200


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

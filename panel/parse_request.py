"""Read the answer to a `refill` or `cancel` request.

Both are only requests: "yes" means that the panel noted it, and the result shows
later in the order's status. So a message without any id is enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from panel.refusal_phrases import Kind, is_negative, is_yes, refill_refusal
from panel.refusals import RefusalText
from panel.reply import Reply, ReplyKind
from panel.values import first, folded, identifier, match, plain, squeezed
from shop.errors import PanelError, PanelRefused
from shop.replies import Refused, Requested, RequestOutcome, Unclear

_ID_KEYS = ("order", "order_id", "id")
_WRAPPERS = ("data", "orders", "refills", "result", "results", "response")
_MESSAGES = ("message", "msg", "success")
_TAKEN = frozenset(
    {"success", "successful", "ok", "true", "1", "100", "200", "201", "202"}
    | {"pending", "requested", "accepted", "submitted", "queued", "processing", "inprogress", "done", "sent"}
)
"""Words, without case and spaces, that mean "noted"; 100 is one script's number for it."""

_DONE_LISTS = ("canceled", "cancelled", "refilled", "accepted", "done")
_FAILED_LISTS = ("failed", "rejected", "refused", "not_found", "skipped")

_DONE = {"cancel": {"canceled", "cancelled"}, "refill": {"refilled", "refilling"}}
"""Words of panels that carry a request out at once."""


@dataclass(frozen=True, slots=True)
class Request:
    """The answer to a request.

    `outcome` is about the order asked for; `kind` is the refusal's, if there is one;
    `by_id` is filled if the panel answered row by row.
    """

    outcome: RequestOutcome
    kind: Kind | None = None
    by_id: dict[str, RequestOutcome] = field(default_factory=dict)
    strays: tuple[str, ...] = ()

    @property
    def names_wrong_parameter(self) -> bool:
        """True if the panel did not find the order's number in the parameter it expects."""
        return isinstance(self.outcome, Refused) and self.kind in {Kind.PARAMS, Kind.ORDER}


def read_request(action: str, reply: Reply, asked: Sequence[str]) -> Request:
    """Read the answer to `action` ("refill" or "cancel") for the orders `asked`; never raises.

    The outcome is about the first of them. With nothing asked, any id in the answer counts.
    """
    try:
        reply.require_value()
    except PanelRefused as refused:
        if reply.answer.code < 400 and is_yes(refused.text):
            return Request(Requested(None, refused.text))
        return _refused(RefusalText(Kind(refused.why), refused.text))
    except PanelError as problem:
        return Request(Unclear(reply.answer.words(str(problem))))
    inner = reply.inner(_WRAPPERS)
    if inner.kind is ReplyKind.LIST or _is_map(inner.value):
        return _of_rows(action, inner, asked)
    order_id = asked[0] if asked else ""
    whole = _of_one(action, reply, order_id)
    has_inner = action in inner.fields and whole.kind is None
    return _of_one(action, inner, order_id) if has_inner else whole


def _is_map(members: Mapping[str, object]) -> bool:
    """Return True if an object's keys are order numbers."""
    return bool(members) and all(any(sign.isdigit() for sign in key) for key in members)


def _of_rows(action: str, rows: Reply, asked: Sequence[str]) -> Request:
    matched = match(rows.value, asked, _ID_KEYS)
    read = {item_id: _of_one(action, rows.item(item), item_id) for item_id, item in matched.by_id.items()}
    about = read.get(asked[0]) if asked else next(iter(read.values()), None)
    if about is None:
        return Request(Unclear("the answer says nothing of this order"), strays=matched.strays)
    by_id = {item_id: request.outcome for item_id, request in read.items()}
    return Request(about.outcome, about.kind, by_id, matched.strays)


def _of_one(action: str, part: Reply, order_id: str) -> Request:
    if part.kind is not ReplyKind.OBJECT:
        return _of_word(part)
    members, answer, refusal = part.fields, part.answer, part.refusal
    own = members.get(action)
    text = answer.words(first(members, _MESSAGES))
    if refusal is not None and not (refusal.is_vague and refusal.text == text and is_yes(text)):
        return _refused(refusal)
    if isinstance(own, str) and own.strip() and (" " in own.strip() or not any(map(str.isdigit, own))):
        return _of_word(part.item(own))
    listed = _of_lists(members, order_id)
    if listed is not None:
        return listed
    kind = answer.kind_of(text)
    if text and own is None and not is_yes(text) and (is_negative(text) or not _says_taken(members)):
        known = kind not in {Kind.OTHER, Kind.VAGUE}
        return _refused(RefusalText(kind, text)) if known else Request(Unclear(text))
    if own is False or own in (0, "0"):
        return _refused(RefusalText(Kind.OTHER, text or f"the panel answered no to the {action}"))
    if _is_taken(own, members, text) or squeezed(plain(members.get("status"))) in _DONE[action]:
        return Request(Requested(_refill_id(action, members, order_id), text))
    return Request(Unclear("the answer does not say whether the panel took the request"))


def _is_taken(own: object, members: Mapping[str, object], text: str) -> bool:
    if own is not None:
        return own is True or isinstance(own, dict) or identifier(own) is not None
    return _says_taken(members) or ("status" not in members and is_yes(text))


def _says_taken(members: Mapping[str, object]) -> bool:
    """Return True if the answer says yes outside its message."""
    word = first(members, ("status", "result", "success"))
    success = plain(members.get("success"))
    return word is True or squeezed(plain(word)) in _TAKEN or (bool(success) and not is_negative(success))


def _of_lists(members: Mapping[str, object], order_id: str) -> Request | None:
    """Read an answer that lists the orders done and those not done."""
    done = next((members[key] for key in _DONE_LISTS if isinstance(members.get(key), list)), None)
    failed = next((members[key] for key in _FAILED_LISTS if isinstance(members.get(key), list)), None)
    if order_id and isinstance(failed, list) and order_id in map(str, failed):
        return _refused(RefusalText(Kind.OTHER, "the panel lists it among those that failed"))
    if order_id and isinstance(done, list) and order_id in map(str, done):
        return Request(Requested(None))
    if done == []:
        return Request(Unclear("the panel lists no order that it did it for"))
    return None


def _of_word(part: Reply) -> Request:
    """Read a bare word instead of an object: "requested", or an error's text."""
    text = part.answer.words(part.value)
    if squeezed(text) in _TAKEN or is_yes(text) or (text.isdigit() and identifier(part.value) is not None):
        return Request(Requested(None, text))
    if text and (part.answer.kind_of(text) is not Kind.OTHER or is_negative(text)):
        return _refused(part.refusal_of(text))
    return Request(Unclear("the answer does not say whether the panel took the request"))


def _refill_id(action: str, members: Mapping[str, object], order_id: str) -> str | None:
    """Return the refill's own id. Some panels repeat the order's number there; that does not count."""
    if action != "refill":
        return None
    own = members.get("refill")
    inner = folded(own) if isinstance(own, dict) else members
    found = identifier(first(inner, ("refill", "refill_id", "id")))
    named = {order_id, identifier(first(members, ("order", "order_id"))) or ""}
    return None if found in named else found


def _refused(refusal: RefusalText) -> Request:
    if refusal.is_vague:
        return Request(Unclear(refusal.text), refusal.kind)
    is_unsupported, why = refusal.kind is Kind.UNSUPPORTED, refill_refusal(refusal.text)
    return Request(Refused(refusal.text, unsupported=is_unsupported, why=why), refusal.kind)

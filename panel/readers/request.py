"""Read the answer to a `refill` or `cancel` request.

Both are only requests: "yes" means that the panel noted it, and the result shows
later in the order's status. So a message without any id is enough.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from panel.readers.add import number_in
from panel.refusal_phrases import NEGATIONS, Kind, is_negative, is_yes, refill_refusal
from panel.refusals import RefusalText
from panel.reply import Reply, ReplyKind
from panel.values.items import id_key, match, own_id
from panel.values.texts import first, identifier, lower_keys, plain, squeezed
from shop.errors import PanelError, PanelRefused
from shop.heard import as_words
from shop.replies import Refused, Requested, RequestOutcome, Unclear

_ID_KEYS = ("order", "order_id", "id")
_WRAPPERS = ("data", "orders", "refills", "result", "results", "response")
_MESSAGES = ("message", "msg", "success")
_TAKEN = frozenset(
    {"success", "successful", "ok", "true", "1", "100", "200", "201", "202"}
    | {"pending", "requested", "accepted", "submitted", "queued", "processing", "inprogress", "done", "sent"}
)
"""Words, without case and spaces, that mean "noted"; 100 is one script's number for it."""

_ORDER_IDS = ("order", "order_id")
_NOTHING_OF_IT = "the answer says nothing of this order"
_SENTENCE = re.compile(r"[.!?;,\n]\s*")
_POSTPONES = {"can", "may", "until", "available"}

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
        if reply.answer.code < 400 and _is_yes(action, refused.text):
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
    read = {
        item_id: _of_one(action, rows.item(item), item_id, is_matched=True)
        for item_id, item in matched.by_id.items()
    }
    about = read.get(asked[0]) if asked else next(iter(read.values()), None)
    if about is None:
        return Request(Unclear(_NOTHING_OF_IT), strays=matched.strays)
    by_id = {item_id: request.outcome for item_id, request in read.items()}
    return Request(about.outcome, about.kind, by_id, matched.strays)


def _of_one(action: str, part: Reply, order_id: str, *, is_matched: bool = False) -> Request:
    if part.kind is not ReplyKind.OBJECT:
        return _of_word(action, part)
    members, answer, refusal = part.fields, part.answer, part.refusal
    own = members.get(action)
    text = answer.words(first(members, _MESSAGES))
    if not is_matched and not _may_be_about(order_id, own_id(members, _ORDER_IDS)):
        return Request(Unclear(_NOTHING_OF_IT))
    if refusal is not None and not (refusal.is_vague and refusal.text == text and _is_yes(action, text)):
        return _refused(refusal)
    if isinstance(own, dict) and (inside := _inside(action, part.item(own), order_id)) is not None:
        return inside
    if isinstance(own, str) and own.strip() and (" " in own.strip() or not any(map(str.isdigit, own))):
        return _of_word(action, part.item(own))
    listed = _of_lists(members, order_id)
    if listed is not None:
        return listed
    kind, word = answer.kind_of(text), plain(members.get("status"))
    if _denies(word):
        return _refused(RefusalText(kind, text or word))
    if text and own is None and not _is_yes(action, text) and (is_negative(text) or not _says_taken(members)):
        known = kind not in {Kind.OTHER, Kind.VAGUE}
        return _refused(RefusalText(kind, text)) if known else Request(Unclear(text))
    if own is False or own in (0, "0"):
        return _refused(RefusalText(Kind.OTHER, text or f"the panel answered no to the {action}"))
    if own is not None and is_negative(text) and kind not in {Kind.OTHER, Kind.VAGUE}:
        return Request(Unclear(text))  # it says yes and no
    if _is_taken(action, own, members, text) or squeezed(word) in _DONE[action]:
        return Request(Requested(_refill_id(action, members, order_id), text))
    return Request(Unclear("the answer does not say whether the panel took the request"))


def _inside(action: str, own: Reply, order_id: str) -> Request | None:
    """Read the object under the action's name; None if it does not object, so that it means yes."""
    members = own.fields
    if not any(members.values()):
        return Request(Unclear("the answer does not say whether the panel took the request"))
    if own.refusal is not None:
        return _refused(own.refusal)
    if _is_map(own.value):
        about = [value for key, value in own.value.items() if _may_be_about(order_id, key)]
        if len(about) == 1:
            return _of_one(action, own.item({action: about[0]}), order_id)
        return None if about else Request(Unclear(_NOTHING_OF_IT))
    text = own.answer.words(first(members, ("status", *_MESSAGES)))
    return _refused(own.refusal_of(text)) if _denies(text) else None


def _may_be_about(order_id: str, named: str | None) -> bool:
    return not order_id or named is None or id_key(named) == id_key(order_id)


def _denies(word: str) -> bool:
    return is_negative(word) or squeezed(word) == "declined"


def _is_yes(action: str, text: str) -> bool:
    """Return True if a text says yes, at least in its first sentence, and the others do not take it back."""
    if is_yes(text) or re.search(rf"\b{action}\w* (?:\w+ )?(?:is )?in progress", text.lower()):
        return not is_negative(text)
    begins, *goes_on = _SENTENCE.split(text, maxsplit=1)
    rest = set(as_words(" ".join(goes_on)).split())
    is_postponed = not rest.isdisjoint(_POSTPONES) and "again" not in rest
    return is_yes(begins) and rest.isdisjoint(NEGATIONS) and not is_postponed


def _is_taken(action: str, own: object, members: Mapping[str, object], text: str) -> bool:
    if own is not None:
        return own is True or isinstance(own, dict) or number_in(own) is not None
    return _says_taken(members) or ("status" not in members and _is_yes(action, text))


def _says_taken(members: Mapping[str, object]) -> bool:
    """Return True if the answer says yes outside its message."""
    word = first(members, ("status", "result", "success"))
    success = plain(members.get("success"))
    return word is True or squeezed(plain(word)) in _TAKEN or (bool(success) and not is_negative(success))


def _of_lists(members: Mapping[str, object], order_id: str) -> Request | None:
    """Read an answer that lists the orders done and those not done."""
    done = next((members[key] for key in _DONE_LISTS if isinstance(members.get(key), list)), None)
    failed = next((members[key] for key in _FAILED_LISTS if isinstance(members.get(key), list)), None)
    if order_id and isinstance(failed, list) and _is_in(failed, order_id):
        return _refused(RefusalText(Kind.OTHER, "the panel lists it among those that failed"))
    if not isinstance(done, list) or not order_id:
        return None
    if _is_in(done, order_id):
        return Request(Requested(None))
    return Request(Unclear(_NOTHING_OF_IT if done else "the panel lists no order that it did it for"))


def _is_in(listed: list[object], order_id: str) -> bool:
    ids = (own_id(row, _ID_KEYS) if isinstance(row, dict) else identifier(row) for row in listed)
    return any(found is not None and id_key(found) == id_key(order_id) for found in ids)


def _of_word(action: str, part: Reply) -> Request:
    """Read a bare word instead of an object: "requested", or an error's text."""
    text = part.answer.words(part.value)
    if (
        squeezed(text) in _TAKEN
        or _is_yes(action, text)
        or (text.isdigit() and identifier(part.value) is not None)
    ):
        return Request(Requested(None, text))
    if text and (part.answer.kind_of(text) is not Kind.OTHER or is_negative(text)):
        return _refused(part.refusal_of(text))
    return Request(Unclear("the answer does not say whether the panel took the request"))


def _refill_id(action: str, members: Mapping[str, object], order_id: str) -> str | None:
    """Return the refill's own id. Some panels repeat the order's number there; that does not count."""
    if action != "refill":
        return None
    own = members.get("refill")
    inner = lower_keys(own) if isinstance(own, dict) else members
    found = number_in(first(inner, ("refill", "refill_id", "id")))
    return None if found is not None and id_key(found) == id_key(order_id) else found


def _refused(refusal: RefusalText) -> Request:
    if refusal.is_vague:
        return Request(Unclear(refusal.text), refusal.kind)
    is_unsupported, why = refusal.kind is Kind.UNSUPPORTED, refill_refusal(refusal.text)
    return Request(Refused(refusal.text, unsupported=is_unsupported, why=why), refusal.kind)

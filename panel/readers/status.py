"""Read the answers to `status` and `refill_status`, for one id or many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from panel.readers.states import STATES, refill_state_of, state_of
from panel.refusal_phrases import Kind, may_deny_an_order
from panel.refusals import RefusalText
from panel.reply import Reply, ReplyKind
from panel.values.figures import count, plain_count
from panel.values.items import as_list, is_one_of, match, own_id, own_ids
from panel.values.money import ANY_MONEY, AccountMoney, amount, plain_amount
from panel.values.texts import first, lower_keys, name_in, plain, squeezed
from shop.errors import PanelGarbled
from shop.heard import as_words
from shop.replies import ItemError, PanelState, RefillReport, StatusReport

Report = TypeVar("Report", StatusReport, RefillReport)

_ORDER_IDS = ("order", "order_id", "id")
_REFILL_IDS = ("refill", "refill_id", "id")
_ANY_IDS = ("order", "order_id", "refill", "refill_id")
_ABOUT_AN_ORDER = frozenset({"charge", "remains", "start_count", "start_counter", "runs", "posts", "expiry"})
_ENVELOPE = frozenset({"success", "ok", "true", "1", "200"})  # `{"status": "success", "data": ...}`
_WRAPPERS = ("data", "orders", "refills", "statuses", "result", "results", "response", "order")
_USUAL = frozenset({"status", "charge", "remains", "start_count", "currency"})
_STATES_BESIDE = ("order_status", "order_state", "orderstatus")  # beside an envelope's own status
_MESSAGES = ("message", "msg", "detail", "reason")
_NO_STATES = frozenset({Kind.ORDER, Kind.AUTH, Kind.THROTTLED, Kind.UNSUPPORTED})
"""Objections to a question about an order, which may stand in the place of its state."""

_OF_ITS_TARGET = frozenset({
    "page", "post", "link", "url", "profile", "user", "username", "account", "video", "channel", "photo",
    "story", "reel", "group", "rejected", "canceled", "cancelled", "refunded",
})  # fmt: skip
"""Words of a reason for the end of an order that the panel knows: "order rejected: page not found"."""


_START_COUNTS = ("start_count", "start_counter")
_LONGEST_WORD = 200
_LONGEST_CURRENCY = 16


@dataclass(frozen=True, slots=True)
class Reports(Generic[Report]):
    """One answer's reports on the ids asked about.

    `strays` were not asked about. `unplaced` rows have no id and cannot be matched: the
    ids have to be asked about one by one.
    """

    by_id: dict[str, Report | ItemError]
    strays: tuple[str, ...] = ()
    unplaced: int = 0


def read_status(
    reply: Reply,
    asked: Sequence[str],
    words: Mapping[str, PanelState] | None = None,
    ours: Sequence[str] = (),
    account: AccountMoney = ANY_MONEY,
) -> Reports[StatusReport]:
    """Read the reports on the orders `asked`; `words` are the profile's own state words.

    With nothing asked (the question is unknown) every id in a map counts, and an answer
    about one order is stored under "". `ours`: see `panel.values.items.match`. A charge in another currency
    than the account's is none. Raises PanelError.
    """
    words_of = _Words(STATES if not words else {**STATES, **words}, account)

    def report(members: Mapping[str, object]) -> StatusReport | None:
        return _status_report(members, words_of)

    def usual(members: object) -> StatusReport | None:
        return _usual_report(members, words_of)

    return _read(reply, asked, report, _ORDER_IDS, ours=ours, usual=usual)


def read_refill_status(reply: Reply, asked: Sequence[str], ours: Sequence[str] = ()) -> Reports[RefillReport]:
    """Read the reports on the refills `asked`. Raises PanelError."""
    return _read(reply, asked, _refill_report, _REFILL_IDS, ours=ours)


def _nothing_is_usual(_members: object) -> None:
    """There are few answers about refills: all are read thoroughly."""


def _read(
    reply: Reply,
    asked: Sequence[str],
    report: Callable[[Mapping[str, object]], Report | None],
    id_keys: tuple[str, ...],
    *,
    ours: Sequence[str],
    usual: Callable[[object], Report | None] = _nothing_is_usual,
) -> Reports[Report]:
    reply.require_value()
    inner = reply.inner(_WRAPPERS)
    for part in (reply, inner):
        single = _one(part, report)
        if isinstance(single, RefusalText):
            return _refused(single, reply, asked)
        is_calls = part is reply is not inner and _is_told_inside(inner, asked, id_keys, report)
        if single is not None and not (is_calls and _ABOUT_AN_ORDER.isdisjoint(part.fields)):
            return _of_one(single, part.fields, asked, id_keys)
    matched = match(inner.value, asked, id_keys, ours)
    is_named = isinstance(as_list(inner.value), dict)
    read = {
        item_id: usual(item) or _item(item, reply, report, is_named=is_named)
        for item_id, item in matched.by_id.items()
    }
    by_id = {item_id: item for item_id, item in read.items() if item is not None}
    if (
        not by_id
        and not matched.strays
        and not matched.unplaced
        and not (inner.value == [] and len(asked) > 1)
    ):
        raise PanelGarbled("the answer says nothing of the orders that were asked for")
    return Reports(by_id, matched.strays, matched.unplaced)


def _is_told_inside(
    inner: Reply,
    asked: Sequence[str],
    id_keys: tuple[str, ...],
    report: Callable[[Mapping[str, object]], Report | None],
) -> bool:
    """Return True if the state stands inside, and a status around it ("completed") is the call's own."""
    rows = (inner.value, *match(inner.value, asked, id_keys).by_id.values())
    inside = (lower_keys(row) for row in rows if isinstance(row, dict))
    return any(_is_about_an_order(report(members), members) for members in inside)


def _one(
    part: Reply, report: Callable[[Mapping[str, object]], Report | None], *, is_named: bool = False
) -> Report | RefusalText | None:
    """Read an object about one order: its report, the panel's objection, or None.

    A `status` beside an `error` is the error's number, unless other fields are about an
    order too; then the `error` explains the order's failure. With an HTTP status of 400 or more a
    `status` alone may be the call's, unless the order's number is beside it or above it (`is_named`).
    """
    if part.kind is not ReplyKind.OBJECT:
        return None
    told = report(part.fields)
    refusal = part.refusal or _objection(told, part) or _denial(part)
    if refusal is not None and _denies_the_order(refusal):
        return refusal
    if _is_about_an_order(told, part.fields):
        return told
    if refusal is not None and refusal.is_wordless and told is not None and own_id(part.fields, _ANY_IDS):
        return told  # the order's own failure
    if refusal is not None and (told is None or told.state is None or len(part.fields) > 1):
        return refusal
    if part.answer.code < 400:
        return told
    is_its_own = is_named or own_id(part.fields, _ANY_IDS) is not None
    return told if is_its_own and refusal is None else None


def _denies_the_order(refusal: RefusalText) -> bool:
    """Return True if the panel knows no such order, or not us: what stands beside that is no report of it.

    "User not found" is about us or about the order's target, so only the key's name counts.
    """
    if refusal.kind not in {Kind.ORDER, Kind.AUTH}:
        return False
    words = set(as_words(refusal.text).split())
    return words.isdisjoint(_OF_ITS_TARGET) if refusal.kind is Kind.ORDER else "key" in words


def _denial(part: Reply) -> RefusalText | None:
    """Return the message that denies the order, which nothing marks as an error: a state stands beside it."""
    told = (text for key in _MESSAGES if isinstance(text := part.fields.get(key), str) and text.strip())
    texts = (text for text in told if may_deny_an_order(text) or part.answer.is_taught(text))
    return next((found for found in map(part.refusal_of, texts) if _denies_the_order(found)), None)


def _objection(told: Report | None, part: Reply) -> RefusalText | None:
    """Return the objection that stands in the place of a state."""
    if told is None or told.state is not None or not told.word:
        return None
    found = part.refusal_of(told.word)
    return found if found.kind in _NO_STATES and not found.is_wordless else None


def _is_about_an_order(told: Report | None, fields: Mapping[str, object]) -> bool:
    return told is not None and told.state is not None and not _ABOUT_AN_ORDER.isdisjoint(fields)


def _item(
    value: object,
    reply: Reply,
    report: Callable[[Mapping[str, object]], Report | None],
    *,
    is_named: bool,
) -> Report | ItemError | None:
    """Read one item among many. A bare word is a state if known as one, else an error."""
    if isinstance(value, dict) and _USUAL.issuperset(value):  # in most nobody needs to look for an objection
        told = report(value)
        if _is_about_an_order(told, value):
            return told
    item = reply.item(value)
    if isinstance(item.value, str):
        found = report({"status": item.value})
        return found if found is not None and found.state is not None else _bare_error(item)
    single = _one(item, report, is_named=is_named)
    return ItemError(single.text) if isinstance(single, RefusalText) else single


def _bare_error(item: Reply) -> ItemError | None:
    shown = item.answer.words(item.value)
    return ItemError(shown) if shown else None


def _refused(refusal: RefusalText, reply: Reply, asked: Sequence[str]) -> Reports[Report]:
    """Handle an objection to the whole question; if one id was asked about, it may be about that id."""
    if refusal.kind is Kind.ORDER and len(asked) <= 1:
        return Reports({asked[0] if asked else "": ItemError(refusal.text)})
    raise reply.error(refusal)


def _of_one(
    report: Report, members: Mapping[str, object], asked: Sequence[str], id_keys: tuple[str, ...]
) -> Reports[Report]:
    named = own_ids(members, id_keys[:2])
    same = [one for one in asked if is_one_of(one, named)]
    if len(asked) > 1:
        return Reports({same[0]: report}) if len(same) == 1 else Reports({}, unplaced=1)
    if asked and named and not same:
        return Reports({}, strays=(named[0],))
    return Reports({asked[0] if asked else "": report})


class _Words:
    """The texts of one answer, each read once: a hundred orders share a few words."""

    def __init__(self, known: Mapping[str, PanelState], account: AccountMoney) -> None:
        self._known = known
        self._account = account
        self._read: dict[tuple[object, int], tuple[str, PanelState | None]] = {}
        self._named: dict[str, tuple[bool, str | None]] = {}

    def money(self, currency: str) -> tuple[bool, str | None]:
        """Return True if a report that names this currency means the account's, and which one it means."""
        found = self._named.get(currency)
        if found is None:
            account = self._account
            found = self._named[currency] = not account.is_another(currency), account.named_by(currency)
        return found

    def charge(self, value: object, currency: str) -> Decimal | None:
        """Return what was charged; `currency` is what the report names, if anything."""
        is_ours, _ = self.money(currency)
        return amount(value, currency or self._account.known) if is_ours else None

    def __call__(self, text: object, longest: int) -> tuple[str, PanelState | None]:
        """Return the text as it may be shown, and the state that it means."""
        if not isinstance(text, str):  # True and 1 would be one key
            word = plain(text, longest)
            return word, state_of(word, self._known)
        found = self._read.get((text, longest))
        if found is None:
            word = plain(text, longest)
            found = self._read[text, longest] = word, state_of(word, self._known)
        return found


def _status_report(members: Mapping[str, object], words: _Words) -> StatusReport | None:
    status = name_in(members.get("status"))
    beside = first(members, _STATES_BESIDE)
    if isinstance(beside, str) and (status is None or squeezed(str(status)) in _ENVELOPE):
        status = beside
    if isinstance(status, dict | list | tuple) or not (
        _is_report(status, members) or status is beside is not None
    ):
        return None
    word, state = words(status, _LONGEST_WORD)
    other, other_state = words(beside, _LONGEST_WORD) if isinstance(beside, str) else ("", None)
    if other_state is not None and state not in {None, other_state}:
        word, state = f"{word} / {other}", None  # two states, of which one is wrong
    remains = count(members.get("remains"))
    if state is None and squeezed(word) == "success" and remains == 0:
        state = PanelState.COMPLETED  # with more to come it may be no more than an envelope's
    currency = words(members.get("currency"), _LONGEST_CURRENCY)[0]
    return StatusReport(
        state=state,
        word=word,
        charge=words.charge(members.get("charge"), currency),
        start_count=count(first(members, _START_COUNTS)),
        remains=remains,
        currency=currency or None,
        posts=count(members.get("posts")),
        charged_in=words.money(currency)[1],
    )


def _usual_report(members: object, words: _Words) -> StatusReport | None:
    """What `_status_report` reads, in a report as nearly all panels print it; None for any other."""
    if not isinstance(members, dict) or not _USUAL.issuperset(members):
        return None
    status, charge = members.get("status"), plain_amount(members.get("charge"))
    if charge is None or not isinstance(status, str):
        return None
    start_count, remains = plain_count(members.get("start_count")), plain_count(members.get("remains"))
    if start_count is None or remains is None:
        return None
    word, state = words(status, _LONGEST_WORD)
    if state is None:
        return None
    currency = words(members.get("currency"), _LONGEST_CURRENCY)[0]
    is_ours, charged_in = words.money(currency)
    return StatusReport(
        *(state, word, charge if is_ours else None, start_count, remains, currency or None),
        charged_in=charged_in,
    )


def _is_report(status: object, members: Mapping[str, object]) -> bool:
    if not _ABOUT_AN_ORDER.isdisjoint(members):
        return True
    return "status" in members and squeezed(str(status)) not in _ENVELOPE


def _refill_report(members: Mapping[str, object]) -> RefillReport | None:
    status = name_in(members.get("status"))
    if (
        "status" not in members
        or isinstance(status, dict | list | tuple)
        or squeezed(str(status)) in _ENVELOPE
    ):
        return None
    word = plain(status, _LONGEST_WORD)
    return RefillReport(refill_state_of(word), word)

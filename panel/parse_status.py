"""Read the answers to `status` and `refill_status`, for one id or many."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from panel.refusal_phrases import Kind, may_deny_an_order
from panel.refusals import RefusalText
from panel.reply import Reply, ReplyKind
from panel.values import (
    amount,
    as_list,
    count,
    first,
    is_one_of,
    match,
    own_id,
    own_ids,
    plain,
    plain_amount,
    plain_count,
    squeezed,
)
from shop.errors import PanelGarbled
from shop.heard import as_words, state_key
from shop.replies import ItemError, PanelState, RefillReport, RefillState, StatusReport

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

_WORDS: dict[PanelState, str] = {
    PanelState.PENDING: """
        pending awaiting queued new waiting queue inqueue inline scheduled created received
        accepted placed submitted notstarted pendiente pendente ожидает вожидании beklemede
        enattente ausstehend menunggu 待处理 等待中 대기중""",
    PanelState.PROCESSING: "processing inprocess process preparing вобработке обрабатывается 处理中 処理中",
    PanelState.IN_PROGRESS: """
        inprogress inprogess inprogres progress active refilling refill running started delivering
        working ongoing inwork underway sending enprogreso emandamento emprogresso вработе
        выполняется devamediyor işlemde yükleniyor encours inbearbeitung đangchạy درحالانجام
        进行中 進行中 진행중""",
    PanelState.PAUSED: "paused hold holding onhold",
    PanelState.COMPLETED: """
        completed complete done finished finish delivered fulfilled succeeded successful
        completedsuccessfully successfullycompleted completado completada concluido concluído
        concluida concluída выполнен выполнено завершен завершён завершено tamamlandı tamamlandi
        terminé abgeschlossen completato selesai hoànthành hoàntất تکمیلشده انجامشد
        已完成 完了 완료 مكتمل""",
    PanelState.PARTIAL: """
        partial partially partiallycompleted partialcompleted partialcomplete partiallycomplete
        partiallydelivered partiallydone""",
    PanelState.CANCELED: """
        canceled cancelled cancel canceledrefunded cancelledrefunded refundedcanceled
        refundedcancelled canceledandrefunded cancelledandrefunded canceledbyuser canceledbyadmin
        canceledbysystem canceledbycustomer canceledbyclient canceledbyprovider canceledbypanel
        canceledbyseller canceledbyus cancelledbyuser cancelledbyadmin cancelledbysystem
        cancelledbycustomer cancelledbyclient cancelledbyprovider cancelledbypanel
        cancelledbyseller cancelledbyus""",
    PanelState.REFUNDED: "refunded refunds refund",
    PanelState.FAILED: "fail failed error failure unsuccessful",
    PanelState.EXPIRED: "expired",
}

STATES: dict[str, PanelState] = {word: state for state, words in _WORDS.items() for word in words.split()}
"""The states by their words, spelled by `shop.heard.state_key`. "In progess" is a panel's own typo.

Words about money that may mean a part or nothing ("charge back", "partial refund", "canceled, no
refund") are included only if they can mean one thing.
"""

REFILL_STATES: dict[str, RefillState] = {
    "refilled": RefillState.COMPLETED,
    **dict.fromkeys(("rejected", "refused", "declined", "denied"), RefillState.REJECTED),
}
"""A refill's own words for its state, in the same spelling; it also has those of an order."""

_REFILLS = {
    PanelState.PENDING: RefillState.PENDING,
    PanelState.PROCESSING: RefillState.IN_PROGRESS,
    PanelState.IN_PROGRESS: RefillState.IN_PROGRESS,
    PanelState.COMPLETED: RefillState.COMPLETED,
    PanelState.CANCELED: RefillState.REJECTED,
    PanelState.FAILED: RefillState.REJECTED,
}

_AT_WORK = frozenset({PanelState.PENDING, PanelState.PROCESSING, PanelState.IN_PROGRESS, PanelState.PAUSED})

_SHARE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*%"
    r"|(?<![\d/.,])(\d+(?:[.,]\d+)*[km]?)\s*(?:/|(?:out )?of(?: the)?)\s*(\d+(?:[.,]\d+)*[km]?)(?![\d/])",
    re.IGNORECASE,
)
"""A part of a whole, also in thousands: 45%, 500/1,000, 5k of 10k; but 12/05/2024 is a date."""
_TO_COME = re.compile(r"\?|wait|queue|pending|progress|processing|soon|almost|estimat|expect", re.IGNORECASE)
_BESIDE = re.compile(
    r"[(\uff08][^()\uff08\uff09]*[)\uff09]|[\[\u3010][^\[\]\u3010\u3011]*[\]\u3011]|\d+(?:[.,]\d+)?\s*%"
)
_BEHIND = re.compile(r"(?:\s+[-\u2013\u2014|/]|\s*[:;,|\u2014])\s+(.+)$|[\uff1a\uff0c](.+)$")
_ABOUT_MONEY = re.compile("refund|partial|cancel|charge|fail|reject|error|dispute|return|back", re.IGNORECASE)

_LONE_FIGURE = re.compile(r"\s*\d[\d.,]*\s*[km]?\s*", re.IGNORECASE)
"""Behind a dash it may be how much was delivered: "Completed: 500"."""

_TOKEN = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+(?:k|m|h|d|days?|hours?|st|nd|rd|th)?|r\d+|server\d+")
_NEUTRAL = frozenset({
    "real", "fake", "hq", "lq", "mq", "premium", "bot", "bots", "quality", "high", "good", "best",
    "organic", "instant", "fast", "slow", "speed", "natural", "guarantee", "guaranteed", "warranty",
    "lifetime", "nodrop", "refill", "refillable", "refilled", "auto", "automatic", "automatically",
    "manual", "manually", "server", "by", "system", "admin", "at", "on", "am", "pm", "utc", "gmt", "day",
    "days", "hour", "hours", "month", "months", "year", "years", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec", "today", "yesterday", "ok", "done", "full", "fully", "all",
    "success", "successful", "successfully", "verified", "nondrop", "instagram", "tiktok", "youtube",
    "telegram", "facebook", "twitter", "of", "the", "start", "id",
})  # fmt: skip
"""Words that say nothing of how much of an order was delivered."""
_DROPS = frozenset({"drop", "drops", "dropped", "dropping", "droprate", "unfollow", "unfollows"})
_OF_DROPS = frozenset({
    "no", "non", "low", "less", "small", "max", "maximum", "min", "minimum", "up", "to", "about", "approx",
    "rate", "average", "avg", "possible", "expected", "is", "with", "without", "zero", "and", "ratio",
    "after", "than",
})  # fmt: skip
"""Words, and shares, that are about what falls off later if one of _DROPS is beside them."""
_PAIRS = (("no", "refill"), ("no", "guarantee"), ("no", "warranty"), ("non", "refill"), ("start", "count"))
"""The same in two words, where one of them alone may say more."""


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
) -> Reports[StatusReport]:
    """Read the reports on the orders `asked`; `words` are the profile's own state words.

    With nothing asked (the question is unknown) every id in a map counts, and an answer
    about one order is stored under "". `ours`: see `panel.values.match`. Raises PanelError.
    """
    words_of = _Words(STATES if not words else {**STATES, **words})

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
        if single is not None:
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

    def __init__(self, known: Mapping[str, PanelState]) -> None:
        self._known = known
        self._read: dict[tuple[object, int], tuple[str, PanelState | None]] = {}

    def __call__(self, text: object, longest: int) -> tuple[str, PanelState | None]:
        """The text as it may be shown, and the state that it means."""
        if not isinstance(text, str):  # True and 1 would be one key
            word = plain(text, longest)
            return word, state_of(word, self._known)
        found = self._read.get((text, longest))
        if found is None:
            word = plain(text, longest)
            found = self._read[text, longest] = word, state_of(word, self._known)
        return found


def _status_report(members: Mapping[str, object], words: _Words) -> StatusReport | None:
    status = members.get("status")
    beside = first(members, _STATES_BESIDE)
    if isinstance(beside, str) and (status is None or squeezed(str(status)) in _ENVELOPE):
        status = beside
    if isinstance(status, dict | list) or not (_is_report(status, members) or status is beside is not None):
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
        charge=amount(members.get("charge"), currency),
        start_count=count(first(members, _START_COUNTS)),
        remains=remains,
        currency=currency or None,
        posts=count(members.get("posts")),
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
    currency = words(members.get("currency"), _LONGEST_CURRENCY)[0] or None
    return StatusReport(state, word, charge, start_count, remains, currency)


def _is_report(status: object, members: Mapping[str, object]) -> bool:
    if not _ABOUT_AN_ORDER.isdisjoint(members):
        return True
    return "status" in members and squeezed(str(status)) not in _ENVELOPE


def _refill_report(members: Mapping[str, object]) -> RefillReport | None:
    status = members.get("status")
    if "status" not in members or isinstance(status, dict | list) or squeezed(str(status)) in _ENVELOPE:
        return None
    word = plain(status, _LONGEST_WORD)
    as_an_orders = state_of(word, STATES)
    found = None if as_an_orders is None else _REFILLS.get(as_an_orders)
    return RefillReport(REFILL_STATES.get(state_key(word), found), word)


def state_of(word: str, known: Mapping[str, PanelState]) -> PanelState | None:
    """Return the state that `word` means in the words `known`; None if it waits to be taught.

    Money goes back by some states (partial, canceled, refunded, failed, expired): their whole text must be
    known, or be taught by the operator. Of an order at work any remark is left out, but beside "completed"
    only one that says nothing of how much was delivered ("HQ", "drop 5%"). With a share (45%), a word of what
    is to come, or a word that is not known the whole text waits to be taught.
    """
    key = state_key(word)
    whole = known.get(key)
    if whole is not None:
        is_doubtful = whole is PanelState.COMPLETED and key in STATES and _is_unfinished(word)
        return None if is_doubtful else whole
    if _ABOUT_MONEY.search(word):
        return None
    for bare, remarks in _readings(word):
        found = known.get(state_key(bare))
        if found in _AT_WORK:
            return found if all(known.get(state_key(one), found) in _AT_WORK for one in remarks) else None
        if found is PanelState.COMPLETED:
            is_plain = all(known.get(state_key(one)) is found or _is_neutral(one) for one in remarks)
            return found if is_plain and "?" not in word else None
    return None


def _readings(word: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the text without its remarks: those in brackets and shares, then also what follows a dash."""
    beside, bare = _BESIDE.findall(word), _BESIDE.sub(" ", word)
    yield bare, beside
    behind = _BEHIND.search(word)
    if behind is not None:
        head = word[: behind.start()]
        yield _BESIDE.sub(" ", head), [*_BESIDE.findall(head), behind[1] or behind[2]]


def _is_neutral(remark: str) -> bool:
    """Return True if a remark says nothing of how much of an order was delivered, or that all of it was."""
    words = [word for word in _TOKEN.findall(remark.casefold()) if not _FIGURE.fullmatch(word)]
    if not _DROPS.isdisjoint(words):
        return _NEUTRAL.union(_DROPS, _OF_DROPS).issuperset(words)
    for pair in _PAIRS:
        if tuple(words[:2]) == pair:
            words = words[2:]
    return _NEUTRAL.issuperset(words) and not _has_share(remark) and not _LONE_FIGURE.fullmatch(remark)


def _is_unfinished(word: str) -> bool:
    return bool(_TO_COME.search(word)) or _has_share(word)


def _has_share(text: str) -> bool:
    """Return True if this names a part of a whole: 45%, 50/100, 50 out of 100."""
    return any(
        part.lower() != whole.lower() if whole else float(percent.replace(",", ".")) < 100
        for percent, part, whole in _SHARE.findall(text)
    )

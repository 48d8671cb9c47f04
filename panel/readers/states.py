"""What a panel's word for a state means: of an order, or of a refill."""

import re
from collections.abc import Iterator, Mapping

from shop.catalogue.platforms import words_of
from shop.heard import state_key
from shop.quality.kind_words import COUNTRIES
from shop.replies import PanelState, RefillState

_WORDS: dict[PanelState, str] = {
    PanelState.PENDING: """
        pending awaiting queued new waiting queue inqueue inline scheduled created received
        accepted placed submitted notstarted pendiente pendente ожидает вожидании beklemede
        enattente ausstehend menunggu 待处理 等待中 대기중
        вочереди новый создан вочікуванні aguardando encola nafila bekliyor sırada sirada antri đangchờ
        chờxửlý 排队中 等待处理 未开始 待機中 대기 รอดำเนินการ قيدالانتظار درانتظار oczekujące
        inattesa inwachtrij înașteptare väntar σεαναμονή gözləyir ממתין""",
    PanelState.PROCESSING: "processing inprocess process preparing вобработке обрабатывается 处理中 処理中",
    PanelState.IN_PROGRESS: """
        inprogress inprogess inprogres progress active refilling refill running started delivering
        working ongoing inwork underway sending enprogreso emandamento emprogresso вработе
        выполняется devamediyor işlemde yükleniyor encours inbearbeitung đangchạy درحالانجام
        进行中 進行中 진행중
        впроцессе запущен виконується icraolunur işleniyor başladı başladi encurso incorso wtrakcie
        wrealizacji încurs σεεξέλιξη pågår folyamatban probíhá sedangproses sedangdiproses diproses
        đangxửlý đangthựchiện 执行中 実行中 작업중 กำลังดำเนินการ قيدالتنفيذ جاريالتنفيذ""",
    PanelState.PAUSED: "paused hold holding onhold",
    PanelState.COMPLETED: """
        completed complete done finished finish delivered fulfilled succeeded successful
        completedsuccessfully successfullycompleted completado completada concluido concluído
        concluida concluída выполнен выполнено завершен завершён завершено tamamlandı tamamlandi
        terminé abgeschlossen completato selesai hoànthành hoàntất تکمیلشده انجامشد
        已完成 完了 완료 مكتمل
        готово виконано завършен zakończone ukończono zrealizowane finalizată ολοκληρώθηκε voltooid
        slutförd fullført færdig valmis dokončeno završeno tamamlanmış tamamlanmiş finalizado
        entregado entregue erledigt completo completata đãhoànthành 完成 完了しました 완료됨 เสร็จสิ้น
        اكتمل הושלם bajarildi""",
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

STATES: dict[str, PanelState] = {
    state_key(word): state for state, words in _WORDS.items() for word in words.split()
}
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
    "telegram", "facebook", "twitter", "of", "the", "start", "id", "worldwide", "global", "male", "female",
})  # fmt: skip
"""Words that say nothing of how much of an order was delivered."""
_PLACES = frozenset(
    word for phrases in COUNTRIES.values() for phrase, _ in phrases for word in phrase if len(word) > 1
)
_DROPS = frozenset({"drop", "drops", "dropped", "dropping", "droprate", "unfollow", "unfollows"})
_OF_DROPS = frozenset({
    "no", "non", "low", "less", "small", "max", "maximum", "min", "minimum", "up", "to", "about", "approx",
    "rate", "average", "avg", "possible", "expected", "is", "with", "without", "zero", "and", "ratio",
    "after", "than",
})  # fmt: skip
"""Words, and shares, that are about what falls off later if one of _DROPS is beside them."""
_PAIRS = (("no", "refill"), ("no", "guarantee"), ("no", "warranty"), ("non", "refill"), ("start", "count"))
"""The same in two words, where one of them alone may say more."""
_MAY_EXPIRE_TOO = re.compile(
    r"refill|guarant|warrant|lifetime|drop|unfollow|full|all|done|success|\bR\d|^\W*\d[\d.,]*\s*[km]?\W*$",
    re.IGNORECASE,
)
"""Beside "expired": what may be another thing's end, or a number of posts."""


def state_of(word: str, known: Mapping[str, PanelState]) -> PanelState | None:
    """Return the state that `word` means in the words `known`; None if it waits to be taught.

    Money goes back by some states (partial, canceled, refunded, failed): their whole text must be known, or
    be taught by the operator. Of an order at work any remark is left out, but beside "completed" only one
    that says nothing of how much was delivered ("HQ", "USA", "drop 5%"), and beside "expired" only one that
    also leaves no doubt that the order has ("12 May 2024", not "refill 30 days"). With a share (45%), a word
    of what is to come, or a word that is not known the whole text waits to be taught.
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
        if found in {PanelState.COMPLETED, PanelState.EXPIRED}:
            is_plain = all(known.get(state_key(one)) is found or _is_neutral(one) for one in remarks)
            is_certain = found is PanelState.COMPLETED or not any(map(_MAY_EXPIRE_TOO.search, remarks))
            return found if is_plain and is_certain and "?" not in word else None
    return None


def refill_state_of(word: str) -> RefillState | None:
    """Return the state of a refill that `word` means; None if nothing is known of it."""
    as_an_orders = state_of(word, STATES)
    found = None if as_an_orders is None else _REFILLS.get(as_an_orders)
    return REFILL_STATES.get(state_key(word), found)


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
    words = [word for word in _TOKEN.findall(remark.casefold()) if not _is_figure_or_place(word)]
    if not _DROPS.isdisjoint(words):
        return _NEUTRAL.union(_DROPS, _OF_DROPS).issuperset(words)
    for pair in _PAIRS:
        if tuple(words[:2]) == pair:
            words = words[2:]
    return _NEUTRAL.issuperset(words) and not _has_share(remark) and not _LONE_FIGURE.fullmatch(remark)


def _is_figure_or_place(word: str) -> bool:
    words = words_of(word)
    return bool(_FIGURE.fullmatch(word)) or (bool(words) and _PLACES.issuperset(words))


def _is_unfinished(word: str) -> bool:
    return bool(_TO_COME.search(word)) or _has_share(word)


def _has_share(text: str) -> bool:
    """Return True if this names a part of a whole: 45%, 50/100, 50 out of 100."""
    return any(
        part.lower() != whole.lower() if whole else float(percent.replace(",", ".")) < 100
        for percent, part, whole in _SHARE.findall(text)
    )

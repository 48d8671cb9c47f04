"""An order's words, and the state that each means."""

import re
from collections.abc import Mapping

from shop.heard import state_key
from shop.replies import PanelState, RefillState

_WORDS: dict[PanelState, str] = {
    PanelState.PENDING: """
        pending awaiting queued new waiting queue inqueue inline scheduled created received
        accepted placed submitted notstarted pendiente pendente ожидает вожидании beklemede
        enattente ausstehend menunggu 待处理 等待中 대기중""",
    PanelState.PROCESSING: "processing inprocess process preparing вобработке обрабатывается 处理中 処理中",
    PanelState.IN_PROGRESS: """
        inprogress inprogess inprogres progress active refilling refill running started delivering
        working ongoing inwork underway sending enprogreso emandamento emprogresso вработе
        выполняется devamediyor encours inbearbeitung 进行中 進行中 진행중""",
    PanelState.PAUSED: "paused hold holding onhold",
    PanelState.COMPLETED: """
        completed complete done finished finish delivered fulfilled succeeded successful
        completedsuccessfully successfullycompleted completado completada concluido concluído
        выполнен выполнено завершен завершён завершено tamamlandı terminé abgeschlossen completato
        selesai hoànthành 已完成 完了 완료 مكتمل""",
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
"""An order's words by `shop.heard.state_key`. "In progess" is a panel's own typo.

Words of money that may mean a part of it, or none ("charge back", "partial refund", "canceled, no
refund"), are in it only where they can mean one thing.
"""

REFILL_STATES: dict[str, RefillState] = {
    **dict.fromkeys(("pending", "awaiting", "queued", "new"), RefillState.PENDING),
    **dict.fromkeys(("inprogress", "inprogess", "processing", "refilling"), RefillState.IN_PROGRESS),
    **dict.fromkeys(("completed", "complete", "refilled"), RefillState.COMPLETED),
    **dict.fromkeys(
        ("rejected", "canceled", "cancelled", "refused", "fail", "failed", "error"), RefillState.REJECTED
    ),
}
"""A refill's words, in the same spelling."""

_BESIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\d+(?:[.,]\d+)?\s*%")
_ABOUT_MONEY = re.compile("refund|partial|cancel|charge|fail|reject|error|dispute|return|back", re.IGNORECASE)


def state_of(word: str, known: Mapping[str, PanelState]) -> PanelState | None:
    """The state that `word` means. A percentage or a remark in brackets beside it is passed over.

    A remark about money is not: then the whole has to be known.
    """
    whole = known.get(state_key(word))
    if whole is not None or _ABOUT_MONEY.search(word):
        return whole
    return known.get(state_key(_BESIDE.sub(" ", word)))

"""Refill and cancel: requests to the panel. Asked once, shown as asked, settled by what the panel reports."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from shop.clock import Clock
from shop.errors import ShopError
from shop.ordering.order import AT_WORK, Order, OrderState, Request, RequestKind, RequestState
from shop.ordering.status_tracking import IDS_A_CALL
from shop.ports import Panel
from shop.replies import (
    ItemError,
    NotAsked,
    RefillReport,
    RefillState,
    Refused,
    Requested,
    Unclear,
)

TRIED_FOR = timedelta(minutes=30)
"""A wish that does not reach the panel for so long is given up; nothing was asked."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)

NEWS_WITHIN = timedelta(hours=24)
"""So long a request that nothing more can be asked about stands in the way of another."""

ERRORS_BELIEVED = 3
"""So often in a row the panel must have an error for a refill before it counts as over."""

NO_ANSWER = "the panel did not answer; ask again"
NO_NEWS = "no news from the panel; ask again"


class Requests(Protocol):
    """What asking needs of the storage."""

    async def ask(self, order: Order, kind: RequestKind, now: datetime) -> None:
        """Note the wish. Raises ShopError("request_under_way")."""
        ...

    async def claim(self, now: datetime) -> tuple[Request, Order] | None:
        """The next wish that is due and that nobody has put to the panel, now marked as being put."""
        ...

    async def put_off(self, asked: Request, order: Order, retry_after: float | None, now: datetime) -> None:
        """Nothing was asked: put it to the panel again at its `next_try`, or give it up."""
        ...

    async def answered(
        self,
        asked: Request,
        order: Order,
        *,
        state: RequestState,
        text: str,
        refill_id: str | None,
        now: datetime,
    ) -> None:
        """Store the panel's answer with its notices."""
        ...

    async def refills_to_follow(self, limit: int, now: datetime) -> list[tuple[Request, Order]]:
        """Refills the panel has an id for and no end, longest not asked about first; now they are."""
        ...

    async def heard(self, good: Sequence[Request], bad: Sequence[Request]) -> set[int]:
        """Count who has an error again, forget the errors of the others; who has ERRORS_BELIEVED of them."""
        ...


class Withdrawing(Protocol):
    """What cancelling needs of the order book."""

    async def withdraw(self, order_id: int, *, owner: int | None, now: datetime) -> bool:
        """Void an order that was not sent; False where it is already on its way."""
        ...


async def ask_refill(requests: Requests, order: Order, now: datetime) -> None:
    """Note that the person wants a refill. Raises ShopError where it cannot be."""
    if not order.offers_refill or order.panel_order_id is None:
        raise ShopError("request_under_way" if _is_under_way(order, RequestKind.REFILL) else "refill_not_now")
    await requests.ask(order, RequestKind.REFILL, now)


async def ask_cancel(requests: Requests, orders: Withdrawing, order: Order, now: datetime) -> bool:
    """Withdraw an order that was not sent (True), else note that the person wants it canceled (False)."""
    if await orders.withdraw(order.id, owner=order.person_id, now=now):
        return True
    if not order.offers_cancel or order.panel_order_id is None:
        raise ShopError("request_under_way" if _is_under_way(order, RequestKind.CANCEL) else "cancel_not_now")
    await requests.ask(order, RequestKind.CANCEL, now)
    return False


async def put_next(requests: Requests, *, panel: Panel, clock: Clock) -> bool:
    """Put the next wish to the panel, once; False when there is none."""
    claimed = await requests.claim(clock.now())
    if claimed is None:
        return False
    asked, order = claimed
    panel_order_id = order.panel_order_id or ""
    outcome = await (
        panel.refill(panel_order_id) if asked.kind is RequestKind.REFILL else panel.cancel(panel_order_id)
    )
    if isinstance(outcome, NotAsked):
        await requests.put_off(asked, order, outcome.retry_after, clock.now())
        return True
    state, text, refill_id = _meaning(outcome)
    await requests.answered(asked, order, state=state, text=text, refill_id=refill_id, now=clock.now())
    return True


async def follow_refills(requests: Requests, *, panel: Panel, clock: Clock) -> int:
    """Ask what became of refills; returns how many came to an end. Raises PanelError."""
    followed = await requests.refills_to_follow(IDS_A_CALL, clock.now())
    ids = [asked.panel_refill_id for asked, _ in followed if asked.panel_refill_id]
    if not ids:
        return 0
    reports = await panel.refill_status(ids)
    told = [(asked, order, reports.get(asked.panel_refill_id or "")) for asked, order in followed]
    wrong = await requests.heard(
        [asked for asked, _, report in told if isinstance(report, RefillReport)],
        [asked for asked, _, report in told if isinstance(report, ItemError)],
    )
    ended = 0
    for asked, order, report in told:
        state, text = _end_of(report, wrong=asked.id in wrong)
        if state is not None:
            ended += 1
            await requests.answered(
                asked, order, state=state, text=text, refill_id=asked.panel_refill_id, now=clock.now()
            )
    return ended


def next_try(asked_at: datetime, now: datetime, retry_after: float | None) -> datetime | None:
    """When a wish that did not get to the panel is put to it again; None where it is given up.

    It waits as long again as it has waited already, and never less than the
    panel asks for with `retry_after` (seconds).
    """
    waited = now - asked_at
    if waited >= TRIED_FOR:
        return None
    wait = min(max(waited, SHORTEST_WAIT), LONGEST_WAIT)
    return now + max(wait, timedelta(seconds=retry_after or 0))


def end_without_news(asked: Request, order: Order, asked_at: datetime) -> tuple[RequestState, str] | None:
    """How a request ends that the panel says nothing about, by its order: the state and a text.

    A refill shows in an order that was at work again since; one that is at work
    now shows its refill only later, so there is no end yet and the answer is None.
    """
    if asked.kind is RequestKind.REFILL:
        if order.state in AT_WORK:
            return None
        finished = order.state in {OrderState.COMPLETED, OrderState.PARTIAL}
        return (
            (RequestState.DONE, "")
            if finished and order.changed_at > asked_at
            else (RequestState.REFUSED, NO_NEWS)
        )
    if order.state in {OrderState.CANCELED, OrderState.PARTIAL}:
        return RequestState.DONE, ""
    return (
        (RequestState.REJECTED, "")
        if order.state is OrderState.COMPLETED
        else (RequestState.REFUSED, NO_NEWS)
    )


def _meaning(outcome: Requested | Refused | Unclear) -> tuple[RequestState, str, str | None]:
    match outcome:
        case Requested(refill_id=refill_id, text=text):
            return RequestState.REQUESTED, text, refill_id
        case Refused(text=text):
            return RequestState.REFUSED, text, None
        case Unclear(reason=reason):
            return RequestState.UNCLEAR, reason, None


def _end_of(report: RefillReport | ItemError | None, *, wrong: bool) -> tuple[RequestState | None, str]:
    if isinstance(report, ItemError):
        return (RequestState.REFUSED, report.text) if wrong else (None, "")
    state = report.state if report is not None else None
    ends = {RefillState.COMPLETED: RequestState.DONE, RefillState.REJECTED: RequestState.REJECTED}
    return (ends.get(state) if state is not None else None), ""


def _is_under_way(order: Order, kind: RequestKind) -> bool:
    newest = order.request(kind)
    return newest is not None and newest.under_way

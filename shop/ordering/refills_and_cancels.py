"""Refill and cancel requests to the panel: sent once, shown as sent, settled by the panel's reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from shop.about import about
from shop.catalogue.unrefilled import Unrefilled
from shop.clock import Clock
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused, ShopError
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.sweeping import IDS_A_CALL
from shop.ports import Panel
from shop.replies import (
    ItemError,
    NotAsked,
    RefillRefusal,
    RefillReport,
    RefillState,
    Refused,
    Requested,
    Unclear,
)

TRIED_FOR = timedelta(minutes=30)
"""A request that cannot reach the panel within this time is given up; nothing was asked."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)

NEWS_WITHIN = timedelta(hours=24)
"""How long a request we can no longer ask about blocks a new one."""

ERRORS_BELIEVED = 3
"""How many errors in a row for a refill end it."""

UNHEARD_BELIEVED = 120
"""After so many answers in a row that say nothing of it, a refill is one without news: two hours of them."""

CANNOT_BE_ASKED = frozenset({"unsupported", "params"})
"""How a panel refuses that knows no question about refills."""

NO_ANSWER = "the panel did not answer; ask again"
NO_NEWS = "no news from the panel; ask again"

LEFT_UNASKED = "its supplier was removed before it was asked"
LEFT_UNHEARD = "its supplier was removed before it told what came of it"

UNANSWERED_BY = frozenset({NO_ANSWER, NO_NEWS, LEFT_UNASKED, LEFT_UNHEARD})
"""Texts of requests that were not refused: nobody answered them, so they may be made again."""


class Requests(Protocol):
    """The storage that requests need."""

    async def ask(self, order: Order, kind: RequestKind, now: datetime, *, by: int | None = None) -> None:
        """Store the request, made by the customer or, `by` a number, the staff.

        Raises ShopError("request_under_way").
        """
        ...

    async def is_wanted(self, asked: Request, order: Order) -> bool:
        """Return True while this request is being sent, and the order has the number that it had then."""
        ...

    async def end_silent(self, before: datetime, now: datetime, *, numbered: bool = False) -> int:
        """End requests sent before that moment of which the panel gives no news; return how many.

        With `numbered` also refills that have a number of this panel's.
        """
        ...

    async def claim(self, now: datetime) -> tuple[Request, Order] | None:
        """Return the next due request that was never sent, now marked as being sent."""
        ...

    async def put_off(self, asked: Request, order: Order, retry_after: float | None, now: datetime) -> None:
        """Nothing was sent: retry the request at its `next_try`, or give it up."""
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
        why: RefillRefusal | None = None,
    ) -> bool:
        """Store the panel's answer with its notices; `why` is the reason of a refill's refusal.

        Return False if it says nothing: the request has ended, or the order got another number since.
        """
        ...

    async def refills_to_follow(self, limit: int, now: datetime) -> list[tuple[Request, Order]]:
        """Return open refills with a panel id, longest unasked first, and mark them as asked about."""
        ...

    async def heard(self, good: Sequence[Request], bad: Sequence[Request]) -> set[int]:
        """Count an error for `bad`, reset the count of `good`; return the ids with ERRORS_BELIEVED errors."""
        ...

    async def unheard(self, silent: Sequence[Request]) -> set[int]:
        """Count an answer that says nothing of these; return the ids with UNHEARD_BELIEVED in a row.

        A report that is understood resets the count, and so does an error, which is counted by itself.
        """
        ...


class Withdrawals(Protocol):
    """The storage that cancelling needs."""

    async def withdraw(
        self, order_id: int, *, owner: int | None, now: datetime, by: int | None = None
    ) -> bool:
        """Void an order that was not sent; return False if it is already on its way."""
        ...


async def ask_cancel(
    requests: Requests, orders: Withdrawals, order: Order, now: datetime, *, by: int | None = None
) -> bool:
    """Withdraw an order that was not sent (True), else store the cancel request (False).

    `by` is who of the staff does it, None for its customer.
    """
    if await orders.withdraw(order.id, owner=order.person_id, now=now, by=by):
        return True
    if not order.offers_cancel or order.panel_order_id is None:
        newest = order.request(RequestKind.CANCEL)
        is_under_way = newest is not None and newest.under_way
        raise ShopError("request_under_way" if is_under_way else "cancel_not_now")
    await requests.ask(order, RequestKind.CANCEL, now, by=by)
    return False


async def put_next(
    requests: Requests, *, panel: Panel, clock: Clock, unrefilled: Unrefilled | None = None
) -> bool:
    """Send the next request to the panel, once; False when there is none.

    A service that turns out to have no refills is added to `unrefilled`.
    """
    claimed = await requests.claim(clock.now())
    if claimed is None:
        return False
    asked, order = claimed
    with about(order_id=order.id, person_id=order.person_id):
        await _put(asked, order, requests, panel=panel, clock=clock, unrefilled=unrefilled)
    return True


async def _put(
    asked: Request,
    order: Order,
    requests: Requests,
    *,
    panel: Panel,
    clock: Clock,
    unrefilled: Unrefilled | None,
) -> None:
    asking = panel.refill if asked.kind is RequestKind.REFILL else panel.cancel
    # It waits for its turn at the panel, and an operator may correct the order's number meanwhile.
    outcome = await asking(order.panel_order_id or "", partial(requests.is_wanted, asked, order))
    if isinstance(outcome, NotAsked):
        await requests.put_off(asked, order, outcome.retry_after, clock.now())
        return
    state, text, refill_id = _meaning(outcome)
    why = _why(outcome) if asked.kind is RequestKind.REFILL else None
    counts = await requests.answered(
        asked, order, state=state, text=text, refill_id=refill_id, now=clock.now(), why=why
    )
    if counts and why is RefillRefusal.SERVICE and unrefilled is not None:
        unrefilled.add(order.delivering_service)


async def follow_refills(requests: Requests, *, panel: Panel, clock: Clock) -> int:
    """Ask the panel about open refills; return how many ended. Raises PanelError.

    At a panel that gives them numbers and cannot be asked about these, they end as those without a number.
    So does one of which its answers say nothing for long, or nothing that is understood.
    """
    followed = await requests.refills_to_follow(IDS_A_CALL, clock.now())
    ids = [asked.panel_refill_id for asked, _ in followed if asked.panel_refill_id]
    if not ids:
        return 0
    reports: Mapping[str, RefillReport | ItemError] = {}
    trouble: PanelError | None = None
    try:
        reports = await panel.refill_status(ids)
    except PanelRefused as refused:
        if refused.why not in CANNOT_BE_ASKED:
            raise
        now = clock.now()
        return await requests.end_silent(now - NEWS_WITHIN, now, numbered=True)
    except PanelElsewhere:
        raise
    except PanelGarbled as garbled:  # an empty list, say, where the panel knows none of them any more
        trouble = garbled
    ended = await _end_refills(requests, followed, reports, clock.now())
    if trouble is not None:
        raise trouble
    return ended


async def _end_refills(
    requests: Requests,
    followed: Sequence[tuple[Request, Order]],
    reports: Mapping[str, RefillReport | ItemError],
    now: datetime,
) -> int:
    """End those that ended by these reports, or of which there was nothing to hear; return how many."""
    reported = [(asked, order, reports.get(asked.panel_refill_id or "")) for asked, order in followed]
    unheard = [
        asked
        for asked, _, report in reported
        if report is None or (isinstance(report, RefillReport) and report.state is None)
    ]
    wrong = await requests.heard(
        [asked for asked, _, report in reported if isinstance(report, RefillReport) and report.state],
        [asked for asked, _, report in reported if isinstance(report, ItemError)],
    )
    silent = await requests.unheard(unheard) if unheard else set()
    ended = 0
    for asked, order, report in reported:
        end = _end_of(report, wrong=asked.id in wrong)
        if asked.id in silent and asked.changed_at <= now - NEWS_WITHIN:
            end = end_without_news(asked, order, asked.asked_at)
        if end is not None:
            state, text = end
            ended += await requests.answered(
                asked, order, state=state, text=text, refill_id=asked.panel_refill_id, now=now
            )
    return ended


def next_try(asked_at: datetime, now: datetime, retry_after: float | None) -> datetime | None:
    """Return when to retry a request that did not reach the panel; None to give it up.

    The wait doubles the time waited so far, and is at least the panel's
    `retry_after` (seconds).
    """
    waited = now - asked_at
    if waited >= TRIED_FOR:
        return None
    wait = min(max(waited, SHORTEST_WAIT), LONGEST_WAIT)
    return now + max(wait, timedelta(seconds=retry_after or 0))


def end_without_news(asked: Request, order: Order, asked_at: datetime) -> tuple[RequestState, str] | None:
    """Return the state and text that end a request without news, judged by its order.

    A refill shows in an order that has been at work again since; while it is at work
    the refill may still show, so there is no end yet and the answer is None.
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


def end_left_behind(asked: Request, order: Order, asked_at: datetime) -> tuple[RequestState, str]:
    """Return the state and text that end a request at a supplier that is none any more.

    What became of one that was sent shows in its order, as far as that was heard of, or nobody will know.
    """
    if asked.state is RequestState.ASKING:
        return RequestState.REFUSED, LEFT_UNASKED
    end = end_without_news(asked, order, asked_at)
    return (RequestState.REFUSED, LEFT_UNHEARD) if end in {None, (RequestState.REFUSED, NO_NEWS)} else end


def _meaning(outcome: Requested | Refused | Unclear) -> tuple[RequestState, str, str | None]:
    match outcome:
        case Requested(refill_id=refill_id, text=text):
            return RequestState.REQUESTED, text, refill_id
        case Refused(text=text):
            return RequestState.REFUSED, text, None
        case Unclear(reason=reason):
            return RequestState.UNCLEAR, reason, None


def _why(outcome: Requested | Refused | Unclear) -> RefillRefusal | None:
    """Return why a refill was refused; where the panel has no such action, no service has refills."""
    if not isinstance(outcome, Refused):
        return None
    return outcome.why or (RefillRefusal.SERVICE if outcome.unsupported else None)


def _end_of(report: RefillReport | ItemError | None, *, wrong: bool) -> tuple[RequestState, str] | None:
    if isinstance(report, ItemError):
        return (RequestState.REFUSED, report.text) if wrong else None
    match report.state if report is not None else None:
        case RefillState.COMPLETED:
            return RequestState.DONE, ""
        case RefillState.REJECTED:
            return RequestState.REJECTED, ""
        case _:
            return None

"""Named points where a test kills the process, as a power cut would, or stops it, as a suspended machine is.

They cost a kiosk in production nothing: a point is the moment before or after one call, and that call is
wrapped only if KIOSK_CRASH_AT or KIOSK_STOP_AT names the point.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Final, Literal, NamedTuple

from app import backing_up
from messaging.wire import Telegram
from panel.account import Account
from payments.desk import PaymentDesk
from storage.backup import archive, putting_back
from storage.backup.making import STEPS
from storage.growth.gifts import Gifts
from storage.ledger.payment_returns import PaymentReturns
from storage.ledger.payments import Payments
from storage.ledger.topups import Topups
from storage.ledger.wallet_changes import WalletChanges
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.outbox import Outbox
from storage.orders.mass import MassOrders
from storage.orders.queue import OrderQueue
from storage.orders.requests import Requests
from storage.orders.store import Orders
from storage.orders.sweeping import SweptOrders
from storage.reconciliation.resolutions import Resolutions


class _Point(NamedTuple):
    """Before or after each call of this method or function; `during` it, at the step of that name.

    The call tells its steps to what it is given as `told_by`; of the panel's calls only `add` is meant.
    """

    when: Literal["before", "after", "during"]
    owner: Any
    method: str
    step: str = ""
    told_by: str = "observe"


POINTS: Final = {
    "after_inbox_commit": _Point("after", Inbox, "take_in"),
    "before_reserve": _Point("before", Orders, "reserve"),
    "after_reserve": _Point("after", Orders, "reserve"),
    "before_attempt": _Point("before", OrderQueue, "is_due"),
    "after_attempt_commit": _Point("after", OrderQueue, "claim"),
    "after_send": _Point("during", Account, "call", "sent"),
    "after_response": _Point("during", Account, "call", "answered"),
    "before_outcome_commit": _Point("before", OrderQueue, "settle"),
    "after_outcome_commit": _Point("after", OrderQueue, "settle"),
    "before_credit": _Point("before", Payments, "paid"),
    "after_credit": _Point("after", Payments, "paid"),
    "after_return": _Point("before", PaymentReturns, "returned"),
    "before_notice": _Point("before", Telegram, "send"),
    "after_notice": _Point("after", Telegram, "send"),
    "before_turn_done": _Point("before", Inbox, "done"),
    "after_turn_done": _Point("after", Inbox, "done"),
}
"""One point between every two steps of an order and of a payment, in that order."""


MONEY_POINTS: Final = {
    "before_delivered": _Point("before", Outbox, "sent"),
    "after_delivered": _Point("after", Outbox, "sent"),
    "before_list_reserved": _Point("before", MassOrders, "reserve"),
    "after_list_reserved": _Point("after", MassOrders, "reserve"),
    "before_withdrawn": _Point("before", Orders, "withdraw"),
    "after_withdrawn": _Point("after", Orders, "withdraw"),
    "before_refund": _Point("before", SweptOrders, "_refund"),
    "after_refund": _Point("after", SweptOrders, "_refund"),
    "after_request_claim": _Point("after", Requests, "claim"),
    "before_request_answered": _Point("before", Requests, "answered"),
    "before_voided": _Point("before", Resolutions, "void"),
    "after_voided": _Point("after", Resolutions, "void"),
    "before_decided": _Point("before", Topups, "decide"),
    "after_decided": _Point("after", Topups, "decide"),
    "after_return_begun": _Point("after", PaymentReturns, "begin_return"),
    "after_returned": _Point("after", PaymentReturns, "returned"),
    "before_change": _Point("before", WalletChanges, "confirm"),
    "after_change": _Point("after", WalletChanges, "confirm"),
    "after_gift_made": _Point("after", Gifts, "make"),
    "after_gift_taken": _Point("after", Gifts, "take"),
    "before_broadcast": _Point("before", Broadcasts, "start"),
    "after_broadcast": _Point("after", Broadcasts, "start"),
}
"""Other steps of money, and of messages to many: lists, what is taken back, given, decided, or refunded."""

GATEWAY_POINTS: Final = {
    "after_offer": _Point("after", Payments, "offer"),
    "after_create": _Point("after", PaymentDesk, "show"),
    "after_shown": _Point("after", Payments, "shown"),
}
"""The further points of a payment through a gateway."""

BACKUP_POINTS: Final = {
    **{f"backup_{step}": _Point("during", backing_up, "make", step, "done") for step in STEPS},
    "restore_unpacked": _Point("after", archive, "unpack"),
    "restore_marked": _Point("after", putting_back, "mark_restored"),
}
"""The steps of `bot.py backup` and `bot.py restore`."""


def arm(point: str, nth: int = 1, by: signal.Signals = signal.SIGKILL) -> None:
    """Send the process this signal when `point` is reached for the `nth` time.

    Raises ValueError for an unknown point.
    """
    points = {**POINTS, **MONEY_POINTS, **GATEWAY_POINTS, **BACKUP_POINTS}
    if point not in points:
        message = f"there is no crash point {point!r}; there are {', '.join(points)}"
        raise ValueError(message)
    left = nth

    def reach() -> None:
        nonlocal left
        left -= 1
        if left == 0:  # a stopped process goes on
            os.kill(os.getpid(), by)

    chosen = points[point]
    call = getattr(chosen.owner, chosen.method)
    ending = _ending(chosen, call, reach) if iscoroutinefunction(call) else _ending_at_once(call, reach)
    setattr(chosen.owner, chosen.method, ending)


def _ending(point: _Point, call: Callable[..., Awaitable[Any]], reach: Callable[[], None]) -> Any:
    """Return this call, which reaches the point."""

    def observe(reached: str) -> None:
        if reached == point.step:
            reach()

    @wraps(call)
    async def ending(*arguments: Any, **named: Any) -> Any:
        if point.when == "before":
            reach()
        elif point.when == "during" and (point.owner is not Account or "add" in arguments):
            named[point.told_by] = observe
        answer = await call(*arguments, **named)
        # No claim: nothing was attempted.
        if point.when == "after" and not (point.method == "claim" and answer is None):
            reach()
        return answer

    return ending


def _ending_at_once(call: Callable[..., Any], reach: Callable[[], None]) -> Any:
    """Return this call of no coroutine, which reaches the point after it."""

    @wraps(call)
    def ending(*arguments: Any, **named: Any) -> Any:
        answer = call(*arguments, **named)
        reach()
        return answer

    return ending

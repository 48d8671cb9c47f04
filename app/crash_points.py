"""Named points where a test kills the process, as a power cut would, or stops it, as a suspended machine is.

They cost a kiosk in production nothing: a point is the moment before or after one call, and that call is
wrapped only if KIOSK_CRASH_AT or KIOSK_STOP_AT names the point.
"""

import os
import signal
from functools import wraps
from typing import Any, Final, Literal, NamedTuple

from messaging.wire import Telegram
from panel.calls import Account
from payments.desk import PaymentDesk
from storage.ledger.payments import Payments
from storage.messages.inbox import Inbox
from storage.orders.queue import OrderQueue
from storage.orders.store import Orders


class _Point(NamedTuple):
    """Before or after each call of this method; `during` an `add`, at the step of that name."""

    when: Literal["before", "after", "during"]
    owner: type[Any]
    method: str
    step: str = ""


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
    "after_return": _Point("before", Payments, "returned"),
    "before_notice": _Point("before", Telegram, "send"),
    "after_notice": _Point("after", Telegram, "send"),
    "before_turn_done": _Point("before", Inbox, "done"),
    "after_turn_done": _Point("after", Inbox, "done"),
}
"""One point between every two steps of an order and of a payment, in that order."""


GATEWAY_POINTS: Final = {
    "after_offer": _Point("after", Payments, "offer"),
    "after_create": _Point("after", PaymentDesk, "show"),
    "after_shown": _Point("after", Payments, "shown"),
}
"""The further points of a payment through a gateway."""


def arm(point: str, nth: int = 1, by: signal.Signals = signal.SIGKILL) -> None:
    """Send the process this signal when `point` is reached for the `nth` time.

    Raises ValueError for an unknown point.
    """
    points = {**POINTS, **GATEWAY_POINTS}
    if point not in points:
        message = f"there is no crash point {point!r}; there are {', '.join(points)}"
        raise ValueError(message)
    left = nth
    when, owner, method, step = points[point]
    call = getattr(owner, method)

    def reach() -> None:
        nonlocal left
        left -= 1
        if left == 0:  # a stopped process goes on
            os.kill(os.getpid(), by)

    def observe(reached: str) -> None:
        if reached == step:
            reach()

    @wraps(call)
    async def ending(*arguments: Any, **named: Any) -> Any:
        if when == "before":
            reach()
        elif when == "during" and "add" in arguments:
            named["observe"] = observe
        answer = await call(*arguments, **named)
        if when == "after" and not (method == "claim" and answer is None):  # no claim: nothing was attempted
            reach()
        return answer

    setattr(owner, method, ending)

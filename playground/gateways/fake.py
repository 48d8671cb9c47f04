"""What all fake gateways share: bills that people pay, faults, and the calls to the shop."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from playground.clock import Clock
from playground.panel.reply import HTML, Reply, Wire

_BUSY = Reply(500, b'{"message":"Internal Server Error"}')
_GARBAGE = Reply(200, b"<!DOCTYPE html><html><title>Just a moment...</title></html>", HTML)
_NONSENSE = Reply(200, b'{"ok": tru', "application/json")
_THROTTLED = Reply(429, b'{"message":"Too many requests"}', headers={"Retry-After": "30"})
_CUT = Reply(200, b"", wire=Wire.CUT)
_HANG = Reply(200, b"", wire=Wire.HANG, hang_seconds=60)

FAULTS: Mapping[str, tuple[bool, Reply]] = {
    "down": (False, _CUT),
    "lost": (True, _CUT),
    "hang": (False, _HANG),
    "late": (True, _HANG),
    "busy": (False, _BUSY),
    "garbage": (True, _GARBAGE),
    "nonsense": (True, _NONSENSE),
    "throttled": (False, _THROTTLED),
}
"""What can go wrong, by name: whether the work is done all the same, and what is answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: `path` without the query, `fields` of query and body."""

    method: str
    path: str
    headers: Mapping[str, str]
    fields: Mapping[str, Any]
    body: bytes


@dataclass(slots=True)
class Bill:
    """What a shop asks somebody to pay, in units of `currency`: `came` so far, `went_back` of that."""

    id: str
    reference: str
    asked: Decimal
    currency: str
    made_at: datetime
    ends_at: datetime
    title: str = ""
    callback: str = ""
    came: Decimal = Decimal(0)
    went_back: Decimal = Decimal(0)
    is_dropped: bool = False
    paid_at: datetime | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else its maker asked for, as it is told again."""
    word: str = ""
    """A status that hides the true one; empty to tell the truth."""


@dataclass(slots=True)
class Hint:
    """A call of the gateway to the shop, waiting to be sent."""

    headers: Mapping[str, str]
    body: bytes
    url: str = ""


class Unfit(Exception):
    """A request that this gateway does not take, with its HTTP status and body."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(body.decode())
        self.reply = Reply(status, body)


@dataclass
class FakeService:
    """A service that is asked over HTTP, and the faults that are armed. Subclasses say what it answers."""

    clock: Clock
    root: str = ""
    calls: list[Asked] = field(default_factory=list)
    armed: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        """Do what a request asks and answer it, unless a fault strikes."""
        self.calls.append(asked)
        fault = self._next_fault(asked.path)
        if fault is None:
            return self._whole(asked)
        does_it, reply = FAULTS[fault]
        if does_it:
            self._whole(asked)
        return reply

    def arm(self, fault: str, times: int = 1, *, on: str = "") -> None:
        """Make the next requests go wrong whose path contains `on`. Raises KeyError for an unknown fault."""
        if fault not in FAULTS:
            raise KeyError(fault)
        self.armed += [(fault, on)] * times

    def disarm(self) -> None:
        """Drop every fault."""
        self.armed.clear()

    def answer_of(self, asked: Asked) -> Reply:
        """Return the answer to a request. Raises Unfit."""
        raise NotImplementedError

    def _whole(self, asked: Asked) -> Reply:
        try:
            return self.answer_of(asked)
        except Unfit as unfit:
            return unfit.reply

    def _next_fault(self, path: str) -> str | None:
        for place, (fault, on) in enumerate(self.armed):
            if on in path:
                del self.armed[place]
                return fault
        return None


@dataclass
class FakeGateway(FakeService):
    """One gateway account. Subclasses speak its language: `answer_of`, `hint_of` and `page_of`."""

    bills: dict[str, Bill] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1001)

    def pays(self, bill: Bill, amount: Decimal | None = None, *, calls: bool = True) -> None:
        """Pay a bill, or a part of it; the shop is called unless `calls` is False."""
        bill.came += bill.asked if amount is None else amount
        bill.paid_at = self.clock.now()
        self._has_news(bill, calls=calls)

    def gives_back(self, bill: Bill, *, calls: bool = True) -> None:
        """Give all that came back to the payer, as after a charge-back."""
        bill.went_back = bill.came
        self._has_news(bill, calls=calls)

    def drops(self, bill: Bill) -> None:
        """End a bill, so that nobody can pay it."""
        bill.is_dropped = True
        self.changed()

    def is_over(self, bill: Bill) -> bool:
        """Return True if a bill can no longer be paid."""
        return bill.is_dropped or bill.ends_at <= self.clock.now()

    @property
    def newest(self) -> Bill:
        """The bill made last."""
        return list(self.bills.values())[-1]

    def hint_of(self, bill: Bill) -> Hint:
        """Return the call that tells the shop of a bill's news."""
        raise NotImplementedError

    def page_of(self, bill: Bill) -> str:
        """Return the address at which people pay a bill."""
        return f"{self.root}/pay/{bill.id}"

    def add(self, bill: Bill) -> Bill:
        """Keep a new bill."""
        self.bills[bill.id] = bill
        self.changed()
        return bill

    def next_number(self) -> str:
        """Return the next bill's number."""
        return str(next(self._numbers))

    def _has_news(self, bill: Bill, *, calls: bool) -> None:
        if calls:
            self.hints.append(self.hint_of(bill))
        self.changed()

"""The fake panel: an account behind API v2, with faults to arm and a log of what reached it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from playground.clock import Clock
from playground.panel.account import Account
from playground.panel.dialects import ids_in
from playground.panel.faults import FAULTS, Armed, Struck
from playground.panel.listing import Listing
from playground.panel.orders import Order
from playground.panel.reply import Refused, Reply
from playground.panel.rules import Form
from playground.panel.spoken import DIALECTS, DialectName


@dataclass(frozen=True, slots=True)
class Call:
    """One request that reached the panel, without its key; `fault` is what was armed for it, if anything."""

    at: datetime
    action: str
    form: dict[str, str]
    fault: str = ""


class FakePanel(Account):
    """One panel with one customer's account.

    `key` is the only key it accepts; `dialect` is how it talks; `clock` is the
    time its orders progress by (and `advance` adds to it). `orders`, `calls`
    (the latest) and `adds_received` are the ground truth.
    """

    def __init__(
        self,
        *,
        key: str,
        dialect: DialectName,
        clock: Clock,
        balance: Decimal = Decimal(10_000),
        currency: str = "USD",
    ) -> None:
        super().__init__(clock=clock, balance=balance, currency=currency)
        self.key = key
        self.calls: deque[Call] = deque(maxlen=10_000)
        self.adds_received = 0
        self.speaks(dialect)
        self._armed: list[Armed] = []
        self._minute = (0, 0)
        self.says: dict[str, str] = {}
        """Texts that replace the panel's own answer, by action."""
        self._postponed: list[tuple[float, Form]] = []
        self.listing: Listing | None = None
        """How it lists orders; None for a panel without a list, as most are."""
        self.tells_of_others = False
        """Whether it answers about every number there is, whoever ordered it."""

    @property
    def dialect(self) -> DialectName:
        """The name of the dialect it talks."""
        return self._dialect_name

    def speaks(self, dialect: DialectName) -> None:
        """Talk this dialect from now on."""
        self._dialect_name, self._dialect = dialect, DIALECTS[dialect]

    async def answer(self, form: Form) -> Reply:
        """Answer one request as a server would, with the armed fault that fits, if any."""
        armed = self._fault_for(form)
        self._note(form, armed.name if armed else "")
        if armed is None:
            return self._handle(form)
        armed.times -= 1
        action = form.get("action", "")
        refuse = partial(self._dialect.refusal, action=action)
        struck = Struck(form, self._handle, self.clock.sleep, refuse, armed.seconds, postpone=self._postpone)
        return await FAULTS[armed.name].strike(struck)

    def handle(self, form: Form) -> Reply:
        """Answer one request at once and without any fault."""
        self._note(form)
        return self._handle(form)

    @property
    def fault_names(self) -> list[str]:
        """The names of all faults that can be armed."""
        return list(FAULTS)

    @property
    def armed(self) -> dict[str, int]:
        """The faults that still wait for calls, and for how many."""
        waiting: dict[str, int] = {}
        for one in self._armed:
            waiting[one.name] = waiting.get(one.name, 0) + one.times
        return {name: times for name, times in waiting.items() if times}

    def arm(
        self, fault_name: str, times: int = 1, *, action: str | None = None, seconds: float | None = None
    ) -> None:
        """Let the next `times` fitting calls go wrong.

        `action` narrows or widens what fits ("*" is every call); `seconds` is
        how long a hang or a slow answer takes, or what Retry-After says.
        KeyError for a name that is not in `fault_names`.
        """
        fault = FAULTS[fault_name]
        lasts = fault.seconds if seconds is None else seconds
        self._armed = [one for one in self._armed if one.times]
        self._armed.append(Armed(fault_name, times, action or fault.action, lasts))

    def disarm(self) -> None:
        """Disarm every fault."""
        self._armed.clear()

    def slowness(self, form: Form) -> float:
        """Return how many seconds the panel would wait before it does anything with this request."""
        armed = self._fault_for(form)
        return armed.seconds if armed and armed.name == "slow" else 0.0

    def set_state(self, order_id: str | int, word: str, remains: int | None = None) -> Order:
        """Put an order into any state by hand; time no longer moves it. Refunds happen as usual."""
        order = self.order(str(order_id))
        order.by_hand, order.word = True, word
        if remains is not None:
            order.remains = remains
        elif word == "Completed":
            order.remains = 0
        self.settle(order)
        return order

    def live(self) -> None:
        """See Account.live; slow requests are also carried out when they are due."""
        due = [form for at, form in self._postponed if at <= self._now()]
        self._postponed = [one for one in self._postponed if one[0] > self._now()]
        for form in due:
            self._handle(form)
        super().live()

    def _postpone(self, form: Form, seconds: float) -> None:
        self._postponed.append((self._now() + seconds, form))

    def skip_ids(self, count: int) -> None:
        """Let other customers of the panel take the next `count` order ids."""
        self._next_id += count

    def _fault_for(self, form: Form) -> Armed | None:
        return next((one for one in self._armed if one.fits(form.get("action", ""))), None)

    def _note(self, form: Form, fault: str = "") -> None:
        action = form.get("action", "")
        self.adds_received += action == "add"
        told = {name: value for name, value in form.items() if name != "key"}
        self.calls.append(Call(self.clock.now(), action, told, fault))

    def _handle(self, form: Form) -> Reply:
        self.live()
        action = form.get("action", "")
        if (wait := self._too_many()) is not None:
            return Reply(429, b'{"message":"Too Many Attempts."}', headers={"Retry-After": str(wait)})
        if form.get("key") != self.key:
            return self._dialect.refusal("Invalid API key", action)
        if action in self.says:
            return Reply(200, self.says[action].encode())
        try:
            status = self._dialect.added_status if action == "add" else 200
            return Reply(status, self._asked(form).encode())
        except Refused as refusal:
            return self._dialect.refusal(refusal.text, action)

    def _too_many(self) -> int | None:
        """Return the seconds until the next call is answered, once this minute's calls are used up."""
        maximum = self._dialect.calls_a_minute
        minute, passed = divmod(int(self._now()), 60)
        before, calls = self._minute
        self._minute = (minute, calls + 1 if minute == before else 1)
        return 60 - passed if maximum is not None and self._minute[1] > maximum else None

    def _asked(self, form: Form) -> str:
        dialect = self._dialect
        actions: dict[str, Callable[[], str]] = {
            "services": lambda: dialect.services(self.catalogue),
            "add": lambda: self._add(form),
            "status": lambda: self._status(form),
            "balance": lambda: dialect.balance(self.shown_balance(), self.currency),
            "refill": lambda: dialect.refill(form, self.refill),
            "refill_status": lambda: dialect.refill_status(form, self.refill_word),
            "cancel": lambda: dialect.cancel(form, self.cancel),
        }
        if self.listing is not None:
            listing, ordered = self.listing, list(self.orders.values())
            actions["orders"] = lambda: listing.answer(ordered, self._now(), form, self.currency)
        action = actions.get(form.get("action", ""))
        if action is None:
            raise Refused("Incorrect action")
        return action()

    def _add(self, form: Form) -> str:
        self._dialect.check(self.catalogue.service(form.get("service", "")), form)
        return self._dialect.added(self.place(form, self._dialect.target).id)

    def _status(self, form: Form) -> str:
        if form.get("order"):
            return self._dialect.reports(self._report(form["order"].strip()))
        if not form.get("orders"):
            raise Refused("Incorrect request")
        return self._dialect.many({one: self._report_or_error(one) for one in ids_in(form["orders"])})

    def _report(self, order_id: str) -> dict[str, Any]:
        is_anybodys = order_id.isdigit() and 0 < int(order_id) < self._next_id
        if self.tells_of_others and is_anybodys and order_id not in self.orders:
            somebodys = {"charge": "1.25", "start_count": "7", "status": "Completed", "remains": "0"}
            return {**somebodys, "currency": self.currency}
        order = self.order(order_id)
        told = self._dialect.report(order, self.currency, gross=self.gross_charge)
        if "posts" in told and self.posts_shown != "served":
            del told["posts"]
            if self.posts_shown == "ordered":
                told["posts"] = order.fields.get("posts", "0")
        return told

    def _report_or_error(self, order_id: str) -> dict[str, Any]:
        try:
            return self._report(order_id)
        except Refused as refusal:
            return {"error": refusal.text}

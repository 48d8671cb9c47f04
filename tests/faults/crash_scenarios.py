"""Scenarios of the crash matrix: what happens until a kiosk dies, and what must be true in the end.

A scenario is two small functions: `acts` leads an armed kiosk to its death, `holds`
checks after a new one has done all there was to do. A new crash point is one
line in DEATHS; one outside the way of an order needs its own scenario.
"""

import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from handlers.orders.words import STATUS
from playground.panel import Pace
from playground.telegram.taps import Tap
from shop.ordering.order import AT_WORK, OrderState
from tests.faults.process import KioskProcess, links

NO_CREDIT_MOVES = "SELECT kind, balance_micro FROM account WHERE balance_micro <> 0"
CREDITED = "SELECT way, credited_micro FROM payment WHERE state = 'credited'"
RETURNED = "SELECT id FROM payment WHERE state = 'returned'"
NOTHING: Mapping[str, int] = {}
STARS = 1_000
HANGING, PANEL_SECONDS = 5.0, "0.7"
"""Seconds of the panel's silence: longer than a call may take here."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the panel does wrong with the first `add`.

    `ends` is the order's state if its kiosk gets that answer, `at_panel` how often the panel
    has it then; `ran`: the panel carried out that first call; `answers`: it gave a whole HTTP answer.
    """

    name: str
    ends: OrderState
    at_panel: int
    ran: int
    answers: bool = True
    seconds: float | None = None


FAULTS: Final = (
    # They differ in what the panel has done and in what can be known about it.
    Fault("none", OrderState.PENDING, 1, ran=1),  # done, and said so
    Fault("reset_before", OrderState.UNKNOWN, 0, ran=0, answers=False),  # not done; looks like done
    Fault(
        "hang_after", OrderState.UNKNOWN, 1, ran=1, answers=False, seconds=HANGING
    ),  # ended by our time limit
    Fault("half_body", OrderState.UNKNOWN, 1, ran=1, answers=False),  # a part of the id arrives
    Fault("html_502_after", OrderState.UNKNOWN, 1, ran=1),  # whole, but not the panel's own word
    Fault("error_vague_after", OrderState.UNKNOWN, 1, ran=1),  # the panel's own word, and a lie
    Fault("throttle_429", OrderState.PENDING, 1, ran=0, seconds=1),  # provably not done: tried again
    Fault("bad_link", OrderState.REJECTED, 0, ran=0),  # provably refused: the money goes back
)
"""Eight. `reset_after` is left out: nothing of the answer comes in `hang_after` too, and `half_body` ends
with the same broken connection."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`acts` runs with a kiosk that will die; `holds` gets its result.

    The kiosks have these `settings`, and those that `prepares` returns.
    """

    acts: Callable[[KioskProcess], Awaitable[Any]]
    holds: Callable[[KioskProcess, "Death", Fault, Any], Awaitable[None]]
    settings: Mapping[str, str] = field(default_factory=dict)
    prepares: Callable[[KioskProcess], Awaitable[Mapping[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Death:
    """The points where kiosks die one after the other before one may live, with the pass that kills.

    `order` is where an order stands at the last of them: "unsent", "open" (its
    attempt has no outcome yet), "settled", or "any" if the panel's queue goes on
    beside. `at_panel` is how often the panel may have it if it is open, None
    if that depends on the fault.
    """

    scenario: Scenario
    lives: tuple[str, ...]
    order: str
    at_panel: tuple[int, ...] | None = None

    def can_come(self, fault: Fault) -> bool:
        """Return True if the last point is reached at all: without an answer there is no `after_response`."""
        return fault.answers or not self.lives[-1].startswith("after_response")

    def may_end(self, fault: Fault) -> set[tuple[OrderState, int]]:
        """Return the order's allowed states at the end, and how often the panel may have it."""
        as_told = {(fault.ends, fault.at_panel)}
        open_ends = {(OrderState.UNKNOWN, times) for times in self.at_panel or (fault.ran,)}
        if self.order in {"unsent", "settled"} or not self.can_come(fault):
            return as_told
        if self.order == "open":
            return open_ends
        return as_told | {(OrderState.UNKNOWN, 0), (OrderState.UNKNOWN, fault.ran)}


@dataclass(frozen=True, slots=True)
class Ordered:
    """Ann's tap on Confirm, and the link it was about."""

    tap: Tap
    link: str


async def orders(process: KioskProcess) -> Ordered:
    """Have Ann order by a command and tap Confirm."""
    link = next(links)
    return Ordered(await process.orders(process.ann, link), link)


async def is_never_doubled_or_lost(process: KioskProcess, death: Death, fault: Fault, done: Ordered) -> None:
    """Assert one order here and at most one at the panel, which agree in state, money and Ann's card."""
    await stands_as_it_must(process, death, fault, done)
    again = process.ann.forges(done.tap.data, done.tap.message_id)
    await process.until(lambda: again.answered, "an answer to the second tap")
    assert f"Order {await process.number()}" in again.text
    await process.falls_quiet()
    await stands_as_it_must(process, death, fault, done)


async def stands_as_it_must(
    process: KioskProcess, death: Death, fault: Fault, done: Ordered, moved: Mapping[str, int] = NOTHING
) -> None:
    """Assert that the one order, its money and its card agree; `moved` is what else went to accounts."""
    [order] = process.rows("SELECT * FROM orders")
    state = OrderState(order["state"])
    there = process.ordered_at.orders_for(done.link)
    assert len(there) == len(process.ordered_at.orders) <= 1
    if process.other is not None:
        asked = {call.form["action"] for call in process.panel.calls}
        assert asked <= {"services", "balance"}, f"the other panel was asked for {asked}"
    assert (state, len(there)) in death.may_end(fault), (state, len(there), order["reason"])
    if state in AT_WORK:
        assert [order["panel_order_id"]] == [one.id for one in there]
    # Computed separately from the audit: where the price of the one order must be.
    price = order["price_micro"]
    assert price > 0
    where = {"unknown": "held", "pending": "revenue:sales"}.get(state)
    expected = Counter(moved)
    if where is not None:
        expected.update({"wallet": -price, where: price})
    for row in process.rows(CREDITED):
        expected.update({"wallet": row["credited_micro"], f"clearing:{row['way']}": -row["credited_micro"]})
    balances = {row["kind"]: row["balance_micro"] for row in process.rows(NO_CREDIT_MOVES)}
    assert balances == {kind: micro for kind, micro in expected.items() if micro}
    card = process.ann.home.messages[order["card_message_id"]]
    assert not card.deleted
    assert f"Order {order['id']} · {STATUS[state]}" in card.text, card.text
    if state is OrderState.UNKNOWN:
        lost = f"no clear answer to order {order['id']}"
        await process.until(lambda: lost in process.olga.screen(), "the operator's alert")


async def pays(process: KioskProcess) -> Ordered:
    """Finish the order, then have Ann pay an invoice for 250 Stars."""
    done = await orders(process)
    await process.falls_quiet()
    ann = process.ann
    ann.tops_up(STARS)
    ann.says("/topup")
    await process.sees(ann, "How much?")
    ann.says("5")
    await process.sees(ann, "Your wallet gets exactly $5.00")
    invoices = (one for one in ann.home.messages.values() if one.content.invoice is not None)
    ann.pays(next(invoices))
    return done


async def gives_back(process: KioskProcess) -> Ordered:
    """Credit Ann's payment, then have the operator give it back."""
    done = await pays(process)
    await process.sees(process.ann, "came into your wallet")
    await process.falls_quiet()
    olga = process.olga
    olga.says(f"/find {process.ann.id}")
    await process.sees(olga, "Orders: ")
    olga.taps("Wallet")
    await process.sees(olga, "Paid 250 ⭐: credited")
    olga.taps("Give 250 ⭐ back")
    await process.sees(olga, "is taken out of the wallet first")
    olga.taps("Confirm")
    return done


async def is_credited_once(process: KioskProcess, death: Death, fault: Fault, done: Ordered) -> None:
    """Assert that the charge is in the wallet once, and the order is as it must be."""
    [payment] = process.rows("SELECT * FROM payment")
    assert (payment["state"], payment["credited_micro"]) == ("credited", 5_000_000)
    assert process.ann.stars == STARS - 250
    await stands_as_it_must(process, death, fault, done)
    await process.sees(process.ann, "$5.00 came into your wallet")


async def is_given_back_once(process: KioskProcess, death: Death, fault: Fault, done: Ordered) -> None:
    """Assert that Ann has her Stars, the wallet has not, and the order is as it must be."""
    await process.until(lambda: process.rows(RETURNED), "the end of giving back")
    await process.falls_quiet()
    assert process.ann.stars == STARS
    await stands_as_it_must(process, death, fault, done)


ORDERING: Final = Scenario(orders, is_never_doubled_or_lost)
PAYING: Final = Scenario(pays, is_credited_once)
RETURNING: Final = Scenario(gives_back, is_given_back_once)

DEATHS: Final = {
    # The command was the first batch and the first turn, the tap on Confirm is the second.
    "after_inbox_commit": Death(ORDERING, ("after_inbox_commit:2",), "unsent"),
    "before_reserve": Death(ORDERING, ("before_reserve",), "unsent"),
    "after_reserve": Death(ORDERING, ("after_reserve",), "unsent"),
    # The queue passes here before there is an order, so one is made first.
    "before_attempt": Death(ORDERING, ("after_reserve", "before_attempt"), "unsent"),
    # From here on the panel may have it, so it is never sent again, not even where it was not sent.
    "after_attempt_commit": Death(ORDERING, ("after_attempt_commit",), "open", at_panel=(0,)),
    "after_send": Death(ORDERING, ("after_send",), "open", at_panel=(0, 1)),
    "after_response": Death(ORDERING, ("after_response",), "open"),
    "before_outcome_commit": Death(ORDERING, ("before_outcome_commit",), "open"),
    "after_outcome_commit": Death(ORDERING, ("after_outcome_commit",), "settled"),
    # Payments: the order is over before.
    "before_credit": Death(PAYING, ("before_credit",), "settled"),
    "after_credit": Death(PAYING, ("after_credit",), "settled"),
    "after_return": Death(RETURNING, ("after_return",), "settled"),
    "before_notice": Death(ORDERING, ("before_notice",), "any"),
    "after_notice": Death(ORDERING, ("after_notice",), "any"),
    "before_turn_done": Death(ORDERING, ("before_turn_done:2",), "any"),
    "after_turn_done": Death(ORDERING, ("after_turn_done:2",), "any"),
}
"""Each point of app/crash_points.py."""


async def plays(process: KioskProcess, death: Death, fault: Fault) -> int:
    """Kill, restart, wait until quiet, and check; return how many kiosks died. Raises AssertionError."""
    panel = process.ordered_at
    panel.pace = Pace(pending=3600)  # what it has stays pending
    if fault.name != "none":
        panel.arm(fault.name, action="add", seconds=fault.seconds)
    # Only if the panel is silent: on a busy machine a real answer may take as long.
    limit = {"KIOSK_PANEL_SECONDS": PANEL_SECONDS} if fault.seconds == HANGING else {}
    scenario = death.scenario
    more = await scenario.prepares(process) if scenario.prepares is not None else {}
    limit = {**limit, **scenario.settings, **more}
    died, done = 0, None
    for point in death.lives:
        if done is None:
            child = await process.starts(KIOSK_CRASH_AT=point, **limit)
            done = await scenario.acts(process)
        else:  # it may die before its first poll
            child = await process.launches(KIOSK_CRASH_AT=point, **limit)
        if point == death.lives[-1] and not death.can_come(fault):
            await process.falls_quiet()
            await child.killed()
        else:
            assert await child.ended() == -signal.SIGKILL
            died += 1
    await process.starts(**limit)
    await process.falls_quiet()
    panel.disarm()
    await scenario.holds(process, death, fault, done)
    await process.audited()
    return died

"""`kill -9` at random moments while people order and pay and the panel misbehaves, on both databases.

    python -m chaos.kills [rounds] [seed]

Each round is a backlog (chaos/backlog.py) of 250 updates, with 25 orders and 25 payments. Five kiosks work
through it and are killed one after the other, while each meets some faults of the panel: lost and broken
answers, pages, silence, refusals to be asked so often. A sixth one meets none. When all is quiet the panel
ends its orders in every way. Then the oracles: no update lost; one order for each link, at the panel once at
most, and there only if the kiosk knows it or holds its money; each payment credited once; each card says how
its order ended; the ledger's invariants (sums, captures, refunds, what is held) hold; and nothing is left to
do.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chaos.backlog import Backlog
from chaos.replica_oracles import nothing_lost
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.rounds import played
from handlers.orders.words import STATUS
from playground.panel import Pace
from shop.ordering.order import OrderState
from shop.ordering.restraint import FREE
from tests.faults.process import KioskProcess

UPDATES = 250
FAULTS = (
    *("reset_before", "reset_after", "hang_before", "hang_after", "half_body", "truncated", "garbage"),
    *("html_502_before", "html_502_after", "error_vague", "error_vague_after", "words_unknown_after"),
    *("catalogue_html", "throttle_429", "bad_link", "slow"),
)
AT_ONCE = 6
"""Faults armed for each life, at most."""

SILENT, PATIENT = 3.0, "0.7"
"""Seconds for which the panel is silent, and that a call may take."""

BACK, OURS = ("Partial", "Canceled"), frozenset({"completed", "partial", "canceled"})
"""How the panel ends an order with money back, and what the kiosk calls all ends."""


@dataclass
class Seen:
    """What happened in all rounds."""

    handled: list[int] = field(default_factory=list)
    faults: int = 0
    orders: int = 0
    states: Counter[str] = field(default_factory=Counter)


def run(n: int = 200, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen, seen, started = seed_or_new(seed), Seen(), time.perf_counter()

    async def play(process: KioskProcess, own: int) -> Sequence[str]:
        return await _Busy(process, random.Random(own), seen).lives()

    wrong = played(n, chosen, play)
    counts: dict[str, int | str] = {
        "kills": len(seen.handled),
        "faults": seen.faults,
        "updates": n * UPDATES,
        "orders": seen.orders,
        **dict(sorted(seen.states.items())),
    }
    return Result("kills while busy", n, wrong, time.perf_counter() - started, chosen, counts)


class _Busy:
    """One kiosk with its backlog, and a panel in trouble."""

    def __init__(self, process: KioskProcess, dice: random.Random, seen: Seen) -> None:
        self.process, self.dice, self.seen = process, dice, seen
        self.backlog = Backlog(process, UPDATES, dice)
        process.panel.pace = Pace(pending=3600)  # until `_ends_orders`

    async def lives(self) -> list[str]:
        """Return what does not hold after the kills."""
        process, panel = self.process, self.process.panel
        queued = await self.backlog.waits()
        await self.backlog.dies(
            len(queued), self.seen.handled, troubles=self._troubles, KIOSK_PANEL_SECONDS=PATIENT
        )
        panel.disarm()
        await process.starts()
        await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
        await self._ends_orders()
        await process.audited()
        return [*nothing_lost(process, queued), *self._orders(), *self.backlog.credits(), *self._cards()]

    def _troubles(self) -> None:
        """Arm some faults for the next life; those of the last one are over."""
        panel = self.process.panel
        panel.disarm()
        for _ in range(self.dice.randint(1, AT_ONCE)):
            name = self.dice.choice(FAULTS)
            action = self.dice.choice(("add", "add", "add", "*", "status", "balance"))
            seconds = SILENT if name.startswith("hang") else 1.0
            panel.arm(name, action="add" if name == "bad_link" else action, seconds=seconds)
            self.seen.faults += 1

    async def _ends_orders(self) -> None:
        """Have the panel end every order that it has, and the kiosk hear of it."""
        process, panel, there = self.process, self.process.panel, list(self.process.panel.orders.values())
        paid_back = self.dice.sample(there, min(FREE, len(there)))
        for order in there:
            word = self.dice.choice(BACK) if order in paid_back else "Completed"
            panel.set_state(order.id, word, remains=order.quantity // 3 if word == "Partial" else None)
        at_work = "SELECT id FROM orders WHERE state IN ('pending', 'processing', 'in_progress')"
        await process.until(lambda: not process.rows(at_work) and process.is_quiet(), "every order's end")

    def _orders(self) -> Iterator[str]:
        """Yield what is wrong between the kiosk's orders and the panel's."""
        panel, known = self.process.panel, Counter[str]()
        for row in self.process.rows("SELECT id, terms, state, panel_order_id FROM orders"):
            link = json.loads(row["terms"])["link"]
            known[link] += 1
            self.seen.states[row["state"]] += 1
            there = [one.id for one in panel.orders_for(link)]
            if row["state"] in OURS:
                is_right = there == [row["panel_order_id"]]
            else:  # one that may be there is unknown, and its money held
                is_right = len(there) <= (row["state"] == "unknown") and row["state"] in _NOT_PLACED
            if not is_right:
                yield f"{link} is {row['state']} as {row['panel_order_id']}, and at the panel as {there}"
        self.seen.orders += known.total()
        if known != Counter(list(self.backlog.asked)):
            yield f"{known.total()} orders for {len(known)} of {len(self.backlog.asked)} links"

    def _cards(self) -> Iterator[str]:
        """Yield the cards that do not say how their orders stand."""
        for row in self.process.rows("SELECT id, person_id, state, card_message_id FROM orders"):
            home = self.process.telegram.people[row["person_id"]].home
            wanted = f"Order {row['id']} · {STATUS[OrderState(row['state'])]}"
            if wanted not in home.messages[row["card_message_id"]].text:
                yield f"not {wanted!r} but {home.messages[row['card_message_id']].text!r}"


_NOT_PLACED = frozenset({"unknown", "voided", "rejected"})


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())

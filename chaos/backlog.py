"""A kiosk meets a thousand queued updates and is killed again and again while it works through them.

    python -m chaos.backlog [rounds] [seed]

The real process over sockets, by turns on the two databases. While it is down a thousand updates come (in a
few rounds, 300): a tenth of them say that somebody has paid Stars, the rest are taps, orders and words. Then
it is started and killed with SIGKILL at a random moment, five times, and then left alone until all is done.
No update may be lost, each payment is credited once, each tapped order is made once, and the ledger's
invariants hold.
"""

import asyncio
import random
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from chaos.replica_oracles import came_once, credited_once, nothing_lost
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.rounds import played
from playground.telegram import FakePerson
from tests.faults.process import KioskProcess, links
from tests.faults.test_kill_while_busy import everybody_has_a_card
from tests.faults.test_paying import billed

KILLS = 5
UPDATES, UPDATES_OF_FEW, FEW_ROUNDS = 1_000, 300, 5
"""So many updates each time, and so many where fewer than so many rounds are played."""

PAID_EACH = 5_000_000
"""What an invoice of 250 Stars brings, in micro-units."""

AT_ONCE = 8
"""People who get their invoice at the same time."""

PAYER, BUYER = 4, 6
"""The updates that each of them causes; see `_acts_of_payer` and `_acts_of_buyer`."""

Act = Callable[[], Awaitable[object]]


def run(n: int = 50, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen, handled, started = seed_or_new(seed), list[int](), time.perf_counter()
    updates = UPDATES if n >= FEW_ROUNDS else UPDATES_OF_FEW

    async def play(process: KioskProcess, own: int) -> Sequence[str]:
        return await Backlog(process, updates, random.Random(own)).meets(handled)

    wrong = played(n, chosen, play)
    counts: dict[str, int | str] = {
        "updates": n * updates,
        "payments": n * (updates // 10),
        "kills": len(handled),
        "handled at a kill": f"{min(handled, default=0)} to {max(handled, default=0)} of {updates}",
    }
    return Result("backlog", n, wrong, time.perf_counter() - started, chosen, counts)


class Backlog:
    """One kiosk, and people who do things while it is down."""

    def __init__(self, process: KioskProcess, updates: int, dice: random.Random) -> None:
        self.process, self.dice = process, dice
        each = updates // (PAYER + BUYER)
        add = process.telegram.add_person
        self.payers = [add(2_000 + n, f"Payer {n}") for n in range(each)]
        self.buyers = [add(3_000 + n, f"Buyer {n}") for n in range(each)]
        self.wanted = {person.id: next(links) for person in self.buyers}

    async def meets(self, handled: list[int]) -> list[str]:
        """Return what was lost or doubled; note in `handled` how far it was at each kill."""
        process = self.process
        queued = await self.waits()
        await self.dies(len(queued), handled)
        await process.starts()
        await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
        await process.audited()
        return [*nothing_lost(process, queued), *came_once(process, self.asked), *self.credits()]

    @property
    def asked(self) -> dict[str, FakePerson]:
        """Who is to have an order for which link."""
        return {self.wanted[person.id]: person for person in self.buyers}

    def credits(self) -> Iterator[str]:
        """Yield what is wrong with the payments."""
        return credited_once(self.process, dict.fromkeys(self.payers, PAID_EACH))

    async def waits(self) -> list[int]:
        """Have everybody act while the kiosk is down; return the numbers of the updates that wait for it."""
        await self.prepares()
        self.process.latency.jitter = 0.1  # so that something is always under way
        return await self.people_act()

    async def dies(
        self,
        updates: int,
        handled: list[int],
        *,
        troubles: Callable[[], object] = lambda: None,
        **settings: str,
    ) -> None:
        """Start kiosks and kill each when it has worked for a while; `troubles` is called before each."""
        process, before, lives = self.process, self._handled(), updates // KILLS
        for life in range(KILLS):
            troubles()
            child = await process.launches(**settings)
            goal = before + self.dice.randint(lives * life, lives * (life + 1) - 1)
            await process.until(partial(self._has_handled, goal), f"{goal} turns")
            await child.killed()
            handled.append(self._handled() - before)

    def _handled(self) -> int:
        """How many updates ever have had their turn."""
        return len(self.process.rows("SELECT seq FROM inbox WHERE state != 'waiting'"))

    def _has_handled(self, goal: int) -> bool:
        self.process.asks_the_operator()
        return self._handled() >= goal

    async def prepares(self) -> None:
        """Show each buyer a card to confirm, and each payer an invoice; then end the kiosk in good order."""
        process = self.process
        await everybody_has_a_card(process, self.buyers, self.wanted)
        child = await process.starts()
        few = asyncio.Semaphore(AT_ONCE)

        async def one(person: FakePerson) -> None:
            async with few:
                await billed(process, person)

        await asyncio.gather(*map(one, self.payers))
        await process.falls_quiet()
        await child.terminated()

    async def people_act(self) -> list[int]:
        """Have everybody do what they do, one thing after another, the people in any order.

        Returns the numbers of the updates that tell of it.
        """
        lines = [deque(self._acts_of_payer(person)) for person in self.payers]
        lines += [deque(self._acts_of_buyer(person)) for person in self.buyers]
        numbers = []
        while lines:
            line = self.dice.choice(lines)
            await line.popleft()()
            numbers.append(self.process.telegram.updates.next_id - 1)
            if not line:
                lines.remove(line)
        return numbers

    def _acts_of_payer(self, person: FakePerson) -> Sequence[Act]:
        says = partial(partial, _says, person)
        return (partial(self._pays, person), says("/wallet"), says("/help"), says("Hi"))

    def _acts_of_buyer(self, person: FakePerson) -> Sequence[Act]:
        says, card = partial(partial, _says, person), person.last.id

        async def taps() -> None:
            person.taps("Confirm", card)

        again = f"/order 2 {self.wanted[person.id]}again/ 100"
        return (taps, says("/orders"), taps, says("/help"), says(again), says("Hi"))

    async def _pays(self, person: FakePerson) -> None:
        """Pay; a kiosk that has died since had approved it, so Telegram now says that it was paid."""
        telegram = self.process.telegram
        [bill] = [one for one in person.home.messages.values() if one.content.invoice is not None]
        checkout = person.pays(bill)
        question = telegram.updates.next_id - 1
        await telegram.call("answerPreCheckoutQuery", {"pre_checkout_query_id": checkout.id, "ok": True})
        telegram.updates.forget(question)


async def _says(person: FakePerson, words: str) -> None:
    person.says(words)


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())

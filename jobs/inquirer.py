"""The inquirer: finds out, look by look, what became of orders whose answer was lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from panel.client import PanelClient
from shop import inquire, track
from shop.clock import Clock
from shop.errors import PanelError, ShopError
from shop.inquire import Adopt, AskOperator, Decision, Evidence, Orphan, Void, Wait
from shop.inquiry import Inquiry, Surroundings
from shop.money import micro_up
from shop.place import balance_now, reference_of
from shop.readings import Reading, is_shared
from shop.replies import Accepted, ItemError, Refusal, Rejected, StatusReport
from storage.inquiries import Inquiries

CLEAR = frozenset({Refusal.QUANTITY, Refusal.LINK})
"""Refusals of a repeated order that are about the order itself: it was not there before either.

Funds and services are not among them: the first try may have used up the one, and the other may have
gone since, at a panel that looks at them before it looks at the reference.
"""


@dataclass
class Inquirer:
    """Works with the panel, one look at a time. `probes`: ids beyond the last known may be asked about.

    `shared`: others order on the same account. `unknown_hours`: how long operators may take to decide.
    """

    panel: PanelClient
    inquiries: Inquiries
    follower: track.Follower
    clock: Clock
    probes: bool
    shared: bool
    unknown_hours: int
    settled: Callable[[], None]

    async def inquire(self) -> bool:
        """One look at the inquiry that is due, or else an end for those nobody has decided in time."""
        now = self.clock.now()
        due = await self.inquiries.due(now)
        if due is None:
            given_up = await self.inquiries.give_up(now)
            if given_up:
                self.settled()
            return bool(given_up)
        try:
            await self._look(due)
        except ShopError:  # money stands still, or the id is another order's: nothing was changed
            await self.inquiries.later(due, now + inquire.AGAIN_AFTER)
        return True

    async def _look(self, it: Inquiry) -> None:
        settled_at = it.opened_at + inquire.SETTLE
        if self.clock.now() < settled_at:
            return await self._look_soon(it)
        if self.panel.profile.idempotency_field:
            return await self._ask_again(it)
        around = await self.inquiries.surroundings(it)
        try:
            reading = await balance_now(self.panel, self.clock)
            # After the balance, so that whatever had come back by then is known.
            clean = await self._sweep()
            orphans = await self._probe(around)
        except PanelError:
            return await self._in_vain(it)
        refunds = await self.inquiries.refunds_since(it.attempted_at) if clean else None
        slot = "first" if it.first is None else "second"
        found = {"refunds_micro": refunds, "orphans": orphans}
        await self.inquiries.looked(it, slot, reading, reading.at + inquire.APART, **found)
        around = replace(await self.inquiries.surroundings(it), last_known=around.last_known)
        readings = (reading,) if it.first is None else (it.first, reading)
        return await self._act(it, inquire.decide(self._evidence(it, around, readings, refunds, orphans)))

    async def _look_soon(self, it: Inquiry) -> None:
        """Whether the money has gone already; a panel that does not say is asked at the next look."""
        due_at = it.opened_at + inquire.SETTLE
        try:
            reading = await balance_now(self.panel, self.clock)
        except PanelError:
            return await self.inquiries.later(it, due_at)
        return await self.inquiries.looked(it, "soon", reading, due_at)

    async def _in_vain(self, it: Inquiry) -> None:
        if it.in_vain + 1 >= inquire.LOOKS_IN_VAIN:
            return await self._act(it, AskOperator("no_answer"))
        return await self.inquiries.later(it, self.clock.now() + inquire.AGAIN_AFTER, in_vain=1)

    def _evidence(
        self,
        it: Inquiry,
        around: Surroundings,
        readings: tuple[Reading, ...],
        refunds: int | None,
        orphans: tuple[Orphan, ...] | None,
    ) -> Evidence:
        seen = [*around.balances, *(one.micro for one in readings)]
        return Evidence(
            cost_micro=it.order.terms.cost_micro,
            quantity=it.order.terms.quantity,
            before=it.before,
            readings=readings,
            soon=it.soon,
            refunds_micro=refunds,
            orphans=orphans,
            shared=self.shared or is_shared(around.shared_at, self.clock.now()),
            strangers=around.strangers,
            grain_micro=inquire.grain_of(seen),
        )

    async def _act(self, it: Inquiry, decision: Decision, *, resent: bool = False) -> None:
        now, number = self.clock.now(), it.order.id
        match decision:
            case Adopt(panel_order_id=panel_id):
                await self.inquiries.adopt(number, panel_id, now, resent=resent)
            case Void(text=text):
                await self.inquiries.void(number, now, reason=f"not_placed: {text}" if text else "not_placed")
            case Wait(until=until):
                return await self.inquiries.later(it, until)
            case AskOperator(why=why):
                await self.inquiries.ask(number, why, now + timedelta(hours=self.unknown_hours), now)
        return self.settled()

    async def _sweep(self) -> bool:
        """Follow our own orders anew; whether the panel told plainly how each of them stands."""
        followed = await self.inquiries.followed(self.clock.now())
        heard = _Heard(self.panel)
        if followed:
            await track.sweep(followed, panel=heard, follower=self.follower, clock=self.clock)
        return all(_is_plain(heard.of.get(one.panel_order_id or ""), one.panel_word) for one in followed)

    async def _probe(self, around: Surroundings) -> tuple[Orphan, ...] | None:
        """The orders that answer to our key after the last one we know; None where nobody may ask."""
        if not self.probes:
            return None
        found: list[Orphan] = []
        for probe in range(inquire.PROBES):
            ids = inquire.ids_to_probe(around.last_known, frozenset(), probe)
            ids = inquire.ids_to_probe(around.last_known, await self.inquiries.taken(ids), probe)
            if not ids:
                return None
            for panel_id, report in (await self.panel.status(ids)).items():
                if isinstance(report, StatusReport):
                    charge = None if report.charge is None else micro_up(report.charge)
                    found.append(Orphan(panel_id, charge, report.remains))
        return tuple(found)

    async def _ask_again(self, it: Inquiry) -> None:
        """The panel knows an order by its reference: asked again, it tells what became of the first time."""
        if it.resent >= inquire.RESENDS:
            return await self._act(it, AskOperator("no_answer"))
        now = self.clock.now()
        if not self.panel.breaker.allows_add():
            return await self._in_vain(it)
        await self.inquiries.resending(it, now + inquire.RESEND_EVERY)
        request = replace(it.order.terms.add_request, reference=reference_of(it.order))
        outcome = await self.panel.add(request)
        self.panel.breaker.saw(outcome)
        match outcome:
            case Accepted(panel_order_id=panel_id):
                return await self._act(it, Adopt(panel_id), resent=True)
            case Rejected(why=why, text=text) if why in CLEAR:
                return await self._act(it, Void(text))
            case Rejected():
                return await self._act(it, AskOperator("refused"))
            case _:
                return None  # not an answer; it is asked again


@dataclass
class _Heard:
    """The panel, with what it reported kept."""

    panel: PanelClient
    of: dict[str, StatusReport | ItemError] = field(default_factory=dict)

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        reports = await self.panel.status(order_ids)
        self.of |= reports
        return reports


def _is_plain(report: StatusReport | ItemError | None, word_before: str | None) -> bool:
    """Whether money that came back for the order would show: its state is known, or as unknown as before."""
    match report:
        case None:
            return False
        case ItemError(text=text):
            return word_before == f"error: {text}"[:200]
        case StatusReport(state=None, word=word):
            return word_before == word[:200]
        case _:
            return True

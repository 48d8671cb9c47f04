"""The reconciler finds out, check by check, what became of orders whose answer was lost."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from panel.client import PanelClient
from shop.about import about
from shop.clock import Clock
from shop.errors import PanelError, ShopError
from shop.money import micro_up
from shop.ordering import sweeping
from shop.ordering.order import Order
from shop.ordering.place import balance_now, reference_of
from shop.ordering.reason import Reason, ReasonKind
from shop.reconciliation import decide
from shop.reconciliation.case import Case, Surroundings
from shop.reconciliation.decide import Adopt, AskOperator, Decision, Evidence, Orphan, Void, Wait
from shop.reconciliation.readings import Reading, grain_of, is_shared
from shop.replies import Accepted, ItemError, Refusal, Rejected, StatusReport
from storage.reconciliation.resolutions import Resolutions
from storage.reconciliation.store import CaseStore
from storage.reconciliation.surroundings import SurroundingsStore

log = logging.getLogger("kiosk.jobs")

CLEAR = frozenset({Refusal.QUANTITY, Refusal.LINK})
"""Refusals of a resent order which prove that the first try was not placed, at a panel whose profile says
that it checks the reference first. Elsewhere none proves it: limits change, services go, and the first try
may have used up the balance or be what keeps the link busy.
"""


@dataclass
class Reconciler:
    """Settles unconfirmed orders with the panel, one check at a time.

    `probes` returns how many ids beyond the last known one a check may ask about now, 0 for none.
    `shared`: others order on the same account. `unknown_hours` returns how long operators may take to decide.
    """

    panel: PanelClient
    cases: CaseStore
    surroundings: SurroundingsStore
    resolutions: Resolutions
    follower: sweeping.Follower
    clock: Clock
    probes: Callable[[], int]
    shared: bool
    unknown_hours: Callable[[], int]
    settled: Callable[[], None]

    async def reconcile_next(self) -> bool:
        """Check the case that is due, or else end those that nobody has decided in time.

        If there is neither, tell the operators of unexplained money and learn a new panel's habits. Return
        False if there is nothing more to do now.
        """
        now = self.clock.now()
        due = await self.cases.find_due(now)
        if due is None:
            if await self.resolutions.give_up(now) or await self.cases.tell_unexplained(now):
                self.settled()
                return True
            await self._learn(now)
            return False
        if not due.by_reference and await self.cases.in_flight():  # a balance now would include that order
            return False
        try:
            with about(order_id=due.order.id, person_id=due.order.person_id):
                await self._look(due)
        except ShopError:  # payments are paused, or the id is another order's: nothing was changed
            await self.cases.later(due, now + decide.AGAIN_AFTER)
        return True

    async def _learn(self, now: datetime) -> None:
        """Read the balance again after an order, until we know how promptly the panel charges."""
        if not self.panel.by_reference and await self.cases.would_teach(now):
            try:
                await self.cases.note_balance(await balance_now(self.panel, self.clock))
            except PanelError as error:
                log.debug("The balance after an order could not be read: %s", error)

    async def _look(self, case: Case) -> None:
        settled_at = case.opened_at + decide.SETTLE
        if self.clock.now() < settled_at:
            return await (self.cases.later(case, settled_at) if case.by_reference else self._look_soon(case))
        if case.named_by and await self._resends(case):
            return None
        if case.by_reference:  # the panel may not remember it any more, and no balance was read
            return await self._act(case, AskOperator("forgotten"))
        around = await self.surroundings.surroundings(case)
        probes = self.probes()  # once: what was asked about is what the evidence covers
        try:
            reading = await balance_now(self.panel, self.clock)
            orphans = await self._probe(around, probes, given="" if case.resent else case.number)
            # After the balance, so that every refund it includes is known.
            minimum = decide.minimum_refund(self._evidence(case, around, reading, 0, orphans, probes=probes))
            refunds = await self._refunds(case, minimum)
        except PanelError:
            return await self._in_vain(case)
        findings = {"refunds_micro": refunds, "orphans": orphans}
        await self.cases.note_check(case, self._slot(case), reading, reading.at + decide.APART, **findings)
        around = replace(await self.surroundings.surroundings(case), last_known=around.last_known)
        evidence = self._evidence(case, around, reading, refunds, orphans, probes=probes)
        return await self._act(case, decide.decide(evidence))

    def _slot(self, case: Case) -> str:
        if self.clock.now() < case.opened_at + decide.RIPE_AFTER:
            return "first"
        return "second" if case.second is None else "third"

    async def _look_soon(self, case: Case) -> None:
        """Read early whether the money has left; if the panel does not say, the next check asks again."""
        due_at = case.opened_at + decide.SETTLE
        try:
            reading = await balance_now(self.panel, self.clock)
        except PanelError:
            return await self.cases.later(case, due_at)
        return await self.cases.note_check(case, "soon", reading, due_at)

    async def _in_vain(self, case: Case) -> None:
        if case.in_vain + 1 >= decide.LOOKS_IN_VAIN:
            return await self._act(case, AskOperator("no_answer"))
        return await self.cases.later(case, self.clock.now() + decide.AGAIN_AFTER, in_vain=1)

    def _evidence(
        self,
        case: Case,
        around: Surroundings,
        reading: Reading,
        refunds: int | None,
        orphans: tuple[Orphan, ...] | None,
        *,
        probes: int,
    ) -> Evidence:
        now, terms, before = reading.at, case.order.terms, case.before
        decimals = (case.decimals, reading.decimals, *([] if before is None else [before.decimals]))
        return Evidence(
            cost_micro=terms.cost_micro,
            quantity=terms.quantity,
            opened_at=case.opened_at,
            before=before,
            readings=(*case.readings, reading),
            soon=case.soon,
            refunds_micro=refunds,
            may_come_back=around.may_come_back,
            others=around.others,
            orphans=orphans,
            covered=decide.covers(around.known, now, probes),
            shared=self.shared or is_shared(around.shared_at, now),
            strangers=around.strangers,
            is_prompt=around.habits.is_prompt(now),
            prompt_run=around.habits.prompt_run if not around.habits.is_late(now) else 0,
            grain_micro=grain_of(*decimals),
            is_used_again=case.before_at is not None,
        )

    async def _act(self, case: Case, decision: Decision, *, resent: bool = False) -> None:
        now, number = self.clock.now(), case.order.id
        match decision:
            case Adopt(panel_order_id=panel_id):
                try:
                    if not await self.resolutions.adopt(number, panel_id, now, resent=resent):
                        await self._came_late(case, panel_id)
                except ShopError as error:
                    if error.key != "id_taken":
                        raise
                    return await self._act(case, AskOperator("taken"))
            case Void(text=text):
                await self.resolutions.void(number, now, reason=Reason(ReasonKind.NOT_PLACED, text))
            case Wait(until=until):
                return await self.cases.later(case, until)
            case AskOperator(why=why):
                await self.resolutions.ask(number, why, now + timedelta(hours=self.unknown_hours()), now)
        return self.settled()

    async def _refunds(self, case: Case, minimum_micro: int | None) -> int | None:
        """Return what our other orders got back since the attempt; None if the panel does not say.

        Ask the panel about those that cost `minimum_micro` or more, or about none if it is None.
        """
        if minimum_micro is not None:
            followed = await self.surroundings.list_followed(self.clock.now(), minimum_micro=minimum_micro)
            if followed is None or not await self._sweep(followed):
                return None
        return await self.surroundings.refunds_since(case.read_at)

    async def _sweep(self, followed: Sequence[Order]) -> bool:
        """Ask how these orders of ours stand; return True if the panel said so plainly for each."""
        recorder = _RecordingPanel(self.panel)
        if followed:
            await sweeping.sweep(followed, panel=recorder, follower=self.follower, clock=self.clock)
        reports = recorder.reports
        return all(_is_plain(reports.get(one.panel_order_id or ""), one.panel_word) for one in followed)

    async def _probe(
        self, around: Surroundings, probes: int, *, given: str = ""
    ) -> tuple[Orphan, ...] | None:
        """Return orders that answer to our key after the last known one; None if we may not probe.

        Also the number `given` by the panel, unless it is another order's.
        """
        may_probe = probes > 0 and around.last_known is not None
        if not may_probe and not given:
            return None
        window = decide.ids_to_probe(around.last_known, frozenset(), probes + len(around.others))
        taken = await self.cases.list_taken([*window, *([given] if given else [])])
        ids = decide.ids_to_probe(around.last_known, taken, probes)
        if given and given not in {*taken, *ids}:
            ids.append(given)
        if not may_probe and not ids:
            return None
        orphans: list[Orphan] = []
        per_call = sweeping.IDS_A_CALL
        for start in range(0, len(ids), per_call):
            reports = await self.panel.status(ids[start : start + per_call])
            for panel_id, report in reports.items():
                if isinstance(report, StatusReport):
                    charge = None if report.charge is None else micro_up(report.charge)
                    orphans.append(Orphan(panel_id, charge, report.remains))
        return tuple(orphans)

    async def _resends(self, case: Case) -> bool:
        """Resend the order if it went out with the reference and not long ago; return True if acted on."""
        profile, now = self.panel.profile, self.clock.now()
        young = now - case.attempted_at < timedelta(hours=profile.idempotency_hours)
        known = case.named_by == profile.idempotency_field and not await self.cases.ignores(case.named_by)
        if young and known:
            await self._resend(case)
            return True
        if case.resent:  # nobody knows any more what the repeats have done
            await self._act(case, AskOperator("ignored" if case.other_number else "no_answer"))
            return True
        return False

    async def _resend(self, case: Case) -> None:
        """Send the order again: the panel knows its reference and says what became of the first try."""
        if case.resent >= decide.RESENDS:
            return await self._act(case, AskOperator("no_answer"))
        now = self.clock.now()
        if not self.panel.breaker.allows_add():
            return await self._in_vain(case)
        if not await self.cases.resending(case, now + decide.RESEND_EVERY):
            return None  # an operator has decided meanwhile
        request = replace(case.order.add_request, reference=reference_of(case.order))
        outcome = await self.panel.add(request)
        self.panel.breaker.saw(outcome)
        match outcome:
            case Accepted(panel_order_id=panel_id):
                return await self._numbered(case, panel_id)
            case Rejected(why=why, text=text) if why in CLEAR and self.panel.profile.idempotency_first:
                return await self._act(case, Void(text))
            case Rejected():
                return await self._act(case, AskOperator("refused"))
            case _:
                return None  # no answer; it is sent again

    async def _numbered(self, case: Case, panel_id: str) -> None:
        """Adopt the resent order if the panel names the same number twice and has no second order like it.

        The second question costs nothing at a panel that keeps references. One that ignores them has made
        the order again, and is found out.
        """
        if not case.number:
            if not await self.cases.note_number(case, panel_id, self.clock.now()):
                await self._came_late(case, panel_id)
            return None
        if panel_id != case.number:
            ignored = "The panel ignores %s: order %s is its number %s, and %s."
            log.error(ignored, case.named_by, case.order.id, case.number, panel_id)
            if not await self.cases.note_other_number(case, panel_id, is_ignored=True):
                return await self._came_late(case, panel_id)
            return await self._act(case, AskOperator("ignored"))
        second = await self._find_second(case)
        if second is None:
            return await self._act(case, Adopt(panel_id), resent=True)
        if not await self.cases.note_other_number(case, second, is_ignored=False):
            return await self._came_late(case, panel_id)
        return await self._act(case, AskOperator("orphans"))

    async def _came_late(self, case: Case, panel_id: str) -> None:
        """The panel has an order that an operator decided while it was asked: tell of one that was voided."""
        if await self.cases.note_placed(case, panel_id, self.clock.now()):
            log.error("Order %s was voided meanwhile; the panel has it as %s.", case.order.id, panel_id)
            return
        found = await self.cases.find(case.order.id)
        if found is not None and found.order.panel_order_id != panel_id:
            told = (case.order.id, found.order.panel_order_id, panel_id)
            log.error("Order %s was adopted as %s meanwhile; the panel has it as %s, too.", *told)

    async def _find_second(self, case: Case) -> str | None:
        """Return the number of an order that the panel may have made of the first try, if there is one.

        It has forgotten the reference then, sooner than its profile says.
        """
        around = await self.surroundings.surroundings(case)
        if self.shared or around.strangers or any(not other.accepted for other in around.others):
            return None
        try:
            orphans = await self._probe(around, self.probes()) or ()
        except PanelError as error:
            log.warning("Order %s: the panel does not say what else it has: %s", case.order.id, error)
            return None
        terms = case.order.terms
        return next(
            (
                one.panel_order_id
                for one in orphans
                if one.panel_order_id != case.number and decide.matches(one, terms.cost_micro, terms.quantity)
            ),
            None,
        )


@dataclass
class _RecordingPanel:
    """The panel, with the reports it gave kept."""

    panel: PanelClient
    reports: dict[str, StatusReport | ItemError] = field(default_factory=dict)

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        reports = await self.panel.status(order_ids)
        self.reports |= reports
        return reports


def _is_plain(report: StatusReport | ItemError | None, word_before: str | None) -> bool:
    """Return True if a refund of the order would show: its state is known, or unknown as before."""
    match report:
        case None:
            return False
        case ItemError(text=text):
            return word_before == f"error: {text}"[:200]
        case StatusReport(state=None, word=word):
            return word_before == word[:200]
        case _:
            return True

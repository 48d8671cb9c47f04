"""Look for orders that a panel has and we do not: in its own list, and among the numbers between ours.

A look asks little and seldom: once a day, or when an operator wishes, a few pages of the list and one
question about numbers; if more numbers are left, the next question is asked a minute later. Everything is
kept in rows, so it can be cut off anywhere and goes on.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from panel.client import PanelClient
from shop.clock import Clock
from shop.errors import PanelError, PanelRefused
from shop.ordering.same_link import same_link_key
from shop.reconciliation import orphan_numbers
from shop.reconciliation.found_orphan import EVERY, GOES_ON_AFTER, TRIED_AGAIN_AFTER, FoundOrphan, Look
from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import SHOWN_AFTER, Account, Facts, FoundBy, Judgement, judge
from shop.replies import ItemError, ListedOrder, StatusReport
from storage.orphans.looks import Numbered, OrphanLooks
from storage.orphans.store import Between, Orphans

log = logging.getLogger("kiosk.jobs")

PAGES = 10
"""Pages of a panel's list that one look reads; the newest orders stand on the first."""

LISTED_AT_MOST = 2_000
"""Orders of a list that one look keeps."""

KEPT_AT_ONCE = 200
"""Orders kept in one transaction, so that nobody waits long for the database."""

BEYOND = 20
"""Questions about numbers behind our last one, after a restore."""

NO_LIST = frozenset({"unsupported", "params"})
"""Refusals that say that a panel has no list: many call an action that they do not know a wrong request."""


@dataclass
class OrphanWatch:
    """Looks through each of `panels`, by the account's stored name, as in `orders.panel`.

    `shared` are accounts on which others order, too. `probes` returns whether panels may be asked about
    numbers that we do not know. `told` is called when there is news for the staff.
    """

    panels: Mapping[str, PanelClient]
    orphans: Orphans
    looks: OrphanLooks
    clock: Clock
    shared: Collection[str]
    probes: Callable[[], bool]
    told: Callable[[], None]

    def __post_init__(self) -> None:
        self._judged: dict[str, datetime] = {}

    async def look(self) -> None:
        """Look through the accounts that are due, and judge what waits. One that fails delays no other."""
        for account, panel in self.panels.items():
            known = await self.looks.find(account)
            if known is None:
                await self.looks.begin(account, self.clock.now())
                known = await self.looks.find(account)
            if known is None:
                continue
            is_due = known.due_at <= self.clock.now()
            if is_due:
                await self._look_through(panel, known)
            if is_due or self._is_long_ago(account):
                await self._judge(known)

    async def look_after_backup(self, account: str) -> tuple[int, bool]:
        """Look through this account for what it was given since a backup, also beyond our last number.

        Return how many orders it has that are in no row of ours, and whether these are all: a list has them,
        but of numbers behind our last one only so many are asked about, and others' may lie between.
        Raises PanelError if it did not answer all that was asked.
        """
        panel = self.panels[account]
        if await self.looks.find(account) is None:
            await self.looks.begin(account, self.clock.now())
        for look in (self._look_through, self._look_beyond):
            if (known := await self.looks.find(account)) is not None:
                await look(panel, known)
        known = await self.looks.find(account)
        if known is None:
            return 0, False
        await self._judge(known)
        if known.trouble:  # each look writes its own, or clears the one before
            raise PanelError(known.trouble)
        return len(await self.orphans.list_undecided(account)), bool(known.lists)

    async def _look_beyond(self, panel: PanelClient, look: Look) -> None:
        """Ask about the numbers after our last one, as long as some of them are orders of this key."""
        ours = await self.looks.list_numbered(look.panel, self.clock.now())
        if look.by_key is not ByKey.YES or not self.probes() or not ours:
            return
        start = max(order.number for order in ours) + 1
        many = orphan_numbers.ASKED_AT_MOST if panel.takes_many else orphan_numbers.FEW_MANY
        for first in range(start, start + BEYOND * many, many):
            numbers = [str(number) for number in range(first, first + many)]
            reports = await panel.status(numbers)
            found = [
                _listed(number, report)
                for number, report in reports.items()
                if isinstance(report, StatusReport)
            ]
            if not found:
                return
            await self._keep_numbered(look.panel, found, ours)

    def _is_long_ago(self, account: str) -> bool:
        """Return True if what waits is to be judged anew, or may be shown by now."""
        judged = self._judged.get(account)
        return judged is None or not timedelta(0) <= self.clock.now() - judged < SHOWN_AFTER

    async def _look_through(self, panel: PanelClient, look: Look) -> None:
        """Ask the panel, and note what that taught and when to go on."""
        learned: dict[str, Any] = {"looked_at": self.clock.now(), "trouble": None}
        due_at = self.clock.now() + EVERY
        try:
            learned |= await self._read_list(panel, look)
            taught, is_done = await self._ask_numbers(panel, look)
            learned |= {**taught, "wants_list": is_done}
            due_at = due_at if is_done else self.clock.now() + GOES_ON_AFTER
        except PanelError as error:
            log.info("%r was not looked through for orders that are not ours: %s", panel, error)
            learned["trouble"] = str(error)[:200]
            due_at = self.clock.now() + TRIED_AGAIN_AFTER
        await self.looks.looked(look.panel, due_at, **learned)

    async def _read_list(self, panel: PanelClient, look: Look) -> dict[str, Any]:
        """Keep what the panel lists and we do not have; return what is known of its list now."""
        now = self.clock.now()
        if not look.asks_for_list(now):
            return {}
        seen: dict[str, ListedOrder] = {}
        for page in range(1, PAGES + 1):
            try:
                listed = (await panel.orders(page)).orders
            except PanelRefused as refused:
                if page > 1 or refused.why not in NO_LIST:
                    raise
                return {"lists": False, "lists_since": now}
            new = [order for order in listed if order.number not in seen]
            seen |= {order.number: order for order in new}
            await self._keep(look.panel, new, FoundBy.LIST)
            if not new or len(seen) >= LISTED_AT_MOST or _are_old(new, look):
                break
        return {"lists": True, "lists_since": now}

    async def _keep(
        self,
        account: str,
        found: Sequence[ListedOrder],
        found_by: FoundBy,
        between: Mapping[str, Between] | None = None,
    ) -> None:
        for start in range(0, min(len(found), LISTED_AT_MOST), KEPT_AT_ONCE):
            some = found[start : start + KEPT_AT_ONCE]
            await self.orphans.keep(account, some, found_by, self.clock.now(), between=between)

    async def _keep_numbered(
        self, account: str, found: Sequence[ListedOrder], ours: Sequence[Numbered]
    ) -> None:
        """Keep what was found by asking about numbers: of such an order only its neighbours tell the time."""
        between = {order.number: _between(order.number, ours) for order in found}
        await self._keep(account, found, FoundBy.NUMBERS, between)

    async def _ask_numbers(self, panel: PanelClient, look: Look) -> tuple[dict[str, Any], bool]:
        """Ask about some numbers between ours; return what that taught, and whether all are asked about.

        Orders are kept only of a panel that is known to answer by key.
        """
        if look.by_key is ByKey.NO or not self.probes():
            return {}, True
        ours = await self.looks.list_numbered(look.panel, self.clock.now())
        known = [order.number for order in ours]
        maximum = orphan_numbers.ASKED_AT_MOST if panel.takes_many else orphan_numbers.FEW_MANY
        is_new = look.by_key is ByKey.UNKNOWN
        beside = orphan_numbers.controls(known) if is_new else []
        asked, asked_to = orphan_numbers.numbers_to_ask(known, look.asked_to, maximum - len(beside))
        if not asked:
            return {"asked_to": asked_to}, True
        reports = await panel.status([*asked, *beside])
        answered = {number: report for number, report in reports.items() if isinstance(report, StatusReport)}
        refused = sum(isinstance(report, ItemError) for report in reports.values())
        by_key = orphan_numbers.answers_by_key(look.by_key, answered=len(answered), refused=refused)
        if by_key is not ByKey.YES:
            return {"by_key": by_key}, True
        found = [_listed(number, report) for number, report in answered.items() if number in asked]
        await self._keep_numbered(look.panel, found, ours)
        is_done = asked_to is None or asked_to >= max(known)
        return {"by_key": by_key, "asked_to": asked_to}, is_done

    async def _judge(self, look: Look) -> None:
        """Judge what nobody has decided about: orders of ours have been lost, found and given up since."""
        now = self._judged[look.panel] = self.clock.now()
        waiting = await self.orphans.list_undecided(look.panel)
        if not waiting:
            return
        ours = await self.looks.list_lost(look.panel, now)
        account = Account(look.begun_at, look.first_number, look.panel in self.shared)
        judgements = {orphan.id: judge(_facts(orphan), ours, account) for orphan in waiting}
        changed = {
            orphan.id: judgements[orphan.id]
            for orphan in waiting
            if _is_news(orphan, judgements[orphan.id], now)
        }
        if changed and await self.orphans.judged(look.panel, changed, now):
            self.told()


def _is_news(orphan: FoundOrphan, judgement: Judgement, now: datetime) -> bool:
    """Return True if it looks otherwise than before, or is to be shown from now on."""
    before = (orphan.looks, orphan.order_id, orphan.sure, orphan.fits)
    is_ripe = orphan.shown_at is None and orphan.found_at <= now - SHOWN_AFTER
    return is_ripe or before != (judgement.looks, judgement.order_id, judgement.sure, judgement.fits)


def _are_old(listed: Sequence[ListedOrder], look: Look) -> bool:
    """Return True if all of a page are from before the shop's first order: those behind it are older."""
    moments = [order.created_at for order in listed]
    return all(moment is not None and moment < look.begun_at - EVERY for moment in moments)


def _listed(number: str, report: StatusReport) -> ListedOrder:
    return ListedOrder(
        number=number,
        charge=report.charge,
        currency=report.currency,
        state=report.state,
        word=report.word,
        remains=report.remains if report.remains is not None and report.remains >= 0 else None,
    )


def _between(number: str, ours: Sequence[Numbered]) -> Between:
    """Return when our orders with the next lower and the next higher number were sent."""
    lower = [order for order in ours if order.number < int(number)]
    higher = [order for order in ours if order.number > int(number)]
    after: datetime | None = max(lower, key=lambda order: order.number).sent_at if lower else None
    before: datetime | None = min(higher, key=lambda order: order.number).sent_at if higher else None
    return after, before


def _facts(orphan: FoundOrphan) -> Facts:
    return Facts(
        number=orphan.number,
        service_id=orphan.service_id,
        link_key=None if orphan.link is None else same_link_key(orphan.link),
        quantity=orphan.quantity,
        charge_micro=orphan.charge_micro,
        created_at=orphan.created_at,
        has_zone=orphan.has_zone,
        state=orphan.state,
        remains=orphan.remains,
        after=orphan.after,
        before=orphan.before,
    )

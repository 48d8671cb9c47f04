"""Questions about many orders or refills: in one call, in parts of it, or one by one."""

import math
from collections import deque
from collections.abc import Callable, Sequence

from panel.account import Account
from panel.profile import Profile
from panel.readers.status import Report, Reports
from panel.refusal_phrases import Kind
from panel.reply import Reply
from shop.clock import Clock
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused
from shop.replies import ItemError

IDS_A_CALL = 100

ASK_MANY_AGAIN = 3600.0
"""Seconds before asking a panel about many orders in one call again, after it could not answer that."""

UNUSABLE_BELIEVED = 4
"""So many unusable answers in a row are not about single orders. The breaker opens after one more."""

_ABOUT_ALL = frozenset(
    one.value for one in (Kind.AUTH, Kind.FUNDS, Kind.UNSUPPORTED, Kind.THROTTLED, Kind.MAINTENANCE)
)

Reader = Callable[[Reply], Reports[Report]]
"""Reads the reports in a reply for the ids asked about."""


class ReportCalls:
    """Asks one panel about many orders or refills at once, while the panel can answer that."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._one_by_one_since: float | None = None

    def use(self, profile: Profile) -> None:
        """Ask about many as this dialect does."""
        self._one_by_one_since = None if profile.many_ids else math.inf

    @property
    def takes_many(self) -> bool:
        """True unless the panel lately failed to answer for many at once."""
        since = self._one_by_one_since
        return since is None or self._clock.monotonic() - since >= ASK_MANY_AGAIN

    async def ask(
        self,
        action: str,
        parameter: str,
        ids: Sequence[str],
        reader: Callable[[Sequence[str]], Reader[Report]],
    ) -> dict[str, Report | ItemError]:
        """Return the reports on `ids`: by one call, or one by one if the panel's answer has no ids.

        An answer that cannot be used, or is empty, may be so because of one of them. It keeps nobody from the
        others: parts are asked about, and parts of these. Several in a row are the panel's own trouble.
        Those that are not reported on follow next time, the longest unheard of first.
        """
        if not 1 <= len(ids) <= IDS_A_CALL:
            raise ValueError(f"ask for 1 to {IDS_A_CALL} ids at once, not {len(ids)}")
        reports: dict[str, Report | ItemError] = {}
        waiting, unusable = deque([tuple(ids)]), 0
        trouble: PanelError | None = None
        while waiting and unusable < UNUSABLE_BELIEVED:
            some = waiting.popleft()
            try:
                found = await self._some(action, parameter, some, reader)
            except PanelError as error:
                trouble = error
                if not _may_be_about_one(error):
                    break
                found = {}
            if found is None:
                waiting.extend((one,) for one in some)
            elif found:
                reports, unusable = reports | found, 0
            else:
                unusable += 1
                waiting.extend(_parts(some))
        if trouble is not None and not reports:
            raise trouble
        return reports

    async def _some(
        self,
        action: str,
        parameter: str,
        ids: Sequence[str],
        reader: Callable[[Sequence[str]], Reader[Report]],
    ) -> dict[str, Report | ItemError] | None:
        """Return the reports on these by one call; None if they must be asked for one by one."""
        if len(ids) == 1:
            return await self._one(action, parameter, ids[0], reader)
        return await self._many(action, parameter, ids, reader) if self.takes_many else None

    async def _one(
        self, action: str, parameter: str, item_id: str, reader: Callable[[Sequence[str]], Reader[Report]]
    ) -> dict[str, Report | ItemError]:
        try:
            return (await self._account.ask(action, {parameter: item_id}, reader([item_id]))).by_id
        except PanelRefused as refused:
            if refused.why != Kind.REFILL.value:
                raise
            return {item_id: ItemError(refused.text)}  # the panel objects to this refill

    async def _many(
        self,
        action: str,
        parameter: str,
        ids: Sequence[str],
        reader: Callable[[Sequence[str]], Reader[Report]],
    ) -> dict[str, Report | ItemError] | None:
        """Return the reports on all `ids` by one call, or None if they must be asked for one by one."""
        try:
            many = await self._account.ask(action, {f"{parameter}s": ",".join(ids)}, reader(ids))
        except PanelRefused as refused:
            if refused.why not in {Kind.PARAMS.value, Kind.ORDER.value, Kind.REFILL.value}:
                raise
            # PARAMS: the panel does not know the parameter. Else it refuses all ids because of one.
            if refused.why == Kind.PARAMS.value:
                self._one_by_one_since = self._clock.monotonic()
            return None
        if not many.unplaced:
            self._one_by_one_since = None
            return many.by_id
        self._one_by_one_since = self._clock.monotonic()
        return None


def _parts(ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a single one of several, which most likely can be read, and the halves of the others."""
    *others, last = ids
    middle = len(others) // 2
    parts = ((last,), tuple(others[:middle]), tuple(others[middle:]))
    return [part for part in parts if part] if others else []


def _may_be_about_one(error: PanelError) -> bool:
    """Return True if one of those that were asked about may be why the answer cannot be used."""
    if isinstance(error, PanelRefused):
        return error.why not in _ABOUT_ALL
    return isinstance(error, PanelGarbled) and not isinstance(error, PanelElsewhere)

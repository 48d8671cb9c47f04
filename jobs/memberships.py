"""Tell members of the end, and stop renewals of what the shop offers no more."""

from collections.abc import Callable
from dataclasses import dataclass, field

from payments.memberships import MembershipDesk
from shop.clock import Clock
from shop.membership.membership import MAY_RENEW, DueRenewal, Renewal
from storage.membership.store import Memberships


@dataclass
class MembershipsWork:
    """Looks after memberships. `is_worth` returns True if one still gives its person what they pay for.

    `wake_outbox` is called when members are told.
    """

    memberships: Memberships
    desk: MembershipDesk
    is_worth: Callable[[DueRenewal], bool]
    clock: Clock
    wake_outbox: Callable[[], None]
    _asked: set[int] = field(default_factory=set)

    async def look(self) -> None:
        """Do all that is due."""
        await self._stop_what_is_worth_nothing()
        await self.desk.tell_telegram()
        if await self.memberships.tell_ended(self.clock.now()):
            self.wake_outbox()
        await self.desk.follow()

    async def _stop_what_is_worth_nothing(self) -> None:
        """Ask Telegram once for each: it may refuse, and then its person can still stop it in their app."""
        now = self.clock.now()
        due = [one for one in await self.memberships.list_due(now) if one.id not in self._asked]
        for one in due:
            if not self.is_worth(one):
                self._asked.add(one.id)
                await self.memberships.want(
                    one.id, one.person_id, Renewal.STOPPING, instead_of=MAY_RENEW, now=now
                )

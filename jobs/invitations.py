"""Credit the people who were invited and have finished an order, and those who invited them."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from storage.growth.invitations import Invitations


@dataclass
class InvitationsWork:
    """`wake_outbox` is called when somebody was credited."""

    invitations: Invitations
    clock: Clock
    wake_outbox: Callable[[], None]

    async def reward(self) -> None:
        """Decide about every invitation that is due."""
        after, ended = 0, False
        while due := await self.invitations.list_due(after=after):
            for invited_id in due:
                ended |= await self.invitations.reward(invited_id, self.clock.now())
            after = due[-1]
        if ended:
            self.wake_outbox()

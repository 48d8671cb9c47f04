"""Keep the cards that people put into other chats up to date."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from storage.orders.shared_cards import SharedCards

AT_ONCE = 500
"""Cards read at a time; there are few, as those whose orders have ended are forgotten."""


@dataclass
class SharedCardsWork:
    """`wake_outbox` is called when a card is owed its order's news."""

    cards: SharedCards
    clock: Clock
    wake_outbox: Callable[[], None]

    async def follow(self) -> None:
        """Tell every card whose order has changed since it was told last."""
        after = 0
        while page := await self.cards.list_shared(after=after, limit=AT_ONCE):
            behind = [card for card in page if card.is_behind or card.is_over]
            if behind:
                await self.cards.tell(behind, self.clock.now())
                self.wake_outbox()
            after = page[-1].id

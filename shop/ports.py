"""What the shop needs of its neighbours, as protocols."""

from collections.abc import Sequence
from typing import Protocol

from shop.catalogue.services import Service
from shop.replies import (
    AddOutcome,
    AddRequest,
    Balance,
    ItemError,
    RefillReport,
    RequestOutcome,
    StatusReport,
)


class Panel(Protocol):
    """One account at one panel. Reads raise PanelError; `add` and requests never raise."""

    @property
    def named_by(self) -> str:
        """The parameter for an order's reference, so that it is not made twice; empty for none."""
        ...

    async def services(self) -> list[Service]:
        """Everything on sale. An empty or unreadable list raises: it never empties a catalogue."""
        ...

    async def add(self, request: AddRequest) -> AddOutcome:
        """Place one order, exactly one attempt, no retry inside."""
        ...

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """What the panel says of up to 100 orders. An id that is missing means no news."""
        ...

    async def balance(self) -> Balance:
        """The account's money."""
        ...

    async def refill(self, order_id: str) -> RequestOutcome:
        """Ask for a refill."""
        ...

    async def refill_status(self, refill_ids: Sequence[str]) -> dict[str, RefillReport | ItemError]:
        """What became of up to 100 refills."""
        ...

    async def cancel(self, order_id: str) -> RequestOutcome:
        """Ask for a cancellation."""
        ...

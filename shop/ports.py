"""The protocols of the shop's neighbours."""

from collections.abc import Awaitable, Callable, Sequence
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

Still = Callable[[], Awaitable[bool]]
"""Is a call still wanted? It does not raise."""


class Panel(Protocol):
    """One account at one panel. Reads raise PanelError; `add` and requests never raise."""

    @property
    def named_by(self) -> str:
        """The parameter for an order's reference, which prevents duplicates; empty for none."""
        ...

    @property
    def by_reference(self) -> bool:
        """True if the reference alone tells what became of an order, so that no balance is needed."""
        ...

    async def services(self) -> list[Service]:
        """Return everything on sale. Raises for an empty or unreadable list, so no catalogue is emptied."""
        ...

    async def add(self, request: AddRequest) -> AddOutcome:
        """Place one order: exactly one attempt, no retry."""
        ...

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """Return the reports on up to 100 orders. A missing id means no news."""
        ...

    async def balance(self) -> Balance:
        """Return the account's balance."""
        ...

    async def refill(self, order_id: str, still: Still | None = None) -> RequestOutcome:
        """Ask for a refill, unless it is not `still` wanted when its turn at the panel comes."""
        ...

    async def refill_status(self, refill_ids: Sequence[str]) -> dict[str, RefillReport | ItemError]:
        """Return the reports on up to 100 refills."""
        ...

    async def cancel(self, order_id: str, still: Still | None = None) -> RequestOutcome:
        """Ask for a cancellation, unless it is not `still` wanted when its turn at the panel comes."""
        ...

"""Payments that signed calls named, for gateways where one invoice can have several."""

from collections import OrderedDict

MOST_INVOICES = 1000
MOST_OF_ONE = 10


class NamedPayments:
    """The gateway's numbers by our reference. Forgotten at a restart, but for an invoice's first."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def note(self, reference: str, number: str) -> None:
        """Remember that a signed call named this payment for our reference."""
        known = self._numbers.pop(reference, ())
        if number and number not in known:
            known = (*known, number)[-MOST_OF_ONE:]
        if reference:
            self._numbers[reference] = known
        if len(self._numbers) > MOST_INVOICES:
            self._numbers.popitem(last=False)

    def of(self, reference: str) -> tuple[str, ...]:
        """Return the numbers that were named for our reference."""
        return self._numbers.get(reference, ())

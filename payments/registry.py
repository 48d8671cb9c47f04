"""The kiosk's ways to pay by name, with those not set up: they keep their old payments."""

import re
from collections.abc import Iterable, Iterator, Mapping

from payments.base import Way
from payments.tariff import Tariff
from shop.ledger.surcharge import NO_SURCHARGES, Surcharge

_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
"""Names stand in buttons of 64 bytes and in the ledger's keys, whose parts are separated by colons."""


class Ways:
    """The ways from the settings (`settings.ways`). Amounts are micro-units of the shop's currency."""

    def __init__(
        self,
        ways: Iterable[Way],
        *,
        amounts_micro: tuple[int, ...],
        minimum_micro: int,
        maximum_micro: int,
        surcharges: Mapping[str, Surcharge] = NO_SURCHARGES,
    ) -> None:
        self._amounts_micro = amounts_micro
        self._minimum_micro = minimum_micro
        self._maximum_micro = maximum_micro
        self._surcharges = surcharges
        self._ways: dict[str, Way] = {}
        for way in ways:
            self.add(way)

    def add(self, way: Way) -> None:
        """Register a way after the others. Raises ValueError if its name is taken or not allowed."""
        if way.name in self._ways or not _NAME.fullmatch(way.name):
            raise ValueError(f"not a name for a way to pay: {way.name!r}")
        self._ways[way.name] = way

    def follow(self, now: "Ways") -> None:
        """Take over what the settings have now: ways, bounds and surcharges; ways of no setting stay."""
        self._ways.update(now._ways)
        self._amounts_micro = now._amounts_micro
        self._minimum_micro, self._maximum_micro = now._minimum_micro, now._maximum_micro
        self._surcharges = now._surcharges

    def __iter__(self) -> Iterator[Way]:
        return iter(self._ways.values())

    def find(self, name: str) -> Way | None:
        """Return the way with this name, or None: old rows may name a way of an earlier release."""
        return self._ways.get(name)

    def reported_by_telegram(self, currency: str) -> Way:
        """Return the way of a payment in this currency that Telegram reports."""
        return next(way for way in self if way.telegram_reports(currency))

    @property
    def how_to_pay_by_hand(self) -> str:
        """The shop's own words on how to pay it: numbers in them are no payment's."""
        return "\n".join(way.instructions for way in self if way.instructions)

    def refunds(self, name: str) -> bool:
        """Return True if payments of this way can be refunded."""
        way = self.find(name)
        return way is not None and way.refunds

    def tariff(self, currency: str) -> Tariff:
        """Return what can be paid for a wallet in this currency."""
        return Tariff(
            currency=currency,
            set_up=tuple(way for way in self if way.is_set_up),
            amounts_micro=self._amounts_micro,
            minimum_micro=self._minimum_micro,
            maximum_micro=self._maximum_micro,
            surcharges=self._surcharges,
        )

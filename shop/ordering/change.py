"""A change: an order before and after what the panel told of it."""

from dataclasses import dataclass, replace

from shop.ordering.order import FINISHED, Order


@dataclass(frozen=True, slots=True)
class Change:
    """An order after a report. `alert` names what the operator should look at, if anything."""

    before: Order
    after: Order
    alert: str | None = None

    @property
    def refunds_micro(self) -> int:
        """What goes back to the wallet with this change, in micro-units."""
        return self.after.refunded_micro - self.before.refunded_micro

    @property
    def is_held(self) -> bool:
        """Whether a refund begins to wait with this change."""
        return self.after.refund_held_at is not None and self.before.refund_held_at is None

    @property
    def overcharges(self) -> bool:
        """Whether it shows now that the panel charged more than was reckoned."""
        return self.after.is_overcharged and not self.before.is_overcharged

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has changed but when the panel was asked."""
        if self.alert is not None or self.shows:
            return False
        return self.after == replace(
            self.before,
            checked_at=self.after.checked_at,
            heard_at=self.after.heard_at,
            ask_at=self.after.ask_at,
        )

    @property
    def shows(self) -> bool:
        """Whether the card looks different now."""
        told = ("state", "start_count", "remains", "charge", "refunded_micro")
        return any(getattr(self.before, name) != getattr(self.after, name) for name in told)

    @property
    def finishes(self) -> bool:
        """Whether the order has just reached an end (it may leave it again)."""
        return self.after.state in FINISHED and self.before.state is not self.after.state

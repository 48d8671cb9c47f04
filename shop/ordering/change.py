"""A change: an order before and after a report from the panel."""

from dataclasses import dataclass, replace

from shop.ordering.order import FINISHED, Order


@dataclass(frozen=True, slots=True)
class Change:
    """An order before and after a report. `alert` names what the operator should look at, if anything."""

    before: Order
    after: Order
    alert: str | None = None

    @property
    def refunds_micro(self) -> int:
        """The money this change returns to the wallet, in micro-units."""
        return self.after.refunded_micro - self.before.refunded_micro

    @property
    def moves_money(self) -> bool:
        """True if money goes back to the wallet, or a free order's discount is given back."""
        return bool(self.refunds_micro) or self.after.discount_back_micro > self.before.discount_back_micro

    @property
    def is_held(self) -> bool:
        """True if this change puts a refund on hold."""
        return self.after.refund_held_at is not None and self.before.refund_held_at is None

    @property
    def overcharges(self) -> bool:
        """True if this change reveals that the panel charged more than we expected."""
        return self.after.is_overcharged and not self.before.is_overcharged

    @property
    def is_quiet(self) -> bool:
        """True if only the times of asking have changed."""
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
        """True if the card looks different now."""
        shown = ("state", "start_count", "remains", "charge", "refunded_micro")
        return any(getattr(self.before, name) != getattr(self.after, name) for name in shown)

    @property
    def finishes(self) -> bool:
        """True if the order has just reached an end (it may leave it again)."""
        return self.after.state in FINISHED and self.before.state is not self.after.state

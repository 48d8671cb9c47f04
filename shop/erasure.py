"""Deleting a person's data: what stands in the way, and what they would give up."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Obstacle(StrEnum):
    """Why a person's data is not deleted now; the first that applies is told."""

    ORDERS = "orders"  # under way, or looked into
    PAYMENT = "payment"  # the shop still looks at one by hand, or it is on its way back
    GIFTS = "gifts"  # which nobody has taken yet
    MONEY = "money"  # in the wallet


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """What a person has with the shop: orders under way, payments that are looked at or on their way back,
    open gifts, and money in wallets.

    `money` is what each wallet above zero has, in micro-units with its currency. A wallet below zero is no
    obstacle: what is owed stays in the ledger.
    """

    orders: int = 0
    payments: int = 0
    gifts: int = 0
    money: tuple[tuple[int, str], ...] = ()

    @property
    def money_mark(self) -> str:
        """A short name of exactly this money, for the button that gives it up; empty without any."""
        if not self.money:
            return ""
        return sha256(repr(sorted(self.money)).encode()).hexdigest()[:12]

    def obstacle(self, given_up: str = "") -> Obstacle | None:
        """Return what stands in the way; None if nothing does. `given_up` marks the money given up."""
        if self.orders:
            return Obstacle.ORDERS
        if self.payments:
            return Obstacle.PAYMENT
        if self.gifts:
            return Obstacle.GIFTS
        return Obstacle.MONEY if self.money_mark != given_up and self.money else None

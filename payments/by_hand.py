"""By hand: the operator's own words on how to pay, and a receipt that the operator decides about."""

from payments.base import Bounds, Way
from shop.sentences import marked

WITHOUT_LIMIT = Bounds(0, 2**62)


class ByHand(Way):
    """`instructions` tells people how to pay, empty where that is not offered."""

    name = "manual"
    label = marked("🧾 By hand")
    called = "hand"
    instructions: str

    def __init__(self, instructions: str) -> None:
        self.instructions = instructions

    @property
    def is_set_up(self) -> bool:
        return bool(self.instructions)

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - the operator's alone
        return WITHOUT_LIMIT

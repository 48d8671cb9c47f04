"""Payment by hand: the operator's own instructions, and a receipt the operator decides on."""

from payments.base import Bounds, Way
from shop.sentences import marked

WITHOUT_LIMIT = Bounds(0, 2**62)


class ByHand(Way):
    """`instructions` tells people how to pay; empty if not offered."""

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

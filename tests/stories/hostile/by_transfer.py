"""Paid by a transfer to the operator's own account or address, and matched by evidence."""

from tests.stories.hostile.bill import Bill
from tests.stories.hostile.world import World

NOT_ASKED = "Nobody asks before money is sent: what comes counts as it came, or waits for the operator."


class ByTransfer(World):
    """A shop that is paid by transfers. What is doubtful waits for its operator."""

    async def decides(self, bill: Bill) -> None:
        """The operator says that a doubtful transfer is this customer's."""
        label = f"1. {bill.player.person.name}"
        if self._asks_the_operator(label):
            await self.shop.olga.taps(label)

    def _asks_the_operator(self, label: str) -> bool:
        messages = self.shop.olga.person.home.messages.values()
        return any(button.label.startswith(label) for one in messages for button in one.buttons)

"""Paid by hand: a receipt, and an operator who credits it. The tap on the card is the news."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from tests.stories.hostile.bill import ALL, Bill
from tests.stories.hostile.table import Need
from tests.stories.hostile.world import World

WORDS = "Paid at noon, number 4711"
OPERATOR = "The operator looks at the account: nothing but their tap counts."
OUTSIDE = "The kiosk knows nothing of the account that is paid into."


class Receipts(World):
    """A shop whose operator credits receipts by hand. `theirs` of a bill is whether all of it came."""

    name = "manual"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "manual_topup": "Pay to DE00 1234."}
    off: ClassVar[Mapping[str, str]] = {"manual_topup": "", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        Need.PARTS: "A receipt is credited as asked, or declined, as in another_amount_is_refused.",
        Need.ASKED: OUTSIDE,
        Need.MADE: "Nothing is made anywhere: the operator's own words say how to pay.",
        Need.CARD: "It is a question for the receipt, with a Cancel that takes it back.",
        Need.BACK: OUTSIDE,
        Need.KEYED: "It has no key.",
        Need.SIGNED: "It has no key.",
        Need.PRICED: "The receipt is in the shop's currency.",
        Need.CURRENCIES: OPERATOR,
        Need.TIMES: OUTSIDE,
        Need.WORDS: OUTSIDE,
        Need.CHAIN: "It is no chain.",
        "one_byte_changed": OPERATOR,
        "another_shops_payment": OPERATOR,
        "anothers_payment": OPERATOR,
        "told_in_a_wrong_order": "The tap is the only news.",
        "one_payment_for_two_invoices": OPERATOR,
        "paid_twice": "Who pays twice sends a second receipt, for a second payment.",
        "much_more": OPERATOR,
    }

    async def begun(self, player: Any) -> Bill:
        return Bill(player, self.amount)

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        bill.theirs = share
        return bill.credit if share == ALL else 0

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        await self._sends_receipt(bill)
        if bill.theirs != ALL:
            await self.shop.olga.taps("Decline")
            await self.shop.olga.taps("Another amount came")
            return
        await self.shop.olga.taps("Credit it")
        for _ in range(times - 1):
            await self.shop.olga.taps("Credit it", stale=True)

    async def tells_at_once(self, bill: Bill) -> None:
        await self._sends_receipt(bill)
        for _ in range(5):
            self.shop.olga.person.taps("Credit it")
        await self.shop.settles()

    async def hears(self, bill: Bill) -> None:
        await self._sends_receipt(bill)
        self.shop.olga.person.taps("Credit it")
        await self.shop.kiosk.messaging.polling.poll_once(0)

    async def forges(self, bill: Bill) -> None:
        """The customer sends what the operator's button would."""
        await self._sends_receipt(bill)
        buttons = [one for row in self.shop.olga.person.last.keyboard or () for one in row]
        credit = next(one.data for one in buttons if "Credit" in one.label)
        bill.player.person.forges(credit or "")
        await self.shop.settles()

    async def babbles(self, bill: Bill) -> None:
        """What is no receipt is not passed on."""
        await bill.player.taps("I have paid")
        for words in ("12", "Which network?", "ok"):
            await bill.player.says(words)
            await bill.player.sees("That is not a receipt yet")

    async def decides(self, bill: Bill) -> None:
        """The operator taps once more, where the first tap could not count."""
        if any("Credit it" in one.label for one in self.shop.olga.person.last.buttons):
            await self.shop.olga.taps("Credit it")

    async def before_blocking(self, bill: Bill) -> None:
        await self._sends_receipt(bill)

    async def tells_again(self, bill: Bill, news: list[Any]) -> None:
        self.shop.olga.person.taps("Credit it", stale=True)
        await self.shop.settles()

    async def _sends_receipt(self, bill: Bill) -> None:
        """Hand the receipt in, once."""
        if "receipt" in bill.news:
            return
        await bill.player.taps("I have paid")
        await bill.player.says(WORDS)
        await bill.player.taps("Send to the shop")
        bill.news.append("receipt")

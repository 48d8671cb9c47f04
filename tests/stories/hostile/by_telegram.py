"""Paid inside Telegram: Stars, and cards. Telegram's update is the news, and its list of Stars the source."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from playground.telegram.faults import Fault, refusal, server_error, timeout_after, too_many
from playground.telegram.messages import FakeMessage
from tests.stories.hostile.bill import ALL, Bill
from tests.stories.hostile.table import Need
from tests.stories.hostile.world import World

PROVIDER, ANOTHER = "284685063:TEST:of-the-tests", "284685063:TEST:of-another-account"
WHOLE = "Telegram charges what the invoice says, or nothing."
BY_TELEGRAM = "Telegram alone tells of it, on the connection that the kiosk opened with its own token."
FAULTS: Mapping[str, Fault] = {
    "down": server_error(),
    "busy": server_error(500),
    "throttled": too_many(30),
    "lost": timeout_after(),
    "refused": refusal(400, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID"),
}


class ByTelegram(World):
    """A shop that is paid inside Telegram. `theirs` of a bill is the message that shows it."""

    lacks: ClassVar[Mapping[str, str]] = {
        Need.PARTS: WHOLE,
        Need.CARD: "Telegram shows the invoice, which has no Check and no Cancel.",
        Need.AWAY: "Telegram charges nobody without the kiosk's yes, within ten seconds.",
        Need.SIGNED: BY_TELEGRAM,
        Need.TIMES: "It counts when the kiosk hears of it.",
        Need.WORDS: "A charge has no state in words.",
        Need.CHAIN: "It is no chain.",
        "much_more": WHOLE,
        "forged": BY_TELEGRAM,
        "one_byte_changed": BY_TELEGRAM,
        "nonsense": BY_TELEGRAM,
        "paid_at_the_last_second_and_told_hours_later": "The charge is told of in the moment it is made.",
    }

    def prepares(self) -> None:
        self.shop.telegram.world.provider_tokens |= {PROVIDER, ANOTHER}
        for player in (self.ann, self.bob):
            player.person.tops_up(100_000)

    async def begun(self, player: Any) -> Bill:
        bill = await super().begun(player)
        bill.theirs = self._invoices(player)[-1]
        return bill

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        if share != ALL:  # another program asks for another amount under our name
            assert bill.invoice is not None
            message = await self._shown_elsewhere(bill, bill.invoice.currency, bill.invoice.payload)
            assert not await self._charges(bill, message)
            return 0
        return bill.credit if await self._charges(bill, bill.theirs) else 0

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        for body in bill.news:
            for _ in range(times):
                self.shop.telegram.updates.add("message", body)
        bill.told += bill.news
        bill.news.clear()
        await self.shop.settles()

    async def hears(self, bill: Bill) -> None:
        for body in bill.news:
            self.shop.telegram.updates.add("message", body)
        await self.shop.kiosk.messaging.polling.poll_once(0)

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """Another program with this bot's token sells tea, and approves that itself."""
        await self._sells_elsewhere(bill, "XTR" if self.name == "stars" else "USD", "of-another-program")
        return 1

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """Bob pays an invoice of another program that names Ann's payload; it is none of hers."""
        assert bill.invoice is not None
        message = await self._shown_elsewhere(anothers, bill.invoice.currency, bill.invoice.payload)
        assert not await self._charges(anothers, message)

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """The same charge is told once more, under the second invoice's name."""
        assert second.invoice is not None
        body = bill.told[-1]
        paid = {**body["successful_payment"], "invoice_payload": second.invoice.payload}
        self.shop.telegram.updates.add("message", {**body, "successful_payment": paid})
        await self.shop.settles()

    async def pays_in_another_currency(self, bill: Bill) -> int:
        assert bill.invoice is not None
        await self._sells_elsewhere(bill, "EUR", bill.invoice.payload)
        return 1

    def loses_the_making(self, fault: str = "lost") -> bool:
        self.shop.telegram.plan("sendInvoice", FAULTS.get(fault, FAULTS["down"]))
        return fault == "lost"

    def _invoices(self, player: Any) -> list[FakeMessage]:
        messages = player.person.home.messages.values()
        return [one for one in messages if one.content.invoice is not None]

    async def _charges(self, bill: Bill, message: FakeMessage, *, elsewhere: bool = False) -> bool:
        """Pay; keep the news of it back. Return False if the kiosk did not let it be paid."""
        checkout = bill.player.person.pays(message, stale=True)
        if elsewhere:
            self.shop.telegram.updates.drop_all()
            agreed = {"pre_checkout_query_id": checkout.id, "ok": "true"}
            await self.shop.telegram.call("answerPreCheckoutQuery", agreed)
        else:
            await self.shop.kiosk.messaging.polling.poll_once(0)
            await self.shop.kiosk.messaging.checkout.drain()
        self._keeps_back(bill)
        return checkout.state == "paid"

    def _keeps_back(self, bill: Bill) -> None:
        waiting = [one.body["message"] for one in self.shop.telegram.updates.all() if "message" in one.body]
        bill.news += [one for one in waiting if {"successful_payment", "refunded_payment"} & set(one)]
        self.shop.telegram.updates.drop_all()

    async def _sells_elsewhere(self, bill: Bill, currency: str, payload: str) -> None:
        message = await self._shown_elsewhere(bill, currency, payload)
        assert await self._charges(bill, message, elsewhere=True)
        await self.tells(bill)

    async def _shown_elsewhere(self, bill: Bill, currency: str, payload: str) -> FakeMessage:
        bought = {"title": "Tea", "description": "by another program", "payload": payload}
        prices = '[{"label": "Tea", "amount": 777}]'
        token = {} if currency == "XTR" else {"provider_token": PROVIDER}
        asked = {"chat_id": bill.player.id, **bought, "currency": currency, "prices": prices, **token}
        status, _ = await self.shop.telegram.call("sendInvoice", asked)
        assert status == 200
        return self._invoices(bill.player)[-1]


class Stars(ByTelegram):
    """Telegram's own currency."""

    name = "stars"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0.013"}
    off: ClassVar[Mapping[str, str]] = {"star_value": "0"}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByTelegram.lacks,
        Need.KEYED: "The bot's token is the key: another one is another bot, with books of its own.",
    }

    def goes_down(self, fault: str = "down", times: int = 1) -> None:
        planned = FAULTS.get(fault, FAULTS["down"])
        self.shop.telegram.plan("getStarTransactions", *[planned] * times)

    def comes_up(self) -> None:
        self.shop.telegram.forget_plans()

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """The refund is told before the charge it is of."""
        await self.goes_back(bill)
        bill.news.reverse()
        await self.tells(bill)
        await self.looks(600)

    async def goes_back(self, bill: Bill) -> bool:
        charge = next(reversed(self.shop.telegram.world.ledger.charges))
        asked = {"user_id": bill.player.id, "telegram_payment_charge_id": charge}
        status, _ = await self.shop.telegram.call("refundStarPayment", asked)
        self._keeps_back(bill)
        return status == 200

    async def tells_it_went_back(self, bill: Bill, *, times: int = 1) -> bool:
        await self.tells(bill, times=times)
        return True


class Card(ByTelegram):
    """A payment provider that the operator connected in BotFather."""

    name = "card"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "payment_provider_token": PROVIDER}
    off: ClassVar[Mapping[str, str]] = {"payment_provider_token": ""}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByTelegram.lacks,
        Need.ASKED: "Telegram lists Stars alone; it keeps a card's update for a day.",
        Need.BACK: "Telegram tells of no card payment that went back.",
        Need.PRICED: "A card is charged in the shop's currency.",
        "told_in_a_wrong_order": "A card payment has one piece of news.",
    }

    def gets_another_key(self) -> Mapping[str, str]:
        return {"payment_provider_token": ANOTHER}

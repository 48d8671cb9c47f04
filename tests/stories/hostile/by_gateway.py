"""Paid on a gateway's page. Its call is a hint, and its answer the proof."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from payments.callbacks import Call
from playground.gateways import Bill as TheirBill
from playground.gateways import FakeGateway
from playground.gateways.fake import FAULTS, Hint
from tests.stories.hostile.bill import ALL, Bill, at_once
from tests.stories.hostile.table import Need
from tests.stories.hostile.world import World

NO_CHAIN = "The gateway looks at the chain, if there is one."
NOT_ASKED = "The gateway does not ask beforehand: what comes counts as it came."
NO_RATE = "The invoice is in the shop's currency; the gateway has the rate."
AMOUNT = re.compile(rb'("amount":"|OutSum=)5')


class ByGateway(World):
    """A shop that takes one described gateway. `theirs` of a bill is the gateway's own of it."""

    tries: ClassVar[int] = 1
    """How often the making of an invoice is tried."""

    making: ClassVar[str] = ""
    key_name: ClassVar[str]
    """The fake's attribute that is the key."""

    lacks: ClassVar[Mapping[str, str]] = {
        Need.PRICED: NO_RATE,
        Need.CHAIN: NO_CHAIN,
        Need.REFUSES: NOT_ASKED,
        Need.TIMES: "What it says of times is not read: its states count.",
    }

    @property
    def gateway(self) -> FakeGateway:
        """The gateway's side."""
        return self.shop.gateways[self.name]

    async def begun(self, player: Any) -> Bill:
        bill = await super().begun(player)
        bill.theirs = self.opened(bill)
        return bill

    def opened(self, bill: Bill) -> TheirBill:
        """Return the gateway's bill once the customer has its page before them."""
        return self.gateway.newest

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        if bill.theirs.is_dropped:
            return 0
        minor = bill.minor(share)
        self.gateway.pays(bill.theirs, Decimal(minor) / 100)
        bill.news.append(self.gateway.hints.pop())
        return bill.due(minor)

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        for hint in bill.news:
            for _ in range(times):
                self._take(hint)
                await self.shop.settles()
        bill.news.clear()

    async def tells_at_once(self, bill: Bill) -> None:
        """Five calls, and the regular look between them."""
        for hint in bill.news * 5:
            self._take(hint)
        self.shop.clock.advance(20)
        calls = self.shop.kiosk.gateways.calls
        await at_once(*(calls.ask_next() for _ in range(5)), self.shop.kiosk.payments.close_gaps())
        await self.shop.settles()

    async def hears(self, bill: Bill) -> None:
        for hint in bill.news:
            self._take(hint)
        bill.news.clear()

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """The call about the payment comes first, then those from before it."""
        unpaid = TheirBill(
            **{name: getattr(bill.theirs, name) for name in ("id", "reference", "asked", "currency")},
            made_at=bill.theirs.made_at,
            ends_at=bill.theirs.ends_at,
        )
        bill.news.append(self.gateway.hint_of(unpaid))
        await self.tells(bill)

    async def forges(self, bill: Bill) -> None:
        hint = self._said_to_be_paid(bill)
        self._take(Hint({"crypto-pay-api-signature": "0" * 64}, unsigned(hint.body)))
        await self.shop.settles()

    async def alters(self, bill: Bill) -> int:
        [hint] = bill.news
        body = AMOUNT.sub(rb"\g<1>9", hint.body)
        assert body != hint.body
        self._take(Hint(hint.headers, body))
        await self.shop.settles()
        return bill.credit

    async def signed_now(self, bill: Bill) -> Hint:
        return self._said_to_be_paid(bill)

    async def tells_signed(self, bill: Bill, news: Any) -> None:
        self._take(news)
        await self.shop.settles()

    async def babbles(self, bill: Bill) -> None:
        asked = len(self.gateway.calls)
        nonsense = (b"", b"{", b"[]", b"null", b'{"payload":[]}', b"<x/>", b"\xff" * 99, b"InvId=&Shp_ref=")
        for body in (*nonsense, b'{"payload":{"invoice_id":true}}'):
            assert self.shop.kiosk.gateways.calls.take(self.name, Call({}, body)) is None
        await self.shop.settles()
        assert len(self.gateway.calls) == asked

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """All that the gateway tells is about a reference that is none of ours."""
        await self.pays(bill)
        bill.theirs.reference = "770077"
        bill.news = [self.gateway.hint_of(bill.theirs)]
        await self.tells(bill)
        return 0

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """An unsigned call with Ann's reference and the number of Bob's payment."""
        theirs, mine = anothers.theirs.id, bill.theirs.reference
        said: Any = {"uuid": theirs, "order_id": mine, "status": "paid", "sign": "0" * 32}
        if self.name == "crypto_pay":
            said = {"payload": {"invoice_id": int(theirs), "payload": mine, "status": "paid"}}
        body = json.dumps(said).encode()
        if self.name == "robokassa":
            body = f"OutSum=5.00&InvId={theirs}&Shp_ref={mine}&SignatureValue=00".encode()
        self._take(Hint({}, body))
        await self.shop.settles()

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """The gateway answers about the second invoice with what it knows of the first."""
        self.gateway.bills[second.theirs.id] = bill.theirs
        for _ in range(2):
            await self.looks(60)

    async def pays_in_another_currency(self, bill: Bill) -> int:
        await self.pays(bill)
        bill.theirs.currency = "KZT"
        await self.tells(bill)
        return 1

    def goes_down(self, fault: str = "down", times: int = 1) -> None:
        self.gateway.arm(fault, times)

    def comes_up(self) -> None:
        self.gateway.disarm()

    def loses_the_making(self, fault: str = "lost") -> bool:
        self.gateway.arm(fault, self.tries, on=self.making)
        return FAULTS[fault][0]

    def gets_another_key(self) -> Mapping[str, str]:
        setattr(self.gateway, self.key_name, "10001:AAanother")
        return {f"GATEWAY_{self.name}_{self.our_key}".upper(): "10001:AAanother"}

    our_key: ClassVar[str] = ""

    def says(self, bill: Bill, word: str) -> None:
        bill.theirs.word = word

    def _said_to_be_paid(self, bill: Bill) -> Hint:
        """Return the call that there would be if it had been paid."""
        bill.theirs.came = bill.theirs.asked
        hint = self.gateway.hint_of(bill.theirs)
        bill.theirs.came = Decimal(0)
        return hint

    def _take(self, hint: Hint) -> None:
        self.shop.kiosk.gateways.calls.take(self.name, Call(hint.headers, hint.body))


def unsigned(body: bytes) -> bytes:
    """Return a call's body with another signature in it, if it has one."""
    return re.sub(rb'("sign":"|SignatureValue=)[0-9a-zA-Z]{8}', rb"\g<1>00000000", body)

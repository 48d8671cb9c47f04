"""Paid at Payme or Click, which call the shop. Their authenticated call is the proof, and has an answer."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, ClassVar

from aiohttp.test_utils import unused_port

from payments.callbacks import Call
from tests.stories.hostile.bill import ALL, Bill, at_once
from tests.stories.hostile.table import Need
from tests.stories.hostile.world import World

EXACT = "It must ask for the invoice's amount to the tiyin; see another_amount_is_refused."
CALLS = "It calls until it has its answer, and nothing is asked."
EPOCH = datetime.fromtimestamp(0, UTC)
KEY, SECRET, SERVICE, ANOTHER = "payme-key-of-the-tests", "click-secret-of-the-tests", "24680", "another-key"


class ByMerchant(World):
    """A shop in soums. `theirs` of a bill is the gateway's number of its transaction."""

    currency, amount = "UZS", 5_000_000_000
    environment: ClassVar[Mapping[str, str]] = {
        "GATEWAY_PAYME_MERCHANT": "587f72c72cac0d162c722ae2",
        "GATEWAY_PAYME_KEY": KEY,
        "GATEWAY_CLICK_MERCHANT": "13579",
        "GATEWAY_CLICK_SERVICE": SERVICE,
        "GATEWAY_CLICK_SECRET": SECRET,
    }
    lacks: ClassVar[Mapping[str, str]] = {
        Need.PARTS: EXACT,
        Need.ASKED: CALLS,
        Need.AWAY: "It charges nobody without the shop's answers.",
        Need.MADE: "Nothing is made: the link has the invoice's number and amount.",
        Need.PRICED: "It takes soums alone.",
        Need.CURRENCIES: "It takes soums alone, and its calls name no currency.",
        Need.WORDS: "Its calls ask for acts, and tell no state.",
        Need.CHAIN: "It is no chain.",
        "much_more": EXACT,
    }

    def places(self) -> Mapping[str, str]:
        url = "https://shop.example/payments"
        return {"payments_url": url, "payments_listen": f"127.0.0.1:{unused_port()}"}

    def prepares(self) -> None:
        self.key = ""
        self._made = 0
        self.answers: list[Any] = []
        self.ahead = timedelta(0)

    def sets_their_clock(self, by: timedelta) -> None:
        self.ahead = by

    async def begun(self, player: Any) -> Bill:
        bill = await super().begun(player)
        self._made += 1
        bill.theirs = f"{self._made}"
        return bill

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        """Begin a transaction, as a payer's tap does; the money moves with the answer to the next call."""
        is_begun = await self.begins(bill, bill.minor(share), bill.theirs)
        bill.news = [bill.minor(share)] if is_begun else []
        return bill.credit if is_begun else 0

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        for minor in bill.news:
            answers = [await self.ends_it(bill, minor) for _ in range(times)]
            assert all(one == answers[0] for one in answers)  # a repeated call has the same answer
        bill.news.clear()

    async def tells_at_once(self, bill: Bill) -> None:
        await at_once(*(self.ends_it(bill, bill.minor(ALL)) for _ in range(5)))

    async def hears(self, bill: Bill) -> None:
        """The call is answered with the credit in one transaction, so this is all of it but the notice."""
        await self.ends_it(bill, bill.minor(ALL), settles=False)
        bill.news.clear()

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """The end comes before the beginning, and again after it."""
        bill.theirs = "77"
        await self.ends_it(bill, bill.minor(ALL))
        bill.theirs = "1"
        await self.tells(bill)
        await self.begins(bill, bill.minor(ALL), bill.theirs)

    async def forges(self, bill: Bill) -> None:
        await self.begins(bill, bill.minor(ALL), bill.theirs)
        self.key = ANOTHER
        await self.ends_it(bill, bill.minor(ALL))
        self.key = ""
        assert self.is_refused

    async def alters(self, bill: Bill) -> int:
        """Another amount in the call is refused; the true call still counts."""
        await self.begins(bill, bill.minor(ALL) + 1, "78")
        assert self.is_refused
        await self.tells(bill)
        return bill.credit

    async def signed_now(self, bill: Bill) -> None:
        await self.begins(bill, bill.minor(ALL), bill.theirs)

    async def tells_signed(self, bill: Bill, news: Any) -> None:
        self.key = ""
        await self.ends_it(bill, bill.minor(ALL))
        assert self.is_refused

    async def pays_again(self, bill: Bill) -> int:
        """A second transaction for a paid invoice is refused before anybody is charged."""
        assert not await self.begins(bill, bill.minor(ALL), "79")
        return 0

    async def babbles(self, bill: Bill) -> None:
        bodies = (b"", b"{", b"\xff\xfe", b"null", b"[]", b"action=0&action=1", b"&" * 60_000)
        for body in bodies:
            await self.call(body, {})
            assert self.is_refused

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """It asks about a number that this shop never gave."""
        await self.begins(bill, bill.minor(ALL), bill.theirs, number="77")
        assert self.is_refused
        return 0

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """Bob's transaction is said to be for Ann's invoice."""
        assert bill.invoice is not None
        number = bill.invoice.gateway_id
        assert not await self.begins(bill, bill.minor(ALL), anothers.theirs, number=number)

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """The same transaction is begun and ended for the second invoice."""
        second.theirs = bill.theirs
        assert not await self.begins(second, second.minor(ALL), bill.theirs)

    def gets_another_key(self) -> Mapping[str, str]:
        self.key = ANOTHER
        return {f"GATEWAY_{self.name}_{self.our_key}".upper(): ANOTHER}

    our_key: ClassVar[str]

    @property
    def is_refused(self) -> bool:
        """True if the last call was refused."""
        raise NotImplementedError

    async def begins(self, bill: Bill, minor: int, their_id: str, *, number: str = "") -> bool:
        """Have the gateway begin a transaction; return False if the shop refuses it."""
        raise NotImplementedError

    async def ends_it(self, bill: Bill, minor: int, *, settles: bool = True) -> bytes:
        """Have the gateway say that it was paid; return the answer."""
        raise NotImplementedError

    async def call(self, body: bytes, headers: Mapping[str, str], *, settles: bool = True) -> bytes:
        """Call the shop; return the answer."""
        answer = await self.shop.kiosk.gateways.calls.answer(self.name, Call(headers, body))
        if settles:
            await self.shop.settles()
        assert answer is not None
        self.answers.append(json.loads(answer.text))
        return answer.text.encode()

"""Paid to the operator's address on a chain, which is read at its API and counts once it lies deep."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import ClassVar

from playground.chains import FakeChain, FakeTronGrid
from tests.in_process import Player
from tests.stories.hostile.bill import ALL, Bill, at_once
from tests.stories.hostile.by_transfer import NOT_ASKED, ByTransfer
from tests.stories.hostile.table import Need

ADDRESSES = {
    "ton": "EQCnp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp9og",
    "tron": "TJmmqjb1DK9TTZbQXzRQ2AuA94z4gKAPFh",
}
ELSEWHERE = {"ton": "0:" + "B1" * 32, "tron": "T" + "B" * 33}
UNITS = {"ton": 10**9, "tron": 10**6}


class ByChain(ByTransfer):
    """An address on a chain, read at its API. `theirs` of a bill are its transfers."""

    key_name: ClassVar[str] = "key"
    lacks: ClassVar[Mapping[str, str]] = {
        Need.REFUSES: NOT_ASKED,
        Need.MADE: "Nothing is made: the shop says the amount and the address.",
        Need.SIGNED: "Nobody calls: the chain's API is read.",
        Need.BACK: "What lies deep in a chain does not go back.",
        Need.WORDS: "A transfer that stands in a block is paid.",
    }

    @property
    def chain(self) -> FakeChain:
        """The chain."""
        return self.shop.chains[self.name]

    def prepares(self) -> None:
        self.chain.key = self.settings[f"{self.name}_key"]

    def sets_clock(self, by: timedelta) -> None:
        super().sets_clock(by)
        self.chain.ahead -= by  # the fake's time is the machine's

    def sets_their_clock(self, by: timedelta) -> None:
        self.chain.ahead = by

    async def begun(self, player: Player) -> Bill:
        bill = await super().begun(player)
        bill.theirs = []
        return bill

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        minor = bill.minor(share)
        bill.theirs.append(self.chain.pays(self._units(minor), self.comment(bill)))
        return bill.due(minor)

    def comment(self, bill: Bill) -> str:
        """Return what a payer writes beside the coins."""
        raise NotImplementedError

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        """Let the blocks pass in which it comes to lie deep; more often than once, every line comes twice."""
        self.chain.is_doubled = times > 1
        for _ in range(2 + times):
            await self.looks(30)

    async def tells_at_once(self, bill: Bill) -> None:
        self.shop.clock.advance(90)
        payments = self.shop.kiosk.payments
        await at_once(*(payments.close_gaps_by(self.name) for _ in range(5)))
        await self.shop.settles()

    async def hears(self, bill: Bill) -> None:
        self.shop.clock.advance(90)
        await self.shop.kiosk.payments.close_gaps_by(self.name)

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """The list has a later transfer before this one, and is mended after a while."""
        self.chain.pays(self._units(77_777), to=ELSEWHERE[self.name])
        self.chain.moves.reverse()
        await self.tells(bill)
        self.chain.moves.reverse()
        await self.tells(bill)

    async def forges(self, bill: Bill) -> None:
        """What failed, what bounced, and a token that calls itself by the coin's name."""
        units = self._units(bill.minor(ALL))
        self.chain.pays(units, self.comment(bill), is_failed=True)
        if isinstance(self.chain, FakeTronGrid):
            self.chain.is_deaf = True
            self.chain.forges(units)
        else:
            self.chain.pays(units, self.comment(bill), is_bounced=True)
        await self.tells(bill)

    async def alters(self, bill: Bill) -> int:
        """A slip in what was sent: a person decides."""
        await self.tells(bill)
        assert await self.wallet(bill.player) == 0
        await self.decides(bill)
        return bill.credit

    async def babbles(self, bill: Bill) -> None:
        for fault in ("garbage", "nonsense"):
            self.goes_down(fault)
            await self.looks()
        await self.tells(bill)

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """Coins that go elsewhere, and coins that are nobody's."""
        self.chain.pays(self._units(bill.minor(ALL)), to=ELSEWHERE[self.name])
        self.chain.pays(self._units(77_777), "")
        await self.tells(bill)
        return 0

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """The API tells the same transaction again, with the second payment's comment."""
        [move] = bill.theirs
        move.comment = self.comment(second)
        await self.restarts()  # a new process reads all of it again
        await self.tells(bill)

    def goes_down(self, fault: str = "down", times: int = 1) -> None:
        self.chain.arm(fault, times)

    def comes_up(self) -> None:
        self.chain.disarm()

    def gets_another_key(self) -> Mapping[str, str]:
        self.chain.key = "another-key"
        return {f"{self.name}_key": "another-key"}

    def _units(self, minor: int) -> int:
        return minor * UNITS[self.name] // 100


class Ton(ByChain):
    """Coins with a comment."""

    name = "ton"
    settings: ClassVar[Mapping[str, str]] = {
        "star_value": "0",
        "ton_address": ADDRESSES["ton"],
        "ton_key": "t-key-of-the-tests",
        "ton_value": "2",
    }
    off: ClassVar[Mapping[str, str]] = {"ton_value": "0", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByChain.lacks,
        Need.CURRENCIES: "Other tokens are no transactions of coins, and are not read.",
    }

    def comment(self, bill: Bill) -> str:
        assert bill.invoice is not None
        return bill.invoice.gateway_id

    async def alters(self, bill: Bill) -> int:
        right = self.comment(bill)
        bill.theirs[0].comment = right[:-2] + right[-1] + right[-2]
        return await super().alters(bill)

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """Bob writes both comments: nobody is credited but by a person."""
        anothers.theirs[0].comment = f"{self.comment(anothers)} {self.comment(bill)}"
        await self.tells(anothers)
        await self.shop.olga.taps("2. Bob" if self._asks_the_operator("2. Bob") else "1. Bob")


class Tron(ByChain):
    """USDT without a comment: the exact amount tells whose it is."""

    name = "tron"
    settings: ClassVar[Mapping[str, str]] = {
        "star_value": "0",
        "tron_address": ADDRESSES["tron"],
        "tron_key": "r-key-of-the-tests",
        "tron_value": "2",
    }
    off: ClassVar[Mapping[str, str]] = {"gateways": "tron:off", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByChain.lacks,
        Need.PARTS: "Without a comment only the exact amount is somebody's; see one_byte_changed.",
        Need.CURRENCIES: "Another token is left out, as in forged.",
        "anothers_payment": "Nothing but the amount tells whose it is, and no two are asked for the same.",
        "one_payment_for_two_invoices": "Nothing but the amount names an invoice.",
        "paid_twice": "A second transfer of one amount names nobody: the operator has it.",
        "much_more": "Without a comment it is nobody's.",
    }

    def comment(self, bill: Bill) -> str:
        return ""

    async def alters(self, bill: Bill) -> int:
        """An exchange took its fee out of the amount; a person decides, and what came is credited."""
        bill.theirs[0].units -= self._units(1)
        await super().alters(bill)
        return bill.due(bill.minor(ALL) - 1)

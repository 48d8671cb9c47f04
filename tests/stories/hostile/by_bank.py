"""Paid into the operator's bank account. A program posts the bank's messages; statements are pasted."""

import json
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any, ClassVar

from aiohttp.test_utils import unused_port

from payments.callbacks import Call
from tests.stories.hostile.bill import ALL, Bill, at_once
from tests.stories.hostile.by_transfer import NOT_ASKED, ByTransfer
from tests.stories.hostile.table import Need

SENDER, OTHERS = "AD-HDFCBK-S", "+919812345678"
HEAD = "Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.\n"
BACK_HEAD = "Buchungstag;Verwendungszweck;Betrag;Währung;Referenz;Buchungstext;Original ID\n"


class Bank(ByTransfer):
    """A shop in rupees. `theirs` of a bill is the last transfer's amount and number."""

    name = "bank"
    currency, amount = "INR", 500_000_000
    settings: ClassVar[Mapping[str, str]] = {
        "star_value": "0",
        "bank_transfer": "To HDFC account `50100012345678`.",
        "bank_senders": SENDER,
        "payments_url": "https://shop.example/payments",
    }
    off: ClassVar[Mapping[str, str]] = {"bank_transfer": "", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        Need.REFUSES: NOT_ASKED,
        Need.ASKED: "A bank is not asked: its messages are posted, and its statements are pasted.",
        Need.MADE: "Nothing is made: the shop says the amount and the reference.",
        Need.KEYED: "The address is the key, and is made of the bot's token.",
        Need.SIGNED: "The address is the key, and is made of the bot's token.",
        Need.PRICED: "This shop's account is in its own currency.",
        Need.WORDS: "A message tells of money, and has no states.",
        Need.CHAIN: "It is no chain.",
    }

    def places(self) -> Mapping[str, str]:
        return {"payments_listen": f"127.0.0.1:{unused_port()}"}

    def prepares(self) -> None:
        self._numbers = 0
        self._ahead = timedelta(0)

    def sets_their_clock(self, by: timedelta) -> None:
        self._ahead = by

    async def pays(self, bill: Bill, share: Fraction = ALL) -> int:
        self._numbers += 1
        minor = bill.minor(share)
        stamp = f"{(self.shop.clock.now() + self._ahead).timestamp():.0f}"
        bill.news.append({"text": self._sms(bill, minor), "sentStamp": stamp})
        bill.theirs = (minor, self._numbers)
        return bill.due(minor)

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        for fields in bill.news * times:
            await self._posts(fields)
        bill.news.clear()
        await self.shop.settles()

    async def tells_at_once(self, bill: Bill) -> None:
        await at_once(*(self._posts(fields) for fields in bill.news * 5))
        await self.shop.settles()

    async def hears(self, bill: Bill) -> None:
        for fields in bill.news:
            await self._posts(fields)

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """The statement is pasted before the bank's message of the same money comes."""
        minor, _ = bill.theirs
        assert bill.invoice is not None
        line = f"{self.shop.clock.now():%d/%m/%Y},UPI {bill.invoice.gateway_id},901,,{rupees(minor)}\n"
        await self._pastes(HEAD + line)
        await self.tells(bill)

    async def forges(self, bill: Bill) -> None:
        text = self._sms(bill, bill.minor(ALL))
        for forger in (OTHERS, "AD-HDFСBK-S", "", SENDER + "\u200b"):
            await self._posts({"text": text}, sender=forger)
        await self.shop.settles()

    async def alters(self, bill: Bill) -> int:
        """A sign of the reference is another one: nobody is credited until the operator has looked."""
        assert bill.invoice is not None
        right = bill.invoice.gateway_id
        [fields] = bill.news
        bill.news = [{**fields, "text": fields["text"].replace(right, right[:-2] + right[-1] + right[-2])}]
        await self.tells(bill)
        assert await self.wallet(bill.player) == 0
        await self.decides(bill)
        return bill.credit

    async def babbles(self, bill: Bill) -> None:
        for body in (b"", b"{", b"[]", b"null", b"\xff" * 99, b'{"from":"AD-HDFCBK-S"}'):
            answer = await self._answer(body)
            assert answer == 400
        for text in ("Your OTP is 5000", "Rs.500.01 debited from a/c **5678", "Rs.1e9 credited", "💸"):
            await self._posts({"text": text})
        await self.shop.settles()

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """Rent comes in: its amount is nobody's, and it names nobody."""
        await self._posts({"text": "Rs.75,000.00 credited to a/c **5678 RENT (UPI Ref No 000000000077)"})
        await self.shop.settles()
        return 0

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """Bob pays his own amount under Ann's reference and his own: nobody is credited but by a person."""
        assert bill.invoice is not None
        assert anothers.invoice is not None
        both = f"{anothers.invoice.gateway_id} {bill.invoice.gateway_id}"
        [fields] = anothers.news
        anothers.news = [{**fields, "text": fields["text"].replace(anothers.invoice.gateway_id, both)}]
        await self.tells(anothers)
        assert await self.wallet(anothers.player) == 0
        await self.shop.olga.taps("2. Bob" if self._asks_the_operator("2. Bob") else "1. Bob")

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """The statement tells of the same money without its reference, and of nothing else."""
        minor, _ = bill.theirs
        await self._pastes(f"{HEAD}{self.shop.clock.now():%d/%m/%Y},UPI-ANN,901,,{rupees(minor)}\n")

    async def pays_in_another_currency(self, bill: Bill) -> int:
        await self.pays(bill)
        bill.news = [{**one, "text": one["text"].replace("Rs.", "USD ")} for one in bill.news]
        await self.tells(bill)
        return 0

    async def goes_back(self, bill: Bill) -> bool:
        return True

    async def tells_it_went_back(self, bill: Bill, *, times: int = 1) -> bool:
        """The bank's statement has the transfer and, below it, that it was taken back."""
        assert bill.invoice is not None
        minor, number = bill.theirs
        day = f"{self.shop.clock.now():%d.%m.%Y}"
        came = f"{day};UPI {bill.invoice.gateway_id};{rupees(minor)};INR;{number};Gutschrift;\n"
        went = f"{day};storno;-{rupees(minor)};INR;{number + 900};Storno;{number}\n"
        for _ in range(times):
            await self._pastes(BACK_HEAD + came + went)
        return True

    def _sms(self, bill: Bill, minor: int) -> str:
        assert bill.invoice is not None
        return (
            f"Rs.{rupees(minor)} credited to a/c **5678 by a/c linked to VPA ann@ybl "
            f"{bill.invoice.gateway_id} (UPI Ref No {self._numbers:012d}). Avl Bal: Rs.1,00,000.00"
        )

    async def _posts(self, fields: Mapping[str, Any], *, sender: str = SENDER) -> None:
        await self._answer(json.dumps({"from": sender, **fields}).encode())

    async def _answer(self, body: bytes) -> int:
        call = Call({"content-type": "application/json"}, body)
        answer = await self.shop.kiosk.gateways.calls.answer("bank", call)
        assert answer is not None
        return answer.status

    async def _pastes(self, statement: str) -> None:
        await self.shop.olga.says("/transfers")
        await self.shop.olga.says(statement)


def rupees(minor: int) -> str:
    """Return an amount as a bank writes it."""
    return f"{minor // 100}.{minor % 100:02}"

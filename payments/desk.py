"""The payment desk: credits the ways' proofs, and retries refunds under way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from payments.base import (
    Declined,
    Finding,
    MustWait,
    NoAnswer,
    NotAsked,
    Ports,
    Proof,
    RefundWish,
    Refused,
    Shown,
    Way,
)
from payments.memberships import MembershipDesk
from payments.registry import Ways
from shop.clock import Clock
from shop.errors import ShopError
from shop.ledger.payment import Asking, Credited, Doubt, Payment, Return
from shop.ledger.topup import Invoice, Paid, paid_words

log = logging.getLogger("kiosk.payments")

SHOWN_WITHIN = 8.0
"""Seconds a way may take to make an invoice; its person is waiting."""

REFUNDED_WITHIN = 20.0
"""Seconds for one attempt to refund a payment; it is retried."""


class PaymentRows(Protocol):
    """The rows of payments. Each call is one transaction."""

    def paid(self, paid: Paid, now: datetime) -> Awaitable[Credited]:
        """Credit this payment, once however often it is reported."""
        ...

    def with_commission(self, paid: Paid, commission: int) -> Awaitable[Paid]:
        """Return the payment with what the person paid, if the `commission` was taken off."""
        ...

    def numbered(self, offered: Invoice) -> Awaitable[None]:
        """Store the number that an invoice has at its gateway, if it has none yet."""
        ...

    def was_returned(self, way: str, charge_id: str, now: datetime) -> Awaitable[None]:
        """Book that this charge went back to its payer; the shop bears what the wallet lacks."""
        ...

    @property
    def returns(self) -> "ReturnRows":
        """The returns of these payments."""
        ...


class ReturnRows(Protocol):
    """The rows of returns that were asked for. Each call is one transaction."""

    def list_returning(self) -> Awaitable[Sequence[Return]]:
        """Return the returns under way, which are asked for until there is a yes, a no or a doubt."""
        ...

    def begin_asking(self, begun: Return, now: datetime, again_for: timedelta | None) -> Awaitable[Asking]:
        """Note, before it is asked for, that this return is asked for since `now`; return if it may be.

        `again_for` is how long the other side knows an earlier request; None: for ever.
        """
        ...

    def end_asking(self, begun: Return, since: datetime, *, arrived: bool) -> Awaitable[None]:
        """Note that the request of `since` got no answer; not `arrived`: it surely did nothing."""
        ...

    def refused(self, begun: Return, since: datetime, why: Doubt, now: datetime) -> Awaitable[bool]:
        """Put the money of a refused return back into the wallet.

        Return False, and keep the doubt, if another request for it has no answer: it may have been obeyed.
        """
        ...

    def list_left(self, now: datetime) -> Awaitable[Sequence[Return]]:
        """Return the returns that nobody took on for a day, whoever was paid."""
        ...

    def settle_doubt(self, doubted: Return, now: datetime, *, went_back: bool, by: int) -> Awaitable[None]:
        """End a doubtful return as the operator `by` found it.

        Raises ShopError if it is settled already, or while money stands still.
        """
        ...

    def doubted(self, begun: Return, why: Doubt, now: datetime) -> Awaitable[None]:
        """Note that nobody knows if this return was made: operators are asked, and nobody else any more."""
        ...

    def returned(self, begun: Return, now: datetime) -> Awaitable[None]:
        """Note that this return was made."""
        ...

    def not_returned(self, begun: Return, now: datetime) -> Awaitable[None]:
        """Put the money of a refused return back into the wallet; another try is allowed."""
        ...


class Refund(Enum):
    """The result of an attempt to refund a payment."""

    DONE = auto()
    REFUSED = auto()
    UNDER_WAY = auto()


class PaymentDesk:
    """All ways at work; `memberships` follow payments. `arrived` is called when a notice is due.

    While `is_still`, no money goes back: a return that is asked for goes on later.
    """

    def __init__(
        self,
        ways: Ways,
        rows: PaymentRows,
        ports: Ports,
        *,
        clock: Clock,
        arrived: Callable[[], None],
        memberships: MembershipDesk,
        is_still: Callable[[], bool] = lambda: False,
    ) -> None:
        self.ways = ways
        self._rows = rows
        self._ports = ports
        self._clock = clock
        self._arrived = arrived
        self.memberships = memberships
        self._is_still = is_still

    async def show(self, way: Way, invoice: Invoice) -> Shown:
        """Return how to show an invoice that is already stored. Raises Refused and, in time, NoAnswer."""
        try:
            async with asyncio.timeout(SHOWN_WITHIN):
                return await way.show(invoice)
        except TimeoutError:
            raise NoAnswer(f"{way.name} takes too long to make an invoice") from None

    async def look(self, way: Way, invoice: Invoice) -> bool:
        """Ask about one invoice now and credit what came; return False if no answer came in time."""
        try:
            async with asyncio.timeout(SHOWN_WITHIN):
                findings = await way.look(invoice)
        except (NoAnswer, Refused, TimeoutError) as problem:
            log.warning("%s did not tell of an invoice (%s).", way.called, problem or "it takes too long")
            return False
        if findings and invoice.gateway_id:
            await self._rows.numbered(invoice)
        for finding in findings:
            await self._record(way, finding)
        return True

    async def drop(self, way: Way, invoice: Invoice) -> None:
        """End an invoice at its source, if that can be done now; it is followed all the same."""
        try:
            async with asyncio.timeout(SHOWN_WITHIN):
                await way.drop(invoice)
        except (NoAnswer, Refused, TimeoutError) as problem:
            log.info("%s did not end an invoice (%s).", way.called, problem or "it takes too long")

    async def close_gaps(self) -> None:
        """Close the gaps of every way."""
        for way in self.ways:
            await self.close_gaps_of(way)

    async def close_gaps_by(self, name: str) -> None:
        """Close the gaps of the way that has this name now; settings may have changed it."""
        way = self.ways.find(name)
        if way is not None:
            await self.close_gaps_of(way)

    async def close_gaps_of(self, way: Way) -> None:
        """Credit payments we do not have yet, and continue refunds under way.

        Reading comes first: somebody waits for that money. Each refund is tried separately, so an
        unsettled one does not block the others.
        """
        try:
            await self._reread(way)
        except NoAnswer as problem:
            _note_silence(problem, f"Payments by {way.called} could not be read")
        except Refused as refused:  # no reading is a reason to leave the refunds and the other ways waiting
            log.error("Payments by %s could not be read: %s", way.called, refused)
        for begun in await self._rows.returns.list_returning():
            if begun.payment.way == way.name:
                await self.give_back(begun)

    async def give_back(self, begun: Return) -> Refund:
        """Ask for this return, unless somebody does so now. The wallet was debited already.

        A gateway that is asked for the same twice at once may refuse one of them, and make the other. One
        that refuses what it was asked for before, and gave no answer to, may have made it then: operators
        are asked to look. Raises ShopError if its way gives nothing back.
        """
        payment = begun.payment
        way = self.ways.find(payment.way)
        if way is None or not way.refunds:
            raise ShopError("nothing_to_return")
        if self._is_still():  # it may have been given back after the backup; it goes on after the comparison
            return Refund.UNDER_WAY
        since = self._clock.now()
        asking = await self._rows.returns.begin_asking(begun, since, way.refunds_again_for)
        if asking is Asking.TOO_LATE:
            await self._doubted(begun)
        if asking is not Asking.YES:
            return Refund.UNDER_WAY
        amount_minor = begun.share.amount_minor
        wish = RefundWish(payment.charge_id, payment.person_id, payment.currency, amount_minor, begun.n)
        try:
            await self._refund(way, wish)
        except NoAnswer as problem:
            _note_silence(problem, f"The refund of {payment.charge_id} was not confirmed")
            await self._rows.returns.end_asking(begun, since, arrived=not isinstance(problem, NotAsked))
            return Refund.UNDER_WAY
        except Refused as refused:
            return await self._refused(begun, since, way, refused)
        await self._rows.returns.returned(begun, self._clock.now())
        self._arrived()
        return Refund.DONE

    async def _refused(self, begun: Return, since: datetime, way: Way, refused: Refused) -> Refund:
        log.error("Charge %s (%s) was not refunded: %s", begun.payment.charge_id, way.name, refused)
        is_refused, now = True, self._clock.now()
        if isinstance(refused, Declined):
            await self._rows.returns.not_returned(begun, now)
        else:
            why = Doubt(self.called(begun.payment), str(refused))
            is_refused = await self._rows.returns.refused(begun, since, why, now)
        self._arrived()
        return Refund.REFUSED if is_refused else Refund.UNDER_WAY

    async def _doubted(self, begun: Return) -> None:
        log.error("Nobody knows if charge %s was refunded.", begun.payment.charge_id)
        await self._rows.returns.doubted(begun, Doubt(self.called(begun.payment)), self._clock.now())
        self._arrived()

    async def give_up_left(self) -> None:
        """Have operators look at the refunds that nobody took on for a day, whatever the reason."""
        if not self._is_still():
            for begun in await self._rows.returns.list_left(self._clock.now()):
                await self._doubted(begun)

    async def settle_doubt(
        self, doubted: Return, invoice: Invoice | None, *, went_back: bool, by: int
    ) -> None:
        """End a doubtful refund as the operator `by` found it.

        Whoever was asked is read before, as they may tell by now, and after nothing went back: what else
        did, the doubt kept out of the book. Raises ShopError if it is settled already.
        """
        way = self.ways.find(doubted.payment.way)
        if way is not None and invoice is not None:
            await self.look(way, invoice)
        await self._rows.returns.settle_doubt(doubted, self._clock.now(), went_back=went_back, by=by)
        if way is not None and invoice is not None and not went_back:
            await self.look(way, invoice)
        self._arrived()

    def called(self, payment: Payment) -> str:
        """Return what an operator calls whoever received this payment, also if it is not set up any more."""
        way = self.ways.find(payment.way)
        if way is None:
            return payment.way
        return "Telegram" if way.telegram_reports(payment.currency) else way.called

    async def _refund(self, way: Way, wish: RefundWish) -> None:
        try:
            async with asyncio.timeout(REFUNDED_WITHIN):
                await way.refund(wish, self._ports)
        except TimeoutError:
            raise NoAnswer(f"{way.name} takes too long to answer") from None

    async def _reread(self, way: Way) -> None:
        async with aclosing(way.reread(self._ports)) as parts:
            async for findings in parts:
                for finding in findings:
                    await self._record(way, finding)

    async def _record(self, way: Way, finding: Finding) -> None:
        now = self._clock.now()
        if not isinstance(finding, Proof):
            await self._rows.was_returned(way.name, finding.charge_id, now)
            return await self.memberships.follow()
        paid = finding.paid
        if finding.commission_minor is not None:
            paid = await self._rows.with_commission(paid, finding.commission_minor)
        if await self._rows.paid(paid, now) is not Credited.BEFORE:
            words = f"{paid_words(paid.currency, paid.amount_minor)}, {paid.charge_id}"
            was_missed = way.telegram_reports(paid.currency)
            level = logging.WARNING if was_missed else logging.INFO
            log.log(level, "A payment (%s) was found by reading and credited.", words)
            self._arrived()
            await self.memberships.follow()
        return None


def _note_silence(problem: NoAnswer, what: str) -> None:
    if not isinstance(problem, MustWait):
        log.warning("%s (%s); it will be retried.", what, problem)

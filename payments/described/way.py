"""A way to pay through a described gateway. Money counts when the gateway, asked, says that it came.

Call-backs and people's taps only say when to ask. An invoice is asked for by the gateway's own number; one
whose number was lost with an answer is looked for under our reference, and in the gateway's list.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from payments.base import (
    Bounds,
    Declined,
    Finding,
    MustWait,
    NoAnswer,
    PayLink,
    Ports,
    Proof,
    RefundWish,
    Refused,
    Shown,
    Way,
    WentBack,
)
from payments.described import wire
from payments.described.amounts import written_amount
from payments.described.call_back_claims import claims_of
from payments.described.calls import Gateway, NotThere
from payments.described.due import DueTimes
from payments.described.meanings import CAME, Meaning
from payments.described.named import NamedPayments
from payments.described.profile import Ask, Profile, Refund
from payments.described.reading import GatewayPayment, finding_of, payments_in
from payments.described.signing import signed
from payments.described.template import Value, filled
from shop.clock import Clock
from shop.ledger.topup import INVOICE_HOLDS, Hint, Invoice
from shop.money import micro_up, parse_amount
from shop.sentences import marked

log = logging.getLogger("kiosk.payments")

LOOK_SECONDS = 10.0
"""Seconds between two looks at what is due: where nobody calls us, a payment is found within a minute."""

AT_ONCE = 4
"""Requests to one gateway at the same time."""

KEYS_LAST = timedelta(hours=12)
"""How long a refund is asked for again by its key. YooKassa forgets one after 24 hours, and pays twice."""

MOST_PAGES = 20

MOST_TOLD = 20_000
"""Findings kept in memory so that the ledger is not asked about them again and again."""

TOLD_AGAIN = 600.0
"""Seconds after which the ledger hears again of what went back in part."""

TELEGRAM = "https://t.me"
"""Where payers go while nobody knows the bot's name: many gateways demand an address."""

TITLE = marked("Wallet top-up")


class DescribedWay(Way):
    """`callback` is the address at which the gateway may call us, `back` where payers go afterwards.

    Not `is_on`: it takes no new payments, and those under way are followed to their end.
    """

    reread_seconds = LOOK_SECONDS

    def __init__(
        self,
        gateway: Gateway,
        clock: Clock,
        *,
        is_on: bool = True,
        callback: str = "",
        back: str = TELEGRAM,
    ) -> None:
        self._is_on = is_on
        self._gateway = gateway
        self._profile = gateway.profile
        self._clock = clock
        self._callback = callback
        self.back = back
        self._due = DueTimes()
        self._told: dict[str, tuple[Finding, float]] = {}
        self._named = NamedPayments()
        self.name = self._profile.name
        self.label = self._profile.label
        self.called = self._profile.called
        self.languages = self._profile.languages
        self.refunds = self._profile.refund is not None
        self.refunds_parts = self._profile.refunds_parts
        self.tells_refunds = self._profile.payment.refunded is not None
        self.refunds_again_for = KEYS_LAST if self._profile.names_refunds else None

    @property
    def is_set_up(self) -> bool:
        return self._is_on

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - no rates in it
        money = self._profile.money
        if money.currencies and currency not in money.currencies:
            return None
        smallest, largest = money.bounds.get(currency, ("0", "1000000000"))
        return Bounds(_micro(smallest), _micro(largest))

    def reason_unpayable(self, currency: str) -> str | None:
        return None if self.bounds(currency) else f"{self.called} takes no {currency}"

    async def show(self, invoice: Invoice) -> Shown:
        profile, values = self._profile, self._values(invoice)
        if profile.link is not None:
            return PayLink(self._own_link(values), reference(profile, invoice))
        assert profile.create is not None  # noqa: S101 - the profile has one of both
        said = await self._create(values)
        link = wire.text_at(profile.create.link, said)
        if not link.startswith("https://" if self._gateway.root.startswith("https://") else "http"):
            raise NoAnswer("an answer without the page's address")
        return PayLink(link, wire.text_at(profile.create.id, said))

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:
        """Yield what is new of the invoices that are due, as many as the gateway's rate allows."""
        async with aclosing(self._looked(ports)) as parts:
            async for part in parts:
                at = self._clock.monotonic()
                news = [one for one in part if self._is_news(one, at)]
                if news:
                    yield news
                self._told |= {_about(one): (one, at) for one in news}  # only now are they in the ledger
        if len(self._told) > MOST_TOLD:
            self._told.clear()

    def _is_news(self, finding: Finding, at: float) -> bool:
        """Return True if this is not in the ledger, as far as is known.

        What of a payment went back in part waits for the end of a refund that is under way beside it.
        """
        told, told_at = self._told.get(_about(finding), (None, 0.0))
        is_in_part = isinstance(finding, Proof) and finding.paid.back_minor > 0
        return told != finding or (is_in_part and at - told_at >= TOLD_AGAIN)

    async def _looked(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:
        now = ports.clock.now()
        followed = await ports.followed(self.name, now)
        allowed = max(1, int(self._profile.per_minute * LOOK_SECONDS / 60))
        due = self._due.choose(followed, now, allowed)
        if self._profile.list is not None and (len(due) > 1 or any(not one.gateway_id for one in due)):
            try:
                async for part in self._listed(followed, now, min(allowed, MOST_PAGES)):
                    allowed -= 1  # a page is a question, too
                    yield part
            except Refused as refused:  # each invoice is asked about all the same
                log.warning("%s refuses its list: %s", self.called, refused)
        due = due[: max(0, allowed)]
        for start in range(0, len(due), AT_ONCE):
            asked = (self._asked(one) for one in due[start : start + AT_ONCE])
            answers = await asyncio.gather(*asked, return_exceptions=True)
            for invoice, found in zip(due[start : start + AT_ONCE], answers, strict=True):
                if isinstance(found, Refused):  # about this one; it must not keep the others waiting
                    self._due.asked(invoice, now)
                    log.warning("%s refuses to tell of an invoice: %s", self.called, found)
                elif not isinstance(found, BaseException):
                    yield found
            if trouble := next((one for one in answers if _is_trouble(one)), None):
                raise trouble

    async def look(self, invoice: Invoice) -> Sequence[Finding]:
        """Ask about one invoice now. Raises NoAnswer and Refused."""
        return await self._asked(invoice)

    def can_look(self, invoice: Invoice) -> bool:
        return bool(self._questions(invoice))

    def reference_of(self, invoice: Invoice) -> str:
        return reference(self._profile, invoice)

    def read_hint(self, headers: Mapping[str, str], body: bytes) -> Hint | None:
        call = self._profile.callback
        if call is None:
            return None
        try:
            read = claims_of(call, headers, body, self._gateway.keys)
        except wire.Unreadable as problem:
            log.info("%s called with %s.", self.called, problem)
            return None
        named = read.reference if self._profile.reference == "payload" else ""
        if not read.id and not read.reference:
            return None
        if call.several and read.is_signed:
            self._named.note(read.reference, read.id)
        return Hint(read.id, read.reference, read.is_signed, payload=named, answer=read.answer)

    async def drop(self, invoice: Invoice) -> None:
        """End an invoice at the gateway, if it can. Raises NoAnswer and Refused."""
        if self._profile.drop is not None and invoice.gateway_id:
            await self._gateway.ask(self._profile.drop, self._values(invoice))

    async def refund(self, wish: RefundWish, ports: Ports) -> None:  # noqa: ARG002 - needs no neighbour
        call = self._profile.refund
        if call is None:
            raise Refused(f"{self.name} gives nothing back")
        charge_id = wish.charge_id.partition("+")[0]
        self._told.pop(charge_id, None)  # what went back otherwise meanwhile is told again
        values: dict[str, Value] = {
            "id": charge_id,
            "key": wish.key,
            "person": wish.person_id,
            "currency": wish.currency,
            "amount": written_amount(wish.amount_minor, wish.currency, self._profile.money.form),
        }
        try:
            said = await self._gateway.ask(call, values)
            _judge(call, said, Declined if self._profile.names_refunds else Refused)
        except Refused as refused:
            if not any(words.lower() in str(refused).lower() for words in call.already):
                raise

    async def aclose(self) -> None:
        """Close the connections to the gateway."""
        await self._gateway.aclose()

    async def _create(self, values: Mapping[str, Value]) -> Any:
        create = self._profile.create
        assert create is not None  # noqa: S101 - see above
        try:
            return await self._gateway.ask(create, values)
        except MustWait:
            raise
        except NoAnswer:
            if not create.repeatable:
                raise
            return await self._gateway.ask(create, values)

    async def _asked(self, invoice: Invoice) -> Sequence[Finding]:
        found = []
        for call, values in self._questions(invoice):
            try:
                said = await self._gateway.ask(call, values, none=call.none)
            except NotThere:
                continue
            payments = payments_in(said, call.items, self._profile)
            found += [one for told in payments if (one := self._finding(told, invoice)) is not None]
        self._due.asked(invoice, self._clock.now())
        return found

    def _questions(self, invoice: Invoice) -> list[tuple[Ask, Mapping[str, Value]]]:
        """Return what is asked about an invoice: by the gateway's numbers, else by our reference."""
        ask, find, values = self._profile.ask, self._profile.find, self._values(invoice)
        numbers = (invoice.gateway_id, *self._named.of(self.reference_of(invoice)))
        if ask is not None and any(numbers):
            return [(ask, {**values, "id": number}) for number in dict.fromkeys(numbers) if number]
        return [] if find is None else [(find, values)]

    async def _listed(
        self, followed: Sequence[Invoice], now: datetime, pages: int
    ) -> AsyncGenerator[Sequence[Finding], None]:
        """Yield what the gateway's list says of our invoices, newest payments first."""
        call = self._profile.list
        assert call is not None  # noqa: S101 - the caller has looked
        ours = _Known(followed, self._profile)
        since = now - timedelta(days=4)
        cursor = ""
        for page in range(1, pages + 1):
            values: dict[str, Value] = {
                "page": page,
                "offset": (page - 1) * call.per_page,
                "per_page": call.per_page,
                "cursor": cursor,
                "since": _iso(since),
                "since_unix": int(since.timestamp()),
                "now_unix": int(now.timestamp()),
            }
            said = await self._gateway.ask(call, values)
            payments = list(payments_in(said, call.items, self._profile))
            pairs = ((one, ours.invoice_of(one)) for one in payments)
            found = [self._finding(one, invoice) for one, invoice in pairs if invoice is not None]
            yield [one for one in found if one is not None]
            cursor = wire.text_at(call.next, said)
            if not cursor if call.next else len(payments) < call.per_page:
                return

    def _finding(self, payment: GatewayPayment, invoice: Invoice) -> Finding | None:
        """Return what this payment proves, if it is this invoice's, by its reference, else its number."""
        is_ours = (
            payment.reference == reference(self._profile, invoice)
            if payment.reference
            else bool(payment.id) and payment.id == invoice.gateway_id
        )
        if not is_ours:
            log.warning("%s told of another invoice than it was asked about.", self.called)
            return None
        if payment.meaning is Meaning.UNCLEAR:
            log.warning("%s says %r, which is unclear: nothing is credited.", self.called, payment.word[:40])
        found = finding_of(payment, invoice, self._profile)
        if found is None and payment.meaning in CAME and not payment.is_doubtful:
            words = f"{payment.word[:40]} {str(payment.amount)[:40]} {payment.currency[:40]}"
            log.warning("%s says %r, an amount that cannot be read: nothing is credited.", self.called, words)
        return found

    def _own_link(self, values: Mapping[str, Value]) -> str:
        link = self._profile.link
        assert link is not None  # noqa: S101 - the caller has looked
        known: dict[str, Value] = {**self._gateway.keys, **values}
        known |= {name: signed(recipe, known) for name, recipe in link.signs.items()}
        url = filled(link.url, known)
        return self._gateway.root + url if url.startswith("/") else url

    def _values(self, invoice: Invoice) -> dict[str, Value]:
        """Return what a request about this invoice may name."""
        left = max(60, int((invoice.expires_at - self._clock.now()).total_seconds()))
        named = reference(self._profile, invoice)
        return {
            "amount": written_amount(invoice.amount_minor, invoice.currency, self._profile.money.form),
            "currency": invoice.currency,
            "reference": int(named) if self._profile.reference == "number" else named,
            "id": invoice.gateway_id,
            "title": TITLE,
            "person": invoice.person_id,
            "seconds": left,
            "minutes": -(-left // 60),
            "expires": _iso(invoice.expires_at),
            "expires_unix": int(invoice.expires_at.timestamp()),
            "since": _iso(invoice.expires_at - INVOICE_HOLDS),
            "now_unix": int(self._clock.now().timestamp()),
            "callback": self._callback,
            "return": self.back,
            "key": named,
        }


class _Known:
    """Our invoices by what a gateway's list calls them."""

    def __init__(self, invoices: Sequence[Invoice], profile: Profile) -> None:
        self._by_reference = {reference(profile, one): one for one in invoices}
        self._by_id = {one.gateway_id: one for one in invoices if one.gateway_id}

    def invoice_of(self, payment: GatewayPayment) -> Invoice | None:
        if payment.reference:
            return self._by_reference.get(payment.reference)
        return self._by_id.get(payment.id)


def reference(profile: Profile, invoice: Invoice) -> str:
    """Return our name for an invoice at this gateway: its payload, or what can be made of that."""
    return named_as(profile.reference, invoice)


def named_as(form: str, invoice: Invoice) -> str:
    """Return our name for an invoice as `payload`, `hex` (32 signs) or `number` (at most 16 digits)."""
    if form == "payload":
        return invoice.payload
    digest = hashlib.sha256(invoice.payload.encode()).hexdigest()
    return digest[:32] if form == "hex" else str(int(digest[:13], 16) + 1)


def _judge(call: Refund, said: Any, refusal: type[Refused]) -> None:
    """Raise `refusal` or NoAnswer unless the answer to a refund says that it is made or under way."""
    if call.status is None:
        return
    state = wire.text_at(call.status, said).lower()
    if not state:
        raise NoAnswer("an answer without the refund's state")
    if state in call.refused:
        raise refusal(f"the refund is {state}")


def _about(finding: Finding) -> str:
    """Return the charge that a finding is about."""
    return finding.charge_id if isinstance(finding, WentBack) else finding.paid.charge_id


def _is_trouble(answer: object) -> TypeGuard[BaseException]:
    return isinstance(answer, BaseException) and not isinstance(answer, Refused)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _micro(text: str) -> int:
    amount = parse_amount(text)
    if amount is None:
        raise ValueError(f"not an amount: {text}")
    return micro_up(amount)

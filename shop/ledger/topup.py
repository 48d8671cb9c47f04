"""Topping up: what is asked of a person, what they are credited for it, fixed before they pay.

A person names an amount of the shop's currency. It is rounded up to whole Stars
or to the smallest coin of a currency, and exactly what that is worth is what
the wallet gets. Both stand in the invoice, so a later change of the Star's
value touches nobody who is paying.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shop.errors import ShopError
from shop.ledger.bill_bounds import DRIFT, STARS_A_BILL, card_bounds
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, Posting, clearing
from shop.money import MICRO, amount_text, ceil_div, micro_up, two_readings, typed_amount
from shop.typed import seen

STARS = "XTR"
"""Telegram's own name for its Stars, where other payments have a currency."""

INVOICE_HOLDS = timedelta(hours=1)
"""How long an invoice may be paid; core.telegram.org/bots/payments leaves that to the bot."""

WITHOUT_COINS = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"})
"""Currencies whose smallest unit is one (exp 0 in core.telegram.org/bots/payments/currencies.json)."""


RECEIPTS = ("photo", "document", "video")
"""Kinds of media that show an operator what was paid."""

SHORTEST_RECEIPT = 6
"""Characters of a receipt in words, like the number of a payment."""


class Way(StrEnum):
    """How money can come in."""

    STARS = "stars"
    CARD = "card"
    MANUAL = "manual"


class TopupState(StrEnum):
    """Where a topping up in chat stands: what is asked of its person, or how it ended.

    `WAITING`: its receipt is with the operators.
    """

    AMOUNT = "amount"
    RECEIPT = "receipt"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    DROPPED = "dropped"


ASKING = (TopupState.AMOUNT, TopupState.RECEIPT)
"""Something is asked of the person."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the operator accepts. Amounts are micro-units of `currency`; a way that is not there is off.

    `star_micro` is what one Star is credited, 0 where Stars are not taken.
    `manual` tells a person how to pay by hand, empty where that is not offered.
    """

    currency: str
    star_micro: int
    provider_token: str
    manual: str
    amounts_micro: tuple[int, ...]
    least_micro: int
    most_micro: int

    @property
    def ways(self) -> tuple[Way, ...]:
        """What a person may choose from: a way that no amount can be paid by is none."""
        return tuple(way for way in self.set_up if self.bounds(way) is not None)

    @property
    def set_up(self) -> tuple[Way, ...]:
        """What the operator has set up."""
        offered = {
            Way.STARS: self.star_micro > 0,
            Way.CARD: bool(self.provider_token),
            Way.MANUAL: bool(self.manual),
        }
        return tuple(way for way, is_offered in offered.items() if is_offered)

    def bounds(self, way: Way, *, drift: Decimal = DRIFT) -> tuple[int, int] | None:
        """The least and the most a person may pay this way, in micro-units; None where nothing can be paid.

        Those of the settings, within what Telegram takes as one bill.
        """
        telegrams = self._telegrams(way, drift)
        if telegrams is None:
            return None
        least, most = max(self.least_micro, telegrams[0]), min(self.most_micro, telegrams[1])
        return (least, most) if least <= most else None

    def buttons(self, way: Way) -> tuple[int, ...]:
        """The amounts on the buttons that can be paid this way, in micro-units."""
        bounds = self.bounds(way)
        return tuple(micro for micro in self.amounts_micro if bounds and bounds[0] <= micro <= bounds[1])

    def read_amount(self, text: str, way: Way) -> int:
        """What a person typed, in micro-units. Raises ShopError with what is allowed."""
        if readings := two_readings(text, self.currency):
            raise ShopError("amount_unclear", typed=text.strip()[:20], many=readings[0], few=readings[1])
        amount = typed_amount(text, self.currency)
        micro = micro_up(amount) if amount is not None else 0
        self.check(way, micro)
        return micro

    def check(self, way: Way, micro: int) -> None:
        """Raises ShopError with what is allowed, where this amount is not."""
        bounds = self.bounds(way)
        if bounds is None:
            raise ShopError("way_not_offered")
        if not bounds[0] <= micro <= bounds[1]:
            least, most = (amount_text(one) for one in bounds)
            raise ShopError("amount_not_allowed", least=least, most=most, currency=self.currency)

    def _telegrams(self, way: Way, drift: Decimal) -> tuple[int, int] | None:
        if way is Way.STARS:
            return self.star_micro * STARS_A_BILL[0], self.star_micro * STARS_A_BILL[1]
        if way is Way.CARD:
            return card_bounds(self.currency, drift=drift)
        return 0, self.most_micro


def more_of(receipt: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The further pictures of a receipt that came as an album, each with its own `text`."""
    return list((receipt or {}).get("more", ()))


def may_be_a_receipt(text: str) -> bool:
    """Whether words can tell an operator of a payment: neither a question nor a mere "12" or "ok"."""
    plain = seen(text)
    return len(plain) >= SHORTEST_RECEIPT and not plain.endswith(("?", "？", "؟"))


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a person is asked to pay, and what their wallet gets for it.

    `amount_minor` is whole Stars, or the smallest coins of `currency`. `payload`
    comes back with the payment; it cannot be guessed and says nothing by itself.
    """

    payload: str
    person_id: int
    way: Way
    currency: str
    amount_minor: int
    credit_micro: int
    credit_currency: str
    expires_at: datetime


def invoice_for(tariff: Tariff, way: Way, amount_micro: int, *, person_id: int, now: datetime) -> Invoice:
    """The invoice for at least this amount. Raises ShopError where this way is not offered (any more)."""
    if way not in tariff.ways or way is Way.MANUAL:
        raise ShopError("way_not_offered")
    unit = tariff.star_micro if way is Way.STARS else coin_micro(tariff.currency)
    amount_minor = ceil_div(amount_micro, unit)
    return Invoice(
        payload=secrets.token_urlsafe(24),
        person_id=person_id,
        way=way,
        currency=STARS if way is Way.STARS else tariff.currency,
        amount_minor=amount_minor,
        credit_micro=amount_minor * unit,
        credit_currency=tariff.currency,
        expires_at=now + INVOICE_HOLDS,
    )


def coin_micro(currency: str) -> int:
    """The smallest coin in micro-units: a whole Star, a cent, a yen."""
    return MICRO if currency == STARS or currency in WITHOUT_COINS else MICRO // 100


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that Telegram tells of. `charge_id` is its own number for it."""

    way: Way
    charge_id: str
    person_id: int
    payload: str
    currency: str
    amount_minor: int

    @property
    def amount_micro(self) -> int:
        """The amount in micro-units of what was paid with."""
        return self.amount_minor * coin_micro(self.currency)


def way_of(currency: str) -> Way:
    """How a payment in this currency came in."""
    return Way.STARS if currency == STARS else Way.CARD


def paid_words(currency: str, amount_minor: int) -> str:
    """An amount as its payer saw it: `77 ⭐`, `5.00 USD`."""
    if currency == STARS:
        return f"{amount_minor} ⭐"
    return f"{amount_text(amount_minor * coin_micro(currency))} {currency}"


def suspending(paid: Paid) -> JournalEntry:
    """Money came in and nobody knows what for: it waits in suspense, as what it was paid with."""
    outside = Account(clearing(paid.way), None, paid.currency)
    suspense = Account(AccountKind.SUSPENSE, None, paid.currency)
    postings = (Posting(outside, -paid.amount_micro), Posting(suspense, paid.amount_micro))
    return JournalEntry(f"suspense:{paid.way}:{paid.charge_id}", JournalKind.SUSPENSE, postings)


def key_of_return(way: str, charge_id: str, n: int) -> str:
    """The journal's key of the n-th try to give a payment back; the first is named as it always was."""
    return f"{way}refund:{charge_id}" + (f":{n}" if n > 1 else "")


def returning(key: str, way: str, wallet: Account, credited_micro: int, *, taken_micro: int) -> JournalEntry:
    """What was credited goes back to who paid it; what the wallet has not got is the shop's loss."""
    outside = Account(clearing(way), None, wallet.currency)
    postings = [Posting(outside, credited_micro)]
    if taken_micro:
        postings.append(Posting(wallet, -taken_micro))
    if credited_micro > taken_micro:
        loss = Account(AccountKind.WRITE_OFF, None, wallet.currency)
        postings.append(Posting(loss, taken_micro - credited_micro))
    return JournalEntry(key, JournalKind.RETURN, tuple(postings))


def taking_back(key: str, way: str, wallet: Account, credited_micro: int) -> JournalEntry:
    """Telegram would not give the money back after all, so the wallet has it again. `key` is the return's."""
    outside = Account(clearing(way), None, wallet.currency)
    postings = (Posting(outside, -credited_micro), Posting(wallet, credited_micro))
    return JournalEntry(f"reversal:{key}", JournalKind.REVERSAL, postings)

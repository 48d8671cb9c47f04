"""Topping up: what is asked of a person, what was paid, what the wallet gets for it, what goes back.

How people pay is the matter of `payments`. Here a way is a word (`stars`, `card`, `manual` and
others), which stands in rows and names the account of what came in by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, Posting, clearing
from shop.money import MICRO, amount_text
from shop.typed import seen

STARS = "XTR"
"""Telegram's own name for its Stars, where other payments have a currency."""

INVOICE_HOLDS = timedelta(hours=1)
"""How long an invoice may be paid; core.telegram.org/bots/payments leaves that to the bot."""

FOLLOWED = timedelta(days=3)
"""So long after its end an invoice that nobody paid is still asked about, where a way asks."""

WITHOUT_COINS = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"})
"""Currencies whose smallest unit is one (exp 0 in core.telegram.org/bots/payments/currencies.json)."""


RECEIPTS = ("photo", "document", "video")
"""Kinds of media that show an operator what was paid."""

SHORTEST_RECEIPT = 6
"""Characters of a receipt in words, like the number of a payment."""


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
    way: str
    currency: str
    amount_minor: int
    credit_micro: int
    credit_currency: str
    expires_at: datetime


def coin_micro(currency: str) -> int:
    """The smallest coin in micro-units: a whole Star, a cent, a yen."""
    return MICRO if currency == STARS or currency in WITHOUT_COINS else MICRO // 100


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was made. `charge_id` is its number at whoever took it: Telegram, or a gateway."""

    way: str
    charge_id: str
    person_id: int
    payload: str
    currency: str
    amount_minor: int

    @property
    def amount_micro(self) -> int:
        """The amount in micro-units of what was paid with."""
        return self.amount_minor * coin_micro(self.currency)


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

"""Top-ups: the invoice, the payment, the credit to the wallet, and the return.

`payments` knows the ways to pay. Here a way is only a word (`stars`, `card`, `manual` and
others), which stands in rows and names the account of the money it brought in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shop.currency import OF_A_THOUSAND, WITHOUT_SMALL_COINS, in_digits, own_step
from shop.ledger.journals import (
    Account,
    AccountKind,
    JournalEntry,
    JournalKind,
    Posting,
    between,
    clearing,
    topping_up,
)
from shop.ledger.surcharge import surcharging, undone
from shop.membership.charges import Subscribed
from shop.money import MICRO
from shop.typed import seen

STARS = "XTR"
"""Telegram's currency code for its Stars."""

ERASED = "erased"
"""In the place of a payer whose data was deleted: there was one, and nobody can tell who."""

TRANSFER_HOLDS = timedelta(hours=24)
"""How long a transfer is waited for; its reference counts for some days more."""

INVOICE_HOLDS = timedelta(hours=1)
"""How long an invoice can be paid; core.telegram.org/bots/payments leaves that to the bot."""

BY_STARS = "stars"
"""The way paid in Telegram's Stars."""

BY_TELEGRAM = (BY_STARS, "card")
"""The ways whose payments and refunds Telegram reports."""

BANK = "bank"
"""The way paid into the operator's bank account."""

BY_TRANSFER = (BANK, "ton", "tron")
"""The ways paid by a transfer to the operator's own account or address, which statements tell of."""

FOLLOWED = timedelta(days=3)
"""How long after its end an unpaid invoice is still asked about, for ways that ask."""

WITHOUT_COINS = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"})
"""Currencies without smaller coins (exp 0 in core.telegram.org/bots/payments/currencies.json)."""

RECEIPTS = ("photo", "document", "video")
"""Kinds of media accepted as a receipt."""

SHORTEST_RECEIPT = 6
"""Minimum characters of a receipt in words, like a payment's number."""


class TopupState(StrEnum):
    """A top-up's state in chat: the question asked, or how it ended.

    `AMOUNT` with an amount: the person was told how to pay it by hand. `RECEIPT` with a receipt: the person
    is asked whether it is the right one. `WAITING`: its receipt is with the operators.
    """

    AMOUNT = "amount"
    RECEIPT = "receipt"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    DROPPED = "dropped"


class DeclinedFor(StrEnum):
    """Why a receipt is declined. A new reason needs words in handlers/topup/declined_words, no revision."""

    NOTHING_CAME = "nothing_came"
    OTHER_AMOUNT = "other_amount"
    UNREADABLE = "unreadable"
    USED_BEFORE = "used_before"
    OTHER = "other"


ASKING = (TopupState.AMOUNT, TopupState.RECEIPT)
"""The states in which the person has a question to answer."""


def is_bonus_over(surcharge_micro: int, asked_at: datetime, now: datetime) -> bool:
    """Return True if a payment by hand was told with a bonus so long ago that this counts no more.

    Nobody is to keep what was said while there was a bonus, to pay once there is none.
    """
    return surcharge_micro < 0 and now - asked_at > TRANSFER_HOLDS + FOLLOWED


def more_of(receipt: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the further pictures of an album receipt, each with its own `text`."""
    return list((receipt or {}).get("more", ()))


def pictures_of(receipt: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Return a receipt, which may be words alone, and the further pictures of its album."""
    return [receipt or {}, *more_of(receipt)]


READ_BELOW, READ_ALONE = 400, 3_000
"""Characters of a customer's words that a card always has room for: below a picture, and without one."""

LONGEST_PART = 1_800
"""Characters of words in one message: Telegram takes 4,096 units, and one character may count for two."""


def words_apart(picture: Mapping[str, Any]) -> list[str]:
    """Return what somebody wrote with this picture, or in place of one, if its card may have to cut it.

    Each part of it is for a message of its own.
    """
    words = str(picture.get("text", ""))
    if len(words) <= (READ_BELOW if any(kind in picture for kind in RECEIPTS) else READ_ALONE):
        return []
    return [words[n : n + LONGEST_PART] for n in range(0, len(words), LONGEST_PART)]


def may_be_a_receipt(text: str) -> bool:
    """Return True if a text can be a receipt: neither a question nor a mere "12" or "ok"."""
    plain = seen(text)
    return len(plain) >= SHORTEST_RECEIPT and not plain.endswith(("?", "？", "؟"))


@dataclass(frozen=True, slots=True)
class Invoice:
    """A request for payment, and the credit it brings.

    `surcharge_micro` is what of the amount is a fee besides the credit, in the credit's currency; what of the
    credit is a bonus, if negative.
    `amount_minor` is whole Stars, or the smallest coins of `currency`. `payload`
    comes back with the payment; it is unguessable and carries no meaning itself.
    `pays_for` is the token of the confirm card it is for, `acknowledged` as in shop.ordering.paid.Wish.
    `gateway_id` is a gateway's own number of it and `url` its page there; empty until the gateway told them.
    """

    payload: str
    person_id: int
    way: str
    currency: str
    amount_minor: int
    credit_micro: int
    credit_currency: str
    expires_at: datetime
    pays_for: str | None = None
    acknowledged: bool = False
    gateway_id: str = ""
    url: str = ""
    surcharge_micro: int = 0


def coin_micro(currency: str) -> int:
    """Return the smallest coin in micro-units: a whole Star, a cent, a yen, a fils."""
    if currency == STARS or currency in WITHOUT_COINS:
        return MICRO
    return MICRO // 1000 if currency in OF_A_THOUSAND else MICRO // 100


def coins_paid(currency: str) -> int:
    """Return how many smallest coins the least amount is that people pay: a rupiah has a hundred."""
    return own_step(currency) // coin_micro(currency) if currency in WITHOUT_SMALL_COINS else 1


def step_paid(currency: str) -> int:
    """Return the same in micro-units: what people pay is a multiple of it."""
    return coins_paid(currency) * coin_micro(currency)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment made. `charge_id` is its id at Telegram or the gateway.

    `payer` is equal for payments of one payer at a provider, whoever reports them; empty if it is not known.
    `in_parts`: `amount_minor` is all that came of the invoice so far, which may be less or more than was
    asked, and counts as it is; what is new of it is credited. `back_minor` is all that went back so far,
    `kept_micro` what the gateway keeps of all of it, in micro-units of `currency`.
    `subscribed` is what Telegram says of it in case it is for a membership.

    Raises TypeError if what it is known by is no text, or its amount no number: the database would keep such
    an id as another one than the book does.
    """

    way: str
    charge_id: str
    person_id: int
    payload: str
    currency: str
    amount_minor: int
    payer: str = ""
    in_parts: bool = False
    back_minor: int = 0
    kept_micro: int = 0
    subscribed: Subscribed | None = None

    def __post_init__(self) -> None:
        words: tuple[object, ...] = (self.way, self.charge_id, self.payload, self.currency)
        numbers: tuple[object, ...] = (self.person_id, self.amount_minor)
        if not all(isinstance(one, str) for one in words) or not all(type(one) is int for one in numbers):
            raise TypeError("A payment is known by texts, and its amount is a whole number.")

    @property
    def amount_micro(self) -> int:
        """The amount in micro-units of its currency."""
        return self.amount_minor * coin_micro(self.currency)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a gateway's call is about: its own number of a payment, our reference, or both. It proves nothing.

    `payload` is the invoice's, if the reference tells it. `answer` is what the gateway wants to hear; empty
    for a plain OK.
    """

    gateway_id: str
    reference: str
    is_signed: bool
    payload: str = ""
    answer: str = ""


def paid_words(currency: str, amount_minor: int) -> str:
    """Return an amount as its payer saw it: `77 ⭐`, `5.00 USD`."""
    if currency == STARS:
        return f"{amount_minor} ⭐"
    return f"{in_digits(amount_minor * coin_micro(currency), currency)} {currency}"


def exactly_text(currency: str, amount_minor: int) -> str:
    """Return an amount to be copied into a bank's app, in plain digits.

    Whole units have no decimals where nobody pays less: an app that drops the point would make a hundredfold.
    """
    return in_digits(amount_minor * coin_micro(currency), currency)


def suspending(paid: Paid) -> JournalEntry:
    """Return the entry for a payment of unknown purpose: into suspense, in the currency it was paid in."""
    outside = Account(clearing(paid.way), None, paid.currency)
    suspense = Account(AccountKind.SUSPENSE, None, paid.currency)
    postings = (Posting(outside, -paid.amount_micro), Posting(suspense, paid.amount_micro))
    return JournalEntry(f"suspense:{paid.way}:{paid.charge_id}", JournalKind.SUSPENSE, postings)


def key_of_return(way: str, charge_id: str, n: int) -> str:
    """Return the entry's key for the n-th attempt to refund a payment; the first keeps its old form."""
    return f"{way}refund:{charge_id}" + (f":{n}" if n > 1 else "")


@dataclass(frozen=True, slots=True)
class Credit:
    """What a payment brought: `micro` into `account`, a wallet or suspense, from `way`.

    `surcharge_micro` is the fee that was paid besides, or what of `micro` is a bonus, if negative.
    """

    way: str
    account: Account
    micro: int
    surcharge_micro: int = 0

    @property
    def outside(self) -> Account:
        """The account of what came in this way."""
        return Account(clearing(self.way), None, self.account.currency)


def crediting(charge_id: str, credit: Credit) -> Iterator[JournalEntry]:
    """Yield the entries of a payment: what was paid for the credit, and its fee or bonus."""
    bonus_micro = max(0, -credit.surcharge_micro)
    yield topping_up(credit.way, charge_id, credit.account, credit.micro - bonus_micro)
    yield from surcharging(credit.way, charge_id, credit.account, credit.surcharge_micro)


def keeping(charge_id: str, credit: Credit, kept_micro: int) -> JournalEntry:
    """Return the entry of what a provider keeps of a payment, in micro-units: the shop's expense."""
    fees = Account(AccountKind.FEES, None, credit.account.currency)
    key = f"fee:{credit.way}:{charge_id}"
    return JournalEntry(key, JournalKind.FEE, between(fees, credit.outside, kept_micro))


def returning(key: str, credit: Credit, *, taken_micro: int) -> Iterator[JournalEntry]:
    """Yield the entries that refund a credit to its payer; the shop bears what the wallet no longer has."""
    postings = [Posting(credit.outside, credit.micro)]
    if taken_micro:
        postings.append(Posting(credit.account, -taken_micro))
    if credit.micro > taken_micro:
        loss = Account(AccountKind.WRITE_OFF, None, credit.account.currency)
        postings.append(Posting(loss, taken_micro - credit.micro))
    back = JournalEntry(key, JournalKind.RETURN, tuple(postings))
    yield back
    yield from undone(back, credit.outside, credit.surcharge_micro)


def taking_back(key: str, credit: Credit) -> Iterator[JournalEntry]:
    """Yield the reversal of a refused return: the wallet gets the money again. `key` is the return's."""
    postings = between(credit.outside, credit.account, credit.micro)
    again = JournalEntry(f"reversal:{key}", JournalKind.REVERSAL, postings)
    yield again
    yield from undone(again, credit.outside, credit.surcharge_micro)

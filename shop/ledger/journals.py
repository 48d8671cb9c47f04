"""The book: every movement of money is one journal, and its postings add up to nothing.

A person has a wallet, which is theirs to spend, and held money, which an order
under way has reserved. What comes in from outside stands as a minus in a
clearing account, what was sold as a plus in `revenue:sales`; so the balances of
all accounts together are always 0.

Amounts are micro-units of the account's currency. A journal's key says what it
is about, and a key is booked once: whatever is done again changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.errors import ShopError
from shop.money import ceil_div
from shop.pricing.price_list import NANO


class AccountKind(StrEnum):
    """What an account is for. A provider's has its name behind `clearing:`, see `clearing`."""

    WALLET = "wallet"
    HELD = "held"
    SALES = "revenue:sales"
    PROMO = "expense:promo"
    WRITE_OFF = "expense:writeoff"
    SUSPENSE = "suspense"
    EXCHANGE = "exchange"


class JournalKind(StrEnum):
    """Why money moved."""

    RESERVE = "reserve"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"
    TOPUP = "topup"
    SUSPENSE = "suspense"
    RETURN = "return"
    REVERSAL = "reversal"
    CREDIT = "credit"
    DEBIT = "debit"
    CONVERT = "convert"


PERSONAL = (AccountKind.WALLET, AccountKind.HELD)
"""Kinds of account that a person has; all others are the shop's."""


def clearing(provider: str) -> str:
    """The account of what came in through a provider: `stars`, `manual`, or a payment provider."""
    return f"clearing:{provider}"


@dataclass(frozen=True, slots=True)
class Account:
    """Whose money, of which kind, in which currency. `owner_id` is None for the shop's own."""

    kind: str
    owner_id: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What a journal adds to an account, or takes from it. Never 0."""

    account: Account
    amount_micro: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One movement of money. `actor_id` is the operator who ordered it, `reason` what its person is told.

    Raises ValueError where the postings do not add up to nothing in each currency.
    """

    key: str
    kind: JournalKind
    postings: tuple[Posting, ...]
    order_id: int | None = None
    actor_id: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        sums: dict[str, int] = {}
        for posting in self.postings:
            currency = posting.account.currency
            sums[currency] = sums.get(currency, 0) + posting.amount_micro
        if len(self.postings) < 2 or any(sums.values()) or not all(one.amount_micro for one in self.postings):
            raise ValueError(f"journal {self.key} does not add up: {self.postings}")


@dataclass(frozen=True, slots=True)
class Sale:
    """What the book needs to know of an order: whose, and for how much."""

    order_id: int
    person_id: int
    price_micro: int
    currency: str

    @property
    def wallet(self) -> Account:
        """What the person pays from and is paid back to."""
        return Account(AccountKind.WALLET, self.person_id, self.currency)

    @property
    def held(self) -> Account:
        """Where the price waits until the panel has the order."""
        return Account(AccountKind.HELD, self.person_id, self.currency)

    @property
    def sales(self) -> Account:
        """What the shop has earned."""
        return Account(AccountKind.SALES, None, self.currency)


class FundsShort(ShopError):
    """A wallet has less than is asked of it. Amounts are micro-units of `currency`."""

    def __init__(self, *, needed_micro: int, balance_micro: int, currency: str) -> None:
        super().__init__("funds_short")
        self.needed_micro = needed_micro
        self.balance_micro = balance_micro
        self.currency = currency

    @property
    def missing_micro(self) -> int:
        """What must be added before it is enough."""
        return self.needed_micro - self.balance_micro


def reserving(sale: Sale) -> Iterable[JournalEntry]:
    """Confirmed: the price goes from the wallet to held money. Nothing moves for a price of 0."""
    return _moving(JournalKind.RESERVE, sale, sale.wallet, sale.held)


def capturing(sale: Sale) -> Iterable[JournalEntry]:
    """The panel has the order: what was held is earned."""
    return _moving(JournalKind.CAPTURE, sale, sale.held, sale.sales)


def voiding(sale: Sale) -> Iterable[JournalEntry]:
    """The panel does not have it: what was held goes back to the wallet."""
    return _moving(JournalKind.VOID, sale, sale.held, sale.wallet)


def refunding(sale: Sale, *, refunded_micro: int, level_micro: int) -> Iterable[JournalEntry]:
    """Up to `level_micro` of the price is given back in all, of which `refunded_micro` was before.

    The level is in the key: the same level reached twice is one refund.
    """
    more = min(level_micro, sale.price_micro) - refunded_micro
    if more > 0:
        key = f"refund:{sale.order_id}:{refunded_micro + more}"
        yield JournalEntry(key, JournalKind.REFUND, _from_to(sale.sales, sale.wallet, more), sale.order_id)


def topping_up(provider: str, charge_id: str, wallet: Account, amount_micro: int) -> JournalEntry:
    """Money came in from outside, under the provider's own number for it."""
    outside = Account(clearing(provider), None, wallet.currency)
    return JournalEntry(
        f"topup:{provider}:{charge_id}", JournalKind.TOPUP, _from_to(outside, wallet, amount_micro)
    )


def granting(form: str, wallet: Account, amount_micro: int, *, actor_id: int, reason: str) -> JournalEntry:
    """An operator's credit; `form` is the same however often the one command is handled."""
    promo = Account(AccountKind.PROMO, None, wallet.currency)
    return JournalEntry(
        f"admin:{form}",
        JournalKind.CREDIT,
        _from_to(promo, wallet, amount_micro),
        actor_id=actor_id,
        reason=reason,
    )


def withdrawing(form: str, wallet: Account, amount_micro: int, *, actor_id: int, reason: str) -> JournalEntry:
    """An operator's debit."""
    promo = Account(AccountKind.PROMO, None, wallet.currency)
    return JournalEntry(
        f"admin:{form}",
        JournalKind.DEBIT,
        _from_to(wallet, promo, amount_micro),
        actor_id=actor_id,
        reason=reason,
    )


def converting(key: str, giver: Account, taker: Account, micro: int, *, rate_nano: int) -> JournalEntry:
    """A whole wallet, or a debt, from one currency into another, rounded up for its person.

    `rate_nano` is what one unit of the giver's currency is worth in the taker's, in billionths.
    """
    worth = ceil_div(micro * rate_nano, NANO)
    return _exchanging(key, giver, taker, (micro, worth), _rate_words(giver, taker, rate_nano))


def converting_back(key: str, wallet: Account, kept: Account, micro: int, *, rate_nano: int) -> JournalEntry:
    """So much of what was converted from `wallet` into `kept` comes back, at the rate of then."""
    costs = ceil_div(micro * rate_nano, NANO)
    return _exchanging(key, kept, wallet, (costs, micro), _rate_words(wallet, kept, rate_nano))


def _exchanging(
    key: str, giver: Account, taker: Account, micros: tuple[int, int], words: str
) -> JournalEntry:
    gone, come = micros
    postings = list(_from_to(giver, Account(AccountKind.EXCHANGE, None, giver.currency), gone))
    if come:
        postings += _from_to(Account(AccountKind.EXCHANGE, None, taker.currency), taker, come)
    return JournalEntry(key, JournalKind.CONVERT, tuple(postings), reason=words)


def _rate_words(giver: Account, taker: Account, rate_nano: int) -> str:
    rate = f"{rate_nano // NANO}.{rate_nano % NANO:09d}".rstrip("0").rstrip(".")
    return f"1 {giver.currency} = {rate} {taker.currency}"


def _moving(kind: JournalKind, sale: Sale, giver: Account, taker: Account) -> Iterable[JournalEntry]:
    if sale.price_micro:
        postings = _from_to(giver, taker, sale.price_micro)
        yield JournalEntry(f"{kind}:{sale.order_id}", kind, postings, sale.order_id)


def _from_to(giver: Account, taker: Account, amount_micro: int) -> tuple[Posting, Posting]:
    return Posting(giver, -amount_micro), Posting(taker, amount_micro)

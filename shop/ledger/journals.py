"""The ledger: every movement of money is one journal entry whose postings add up to zero.

A person has a wallet to spend from, and held money, reserved by orders under way.
Incoming money is a negative amount in a clearing account, sales are a positive amount
in `revenue:sales`; so all accounts together always add up to 0.

Amounts are micro-units of the account's currency. An entry's key names its subject,
and a key is booked once: repeating it changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.currency import in_digits
from shop.errors import ShopError
from shop.money import ceil_div
from shop.pricing.price_list import NANO


class AccountKind(StrEnum):
    """An account's purpose. A provider's account is `clearing:` and its name, see `clearing`."""

    WALLET = "wallet"
    HELD = "held"
    SALES = "revenue:sales"
    PROMO = "expense:promo"
    COUPON = "expense:coupon"
    INVITE = "expense:invite"
    GIFT = "gift"
    WRITE_OFF = "expense:writeoff"
    SUSPENSE = "suspense"
    FORFEITED = "revenue:forfeited"
    MEMBERSHIP = "revenue:membership"
    EXCHANGE = "exchange"
    SURCHARGE = "revenue:surcharge"
    BONUS = "expense:bonus"
    FEES = "expense:fees"


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
    FORFEIT = "forfeit"
    DISCOUNT = "discount"
    COUPON = "coupon"
    INVITE = "invite"
    GIFT = "gift"
    GIFT_TAKEN = "gift_taken"
    GIFT_BACK = "gift_back"
    IMPORT = "import"
    SURCHARGE = "surcharge"
    BONUS = "bonus"
    FEE = "fee"
    MEMBERSHIP = "membership"


PERSONAL = (AccountKind.WALLET, AccountKind.HELD, AccountKind.GIFT)
"""Kinds of account that belong to a person; all others belong to the shop."""


def clearing(provider: str) -> str:
    """Return the account kind for money from a provider: `stars`, `manual`, or a payment provider."""
    return f"clearing:{provider}"


@dataclass(frozen=True, slots=True)
class Account:
    """An owner's money of one kind in one currency. `owner_id` is None for the shop's own."""

    kind: str
    owner_id: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Posting:
    """The amount an entry adds to an account or takes from it. Never 0."""

    account: Account
    amount_micro: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One movement of money. `actor_id` is the operator who ordered it, `reason` is shown to its person.

    Raises ValueError unless the postings add up to zero in each currency.
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
        if len(self.postings) < 2 or any(sums.values()) or not all(p.amount_micro for p in self.postings):
            raise ValueError(f"journal {self.key} does not add up: {self.postings}")


@dataclass(frozen=True, slots=True)
class Sale:
    """The ledger's view of an order: whose it is, and its price.

    `discount_micro` is what a `coupon` took off: the price is what is left.
    """

    order_id: int
    person_id: int
    price_micro: int
    currency: str
    discount_micro: int = 0
    coupon: str = ""

    @property
    def wallet(self) -> Account:
        """The wallet that pays and gets refunds."""
        return Account(AccountKind.WALLET, self.person_id, self.currency)

    @property
    def held(self) -> Account:
        """The account that holds the price until the panel has the order."""
        return Account(AccountKind.HELD, self.person_id, self.currency)

    @property
    def sales(self) -> Account:
        """The account of the shop's sales."""
        return Account(AccountKind.SALES, None, self.currency)

    @property
    def marketing(self) -> Account:
        """The account that bears what coupons take off."""
        return Account(AccountKind.COUPON, None, self.currency)

    @property
    def coupon_words(self) -> str:
        """What the statement says of the coupon, in any language; empty without one."""
        if not self.discount_micro:
            return ""
        return f"🎟 {self.coupon} −{in_digits(self.discount_micro, self.currency)} {self.currency}"


class FundsShort(ShopError):
    """A wallet's balance is too low. Amounts are micro-units of `currency`."""

    def __init__(self, *, needed_micro: int, balance_micro: int, currency: str) -> None:
        super().__init__("funds_short")
        self.needed_micro = needed_micro
        self.balance_micro = balance_micro
        self.currency = currency

    @property
    def missing_micro(self) -> int:
        """The amount missing in the wallet."""
        return self.needed_micro - self.balance_micro


def reserving(sale: Sale) -> Iterable[JournalEntry]:
    """Yield the entry that moves the price from the wallet to held money; none for a price of 0."""
    return _moving(JournalKind.RESERVE, sale, sale.wallet, sale.held, reason=sale.coupon_words)


def capturing(sale: Sale) -> Iterable[JournalEntry]:
    """Yield the entries that turn the held price into sales, with its discount: the panel has the order."""
    yield from _moving(JournalKind.CAPTURE, sale, sale.held, sale.sales)
    if sale.discount_micro:
        postings = between(sale.marketing, sale.sales, sale.discount_micro)
        yield JournalEntry(key_of_discount(sale.order_id), JournalKind.DISCOUNT, postings, sale.order_id)


def key_of_discount(order_id: int) -> str:
    """Return the key of the entry that books what a coupon took off this order's price."""
    return f"discount:{order_id}"


def voiding(sale: Sale) -> Iterable[JournalEntry]:
    """Yield the entry that moves the held price back to the wallet: the panel does not have the order."""
    return _moving(JournalKind.VOID, sale, sale.held, sale.wallet)


def refunding(sale: Sale, *, refunded_micro: int, level_micro: int) -> Iterable[JournalEntry]:
    """Yield the refund up to `level_micro` of the price in total; `refunded_micro` was refunded before.

    The level is in the key: the same level reached twice is one refund. Of a discount as great a part is
    taken back out of the sales.
    """
    more = min(level_micro, sale.price_micro) - refunded_micro
    if more <= 0:
        return
    level = refunded_micro + more
    key = f"refund:{sale.order_id}:{level}"
    yield JournalEntry(key, JournalKind.REFUND, between(sale.sales, sale.wallet, more), sale.order_id)
    undone = _undone(sale, level) - _undone(sale, refunded_micro)
    if undone:
        key = f"{key_of_discount(sale.order_id)}:{level}"
        postings = between(sale.sales, sale.marketing, undone)
        yield JournalEntry(key, JournalKind.DISCOUNT, postings, sale.order_id)


RECOVERY = "recovery:"
"""How the keys of entries begin that make a loss good; see `recovering`."""


def recovering(sale: Sale, back: JournalEntry, amount_micro: int) -> JournalEntry:
    """Return the entry that takes this much of what `back` has brought into the wallet: it makes a loss good.

    The loss is of a payment that went back to its payer after this sale had been paid with it.
    """
    loss = Account(AccountKind.WRITE_OFF, None, sale.currency)
    postings = between(sale.wallet, loss, amount_micro)
    return JournalEntry(f"{RECOVERY}{back.key}", JournalKind.RETURN, postings, reason=f"📦 {sale.order_id}")


def order_made_good(key: str) -> int:
    """Return the number of the order of which the entry with this key has made a loss good.

    >>> order_made_good("recovery:refund:12:4000"), order_made_good("recovery:void:7")
    (12, 7)
    """
    return int(key.removeprefix(RECOVERY).split(":")[1])


def undoing_discount(sale: Sale, *, undone_micro: int, level_micro: int) -> Iterable[JournalEntry]:
    """Yield the entry that takes a discount back out of the sales, up to `level_micro` of it in total.

    For orders that cost nothing: no refund says how much of their discount is given back.
    """
    if level_micro > undone_micro:
        key = f"{key_of_discount(sale.order_id)}:{level_micro}"
        postings = between(sale.sales, sale.marketing, level_micro - undone_micro)
        yield JournalEntry(key, JournalKind.DISCOUNT, postings, sale.order_id)


def _undone(sale: Sale, level_micro: int) -> int:
    """Return how much of the discount is undone when so much of the price was refunded."""
    return sale.discount_micro * level_micro // sale.price_micro


def key_of_topup(provider: str, charge_id: str) -> str:
    """Return the key of the entry that credits a payment to a wallet."""
    return f"topup:{provider}:{charge_id}"


def topping_up(provider: str, charge_id: str, wallet: Account, amount_micro: int) -> JournalEntry:
    """Return the entry that credits an outside payment, under the provider's charge id."""
    outside = Account(clearing(provider), None, wallet.currency)
    key = key_of_topup(provider, charge_id)
    return JournalEntry(key, JournalKind.TOPUP, between(outside, wallet, amount_micro))


def granting(form: str, wallet: Account, amount_micro: int, *, actor_id: int, reason: str) -> JournalEntry:
    """Return an operator's credit; `form` stays the same however often the command is handled."""
    promo = Account(AccountKind.PROMO, None, wallet.currency)
    return JournalEntry(
        f"admin:{form}",
        JournalKind.CREDIT,
        between(promo, wallet, amount_micro),
        actor_id=actor_id,
        reason=reason,
    )


def withdrawing(form: str, wallet: Account, amount_micro: int, *, actor_id: int, reason: str) -> JournalEntry:
    """Return an operator's debit."""
    promo = Account(AccountKind.PROMO, None, wallet.currency)
    return JournalEntry(
        f"admin:{form}",
        JournalKind.DEBIT,
        between(wallet, promo, amount_micro),
        actor_id=actor_id,
        reason=reason,
    )


def forfeiting(key: str, wallet: Account, amount_micro: int) -> JournalEntry:
    """Return the entry of money that its person has given up for good; `key` names that one act."""
    kept = Account(AccountKind.FORFEITED, None, wallet.currency)
    return JournalEntry(f"forfeit:{key}", JournalKind.FORFEIT, between(wallet, kept, amount_micro))


def converting(key: str, giver: Account, taker: Account, micro: int, *, rate_nano: int) -> JournalEntry:
    """Return the conversion of a whole wallet, or a debt, into another currency, rounded up for its person.

    `rate_nano` is the value of one unit of the giver's currency in the taker's, in billionths.
    """
    worth = ceil_div(micro * rate_nano, NANO)
    return _exchanging(key, giver, taker, (micro, worth), _rate_words(giver, taker, rate_nano))


def converting_back(key: str, wallet: Account, kept: Account, micro: int, *, rate_nano: int) -> JournalEntry:
    """Return the reversal of `micro` converted from `wallet` into `kept`, at the rate used then."""
    costs = ceil_div(micro * rate_nano, NANO)
    return _exchanging(key, kept, wallet, (costs, micro), _rate_words(wallet, kept, rate_nano))


def _exchanging(
    key: str, giver: Account, taker: Account, micros: tuple[int, int], words: str
) -> JournalEntry:
    gone, come = micros
    postings = list(between(giver, Account(AccountKind.EXCHANGE, None, giver.currency), gone))
    if come:
        postings += between(Account(AccountKind.EXCHANGE, None, taker.currency), taker, come)
    return JournalEntry(key, JournalKind.CONVERT, tuple(postings), reason=words)


def _rate_words(giver: Account, taker: Account, rate_nano: int) -> str:
    rate = f"{rate_nano // NANO}.{rate_nano % NANO:09d}".rstrip("0").rstrip(".")
    return f"1 {giver.currency} = {rate} {taker.currency}"


def _moving(
    kind: JournalKind, sale: Sale, giver: Account, taker: Account, *, reason: str = ""
) -> Iterable[JournalEntry]:
    if sale.price_micro:
        postings = between(giver, taker, sale.price_micro)
        yield JournalEntry(key_of_moving(kind, sale.order_id), kind, postings, sale.order_id, reason=reason)


def key_of_moving(kind: JournalKind, order_id: int) -> str:
    """Return the key of the entry of this kind that moves an order's whole price, if it costs anything."""
    return f"{kind}:{order_id}"


def between(giver: Account, taker: Account, amount_micro: int) -> tuple[Posting, Posting]:
    """Return the postings that move this amount from one account to the other."""
    return Posting(giver, -amount_micro), Posting(taker, amount_micro)

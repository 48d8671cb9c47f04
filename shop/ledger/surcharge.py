"""What a way to pay costs its payer besides the credit, or what the shop gives on top: fees and bonuses.

The operator sets them in PAYMENT_FEES, like `card 2.9% + 0.30, stars -5%`. What a provider keeps of a
payment is something else: that is the shop's own expense, and no payer sees it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between, clearing
from shop.money import MICRO, ceil_div, micro_up, parse_amount, two_readings
from shop.typed import as_typed_number

MOST_PPM = MICRO // 2
"""50 %: a larger fee or bonus is a slip."""

MOST_FIXED_MICRO = 10_000_000 * MICRO
"""In rials that is a few dollars."""

_ONE = re.compile(
    r"(?P<way>[a-z][a-z0-9_]{0,19})\s*[:=]?\s*"
    r"(?P<sign>[+\-−]?)\s*(?P<percent>[0-9]{1,2}([.,][0-9]{1,4})?)\s*%"
    r"(\s*\+\s*(?P<fixed>[0-9]{1,8}([.,][0-9]{1,6})?))?"
)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A fee on top of the credit, or a bonus if `ppm` is negative.

    `ppm` is millionths of the credit, `fixed_micro` micro-units of the shop's currency for each payment.
    """

    ppm: int = 0
    fixed_micro: int = 0

    def of(self, credit_micro: int) -> int:
        """Return what is paid besides this credit, rounded up; a bonus is negative and rounded down."""
        return ceil_div(credit_micro * self.ppm, MICRO) + self.fixed_micro

    def credit_for(self, paid_micro: int) -> int:
        """Return the largest credit whose price is not above this; 0 if the fixed part alone is."""
        return max(0, (paid_micro - self.fixed_micro) * MICRO // (MICRO + max(0, self.ppm)))

    def least_paid(self, credit_micro: int) -> int:
        """Return the least amount that brings this credit with its bonus; the amount itself without one."""
        return credit_micro if self.ppm >= 0 else ceil_div(credit_micro * MICRO, MICRO - self.ppm)

    @property
    def is_fee(self) -> bool:
        """True if more is paid than is credited."""
        return self.ppm > 0 or self.fixed_micro > 0

    @property
    def is_bonus(self) -> bool:
        """True if more is credited than is paid."""
        return self.ppm < 0


NONE = Surcharge()
NO_SURCHARGES: Mapping[str, Surcharge] = MappingProxyType({})


def read_surcharges(text: str) -> Mapping[str, Surcharge]:
    """Read what an operator wrote, by the way's name. Raises ValueError for anything else.

    >>> dict(read_surcharges("card 2.9% + 0.30, stars -5%"))
    {'card': Surcharge(ppm=29000, fixed_micro=300000), 'stars': Surcharge(ppm=-50000, fixed_micro=0)}
    """
    found: dict[str, Surcharge] = {}
    plain = as_typed_number(text.lower()).replace("٫", ".")
    for part in filter(None, (one.strip() for one in re.split(r"[;،\n]|,(?![0-9])", plain))):
        read = _ONE.fullmatch(part)
        if read is None or read["way"] in found:
            raise ValueError(part)
        is_bonus = read["sign"] in {"-", "−"}
        fixed = read["fixed"] or "0"
        if "," in fixed and two_readings(fixed):  # thousands, or decimals: a percentage is never in thousands
            raise ValueError(part)
        ppm, fixed_micro = _micro(read["percent"]) // 100, _micro(fixed)
        if ppm > MOST_PPM or fixed_micro > MOST_FIXED_MICRO or (is_bonus and fixed_micro):
            raise ValueError(part)
        found[read["way"]] = Surcharge(-ppm if is_bonus else ppm, fixed_micro)
    return found


def fixed_parts(text: str) -> list[str]:
    """Return the amounts in what an operator wrote about fees, as they are written there.

    >>> fixed_parts("card 2.9% + 0.30, stars -5%")
    ['0.30']
    """
    return [read["fixed"] for read in _ONE.finditer(text.lower()) if read["fixed"]]


def key_of_surcharge(way: str, charge_id: str) -> str:
    """Return the key of the entry of a payment's fee or bonus."""
    return f"surcharge:{way}:{charge_id}"


def surcharging(way: str, charge_id: str, wallet: Account, surcharge_micro: int) -> Iterator[JournalEntry]:
    """Yield the entry of a payment's fee, which is the shop's, or of its bonus, which the shop gives."""
    key, currency = key_of_surcharge(way, charge_id), wallet.currency
    if surcharge_micro > 0:
        postings = between(Account(clearing(way), None, currency), _fees(currency), surcharge_micro)
        yield JournalEntry(key, JournalKind.SURCHARGE, postings)
    elif surcharge_micro < 0:
        postings = between(_bonuses(currency), wallet, -surcharge_micro)
        yield JournalEntry(key, JournalKind.BONUS, postings)


def undone(back: JournalEntry, outside: Account, surcharge_micro: int) -> Iterator[JournalEntry]:
    """Yield the entry that takes a payment's fee or bonus out of the shop's accounts with its return `back`.

    The return itself moves the whole credit. For a reversal of a return it yields the opposite.
    """
    if surcharge_micro:
        own = _fees(outside.currency) if surcharge_micro > 0 else _bonuses(outside.currency)
        sign = -1 if back.kind is JournalKind.REVERSAL else 1
        postings = between(own, outside, sign * surcharge_micro)
        yield JournalEntry(f"{back.key}:surcharge", back.kind, postings)


def _fees(currency: str) -> Account:
    return Account(AccountKind.SURCHARGE, None, currency)


def _bonuses(currency: str) -> Account:
    return Account(AccountKind.BONUS, None, currency)


def _micro(text: str) -> int:
    amount = parse_amount(text.replace(",", "."))
    if amount is None:
        raise ValueError(text)
    return micro_up(amount)

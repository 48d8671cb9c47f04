"""Coupons: percent off an order, or an amount credited to the wallet; who may use one, and how often."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.money import rounded_up
from shop.ordering.terms import Terms
from shop.pricing.price_list import WHOLE
from shop.typed import as_number

SHORTEST, LONGEST = 3, 32
"""Letters and digits of a coupon's name, without blanks and hyphens."""

MOST_TRIES = 10
"""Wrong names that a person may send before they have to rest for an hour: names are not to be guessed."""

_HYPHENS = frozenset("_\u2212\u00ad\u02d7\u207b\u30fc\uff70\u2500")
"""What is taken for a hyphen beside Unicode's own dashes (category Pd)."""


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A coupon as an operator makes it.

    `percent_ppm` is taken off an order's price, in millionths, or `amount_micro` is credited, in micro-units
    of `currency`; the other is 0. It can be used `uses` times in all (None: without limit) and `each` times
    by a person, for orders from `least_micro`, until `ends_at` (UTC; None: until it is stopped).
    """

    code: str
    key: str
    currency: str
    percent_ppm: int = 0
    amount_micro: int = 0
    uses: int | None = None
    each: int = 1
    least_micro: int = 0
    ends_at: datetime | None = None

    @property
    def valid_until(self) -> datetime | None:
        """The last second at which it can be used; people read the midnight `ends_at` as the day after it."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at is not None else None


@dataclass(frozen=True, slots=True)
class Coupon(NewCoupon):
    """A coupon that was made. It was stopped at `stopped_at`, None if it was not."""

    id: int = 0
    stopped_at: datetime | None = None

    @property
    def is_credit(self) -> bool:
        """True if it is an amount for the wallet, not a part of an order's price."""
        return self.amount_micro > 0


@dataclass(frozen=True, slots=True)
class Tally:
    """A coupon with how often it was used, and what that came to in micro-units of its currency."""

    coupon: Coupon
    uses: int
    micro: int


class Entered(Enum):
    """What a typed coupon led to. `CREDITED`: its amount is in the wallet; `READY`: for the next order."""

    CREDITED = auto()
    READY = auto()


def coupon_key(text: str) -> str | None:
    """Return what is equal for all spellings of a coupon's name; None if the text is none.

    Blanks, hyphens of any kind, case and the digits' script make no difference.

    >>> coupon_key(" summer – ２5 "), coupon_key("SUMMER-25"), coupon_key("10 % off!")
    ('summer25', 'summer25', None)
    """
    plain = as_number(unicodedata.normalize("NFKC", text)).casefold()
    key = "".join(sign for sign in plain if not sign.isspace() and not _is_hyphen(sign))
    named = all(unicodedata.category(sign)[0] in "LMN" for sign in key)
    return key if named and SHORTEST <= len(key) <= LONGEST else None


def _is_hyphen(sign: str) -> bool:
    return sign in _HYPHENS or unicodedata.category(sign) == "Pd"


def refusal_of(
    coupon: Coupon | None, *, uses: int, own_uses: int, currency: str, now: datetime
) -> ShopError | None:
    """Return why a person may not use this coupon now; None if they may.

    `uses` and `own_uses` are how often it was used by all and by them. A coupon in another currency than
    the shop's is as good as stopped.
    """
    if coupon is None or coupon.stopped_at is not None or coupon.currency != currency:
        return ShopError("coupon_unknown")
    if coupon.ends_at is not None and coupon.ends_at <= now:
        return ShopError("coupon_over")
    if own_uses >= coupon.each:
        return ShopError("coupon_used_before")
    if coupon.uses is not None and uses >= coupon.uses:
        return ShopError("coupon_used_up")
    return None


def discounted(terms: Terms, coupon: Coupon, *, floor_micro: int, step_micro: int) -> Terms:
    """Return these terms with the coupon taken off their price; unchanged if it takes nothing off.

    The price stays a multiple of `step_micro`, and does not fall below `floor_micro`: nobody sells at a
    greater loss than the operator allows.
    """
    price = terms.price_micro
    if terms.currency != coupon.currency or price < coupon.least_micro:
        return terms
    after = price - price * coupon.percent_ppm // WHOLE
    lowest = rounded_up(max(after, floor_micro, 0), step_micro)
    off = price - lowest
    return replace(terms, price_micro=lowest, coupon=coupon.code, discount_micro=off) if off > 0 else terms


def crediting(coupon: Coupon, use_id: int, person_id: int) -> JournalEntry:
    """Return the entry that credits the amount of a coupon, once for each use of it."""
    marketing = Account(AccountKind.COUPON, None, coupon.currency)
    wallet = Account(AccountKind.WALLET, person_id, coupon.currency)
    postings = between(marketing, wallet, coupon.amount_micro)
    return JournalEntry(key_of_credit(use_id), JournalKind.COUPON, postings, reason=f"🎟 {coupon.code}")


def key_of_credit(use_id: int) -> str:
    """Return the key of the entry that credits this use of a coupon."""
    return f"coupon:{use_id}"

"""The price board: the price list in force, the currency of prices, and whether the shop can sell at all."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from shop import notice
from shop.catalogue.services import Service
from shop.clock import Clock, SystemClock
from shop.currency import currency_named
from shop.errors import ShopError
from shop.notice import Notice
from shop.ordering.answers import Answer
from shop.ordering.fields import Counted, OrderForm
from shop.pricing.price_list import NANO, SAME, Exchange, PriceList, pair
from shop.pricing.quotes import Quote, quote, rate_shown

PRICES_HOLD = timedelta(hours=2)
"""So long after the panel last told its prices they are taken for its prices."""


class Closed(Enum):
    """Why the shop cannot sell right now."""

    BALANCE_UNREAD = auto()  # so the panel's currency is not known
    OTHER_CURRENCY = auto()  # in private: the panel's currency is another than wallets are in
    NO_RATE = auto()  # the panel's currency is another one, and nobody has said what it is worth
    PRICES_OLD = auto()  # the panel has not told its prices for too long


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """How one person is charged right now."""

    prices: PriceList
    level: str
    currency: str
    exchange: Exchange
    from_wallets: bool

    def quote(self, service: Service, form: OrderForm, answers: dict[str, Answer]) -> Quote:
        """The price of these answers. Raises ShopError where it cannot be known when it is paid."""
        if self.from_wallets and form.counted is Counted.LATER:
            raise ShopError("subscription_not_sold")
        return quote(
            service,
            form,
            answers,
            currency=self.currency,
            markup_ppm=self.prices.markup_ppm(service, self.level),
            exchange=self.exchange,
        )

    def rate_shown(self, service: Service) -> int:
        """What a thousand costs here (or one order, where the type is flat), in micro-units."""
        return rate_shown(service, self.prices.markup_ppm(service, self.level), self.exchange)


class Pricing:
    """What everybody reads prices from. In private the panel's own currency is spent, so it is named.

    `currency` is the shop's, `from_wallets` whether customers pay from wallets
    in it. `changing` is held while a rule is changed and put up, so that an
    older list is never put up over a newer one. `priced_at` is when the panel
    last told its prices.
    """

    def __init__(self, *, currency: str, from_wallets: bool, clock: Clock | None = None) -> None:
        self.prices = PriceList()
        self.from_wallets = from_wallets
        self.priced_at: datetime | None = None
        self._clock = clock or SystemClock()
        self.changing = asyncio.Lock()
        self._currency = currency
        self._heard = False
        self._outdated = False
        self._told: str | None = None
        self._changed_to: str | None = None

    def update(self, prices: PriceList) -> None:
        """This list counts from now on; cards that are shown keep their price."""
        self.prices = prices

    def priced(self, at: datetime | None) -> None:
        """The panel told its prices then; None: never yet."""
        self.priced_at = at
        self._outdated = False

    def outdate(self) -> None:
        """What the panel told last is no price any more: it was in another currency."""
        self._outdated = self.priced_at is not None

    def heard(self, currency: str | None) -> None:
        """The panel has told its balance. None, or no currency's name: it names none; one named before stays.

        In private that currency is what people owe, so another one is not taken in mid-run.
        """
        self._heard = True
        told = currency_named(currency) or self._told
        if self.from_wallets or self._told is None:
            self._told = told
        self._changed_to = told if told != self._told else None

    @property
    def currency(self) -> str:
        """What prices are in."""
        return self._currency if self.from_wallets else self.panel_currency

    @property
    def panel_currency(self) -> str:
        """What the panel's prices are in, as far as it has told; capitals do not make another currency."""
        return self._told or self._currency

    @property
    def rate_key(self) -> str | None:
        """The key of the rate that is needed, None where both currencies are one."""
        if not self.from_wallets or self.panel_currency == self._currency:
            return None
        return pair(self.panel_currency, self._currency)

    @property
    def closed(self) -> Closed | None:
        """Why nothing can be sold, None where it can. In private old prices would be wrong as well."""
        if self.from_wallets and not self._heard:
            return Closed.BALANCE_UNREAD
        if self._changed_to is not None:
            return Closed.OTHER_CURRENCY
        if self.exchange is None:
            return Closed.NO_RATE
        age = timedelta() if self.priced_at is None else self._clock.now() - self.priced_at
        return Closed.PRICES_OLD if self._outdated or age > PRICES_HOLD else None

    def refusal(self) -> ShopError | None:
        """The same as what a person is told."""
        match self.closed:
            case Closed.BALANCE_UNREAD:
                return ShopError("prices_not_here")
            case Closed.NO_RATE | Closed.OTHER_CURRENCY:
                return ShopError("cannot_sell")
            case Closed.PRICES_OLD:
                return ShopError("prices_old")
            case None:
                return None

    def for_person(self, person_id: int) -> OwnPrices:
        """How this person is charged. Raises ShopError while nothing can be sold."""
        return self.at_level(self.prices.level_of(person_id))

    def at_level(self, level: str) -> OwnPrices:
        """How somebody of this level is charged. Raises ShopError while nothing can be sold."""
        refused, exchange = self.refusal(), self.exchange
        if refused is not None or exchange is None:
            raise refused or ShopError("cannot_sell")
        return OwnPrices(self.prices, level, self.currency, exchange, self.from_wallets)

    def alerts(self, operators: Iterable[int], now: datetime) -> list[Notice]:
        """What the operators have to hear once a day while nothing can be sold."""
        match self.closed:
            case Closed.NO_RATE:
                alert, word = "rate_missing", f"{self.panel_currency} / {self._currency}"
            case Closed.OTHER_CURRENCY:
                alert, word = "currency_changed", f"{self._told} → {self._changed_to}"
            case Closed.PRICES_OLD if self.priced_at is not None:
                alert, word = "prices_old", f"{self.priced_at:%Y-%m-%d %H:%M} UTC"
            case _:
                return []
        return [
            notice.alert(operator, "rate", f"{alert}:{now.date()}", alert=alert, word=word)
            for operator in sorted(operators)
        ]

    @property
    def exchange(self) -> Exchange | None:
        """What the panel's prices are multiplied by; None where nobody has said."""
        key = self.rate_key
        if key is None:
            return SAME
        nano = self.prices.rates.get(key)
        return None if nano is None else Exchange(nano, NANO)

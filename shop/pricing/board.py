"""Pricing: the price list in force, the currency of prices, and whether the shop can sell at all."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from shop.alerts import AlertKind, Condition
from shop.catalogue.services import Service
from shop.clock import Clock, SystemClock
from shop.currency import EXACT, Steps, currency_named
from shop.errors import ShopError
from shop.money import PRICE_QUANTUM
from shop.ordering.answers import Answer
from shop.ordering.fields import Counted, OrderForm
from shop.pricing.price_list import NANO, SAME, Exchange, PriceList, pair
from shop.pricing.quotes import PER, Quote, price_for, quote

PRICES_HOLD = timedelta(hours=2)
"""How long the panel's last reported prices are trusted."""


CLOSING = frozenset({AlertKind.RATE_MISSING, AlertKind.CURRENCY_CHANGED, AlertKind.PRICES_OLD})
"""Kinds of alerts that `Pricing.conditions` knows all of."""


class Closed(Enum):
    """Why the shop cannot sell right now."""

    BALANCE_UNREAD = auto()  # so the panel's currency is unknown
    OTHER_CURRENCY = auto()  # in private: the panel's currency differs from the wallets'
    NO_RATE = auto()  # the panel's currency differs from the shop's, and no rate is set
    PRICES_OLD = auto()  # the panel has reported no prices for too long


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """The present prices for one person."""

    prices: PriceList
    level: str
    currency: str
    exchange: Exchange
    from_wallets: bool
    step_micro: int = PRICE_QUANTUM

    def quote(self, service: Service, form: OrderForm, answers: dict[str, Answer]) -> Quote:
        """Return the price of these answers. Raises ShopError if it is unknown at payment."""
        if self.from_wallets and form.counted is Counted.LATER:
            raise ShopError("service_changed")  # nothing is sold to a wallet for 0
        return quote(
            service,
            form,
            answers,
            currency=self.currency,
            markup_ppm=self.prices.markup_ppm(service, self.level),
            exchange=self.exchange,
            step_micro=self.step_micro,
        )

    def rate_shown(self, service: Service) -> int:
        """Return the price of a thousand (or of one order, if the type is flat), in micro-units."""
        return self.price_for(service, PER)

    def price_for(self, service: Service, quantity: int) -> int:
        """Return what an order of this quantity costs, in micro-units: what is charged for it."""
        markup_ppm = self.prices.markup_ppm(service, self.level)
        return price_for(service, markup_ppm, self.exchange, quantity=quantity, step_micro=self.step_micro)


class Pricing:
    """The prices for everybody. In private the panel's own currency is spent, so it is the one named.

    `currency` is the shop's; `from_wallets` says that customers pay from wallets in it. `steps` says to
    what prices are rounded up.
    `changing` is held while a rule is changed and published, so that an older list never
    replaces a newer one. `priced_at` is when the panel last reported its prices.
    """

    def __init__(
        self, *, currency: str, from_wallets: bool, steps: Steps = EXACT, clock: Clock | None = None
    ) -> None:
        self.prices = PriceList()
        self.from_wallets = from_wallets
        self.steps = steps
        self.priced_at: datetime | None = None
        self._clock = clock or SystemClock()
        self.changing = asyncio.Lock()
        self._currency = currency
        self._balance_read = False
        self._outdated = False
        self._panel_currency: str | None = None
        self._changed_to: str | None = None

    def update(self, prices: PriceList) -> None:
        """Use this list from now on; cards already shown keep their price."""
        self.prices = prices

    def set_priced_at(self, at: datetime | None) -> None:
        """Note when the panel reported its prices; None: never yet."""
        self.priced_at = at
        self._outdated = False

    def outdate(self) -> None:
        """Distrust the last reported prices: they were in another currency."""
        self._outdated = self.priced_at is not None

    def set_panel_currency(self, currency: str | None) -> None:
        """Note the balance's currency. If it names none, the one named before stays.

        In private people owe money in that currency, so a change is not adopted while running.
        """
        self._balance_read = True
        reported = currency_named(currency) or self._panel_currency
        if self.from_wallets or self._panel_currency is None:
            self._panel_currency = reported
        self._changed_to = reported if reported != self._panel_currency else None

    @property
    def currency(self) -> str:
        """The currency of prices."""
        return self._currency if self.from_wallets else self.panel_currency

    @property
    def panel_currency(self) -> str:
        """The currency of the panel's prices, as far as reported; capitals do not matter."""
        return self._panel_currency or self._currency

    @property
    def rate_key(self) -> str | None:
        """The key of the exchange rate needed, None if both currencies are the same."""
        if not self.from_wallets or self.panel_currency == self._currency:
            return None
        return pair(self.panel_currency, self._currency)

    @property
    def closed(self) -> Closed | None:
        """Why nothing can be sold, None if selling is possible. In private too, old prices would be wrong."""
        if self.from_wallets and not self._balance_read:
            return Closed.BALANCE_UNREAD
        if self._changed_to is not None:
            return Closed.OTHER_CURRENCY
        if self.exchange is None:
            return Closed.NO_RATE
        age = timedelta() if self.priced_at is None else self._clock.now() - self.priced_at
        return Closed.PRICES_OLD if self._outdated or age > PRICES_HOLD else None

    def refusal(self) -> ShopError | None:
        """Return `closed` as the error a person sees, or None."""
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
        """Return this person's prices. Raises ShopError while nothing can be sold."""
        return self.at_level(self.prices.level_of(person_id))

    def at_level(self, level: str) -> OwnPrices:
        """Return the prices of this level. Raises ShopError while nothing can be sold."""
        refused, exchange = self.refusal(), self.exchange
        if refused is not None or exchange is None:
            raise refused or ShopError("cannot_sell")
        currency = self.currency
        return OwnPrices(self.prices, level, currency, exchange, self.from_wallets, self.steps(currency))

    def conditions(self) -> list[Condition]:
        """Return why nothing can be sold, if an operator can do something about it."""
        match self.closed:
            case Closed.NO_RATE:
                word = f"{self.panel_currency} / {self._currency}"
                return [Condition(AlertKind.RATE_MISSING, facts={"word": word})]
            case Closed.OTHER_CURRENCY:
                word = f"{self._panel_currency} → {self._changed_to}"
                return [Condition(AlertKind.CURRENCY_CHANGED, facts={"word": word})]
            case Closed.PRICES_OLD if self.priced_at is not None:
                word = f"{self.priced_at:%Y-%m-%d %H:%M} UTC"
                return [Condition(AlertKind.PRICES_OLD, facts={"word": word})]
            case _:
                return []

    @property
    def exchange(self) -> Exchange | None:
        """The factor for the panel's prices; None if no rate is set."""
        key = self.rate_key
        if key is None:
            return SAME
        nano = self.prices.rates.get(key)
        return None if nano is None else Exchange(nano, NANO)

"""Pricing: the price list in force, the currency of prices, and what can be sold at all."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from shop.alerts import AlertKind, Condition
from shop.catalogue.services import Service
from shop.clock import Clock, SystemClock
from shop.currency import EXACT, Steps, currency_named
from shop.errors import ShopError
from shop.membership.membership import Members
from shop.money import PRICE_QUANTUM
from shop.ordering.answers import Answer
from shop.ordering.fields import Counted, OrderForm
from shop.pricing.price_list import NANO, SAME, Exchange, PriceList, pair
from shop.pricing.quotes import PER, Quote, price_for, quote

PRICES_HOLD = timedelta(hours=2)
"""How long the panel's last reported prices are trusted."""


CLOSING = frozenset({AlertKind.RATE_MISSING, AlertKind.CURRENCY_CHANGED, AlertKind.PRICES_OLD})
"""Kinds of alerts that `PanelPrices.conditions` knows all of."""


class Closed(Enum):
    """Why the shop cannot sell right now."""

    BALANCE_UNREAD = auto()  # so the panel's currency is unknown
    OTHER_CURRENCY = auto()  # in private: the panel's currency differs from the wallets'
    NO_RATE = auto()  # the panel's currency differs from the shop's, and no rate is set
    PRICES_OLD = auto()  # the panel has reported no prices for too long


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """The present prices for one person.

    `exchange` is for services of PANEL_URL, `others` for those of each further panel account; None while
    nothing of that panel can be sold.
    """

    prices: PriceList
    level: str
    currency: str
    exchange: Exchange | None
    from_wallets: bool
    step_micro: int = PRICE_QUANTUM
    others: Mapping[str, Exchange | None] = field(default_factory=dict)

    def sells(self, service: Service) -> bool:
        """Return True if this service has a price now."""
        return self._exchange_for(service) is not None

    def order_by_rate(self, service: Service) -> tuple[bool, int]:
        """Return a key that sorts services by their price, those without one behind all others."""
        sells = self.sells(service)
        return not sells, self.rate_shown(service) if sells else 0

    def quote(self, service: Service, form: OrderForm, answers: dict[str, Answer]) -> Quote:
        """Return the price of these answers.

        Raises ShopError if it is unknown at payment, or if nothing of the service's panel can be sold now.
        """
        if self.from_wallets and form.counted is Counted.LATER:
            raise ShopError("service_changed")  # nothing is sold to a wallet for 0
        return quote(
            service,
            form,
            answers,
            currency=self.currency,
            markup_ppm=self.prices.markup_ppm(service, self.level),
            exchange=self._exchange_of(service),
            step_micro=self.step_micro,
        )

    def rate_shown(self, service: Service) -> int:
        """Return the price of a thousand (or of one order, if the type is flat), in micro-units."""
        return self.price_for(service, PER)

    def price_for(self, service: Service, quantity: int) -> int:
        """Return what an order of this quantity costs, in micro-units: what is charged for it.

        Raises ShopError if nothing of the service's panel can be sold now, see `sells`.
        """
        markup_ppm, exchange = self.prices.markup_ppm(service, self.level), self._exchange_of(service)
        return price_for(service, markup_ppm, exchange, quantity=quantity, step_micro=self.step_micro)

    def cost_here_micro(self, service: Service, quantity: int) -> int:
        """Return what an order of this quantity costs us, in micro-units of the prices' currency.

        Raises ShopError as `price_for`.
        """
        return price_for(service, 0, self._exchange_of(service), quantity=quantity)

    def _exchange_for(self, service: Service) -> Exchange | None:
        return self.others.get(service.panel, self.exchange)

    def _exchange_of(self, service: Service) -> Exchange:
        exchange = self._exchange_for(service)
        if exchange is None:
            raise ShopError("service_paused")
        return exchange


class PanelPrices:
    """What one panel has told of its prices: their currency, and since when they hold.

    `adopts`: a change of the currency is adopted while the kiosk runs. `expected` is the currency until one
    is named. `needs_balance`: nothing can be sold before the balance, which names the currency, was read.
    """

    def __init__(self, board: "Pricing", *, expected: str, adopts: bool, needs_balance: bool) -> None:
        self._board = board
        self._expected = expected
        self._adopts = adopts
        self.needs_balance = needs_balance
        self._balance_read = False
        self._outdated = False
        self._reported: str | None = None
        self._changed_to: str | None = None
        self.priced_at: datetime | None = None
        """When the panel last reported its prices."""

    def set_priced_at(self, at: datetime | None) -> None:
        """Note when the panel reported its prices; None: never yet."""
        self.priced_at = at
        self._outdated = False

    def outdate(self) -> None:
        """Distrust the last reported prices: they were in another currency."""
        self._outdated = self.priced_at is not None

    def set_currency(self, currency: str | None) -> None:
        """Note the balance's currency. If it names none, the one named before stays."""
        self._balance_read = True
        reported = currency_named(currency) or self._reported
        if self._adopts or self._reported is None:
            self._reported = reported
        self._changed_to = reported if reported != self._reported else None

    @property
    def currency(self) -> str:
        """The currency of the panel's prices, as far as reported; capitals do not matter."""
        return self._reported or self._expected

    @property
    def named(self) -> str | None:
        """The currency that a balance has named; None while none has."""
        return self._reported

    @property
    def rate_key(self) -> str | None:
        """The key of the exchange rate needed, None if prices are in the panel's currency."""
        currency = self._board.currency
        return None if self.currency == currency else pair(self.currency, currency)

    @property
    def closed(self) -> Closed | None:
        """Why nothing of this panel can be sold; None if it can. Old prices are wrong in private, too."""
        if self.needs_balance and not self._balance_read:
            return Closed.BALANCE_UNREAD
        if self._changed_to is not None:
            return Closed.OTHER_CURRENCY
        if self.rate is None:
            return Closed.NO_RATE
        age = timedelta() if self.priced_at is None else self._board.now() - self.priced_at
        return Closed.PRICES_OLD if self._outdated or age > PRICES_HOLD else None

    @property
    def rate(self) -> Exchange | None:
        """The factor for the panel's prices; None if no rate is set."""
        key = self.rate_key
        if key is None:
            return SAME
        nano = self._board.prices.rates.get(key)
        return None if nano is None else Exchange(nano, NANO)

    @property
    def exchange(self) -> Exchange | None:
        """The factor for the panel's prices; None while nothing of it can be sold."""
        return None if self.closed is not None else self.rate

    def conditions(self) -> list[Condition]:
        """Return why nothing can be sold, if an operator can do something about it."""
        match self.closed:
            case Closed.NO_RATE:
                word = f"{self.currency} / {self._board.currency}"
                return [Condition(AlertKind.RATE_MISSING, facts={"word": word})]
            case Closed.OTHER_CURRENCY:
                word = f"{self._reported} → {self._changed_to}"
                return [Condition(AlertKind.CURRENCY_CHANGED, facts={"word": word})]
            case Closed.PRICES_OLD if self.priced_at is not None:
                word = f"{self.priced_at:%Y-%m-%d %H:%M} UTC"
                return [Condition(AlertKind.PRICES_OLD, facts={"word": word})]
            case _:
                return []


class Pricing:
    """The prices for everybody. In private the currency of PANEL_URL is spent, so it is the one named.

    `currency` is the shop's; `from_wallets` says that customers pay from wallets in it. `steps` says to
    what prices are rounded up. `main` is PANEL_URL's; further panels are added once, at the start.
    `changing` is held while a rule is changed and published, so that an older list never
    replaces a newer one.
    """

    def __init__(
        self, *, currency: str, from_wallets: bool, steps: Steps = EXACT, clock: Clock | None = None
    ) -> None:
        self.prices = PriceList()
        self.members = Members()
        self.from_wallets = from_wallets
        self.steps = steps
        self.now = (clock or SystemClock()).now
        self.changing = asyncio.Lock()
        self._currency = currency
        # In private people owe money in that currency, so a change is not adopted while running.
        self.main = PanelPrices(self, expected=currency, adopts=from_wallets, needs_balance=from_wallets)
        self._others: dict[str, PanelPrices] = {}

    def add_panel(self, panel: str) -> PanelPrices:
        """Return the prices of a further panel account."""
        added = PanelPrices(self, expected=self._currency, adopts=True, needs_balance=True)
        self._others[panel] = added
        return added

    def of(self, panel: str) -> PanelPrices:
        """Return the prices of this panel account; of PANEL_URL for any that was not added."""
        return self._others.get(panel, self.main)

    def update(self, prices: PriceList) -> None:
        """Use this list from now on; cards already shown keep their price."""
        self.prices = prices

    @property
    def currency(self) -> str:
        """The currency of prices."""
        return self._currency if self.from_wallets else self.main.currency

    @property
    def each(self) -> tuple[PanelPrices, ...]:
        """The prices of every panel, PANEL_URL's first."""
        return (self.main, *self._others.values())

    @property
    def closed(self) -> Closed | None:
        """Why nothing at all can be sold, as of PANEL_URL; None if something can."""
        closed = self.main.closed
        if closed is None or any(one.closed is None for one in self._others.values()):
            return None
        return closed

    def rates(self) -> dict[str, int | None]:
        """Return the rate of each panel currency that is not the shop's, in nano-units; None if not set."""
        keys = {one.currency: one.rate_key for one in self.each}
        return {currency: self.prices.rates.get(key) for currency, key in keys.items() if key is not None}

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
        paid = self.members.levels_of(person_id, self.now())
        return self.at_level(self.prices.lowest(self.prices.level_of(person_id), paid))

    def at_level(self, level: str) -> OwnPrices:
        """Return the prices of this level. Raises ShopError while nothing can be sold."""
        refused = self.refusal()
        if refused is not None:
            raise refused
        currency = self.currency
        others = {panel: one.exchange for panel, one in self._others.items()}
        return OwnPrices(
            self.prices, level, currency, self.main.exchange, self.from_wallets, self.steps(currency), others
        )

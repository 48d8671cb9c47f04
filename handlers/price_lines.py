"""A service's price and limits in one short line, the operator's markup included."""

from dataclasses import dataclass
from html import unescape

from locales import Translator
from shop.catalogue.services import Service
from shop.catalogue.storefront import Offer
from shop.ordering.fields import Counted, form_of
from shop.pricing.board import OwnPrices
from shop.pricing.quotes import PER

ROUND = (100, 1_000, 10_000)
"""The quantities whose prices a service's card shows."""


@dataclass(frozen=True, slots=True)
class Prices:
    """How prices are shown: the person's language and price level; None while nothing is sold."""

    t: Translator
    own: OwnPrices | None

    def line(self, service: Service) -> str:
        """Return the price of a thousand (or of one order), and the minimum and maximum."""
        flat = is_flat(service)
        line = self._price(service, flat=flat)
        if flat or service.min is None or service.max is None:
            return line
        return line + " · " + self.t("{min} to {max}", min=service.min, max=service.max)

    def plain_line(self, service: Service) -> str:
        """Return the same without HTML, for where Telegram reads none."""
        return unescape(self.line(service))

    def amount(self, service: Service) -> str:
        """Return the price of a thousand (or of one order) alone; empty while nothing is sold."""
        own = self._own_for(service)
        return "" if own is None else self.t.money(own.rate_shown(service), own.currency)

    def examples(self, offer: Offer) -> list[tuple[int, str]]:
        """Return round quantities within the service's limits, each with its price; none for a flat one."""
        service = offer.service
        own = self._own_for(service)
        if own is None or offer.form.counted not in {Counted.QUANTITY, Counted.LINES}:
            return []
        least, most = service.min or 1, service.max or ROUND[-1]
        counts = [count for count in ROUND if least <= count <= most] or [least]
        return [(count, self.t.money(own.price_for(service, count), own.currency)) for count in counts]

    def _price(self, service: Service, *, flat: bool) -> str:
        own = self._own_for(service)
        if own is None:
            return self.t("no price right now")
        if flat:
            return self.t("{price} an order", price=self.t.money(own.rate_shown(service), own.currency))
        quantity = quantity_shown(service)
        price = self.t.money(own.price_for(service, quantity), own.currency)
        return self.t("{price} for {quantity}", price=price, quantity=quantity)

    def _own_for(self, service: Service) -> OwnPrices | None:
        """Return the prices, None while nothing of the service's panel is sold."""
        return self.own if self.own is not None and self.own.sells(service) else None


def quantity_shown(service: Service) -> int:
    """Return the quantity whose price is shown: a thousand, or the nearest one that can be ordered."""
    least, most = service.min or 1, service.max or PER
    return min(max(PER, least), max(most, least))


def is_flat(service: Service) -> bool:
    """Return True if the rate is the price of one order."""
    form = form_of(service)
    return form is not None and form.counted is Counted.ONCE

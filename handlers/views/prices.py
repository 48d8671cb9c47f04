"""A service's price and limits in one short line, the operator's markup included."""

from dataclasses import dataclass

from locales import Translator
from shop.catalogue import Service
from shop.fields import Counted, form_of
from shop.pricing import rate_shown


@dataclass(frozen=True, slots=True)
class Prices:
    """How prices are shown: in whose language, in which currency, with how much added."""

    t: Translator
    currency: str
    markup_ppm: int

    def line(self, service: Service) -> str:
        """What a thousand (or one order) costs, and from how many to how many."""
        form = form_of(service)
        amount = self.t.money(rate_shown(service, self.markup_ppm), self.currency)
        if form is not None and form.counted is Counted.ONCE:
            return self.t("{price} an order", price=amount)
        line = self.t("{price} for 1000", price=amount)
        if service.min is None or service.max is None:
            return line
        return line + " · " + self.t("{min} to {max}", min=service.min, max=service.max)

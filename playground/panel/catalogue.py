"""What the fake panel sells. A test may add, remove and re-price services while it runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

FLAT_TYPES = frozenset({"Package", "Custom Comments Package"})
"""Types whose rate is the price of one order, not of a thousand."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `rate` is text, as panels send it: per 1000, or per order for a flat type."""

    id: int
    name: str
    category: str
    type: str = "Default"
    rate: str = "1.00"
    min: int = 10
    max: int = 10_000
    refill: bool = False
    cancel: bool = False
    dripfeed: bool = False

    def cost(self, quantity: int) -> Decimal:
        """Return the exact price of `quantity`."""
        rate = Decimal(self.rate)
        return rate if self.type in FLAT_TYPES else rate * quantity / 1000


class Catalogue:
    """All services, in the order in which the panel lists them."""

    def __init__(self, services: Iterable[Service] = ()) -> None:
        self._by_id = {service.id: service for service in services}

    def __iter__(self) -> Iterator[Service]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def service(self, service_id: str | int) -> Service | None:
        """Return the service with this id, or None."""
        try:
            return self._by_id.get(int(service_id))
        except ValueError:
            return None

    def of_type(self, service_type: str) -> Service:
        """Return the first service of this type. Raises KeyError if none is on sale."""
        for service in self:
            if service.type == service_type:
                return service
        raise KeyError(service_type)

    def add(self, service: Service) -> None:
        """Put `service` on sale; it replaces one with the same id."""
        self._by_id[service.id] = service

    def remove(self, service_id: int) -> None:
        """Take a service off sale. Raises KeyError if it is not on sale."""
        del self._by_id[service_id]

    def change(self, service_id: int, **facts: str | int | bool) -> Service:
        """Change some facts of a service, such as `rate="1.10"`, and return the new one."""
        changed: Service = replace(self._by_id[service_id], **facts)  # type: ignore[arg-type]  # as named by the caller
        self.add(changed)
        return changed

    def change_rate(self, service_id: int, rate: str) -> Service:
        """Sell a service at another rate from now on."""
        return self.change(service_id, rate=rate)

"""The catalogue: the panels' services, as last read."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a panel.

    `id` is the shop's own number; `panel` names the panel account, `panel_number` is the panel's own number
    where that is another (see shop/suppliers). `rate_micro` is the panel's price in micro-units of its
    currency: per 1000, or for one whole order if the type is flat (a Package). A flag is
    None if the panel does not say (the seed panel never does).
    """

    id: str
    name: str
    category: str
    type: str
    rate_micro: int
    min: int | None
    max: int | None
    refill: bool | None = None
    cancel: bool | None = None
    dripfeed: bool | None = None
    description: str = ""
    panel: str = ""
    panel_number: str = ""

    @property
    def number(self) -> str:
        """The number by which its panel knows it."""
        return self.panel_number or self.id

    @property
    def panels_name(self) -> str:
        """What the panel calls it, which says what it is for; `name` may be the shop's own."""
        return self.name


@dataclass(frozen=True, slots=True)
class OwnService(Service):
    """A service to which the shop gave a name or a description of its own."""

    name_at_panel: str = ""

    @property
    def panels_name(self) -> str:
        """What the panel calls it."""
        return self.name_at_panel


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services on sale, in the panel's own order."""

    services: tuple[Service, ...] = ()
    _by_id: dict[str, Service] = field(default_factory=dict)

    @classmethod
    def of(cls, services: Iterable[Service]) -> "Catalogue":
        """Return a catalogue of these services."""
        listed = tuple(services)
        return cls(services=listed, _by_id={service.id: service for service in listed})

    def service(self, service_id: str) -> Service | None:
        """Return the service with this id, or None if it is not on sale."""
        return self._by_id.get(service_id)

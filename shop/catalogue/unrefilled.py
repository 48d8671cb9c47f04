"""Services of which the panel said that they are never refilled, whatever its catalogue says."""

from collections.abc import Iterable
from datetime import timedelta

from shop.catalogue.services import Service

BELIEVED_FOR = timedelta(days=30)
"""So long after the panel said it last: then a customer may ask once more."""


class Unrefilled:
    """The ids of these services."""

    def __init__(self) -> None:
        self._services: frozenset[str] = frozenset()

    def replace_all(self, services: Iterable[str]) -> None:
        """Know these from now on."""
        self._services = frozenset(services)

    def add(self, service_id: str) -> None:
        """Know this one too."""
        self._services |= {service_id}

    def refill_of(self, service: Service) -> bool | None:
        """Return True if a service is refilled, by all that was told; None if nothing was."""
        return False if service.id in self else service.refill

    def __contains__(self, service_id: str) -> bool:
        return service_id in self._services

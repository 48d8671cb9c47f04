"""A person's own services: those they gave a star, and those they ordered before."""

from dataclasses import dataclass

FAVOURITES, ORDERED = "favourites", "ordered"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ids of a person's own services, the latest first; some may be gone from the catalogue."""

    favourites: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of FAVOURITES or of ORDERED; none for any other name."""
        return {FAVOURITES: self.favourites, ORDERED: self.ordered}.get(name, ())

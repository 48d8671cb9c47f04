"""Put the panel's services and the operators' decisions together, fast enough for a tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.catalogue.curating import (
    CuratedCatalogue,
    Decisions,
    Reach,
    curate,
    reach_of,
    undecided_sets,
    without_rule,
)
from shop.catalogue.hiding_rules import RuleTexts
from shop.catalogue.search import ServiceSearch
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex
from storage.catalogue.curating import Curating

SEARCH_AT_ONCE = 3_000
"""Services up to which the search is made anew with each decision; above, at the next round of work."""


@dataclass
class Curator:
    """Remembers what takes long to make: the folded texts, and the search."""

    store: Curating

    def __post_init__(self) -> None:
        self.decisions = Decisions()
        self._texts_of: Sequence[Service] = ()
        self._texts = RuleTexts(())
        self._search: ServiceSearch | None = None
        self._searched: tuple[Service, ...] = ()
        self._category_names: dict[str, str] = {}
        self.is_search_behind = False
        """True while the search does not know the newest names."""

    async def read(self) -> None:
        """Read what operators decided."""
        self.decisions = await self.store.load()

    def index(
        self,
        services: tuple[Service, ...],
        before: CatalogueIndex,
        *,
        from_wallets: bool,
        renews_search: bool,
    ) -> CatalogueIndex:
        """Return the index of these services under the decisions. It takes a moment: use a thread."""
        curated = curate(services, self.decisions, self._texts_for(services))
        search = self._search_for(curated, renews=renews_search or len(services) <= SEARCH_AT_ONCE)
        return CatalogueIndex.of(
            Catalogue.of(services), from_wallets=from_wallets, curated=curated, before=before, search=search
        )

    def reach(self, services: tuple[Service, ...], words: Sequence[str], rule: int | str | None) -> Reach:
        """Return what a rule of these words would hide, without the rule of this number."""
        decisions = self.decisions if rule is None else without_rule(self.decisions, rule)
        return reach_of(services, decisions, self._texts_for(services), words)

    def asked_about(self, services: tuple[Service, ...]) -> int:
        """Return how many services the default sets would hide about which nobody has decided yet."""
        waiting = undecided_sets(self.decisions)
        words = [word for one in waiting for word in one.words]
        return self.reach(services, words, None).count if words else 0

    def _texts_for(self, services: Sequence[Service]) -> RuleTexts:
        if not _are_alike(services, self._texts_of):
            self._texts = RuleTexts(services)
        self._texts_of = services
        return self._texts

    def _search_for(self, curated: CuratedCatalogue, *, renews: bool) -> ServiceSearch:
        """Return the search over these; where it may not be renewed, over as many as it knows."""
        names = {name: one.name for name, one in curated.categories.items() if one.name}
        same = names == self._category_names and _are_alike(curated.listed, self._searched)
        if self._search is None or (renews and not same):
            self._search = ServiceSearch(curated.listed, curated.category_name, self._search)
            self._searched, self._category_names, same = curated.listed, names, True
        self.is_search_behind = not same
        return self._search


def _are_alike(some: Sequence[Service], others: Sequence[Service]) -> bool:
    """Return True if both have the same services under the same names: prices and limits do not matter."""
    if some is others:
        return True
    return len(some) == len(others) and all(map(_is_alike, some, others))


def _is_alike(one: Service, other: Service) -> bool:
    return one is other or (
        one.id == other.id
        and one.name == other.name
        and one.panels_name == other.panels_name
        and one.category == other.category
    )

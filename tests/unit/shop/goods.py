"""What the unit tests sell, the storefronts that show it, and orders and drafts of it."""

from dataclasses import replace

from shop.catalogue.curating import Decisions, curate
from shop.catalogue.hiding_rules import RuleTexts, SetState, default_sets
from shop.catalogue.search import ServiceSearch
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.ordering.answers import Answer
from shop.ordering.draft import CONFIRM, Browse, Draft
from shop.ordering.terms import Terms

ANN = 7
POST, OTHER_POST = "https://www.instagram.com/p/Cabc/", "https://www.instagram.com/p/Cxyz/"
PROFILE = "https://www.instagram.com/ann/"
LIKES = Service("12", "Instagram Likes", "Instagram Likes", "Default", 900_000, 10, 10_000)
FOLLOWERS = replace(LIKES, id="16", name="Instagram Followers", category="Instagram Followers")
PACKAGE = replace(LIKES, id="14", name="Instagram Likes Package", type="Package")
COMMENTS = replace(LIKES, id="15", name="Instagram Comments", type="Custom Comments")
VIEWS = replace(LIKES, id="17", name="YouTube Views", category="YouTube Views")
ALL = (LIKES, FOLLOWERS, PACKAGE, COMMENTS, VIEWS)

OFF = Decisions(sets=dict.fromkeys((one.key for one in default_sets()), SetState.OFF))
"""Nothing decided, and none of the default sets hides anything."""

BROWSING = Browse(
    platform="instagram", category="k", words="w", page=3, link=POST, cheapest=True, refill=True
)
FILLED: dict[str, Answer] = {"link": POST, "quantity": 100}


def named(number: int, name: str, category: str = "") -> Service:
    """Return a service like any other, with this number and name."""
    return replace(LIKES, id=str(number), name=name, category=category)


def storefront(
    *services: Service, decisions: Decisions = OFF, before: Storefront | None = None
) -> Storefront:
    """Return the shop that sells these services, ALL without any; `before` is what it showed until then."""
    sold, shown = services or ALL, Storefront()
    curated = curate(sold, decisions, RuleTexts(sold))
    earlier = before.index if before else None
    shown.show(CatalogueIndex.of(Catalogue.of(sold), curated=curated, before=earlier))
    return shown


def found(query: str, *services: Service, limit: int = 200, among: set[str] | None = None) -> list[str]:
    """Return the numbers of the services that a search finds, the best first."""
    search = ServiceSearch(services)
    only = None if among is None else search.among(among)
    return [one.id for one in search.find(query, limit, only)]


def terms(service: Service, link: str, quantity: int | None, price: int) -> Terms:
    """Return the terms of an order that costs what it sells for (micro-units)."""
    asks = quantity is not None
    return Terms(
        service.id, service.name, link, quantity, {}, price, "USD", cost_micro=price, asks_quantity=asks
    )


def filled(**more: object) -> Draft:
    """Return a draft at its confirm card, changed so."""
    facts = {"service_id": "12", "question": CONFIRM, "answers": FILLED, "browse": BROWSING, **more}
    return Draft("d", ANN, **facts)  # type: ignore[arg-type]  # a table's rest

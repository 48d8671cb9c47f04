"""A bundle: several services as one offer, composed by the operator, sold under one price."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.ordering.link_target import target_of_service
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_verdicts import offer_of
from shop.pricing.price_list import WHOLE

FEWEST_PARTS, MOST_PARTS = 2, 10
LONGEST_NAME = 26
"""Characters: with a sign before it, a phone shows the whole button."""

MOST_BUNDLES = 50
"""All of them stand on a few pages, and are read at once."""

USUAL_WHOLE = 1000
"""The quantity that shares are of, until the operator sets another."""

BUNDLE = "bundle"
"""The kind of subject that the audit log names bundles by."""


@dataclass(frozen=True, slots=True)
class Part:
    """One service of a bundle, with a fixed `quantity`, or a share of the whole in millionths."""

    service_id: str
    quantity: int = 0
    share_ppm: int = 0

    def of(self, whole: int) -> int:
        """Return how many of it are ordered, in a bundle of this size."""
        return self.quantity or whole * self.share_ppm // WHOLE


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is in a bundle and what it costs: the sum of its parts less a discount, or `fixed_micro`.

    `whole` is the quantity that shares are of. `currency` is that of the fixed price.
    """

    name: str
    parts: tuple[Part, ...] = ()
    whole: int = USUAL_WHOLE
    discount_ppm: int = 0
    fixed_micro: int | None = None
    currency: str = ""

    def with_part(self, part: Part) -> "Bundle":
        """Return the bundle with this part, in place of an earlier one of the same service.

        Raises ShopError for more than MOST_PARTS.
        """
        if any(one.service_id == part.service_id for one in self.parts):
            parts = tuple(part if one.service_id == part.service_id else one for one in self.parts)
            return replace(self, parts=parts)
        if len(self.parts) >= MOST_PARTS:
            raise ShopError("bundle_too_long", most=MOST_PARTS)
        return replace(self, parts=(*self.parts, part))

    def without(self, service_id: str) -> "Bundle":
        """Return the bundle without this service."""
        return replace(self, parts=tuple(one for one in self.parts if one.service_id != service_id))

    def lines(self, link: str = "") -> tuple[TypedLine, ...]:
        """Return its parts as the lines of a mass order for this link."""
        return tuple(
            TypedLine(part.service_id, link=link, quantity=str(part.of(self.whole))) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Composed:
    """A bundle at the desk: the copy that is worked on, which is the `revision`-th.

    `version` is the latest that was put on sale, 0 before the first, and `published` what stands in it.
    """

    id: int
    bundle: Bundle
    revision: int
    version: int = 0
    published: Bundle | None = None
    is_on_sale: bool = False

    @property
    def is_changed(self) -> bool:
        """True if the copy is not what customers would get."""
        return self.published is not None and self.published != self.bundle


@dataclass(frozen=True, slots=True)
class OnSale:
    """One version of a bundle that customers can order."""

    id: int
    version: int
    bundle: Bundle

    def is_named(self, words: str) -> bool:
        """Return True if its name has all of these words."""
        name = self.bundle.name.casefold()
        return all(word in name for word in words.casefold().split())


def check_part(bundle: Bundle, part: Part, storefront: Storefront) -> Offer:
    """Return the part's service. Raises ShopError unless it may stand in this bundle beside the others."""
    offer = _countable(part.service_id, storefront)
    _check_quantity(offer, part.of(bundle.whole))
    for other in bundle.parts:
        if other.service_id != part.service_id and storefront.knows(other.service_id):
            _check_same_link(offer, storefront.sold(other.service_id))
    return offer


def check_whole(bundle: Bundle, storefront: Storefront) -> Sequence[Offer]:
    """Return the services of a bundle that can be sold. Raises ShopError naming what is in the way."""
    if len(bundle.parts) < FEWEST_PARTS:
        raise ShopError("bundle_too_short", fewest=FEWEST_PARTS)
    return [check_part(bundle, part, storefront) for part in bundle.parts]


def _countable(service_id: str, storefront: Storefront) -> Offer:
    offer = offer_of(service_id, storefront)
    if {field.name for field in offer.form.fields} != {"link", "quantity"}:
        raise ShopError("mass_asks_more", service=offer.service.name[:60])
    return offer


def _check_quantity(offer: Offer, quantity: int) -> None:
    service = offer.service
    least, most = service.min or 1, service.max
    if quantity < least or (most is not None and quantity > most):
        raise ShopError(
            "bundle_quantity",
            service=service.name[:60],
            quantity=quantity,
            least=least,
            most=most or quantity,
        )


def _check_same_link(one: Offer, other: Offer) -> None:
    """Raise ShopError if no link can be for both services."""
    keys, others = ({platform.key for platform in offer.platforms} for offer in (one, other))
    shared = not keys or not others or keys & others
    kind, wanted = (target_of_service(offer.service.name) for offer in (one, other))
    if not shared or (kind is not None and wanted is not None and kind is not wanted):
        raise ShopError("bundle_other_link", service=one.service.name[:60], other=other.service.name[:60])

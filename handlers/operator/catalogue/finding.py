"""What a button of the catalogue names, found among all services. Raises ShopError for what is gone."""

from handlers.context import Context
from handlers.operator.catalogue.card_views import CategoryCard, ServiceCard
from handlers.ordering.list_views import service_key
from shop.catalogue.services import Service
from shop.catalogue.storefront import Category, Section
from shop.errors import ShopError


def service_of(context: Context, key: str) -> Service:
    """Return the service of this number or key, hidden or not."""
    curated = context.services.storefront.curated
    known = curated.by_id.get(key)
    found = known or next((one for one in curated.listed if service_key(one) == key), None)
    if found is None:
        raise ShopError("catalogue_gone")
    return found


def category_of(context: Context, key: str) -> Category:
    """Return the category of this key."""
    found = context.services.storefront.desk_category(key)
    if found is None:
        raise ShopError("catalogue_gone")
    return found


def section_of(context: Context, key: str) -> Section:
    """Return the section of this key."""
    sections = context.services.storefront.desk_sections
    found = next((one for one in sections if one.key == key), None)
    if found is None:
        raise ShopError("catalogue_gone")
    return found


def card_of_service(context: Context, key: str) -> ServiceCard:
    """Return a service with where it stands, and what was decided about it."""
    services, service = context.services, service_of(context, key)
    curated = services.storefront.curated
    category = services.storefront.desk_category_of(service)
    if category is None:
        raise ShopError("catalogue_gone")
    at = next(at for at, one in enumerate(category.services) if one.id == service.id)
    hidden, decision = curated.hidden.get(service.id), curated.decisions.of(service)
    return ServiceCard(service, decision, hidden, category, at, services.board.of(service.panel).currency)


def card_of_category(context: Context, key: str) -> CategoryCard:
    """Return a category with where it stands, and what was decided about it."""
    storefront, category = context.services.storefront, category_of(context, key)
    for section in storefront.desk_sections:
        for at, one in enumerate(section.categories):
            if one.key == key:
                decision = storefront.curated.decisions.of_category(category.panels_name)
                return CategoryCard(category, section, decision, at)
    raise ShopError("catalogue_gone")

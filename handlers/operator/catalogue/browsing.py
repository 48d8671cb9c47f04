"""The catalogue at the desk, walked through: sections, categories, services, what is hidden, and a search."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.catalogue.card_views import category_card, service_card
from handlers.operator.catalogue.finding import card_of_category, card_of_service, category_of, section_of
from handlers.operator.catalogue.list_views import (
    ON_A_PAGE,
    ask_for_words,
    category_list,
    found_list,
    hidden_list,
    section_list,
    service_list,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.typed import as_id, seen


async def opened_sections(_update: Update, context: Context) -> None:
    """Sections, or a page of them."""
    sections = context.services.storefront.desk_sections
    await show(context, section_list(sections, context.button.value, context.turn.t))


async def opened_section(_update: Update, context: Context) -> None:
    """A platform: its categories."""
    button, curated = context.button, context.services.storefront.curated
    section = section_of(context, button.of)
    await show(context, category_list(section, curated, button.value, context.turn.t))


async def opened_category(_update: Update, context: Context) -> None:
    """A category: its card."""
    await show_category(context, context.button.of)


async def opened_list(_update: Update, context: Context) -> None:
    """A category's services."""
    button, curated = context.button, context.services.storefront.curated
    category = category_of(context, button.of)
    await show(context, service_list(category, curated, button.value, context.turn.t))


async def opened_service(_update: Update, context: Context) -> None:
    """A service: its card."""
    await show_service(context, context.button.of)


async def opened_hidden(_update: Update, context: Context) -> None:
    """Hidden: everything that customers do not see."""
    curated = context.services.storefront.curated
    services = [one for one in curated.listed if one.id in curated.hidden]
    await show(context, hidden_list(services, curated, context.button.value, context.turn.t))


async def wished_to_find(_update: Update, context: Context) -> None:
    """Find: the next message has a number or words."""
    turn = context.turn
    await ask_at_desk(context, DeskAsks.CATALOGUE_WORDS)
    await show(context, ask_for_words(turn.t))


async def typed_catalogue_words(update: Update, context: Context) -> None:
    """A service's number, or words: what they find. The question stays open for other words."""
    words = seen(typed_text(update))
    if not words:
        raise ShopError("not_text")
    if _named(context, words):
        await note_answered(context)
    await show_found(context, words)


async def show_found(context: Context, words: str) -> None:
    """Show the card of the service with this number, or what the words find."""
    storefront = context.services.storefront
    if number := _named(context, words):
        return await show_service(context, number)
    found = storefront.find_any(words, limit=ON_A_PAGE + 1)
    await show(context, found_list(words, found, storefront.curated, context.turn.t))
    return None


def _named(context: Context, words: str) -> str:
    number = as_id(words)
    return number if number in context.services.storefront.curated.by_id else ""


async def show_service(context: Context, key: str) -> None:
    """Show a service's card. Raises ShopError if the panel does not have it any more."""
    services, turn = context.services, context.turn
    card = card_of_service(context, key)
    await show(context, service_card(card, services.prices(turn.person.id, turn.t), turn.t))


async def show_category(context: Context, key: str) -> None:
    """Show a category's card. Raises ShopError if the panel does not have it any more."""
    curated = context.services.storefront.curated
    await show(context, category_card(card_of_category(context, key), curated, context.turn.t))

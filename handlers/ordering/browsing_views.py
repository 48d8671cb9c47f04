"""Walking through the catalogue: platforms, categories, services."""

from collections.abc import Sequence
from typing import TypeVar

from handlers.buttons import DRAFT, Button
from handlers.price_lines import Prices
from handlers.view import PAGE, Row, View, shortened
from locales import Translator, marked
from shop.catalogue.services import Service
from shop.catalogue.storefront import Section, Storefront, short_key
from shop.ordering.draft import CATEGORY, PLATFORM, Draft

T = TypeVar("T")

LABEL = 60
"""Characters on a button; phones cut longer ones."""

COMMON_NAMES = (marked("Website"), marked("Everything else"))
"""Platforms' labels that are words and not names; only these are translated."""


def browsing(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    """The draft's question while no service is chosen."""
    if draft.question == PLATFORM:
        return _platforms(draft, storefront, t)
    if draft.question == CATEGORY:
        return _categories(draft, storefront, t)
    return _services(draft, storefront, prices, t)


def _platforms(draft: Draft, storefront: Storefront, t: Translator) -> View:
    text = t("<b>What is it for?</b>\nTap below, or type what you look for: <i>instagram likes</i>.")
    shown, steps = _page(storefront.sections, draft, t)
    tiles = [(section_label(section, t), _go(draft, "platform", section.key)) for section in shown]
    return View(text, (*_pairs(tiles), *steps, (_cancel(draft, t),)))


def section_label(section: Section, t: Translator) -> str:
    """A platform's name with its emoji."""
    if section.platform is None:
        return "🗂 " + t.label("Everything else")
    return f"{section.platform.emoji} {t.label(section.platform.label)}"


def _categories(draft: Draft, storefront: Storefront, t: Translator) -> View:
    section = storefront.section(draft.browse.platform)
    categories = section.categories if section else ()
    name = t.label(section.platform.label if section and section.platform else "Everything else")
    text = t("<b>{platform}</b>\nWhich kind?", platform=name)
    shown, steps = _page(categories, draft, t)
    rows = [((shortened(category.name, LABEL), _go(draft, "category", category.key)),) for category in shown]
    return View(text, (*rows, *steps, _back_and_cancel(draft, t)))


def _services(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    found = listed(draft, storefront)
    shown, steps = _page(found, draft, t)
    title = t("<b>{category}</b>", category=_title(draft, storefront, t))
    lines = [
        f"<b>{shortened_html(service.name, t)}</b>\n{_number(service.id, t)} · {prices.line(service)}"
        for service in shown
    ]
    rows = [((shortened(one.name, LABEL), _go(draft, "service", service_key(one))),) for one in shown]
    text = "\n\n".join([title, *lines])
    return View(text, (*rows, *steps, _back_and_cancel(draft, t)))


def listed(draft: Draft, storefront: Storefront) -> Sequence[Service]:
    """Return the services in a draft's list: a search's results, or a category's."""
    if draft.browse.words:
        return storefront.find(draft.browse.words)
    category = storefront.category(draft.browse.category)
    return category.services if category else ()


def service_key(service: Service) -> str:
    """Return a service's id if it is short enough for a button, else its key."""
    return service.id if len(service.id.encode()) <= 32 and ":" not in service.id else short_key(service.id)


def shortened_html(text: str, t: Translator, limit: int = 120) -> str:
    """Return a panel's text, shortened and safe inside Telegram HTML."""
    return t("{text}", text=shortened(text, limit))


def _number(service_id: str, t: Translator) -> str:
    """A service's number, to be copied."""
    return t("<code>{text}</code>", text=shortened(service_id, 120))


def _title(draft: Draft, storefront: Storefront, t: Translator) -> str:
    if draft.browse.words:
        return t.label("Found for “{words}”", words=shortened(draft.browse.words, 60))
    category = storefront.category(draft.browse.category)
    return shortened(category.name if category else "", 120)


def _page(entries: Sequence[T], draft: Draft, t: Translator) -> tuple[Sequence[T], tuple[Row, ...]]:
    last = max(0, (len(entries) - 1) // PAGE)
    page = min(draft.browse.page, last)
    steps = []
    if page > 0:
        steps.append(("◀️ " + t.label("Previous"), _go(draft, "page", str(page - 1))))
    if page < last:
        steps.append(("▶️ " + t.label("Next"), _go(draft, "page", str(page + 1))))
    return entries[page * PAGE : (page + 1) * PAGE], (tuple(steps),) if steps else ()


def _pairs(tiles: list[tuple[str, Button]]) -> list[Row]:
    return [tuple(tiles[start : start + 2]) for start in range(0, len(tiles), 2)]


def _go(draft: Draft, action: str, value: str) -> Button:
    return Button(DRAFT, draft.id, action, value)


def _cancel(draft: Draft, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), _go(draft, "cancel", "")


def _back_and_cancel(draft: Draft, t: Translator) -> Row:
    return ("⬅️ " + t.label("Back"), _go(draft, "back", "")), _cancel(draft, t)

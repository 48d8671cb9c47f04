"""Walking through the catalogue: platforms, and their categories."""

from collections.abc import Sequence

from handlers.bundles.doors import bundles_door
from handlers.buttons import START, Button
from handlers.navigation import home, many_at_once
from handlers.ordering.known import Known
from handlers.ordering.list_views import (
    FAVOURITE_SIGN,
    ORDERED_SIGN,
    category_name,
    services_list,
    shelf_label,
)
from handlers.ordering.offer_views import offer_card
from handlers.ordering.steps import back_and_cancel, cancel, draft_button, page_of, shortened_html
from handlers.price_lines import Prices
from handlers.view import PAGE, View, in_rows
from locales import Translator, marked
from shop.catalogue.labels import Entry, labels
from shop.catalogue.shelf import FAVOURITES, ORDERED, Shelf
from shop.catalogue.storefront import Category, Section, Storefront
from shop.ordering.draft import CATEGORY, OFFER, PLATFORM, Draft
from shop.ordering.link_kinds import Kind
from shop.ordering.link_offers import is_any_for_link, kind_of_link, platform_of_link, services_for_link

COMMON_NAMES = (marked("Website"), marked("Everything else"))
"""Platforms' labels that are words and not names; only these are translated."""

CHANNELS = frozenset({"telegram", "youtube", "twitch", "kick", "rutube", "rumble", "odysee"})
VIDEOS = frozenset(
    {
        "youtube",
        "tiktok",
        "twitch",
        "kick",
        "rutube",
        "rumble",
        "odysee",
        "vimeo",
        "dailymotion",
        "likee",
        "kwai",
    }
)
TRACKS = frozenset({"soundcloud", "spotify"})
"""Platforms whose profiles are called channels, and whose posts are called videos or tracks."""


def browsing(draft: Draft, storefront: Storefront, known: Known, t: Translator) -> View:
    """The draft's question while no service is chosen."""
    if draft.question == PLATFORM:
        return _platforms(draft, storefront, known, t)
    if draft.question == CATEGORY:
        return _categories(draft, storefront, known.prices, t)
    if draft.question == OFFER:
        return offer_card(draft, storefront, known, t)
    return services_list(draft, storefront, known, t)


def _platforms(draft: Draft, storefront: Storefront, known: Known, t: Translator) -> View:
    text = t("<b>What is it for?</b>\nTap below, or type what you look for: <i>instagram likes</i>.")
    shown, steps, place = page_of(storefront.sections, draft, t)
    tiles = [(section_label(section, t), draft_button(draft, "platform", section.key)) for section in shown]
    own = (*shelf_doors(known.shelf, t), many_at_once(t))
    bundles = ((bundles_door(t),),) if known.bundles else ()
    return View(numbered(text, place), (*bundles, own, *in_rows(tiles), *steps, (cancel(draft, t), home(t))))


def numbered(text: str, place: str) -> str:
    """Return the text of a list with the page that it shows, if there are several."""
    return f"{text}\n{place}" if place else text


def shelf_doors(shelf: Shelf, t: Translator) -> Sequence[tuple[str, Button]]:
    """The doors to the lists of a person's own services; none to an empty one."""
    return [shelf_door(name, t) for name in (FAVOURITES, ORDERED) if shelf.ids(name)]


def shelf_door(name: str, t: Translator) -> tuple[str, Button]:
    """The door to a list of a person's own services, FAVOURITES or ORDERED."""
    sign = FAVOURITE_SIGN if name == FAVOURITES else ORDERED_SIGN
    return f"{sign} {shelf_label(name, t)}", Button(START, "", name)


def section_label(section: Section, t: Translator) -> str:
    """A platform's name with its emoji."""
    if section.platform is None:
        return "🗂 " + t.label("Everything else")
    return f"{section.platform.emoji} {t.label(section.platform.label)}"


def _categories(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    section = storefront.section(draft.browse.platform)
    categories = section.categories if section else ()
    name = t.label(section.platform.label if section and section.platform else "Everything else")
    link = draft.browse.link
    if link:
        some = [category for category in categories if is_any_for_link(category.services, link)]
        categories = tuple(some) or categories
        text = f"{_what_it_is(link, t)}\n🔗 {shortened_html(link, t, 80)}"
    else:
        text = t("<b>{platform}</b>\nWhich kind?", platform=name)
    ways_out = back_and_cancel(draft, t)
    shown, steps, place = page_of(categories, draft, t, PAGE + 1 - len(ways_out))
    numbers = {category.key: str(number) for number, category in enumerate(categories, start=1)}
    entries = [
        Entry(_from(category, link, prices, t), category_name(category, t), numbers[category.key])
        for category in shown
    ]
    rows = [
        ((label, draft_button(draft, "category", category.key)),)
        for label, category in zip(labels(entries), shown, strict=True)
    ]
    return View(numbered(text, place), (*rows, *steps, *ways_out))


def _from(category: Category, link: str, prices: Prices, t: Translator) -> str:
    """The lowest price for the link in this category; empty without a link."""
    own = prices.own
    if not link or own is None:
        return ""
    cheapest = min(services_for_link(category.services, link) or category.services, key=own.order_by_rate)
    return t.label("from {price}", price=prices.amount(cheapest))


def _what_it_is(link: str, t: Translator) -> str:
    """What the link leads to, and the question what it shall have."""
    platform, kind = platform_of_link(link), kind_of_link(link)
    if platform is None:
        return t("<b>A link.</b> What would you like for it?")
    emoji, name = platform.emoji, platform.label
    if kind is Kind.PROFILE and platform.key in CHANNELS:
        return t(
            "{emoji} <b>{platform}: a channel.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.PROFILE:
        return t(
            "{emoji} <b>{platform}: a profile.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.POST and platform.key in VIDEOS:
        return t(
            "{emoji} <b>{platform}: a video.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.POST and platform.key in TRACKS:
        return t(
            "{emoji} <b>{platform}: a track.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.POST:
        return t("{emoji} <b>{platform}: a post.</b> What would you like for it?", emoji=emoji, platform=name)
    return t("{emoji} <b>A link to {platform}.</b> What would you like for it?", emoji=emoji, platform=name)

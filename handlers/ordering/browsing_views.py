"""Walking through the catalogue: platforms, categories, services."""

from collections.abc import Sequence
from typing import TypeVar

from handlers.buttons import DRAFT, Button
from handlers.navigation import home
from handlers.price_lines import Prices, is_flat
from handlers.view import PAGE, Row, View, shortened
from locales import Translator, marked
from shop.catalogue.labels import Entry, labels
from shop.catalogue.services import Service
from shop.catalogue.storefront import Category, Offer, Section, Storefront, short_key
from shop.ordering.draft import CATEGORY, OFFER, PLATFORM, Draft
from shop.ordering.link_offers import fitting, kind_of_link, platform_of_link
from shop.ordering.link_target import Kind

T = TypeVar("T")

SERVICES_ON_A_PAGE = 7
"""With pages, order and ways back, a list has ten rows."""

COMMON_NAMES = (marked("Website"), marked("Everything else"))
"""Platforms' labels that are words and not names; only these are translated."""


def browsing(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    """The draft's question while no service is chosen."""
    if draft.question == PLATFORM:
        return _platforms(draft, storefront, t)
    if draft.question == CATEGORY:
        return _categories(draft, storefront, prices, t)
    if draft.question == OFFER:
        return _offer(draft, storefront, prices, t)
    return _services(draft, storefront, prices, t)


def _platforms(draft: Draft, storefront: Storefront, t: Translator) -> View:
    text = t("<b>What is it for?</b>\nTap below, or type what you look for: <i>instagram likes</i>.")
    shown, steps = _page(storefront.sections, draft, t)
    tiles = [(section_label(section, t), _go(draft, "platform", section.key)) for section in shown]
    return View(text, (*_pairs(tiles), *steps, (_cancel(draft, t), home(t))))


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
        some = [category for category in categories if fitting(category.services, link)]
        categories = tuple(some) or categories
        text = f"{_what_it_is(link, t)}\n🔗 {shortened_html(link, t, 80)}"
    else:
        text = t("<b>{platform}</b>\nWhich kind?", platform=name)
    shown, steps = _page(categories, draft, t)
    entries = [Entry(_from(category, link, prices, t), category.name, category.key) for category in shown]
    rows = [
        ((label, _go(draft, "category", category.key)),)
        for label, category in zip(labels(entries), shown, strict=True)
    ]
    return View(text, (*rows, *steps, _back_and_cancel(draft, t)))


def _from(category: Category, link: str, prices: Prices, t: Translator) -> str:
    """The lowest price for the link in this category; empty without a link."""
    own = prices.own
    if not link or own is None:
        return ""
    cheapest = min(fitting(category.services, link) or category.services, key=own.rate_shown)
    return t.label("from {price}", price=prices.amount(cheapest))


def _what_it_is(link: str, t: Translator) -> str:
    """What the link leads to, and the question what it shall have."""
    platform, kind = platform_of_link(link), kind_of_link(link)
    if platform is None:
        return t("<b>A link.</b> What would you like for it?")
    emoji, name = platform.emoji, platform.label
    if kind is Kind.PROFILE and platform.key in {"telegram", "youtube"}:
        return t(
            "{emoji} <b>{platform}: a channel.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.PROFILE:
        return t(
            "{emoji} <b>{platform}: a profile.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.POST and platform.key in {"youtube", "tiktok"}:
        return t(
            "{emoji} <b>{platform}: a video.</b> What would you like for it?", emoji=emoji, platform=name
        )
    if kind is Kind.POST:
        return t("{emoji} <b>{platform}: a post.</b> What would you like for it?", emoji=emoji, platform=name)
    return t("{emoji} <b>A link to {platform}.</b> What would you like for it?", emoji=emoji, platform=name)


def _services(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    everything = listed(draft, storefront)
    found = _arranged(everything, draft, prices)
    shown, steps = _page(found, draft, t, SERVICES_ON_A_PAGE, numbered=True)
    rows = [
        ((label, _go(draft, "service", service_key(one))),)
        for label, one in zip(service_labels(shown, prices), shown, strict=True)
    ]
    lines = [
        t("<b>{category}</b>", category=_title(draft, storefront, t))
        + " · "
        + t.plural("{n} service", "{n} services", len(found)),
        *_legend(shown, prices, t),
    ]
    if draft.browse.link:
        lines.append(f"🔗 {shortened_html(draft.browse.link, t, 80)}")
    return View(
        "\n".join(lines), (*rows, *steps, *_ways_to_arrange(everything, draft, t), _back_and_cancel(draft, t))
    )


def service_labels(shown: Sequence[Service], prices: Prices) -> list[str]:
    """The buttons of one page of services."""
    return labels([Entry(prices.amount(one), one.name, one.id, _signs(one)) for one in shown])


def _signs(service: Service) -> str:
    return ("📦" if is_flat(service) else "") + ("♻️" if service.refill else "")


def _legend(shown: Sequence[Service], prices: Prices, t: Translator) -> list[str]:
    """What the buttons' prices and signs mean."""
    if prices.own is None:
        return [t("no price right now")]
    lines = [] if all(is_flat(one) for one in shown) else [t("Prices are for 1,000.")]
    if any(is_flat(one) for one in shown):
        lines.append("📦 " + t("one price for the whole order"))
    if any(one.refill for one in shown):
        lines.append("♻️ " + t("refilled if they drop"))
    return lines


def _arranged(services: Sequence[Service], draft: Draft, prices: Prices) -> Sequence[Service]:
    """The list as the person wants it: only with refill, the cheapest first, packages last."""
    if draft.browse.refill:
        services = [one for one in services if one.refill] or services
    if draft.browse.cheapest and prices.own is not None:
        rate = prices.own.rate_shown
        return sorted(services, key=lambda one: (is_flat(one), rate(one)))
    return services


def _ways_to_arrange(services: Sequence[Service], draft: Draft, t: Translator) -> tuple[Row, ...]:
    browse, ways = draft.browse, []
    if len(services) > 1:
        sign = "✅" if browse.cheapest else "💲"
        ways.append(
            (
                f"{sign} " + t.label("Cheapest first"),
                _go(draft, "sort", "" if browse.cheapest else "cheapest"),
            )
        )
    if any(one.refill for one in services) and not all(one.refill for one in services):
        sign = "✅" if browse.refill else "♻️"
        ways.append(
            (f"{sign} " + t.label("Refill only"), _go(draft, "refill", "" if browse.refill else "only"))
        )
    return (tuple(ways),) if ways else ()


def _offer(draft: Draft, storefront: Storefront, prices: Prices, t: Translator) -> View:
    """The card of one service: all that is known of it before it is ordered."""
    offer = storefront.sold(draft.service_id)
    service = offer.service
    lines = [f"<b>{shortened_html(service.name, t, 300)}</b>", _number(service.id, t)]
    if service.description:
        lines += ["", f"<i>{shortened_html(service.description, t, 600)}</i>"]
    lines += ["", *_price_lines(offer, prices, t)]
    lines += [
        t("♻️ Refill if they drop: {answer}", answer=_told(service.refill, t)),
        t("🛑 Can be stopped: {answer}", answer=_told(service.cancel, t)),
    ]
    if draft.browse.link:
        lines.append(f"🔗 {shortened_html(draft.browse.link, t, 80)}")
    order: Row = (("🛒 " + t.label("Order"), _go(draft, "take", service_key(service))),)
    return View("\n".join(lines), (order, _back_and_cancel(draft, t)))


def _price_lines(offer: Offer, prices: Prices, t: Translator) -> list[str]:
    examples = prices.examples(offer)
    if not examples:
        return [prices.line(offer.service)]
    lines = [t("{count} for <b>{price}</b>", count=count, price=price) for count, price in examples]
    least, most = offer.service.min, offer.service.max
    if least is not None and most is not None:
        lines.append(t("From {min} to {max}.", min=least, max=most))
    return lines


def _told(answer: bool | None, t: Translator) -> str:
    if answer is None:
        return t.label("not told")
    return t.label("yes") if answer else t.label("no")


def listed(draft: Draft, storefront: Storefront) -> Sequence[Service]:
    """Return the services in a draft's list: a search's results, or a category's."""
    if draft.browse.words:
        return storefront.find(draft.browse.words)
    category = storefront.category(draft.browse.category)
    services = category.services if category else ()
    return fitting(services, draft.browse.link) or services


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


def _page(
    entries: Sequence[T], draft: Draft, t: Translator, size: int = PAGE, *, numbered: bool = False
) -> tuple[Sequence[T], tuple[Row, ...]]:
    last = max(0, (len(entries) - 1) // size)
    page = min(draft.browse.page, last)
    steps = []
    if page > 0:
        steps.append(("◀️ " + t.label("Previous"), _go(draft, "page", str(page - 1))))
    if numbered and last:
        steps.append((f"{t.number(page + 1)} / {t.number(last + 1)}", _go(draft, "page", str(page))))
    if page < last:
        steps.append(("▶️ " + t.label("Next"), _go(draft, "page", str(page + 1))))
    return entries[page * size : (page + 1) * size], (tuple(steps),) if steps else ()


def _pairs(tiles: list[tuple[str, Button]]) -> list[Row]:
    return [tuple(tiles[start : start + 2]) for start in range(0, len(tiles), 2)]


def _go(draft: Draft, action: str, value: str) -> Button:
    return Button(DRAFT, draft.id, action, value)


def _cancel(draft: Draft, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), _go(draft, "cancel", "")


def _back_and_cancel(draft: Draft, t: Translator) -> Row:
    return ("⬅️ " + t.label("Back"), _go(draft, "back", "")), _cancel(draft, t), home(t)

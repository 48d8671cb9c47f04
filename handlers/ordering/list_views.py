"""A list of services: the text is its legend, the buttons are the list."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import ceil

from handlers.bundles.doors import bundle_button
from handlers.buttons import Button
from handlers.ordering.known import Known
from handlers.ordering.steps import back_and_cancel, draft_button, page_of, shortened_html
from handlers.price_lines import is_flat
from handlers.view import View, in_rows, shortened
from locales import Translator
from shop.catalogue.labels import Entry, labels
from shop.catalogue.measured import MeasuredTimes
from shop.catalogue.services import Service
from shop.catalogue.shelf import FAVOURITES, Shelf
from shop.catalogue.storefront import Category, Storefront, short_key
from shop.ordering.browsing import services_found
from shop.ordering.draft import Draft
from shop.ordering.link_offers import services_for_link

SERVICES_ON_A_PAGE = 7
"""With pages, one row of chips and one of ways out, a list has ten rows; each further row takes a place."""

CHIPS_IN_A_ROW = 2
"""Three labels beside one another would be cut."""

BUNDLES_ABOVE = 3
"""Bundles that a search shows above the services it finds."""

FAVOURITE_SIGN, ORDERED_SIGN = "⭐", "🔁"

NEVER = timedelta.max
"""The time of a service that was not measured, for sorting."""


def services_list(draft: Draft, storefront: Storefront, known: Known, t: Translator) -> View:
    """The services of a category, of a search, or of a person's own; one page of them."""
    everything = listed(draft, storefront, known.shelf)
    arranged = _arranged(everything, draft, known)
    ways = list(_ways_to_arrange(everything, draft, known, t))
    chips = in_rows(ways, CHIPS_IN_A_ROW)
    ways_out = back_and_cancel(draft, t)
    below = len(chips) + len(ways_out)
    shown, steps, place = page_of(arranged, draft, t, SERVICES_ON_A_PAGE - max(0, below - 2))
    rows = [
        ((label, draft_button(draft, "service", service_key(one))),)
        for label, one in zip(service_labels(shown, known, t, timed=draft.browse.fastest), shown, strict=True)
    ]
    head = t("<b>{category}</b>", category=_title(draft, storefront, t))
    count = t.plural("{n} service", "{n} services", len(arranged))
    lines = [t.separator.join(part for part in (head, count, place) if part), *_legend(shown, known, t)]
    if draft.browse.fastest:
        lines.append("⚡ " + t("when half of our orders were complete"))
    if draft.browse.link:
        lines.append(f"🔗 {shortened_html(draft.browse.link, t, 80)}")
    named = [
        (bundle_button(one),)
        for one in known.bundles
        if draft.browse.words and one.is_named(draft.browse.words)
    ]
    return View("\n".join(lines), (*named[:BUNDLES_ABOVE], *rows, *steps, *chips, *ways_out))


def service_labels(
    shown: Sequence[Service], known: Known, t: Translator, *, timed: bool = False
) -> list[str]:
    """The buttons of one page of services; `timed`: with the time they take."""
    return labels(
        [
            Entry(known.prices.amount(one), one.name, one.id, _signs(one, known, t, timed=timed))
            for one in shown
        ]
    )


def _signs(service: Service, known: Known, t: Translator, *, timed: bool) -> str:
    measure = known.measured.of(service.id) if timed else None
    return "".join(
        (
            FAVOURITE_SIGN if service.id in known.shelf.favourites else "",
            ORDERED_SIGN if service.id in known.shelf.ordered else "",
            "📦" if is_flat(service) else "",
            "♻️" if known.unrefilled.refill_of(service) else "",
            f"⚡{lasting(measure.finish, t)}" if measure is not None else "",
        )
    )


def _legend(shown: Sequence[Service], known: Known, t: Translator) -> list[str]:
    """What the buttons' prices and signs mean."""
    if not shown:
        return [t("Nothing is here yet. ☆ Keep on a service's card puts it here.")]
    if known.prices.own is None:
        return [t("no price right now")]
    lines = [] if all(is_flat(one) for one in shown) else [t("Prices are for 1,000.")]
    if any(is_flat(one) for one in shown):
        lines.append("📦 " + t("one price for the whole order"))
    if any(known.unrefilled.refill_of(one) for one in shown):
        lines.append("♻️ " + t("refilled if they drop"))
    own = [
        f"{sign} {words}"
        for sign, words, ids in (
            (FAVOURITE_SIGN, t("your favourite"), known.shelf.favourites),
            (ORDERED_SIGN, t("ordered before"), known.shelf.ordered),
        )
        if any(one.id in ids for one in shown)
    ]
    return [*lines, " · ".join(own)] if own else lines


def _arranged(services: Sequence[Service], draft: Draft, known: Known) -> Sequence[Service]:
    """The list as the person wants it: only with refill, the cheapest or the fastest first."""
    own = known.prices.own
    if draft.browse.refill:
        services = [one for one in services if known.unrefilled.refill_of(one)] or services
    if draft.browse.cheapest and own is not None:
        return sorted(services, key=lambda one: (is_flat(one), own.order_by_rate(one)))
    if draft.browse.fastest:
        return sorted(services, key=lambda one: _finish(one, known.measured))
    return services


def _finish(service: Service, measured: MeasuredTimes) -> timedelta:
    measure = measured.of(service.id)
    return NEVER if measure is None else measure.finish


def _ways_to_arrange(
    services: Sequence[Service], draft: Draft, known: Known, t: Translator
) -> Iterator[tuple[str, Button]]:
    """The buttons that make sense for these services; a chosen one has a tick, and is undone by itself."""
    browse = draft.browse
    if len(services) > 1:
        sign = "✅" if browse.cheapest else "💲"
        yield (
            f"{sign} " + t.label("Cheapest first"),
            draft_button(draft, "sort", "" if browse.cheapest else "cheapest"),
        )
    if len(services) > 1 and any(known.measured.of(one.id) for one in services):
        sign = "✅" if browse.fastest else "⚡"
        yield (
            f"{sign} " + t.label("Fastest first"),
            draft_button(draft, "sort", "" if browse.fastest else "fastest"),
        )
    refilled = {bool(known.unrefilled.refill_of(one)) for one in services}
    if len(refilled) > 1:
        sign = "✅" if browse.refill else "♻️"
        yield (
            f"{sign} " + t.label("Refill only"),
            draft_button(draft, "refill", "" if browse.refill else "only"),
        )


def listed(draft: Draft, storefront: Storefront, shelf: Shelf) -> Sequence[Service]:
    """Return the services in a draft's list: a search's results, a person's own, or a category's."""
    browse = draft.browse
    if browse.shelf:
        own = (storefront.service(service_id) for service_id in shelf.ids(browse.shelf))
        return [service for service in own if service is not None]
    if browse.words:
        return services_found(browse, storefront)
    category = storefront.category(browse.category)
    services = category.services if category else ()
    return services_for_link(services, browse.link) or services


def service_key(service: Service) -> str:
    """Return what names this service in a button; see `key_of_id`."""
    return key_of_id(service.id)


def key_of_id(service_id: str) -> str:
    """Return a service's id if it is short enough for a button, else its key."""
    is_short = len(service_id.encode()) <= 32 and ":" not in service_id
    return service_id if is_short else short_key(service_id)


def shelf_label(name: str, t: Translator) -> str:
    """The name of a person's own list."""
    return t.label("Favourites") if name == FAVOURITES else t.label("Ordered before")


def lasting(time: timedelta, t: Translator) -> str:
    """A length of time, rounded up, short enough for a button."""
    minutes = max(1, ceil(time.total_seconds() / 60))
    if minutes < 90:
        return t.label("{n} min", n=minutes)
    hours = ceil(minutes / 60)
    return t.label("{n} h", n=hours) if hours <= 48 else t.label("{n} d", n=ceil(hours / 24))


def length(time: timedelta, t: Translator) -> str:
    """A length of time to the minute, at least one, for a sentence: "2 days, 1 h 30 min"."""
    days, rest = divmod(max(1, round(time / timedelta(minutes=1))), 24 * 60)
    hours, minutes = divmod(rest, 60)
    of_a_day = [t.label("{n} h", n=hours)] if hours else []
    of_a_day += [t.label("{n} min", n=minutes)] if minutes else []
    whole = [t.plural("{n} day", "{n} days", days)] if days else []
    return t.series([*whole, " ".join(of_a_day)] if of_a_day else whole)


def category_name(category: Category, t: Translator) -> str:
    """A category's name; that of what is left over for services whose panel names none."""
    return category.name or t.label("Everything else")


def _title(draft: Draft, storefront: Storefront, t: Translator) -> str:
    if draft.browse.shelf:
        sign = FAVOURITE_SIGN if draft.browse.shelf == FAVOURITES else ORDERED_SIGN
        return f"{sign} {shelf_label(draft.browse.shelf, t)}"
    if draft.browse.words:
        return t.label("Found for “{words}”", words=shortened(draft.browse.words, 60))
    category = storefront.category(draft.browse.category)
    return shortened(category_name(category, t) if category else "", 120)

"""The catalogue at the desk: sections, their categories, and services, hidden ones too."""

from collections.abc import Sequence

from handlers.buttons import CURATED, DESK, Button
from handlers.operator.navigation import back_and_desk
from handlers.ordering.browsing_views import section_label
from handlers.ordering.list_views import category_name, service_key
from handlers.paging import page_of
from handlers.view import PAGE, Row, View, in_pairs, shortened
from locales import Translator
from shop.catalogue.curating import UNDECIDED, CuratedCatalogue
from shop.catalogue.labels import Entry, labels
from shop.catalogue.services import Service
from shop.catalogue.storefront import Category, Section

SERVICES = Button(DESK, "", "services")
"""The catalogue's first screen."""

SECTIONS = Button(CURATED, "", "sections")
ON_A_PAGE = PAGE - 2
"""Rows of a list before the row of pages and the ways back."""

HIDDEN, PINNED = "🙈", "📌"


def section_list(sections: Sequence[Section], wanted: str, t: Translator) -> View:
    """All platforms."""
    shown, _, steps = page_of(
        sections, wanted, ON_A_PAGE * 2, lambda page: Button(CURATED, "", "sections", page), t
    )
    doors = [(section_label(one, t), Button(CURATED, one.key, "section")) for one in shown]
    rows = in_pairs(doors)
    text = [t("🗂 <b>Catalogue</b>"), t("Which part?") if sections else t("Nothing is here yet.")]
    return View("\n".join(text), (*rows, *steps, back_and_desk(t, SERVICES)))


def category_list(section: Section, curated: CuratedCatalogue, wanted: str, t: Translator) -> View:
    """The categories of one platform."""
    shown, _, steps = page_of(
        section.categories, wanted, ON_A_PAGE, lambda page: Button(CURATED, section.key, "section", page), t
    )
    places = {one.key: str(place) for place, one in enumerate(section.categories, start=1)}
    entries = [
        Entry("", category_name(one, t), places[one.key], _signs_of_category(one, curated)) for one in shown
    ]
    rows = [
        ((label, Button(CURATED, one.key, "category")),)
        for label, one in zip(labels(entries), shown, strict=True)
    ]
    title = t("<b>{category}</b>", category=section_label(section, t))
    count = t.plural("{n} category", "{n} categories", len(section.categories))
    text = f"{title}{t.separator}{count}\n{_legend(t)}"
    return View(text, (*rows, *steps, back_and_desk(t, SECTIONS)))


def service_list(category: Category, curated: CuratedCatalogue, wanted: str, t: Translator) -> View:
    """The services of one category, in the order in which customers see them."""
    shown, _, steps = page_of(
        category.services, wanted, ON_A_PAGE, lambda page: Button(CURATED, category.key, "list", page), t
    )
    title = t("<b>{category}</b>", category=shortened(category_name(category, t), 120))
    count = t.plural("{n} service", "{n} services", len(category.services))
    text = f"{title}{t.separator}{count}\n{_legend(t)}"
    back = back_and_desk(t, Button(CURATED, category.key, "category"))
    return View(text, (*service_rows(shown, curated), *steps, back))


def hidden_list(services: Sequence[Service], curated: CuratedCatalogue, wanted: str, t: Translator) -> View:
    """All services that are hidden, whatever hides them."""
    shown, _, steps = page_of(
        services, wanted, ON_A_PAGE, lambda page: Button(CURATED, "", "hidden", page), t
    )
    title = t("🙈 <b>Hidden</b>")
    count = t.plural("{n} service", "{n} services", len(services))
    rows = service_rows(shown, curated)
    return View(f"{title}{t.separator}{count}", (*rows, *steps, back_and_desk(t, SERVICES)))


def found_list(words: str, services: Sequence[Service], curated: CuratedCatalogue, t: Translator) -> View:
    """What words found, the best first; more words find less."""
    title = t.label("Found for “{words}”", words=shortened(words, 60))
    lines = [t("<b>{category}</b>", category=title)]
    if not services:
        lines.append(t("Nothing. Send other words, or a number."))
    if len(services) > ON_A_PAGE:
        lines.append(t("There is more; write more of its name to see it."))
    again = (("🔎 " + t.label("Find another"), Button(CURATED, "", "find")),)
    rows = service_rows(services[:ON_A_PAGE], curated)
    return View("\n".join(lines), (*rows, again, back_and_desk(t, SERVICES)))


def ask_for_words(t: Translator) -> View:
    """The question for a service's number or words."""
    text = t("Send a service's number, or words of its name. Hidden ones are found too.")
    return View(text, (back_and_desk(t, SERVICES),))


def service_rows(services: Sequence[Service], curated: CuratedCatalogue) -> list[Row]:
    """A button for each service, with a sign if it is hidden or pinned."""
    entries = [Entry("", one.name, one.id, _signs(one, curated)) for one in services]
    return [
        ((label, Button(CURATED, service_key(one), "service")),)
        for label, one in zip(labels(entries), services, strict=True)
    ]


def _signs(service: Service, curated: CuratedCatalogue) -> str:
    hidden = HIDDEN if service.id in curated.hidden else ""
    return hidden + (PINNED if curated.decisions.of(service).is_pinned else "")


def _signs_of_category(category: Category, curated: CuratedCatalogue) -> str:
    decision = curated.categories.get(category.panels_name, UNDECIDED)
    all_hidden = all(one.id in curated.hidden for one in category.services)
    return (HIDDEN if all_hidden else "") + (PINNED if decision.is_pinned else "")


def _legend(t: Translator) -> str:
    return t("🙈 hidden · 📌 pinned")

"""The cards of a service and of a category: what the panel says, what was decided, and what can be."""

from dataclasses import dataclass
from typing import Literal

from handlers.buttons import CURATED, QUALITY, Button
from handlers.operator.catalogue.list_views import ON_A_PAGE
from handlers.operator.catalogue.rule_words import name_of_set
from handlers.operator.navigation import back_and_desk
from handlers.ordering.list_views import category_name, service_key
from handlers.price_lines import Prices
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.catalogue.curating import CuratedCatalogue, Decision, Hidden, Why
from shop.catalogue.services import Service
from shop.catalogue.storefront import Category, Section

Asked = Literal["name", "words", "picture"]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service with where it stands: `at` is its place among `category`'s services."""

    service: Service
    decision: Decision
    hidden: Hidden | None
    category: Category
    at: int
    currency: str


def service_card(card: ServiceCard, prices: Prices, t: Translator) -> View:
    """A service: all that is known of it, and everything that can be done with it."""
    service, decision = card.service, card.decision
    lines = [t("<b>{name}</b>", name=shortened(service.name, 300))]
    lines.append(t("No. <code>{number}</code>", number=shortened(service.id, 120)))
    if decision.name:
        lines.append(t("The panel calls it: {name}", name=shortened(service.panels_name, 300)))
    lines.append(t("Category: {category}", category=shortened(category_name(card.category, t), 120)))
    if service.description:
        own = t("Your description: {text}", text=shortened(service.description, 600))
        theirs = t("The panel's description: {text}", text=shortened(service.description, 600))
        lines.append(own if decision.description else theirs)
    cost = t.money(service.rate_micro, card.currency)
    lines += ["", t("Costs at the panel: {price}", price=cost)]
    lines.append(t("Sold for: {price}", price=prices.plain_line(service)))
    lines += ["", why_line(card.hidden, decision, t)]
    if decision.is_pinned:
        lines.append(t("📌 Pinned: it stands before the others."))
    key = service_key(service)
    return View("\n".join(lines), (*_service_rows(card, key, t), _back_to_list(card, t)))


def _service_rows(card: ServiceCard, key: str, t: Translator) -> list[Row]:
    decision = card.decision
    rows: list[Row] = [(_show_or_hide(key, "show", "hide", t, is_hidden=card.hidden is not None),)]
    rows.append(
        (
            ("✏️ " + t.label("Rename"), Button(CURATED, key, "name")),
            ("📝 " + t.label("Describe"), Button(CURATED, key, "words")),
        )
    )
    undoes: list[tuple[str, Target]] = []
    if decision.name:
        undoes.append(("↩️ " + t.label("Panel's name"), Button(CURATED, key, "unname")))
    if decision.description:
        undoes.append(("↩️ " + t.label("Panel's words"), Button(CURATED, key, "unwords")))
    if undoes:
        rows.append(tuple(undoes))
    rows.append((_pin(key, "pin", "unpin", t, is_pinned=decision.is_pinned),))
    rows.append(_moves(key, "up", "down", str(card.at), t))
    rows.append((("🧪 " + t.label("Quality"), Button(QUALITY, card.service.id, "card")),))
    return rows


def _back_to_list(card: ServiceCard, t: Translator) -> Row:
    page = str(card.at // ON_A_PAGE)
    return back_and_desk(t, Button(CURATED, card.category.key, "list", page))


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A category with where it stands among those of its section."""

    category: Category
    section: Section
    decision: Decision
    at: int


def category_card(card: CategoryCard, curated: CuratedCatalogue, t: Translator) -> View:
    """A category: what is in it, and everything that can be done with it."""
    category, decision, key = card.category, card.decision, card.category.key
    lines = [t("<b>{category}</b>", category=shortened(category_name(category, t), 120))]
    if decision.name:
        lines.append(t("The panel calls it: {name}", name=shortened(category.panels_name, 300)))
    count = len(category.services)
    hidden = sum(one.id in curated.hidden for one in category.services)
    lines.append(t("Services: {count}, of these hidden: {hidden}", count=count, hidden=hidden))
    if decision.is_shown is False:
        lines.append(t("🙈 The whole category is hidden. Services that you show one by one are on sale."))
    if decision.picture:
        lines.append(t("🖼 A picture stands above its page."))
    if decision.is_pinned:
        lines.append(t("📌 Pinned: it stands before the others."))
    hides = _show_or_hide(key, "cshow", "chide", t, is_hidden=decision.is_shown is False)
    named: list[tuple[str, Target]] = [("✏️ " + t.label("Rename"), Button(CURATED, key, "cname"))]
    if decision.name:
        named.append(("↩️ " + t.label("Panel's name"), Button(CURATED, key, "cunname")))
    pictured: list[tuple[str, Target]] = [("🖼 " + t.label("Picture"), Button(CURATED, key, "picture"))]
    if decision.picture:
        pictured.append(("↩️ " + t.label("No picture"), Button(CURATED, key, "nopicture")))
    rows: list[Row] = [
        (("📦 " + t.label("Services: {count}", count=count), Button(CURATED, key, "list")),),
        (hides,),
        tuple(named),
        tuple(pictured),
        (_pin(key, "cpin", "cunpin", t, is_pinned=decision.is_pinned),),
        _moves(key, "cup", "cdown", str(card.at), t),
    ]
    page = str(card.at // ON_A_PAGE)
    back = back_and_desk(t, Button(CURATED, card.section.key, "section", page))
    return View("\n".join(lines), (*rows, back))


def why_line(hidden: Hidden | None, decision: Decision, t: Translator) -> str:
    """A line that says if a service is on sale, and what hides it if it is not."""
    if hidden is None:
        if decision.is_shown:
            return t("✅ On sale, whatever the rules say.")
        return t("✅ Not hidden.")
    match hidden.why:
        case Why.OPERATOR:
            return t("🙈 Hidden here at the desk.")
        case Why.CATEGORY:
            return t("🙈 Hidden, because its category is.")
        case Why.RULE:
            return t("🙈 Hidden by the rule “{rule}”.", rule=hidden.by)
        case Why.DEFAULT_SET:
            return t("🙈 Hidden by the default rule “{rule}”.", rule=name_of_set(hidden.by, t))


def ask_for(asked: Asked, name: str, limit: int, back: Button, t: Translator) -> View:
    """The question for a new name, a description or a picture."""
    head = t("<b>{name}</b>", name=shortened(name, 300))
    match asked:
        case "name":
            text = t("Send the name that customers read, at most {limit} characters.", limit=limit)
        case "words":
            text = t("Send the description that customers read, at most {limit} characters.", limit=limit)
        case "picture":
            text = t("Send the picture as a photo. It stands above the page of this category.")
    return View(f"{head}\n{text}", (back_and_desk(t, back),))


def _show_or_hide(key: str, show: str, hide: str, t: Translator, *, is_hidden: bool) -> tuple[str, Target]:
    if is_hidden:
        return "👁 " + t.label("Show"), Button(CURATED, key, show)
    return "🙈 " + t.label("Hide"), Button(CURATED, key, hide)


def _pin(key: str, pin: str, unpin: str, t: Translator, *, is_pinned: bool) -> tuple[str, Target]:
    if is_pinned:
        return "📌 " + t.label("Unpin"), Button(CURATED, key, unpin)
    return "📌 " + t.label("Pin"), Button(CURATED, key, pin)


def _moves(key: str, up: str, down: str, at: str, t: Translator) -> Row:
    return (
        ("⬆️ " + t.label("Move up"), Button(CURATED, key, up, at)),
        ("⬇️ " + t.label("Move down"), Button(CURATED, key, down, at)),
    )

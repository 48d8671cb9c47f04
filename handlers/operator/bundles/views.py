"""The screens of bundles at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.bundles.views import what_it_is
from handlers.buttons import BUNDLES, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.paging import page_of
from handlers.sentences import sentence_for
from handlers.view import PAGE, Row, Target, View, copied, shortened
from locales import Translator, marked
from shop.bundles.bundle import LONGEST_NAME, MOST_PARTS, Bundle, Composed, OnSale, Part
from shop.bundles.pricing import BundlePrice
from shop.catalogue.deep_links import link_to_bundle
from shop.desk_question import DeskAsks
from shop.errors import ShopError

LIST = Button(BUNDLES, "", "list")

ON_A_PAGE = PAGE - 2

QUESTIONS: dict[DeskAsks, str] = {
    DeskAsks.BUNDLE_NAME: marked("🎁 Send the bundle's name, at most {limit} characters. Customers read it."),
    DeskAsks.BUNDLE_PART: marked(
        "➕ Send a service's number and how many, like <code>12 1000</code>, or a share of the size, like "
        "<code>12 50%</code>. A service that is in it already is changed."
    ),
    DeskAsks.BUNDLE_WHOLE: marked("📐 Send the size: the quantity that shares in percent are of."),
    DeskAsks.BUNDLE_PRICE: marked(
        "💵 Send a discount on the sum of the parts, like <code>10%</code>, or one fixed price in "
        "{currency}, like <code>4.50</code>."
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows of a bundle: its services' names, and its price or what stands in its way."""

    names: Mapping[str, str]
    price: BundlePrice | None
    refused: ShopError | None = None


def bundle_list(found: Sequence[Composed], wanted: str, t: Translator) -> View:
    """A page of the bundles; those on sale have a sign. `wanted` is what a button says of the page."""
    text = t("🎁 <b>Bundles</b>\nSeveral services as one offer: one link, one price, one order card.")
    if found:
        text += "\n\n" + t("🟢 on sale · ⚪️ not on sale")
    rows: list[Row] = []
    shown, _, steps = page_of(found, wanted, ON_A_PAGE, lambda page: Button(BUNDLES, "", "list", page), t)
    for one in shown:
        sign = "🟢" if one.is_on_sale else "⚪️"
        label = shortened(f"{sign} {one.id} {one.bundle.name}", 30)
        rows.append(((label, Button(BUNDLES, str(one.id), "open")),))
    new = ("➕ " + t.label("New bundle"), Button(BUNDLES, "", "new"))
    return View(text, (*rows, *steps, (new,), back_to_desk(t)))


def bundle_card(composed: Composed, known: Known, username: str, t: Translator) -> View:
    """One bundle: what is in it, what it costs, and how it is sold."""
    bundle = composed.bundle
    head = t("🎁 <b>{bundle}</b> · {number}", bundle=bundle.name, number=str(composed.id))
    parts = [_part_line(part, bundle, known, t) for part in bundle.parts]
    parts = parts or [t("Nothing is in it yet. Add at least two services that need the same kind of link.")]
    text = [f"{head}\n{_state(composed, t)}", "\n".join(parts), _money(bundle, known, t)]
    if known.refused is not None:
        text.append(sentence_for(known.refused, t))
    return View("\n\n".join(part for part in text if part), _rows(composed, username, t))


def _state(composed: Composed, t: Translator) -> str:
    if not composed.is_on_sale:
        return t("⚪️ Not on sale.")
    if composed.is_changed:
        return t("🟢 Version {version} is on sale. What you see here is not yet.", version=composed.version)
    return t("🟢 Version {version} is on sale, as you see it here.", version=composed.version)


def _part_line(part: Part, bundle: Bundle, known: Known, t: Translator) -> str:
    name = known.names.get(part.service_id)
    service = shortened(name, 80) if name is not None else t.label("not on sale")
    said: dict[str, str | int] = {
        "quantity": part.of(bundle.whole),
        "number": part.service_id[:20],
        "service": service,
    }
    if part.quantity:
        return t("• {quantity} × {number} {service}", **said)
    share = t.percentage(part.share_ppm)
    return t(
        "• {quantity} × {number} {service} ({share} of {whole})", **said, share=share, whole=bundle.whole
    )


def _money(bundle: Bundle, known: Known, t: Translator) -> str:
    if bundle.fixed_micro is not None:
        how = t("Price: fixed, {price}", price=t.money(bundle.fixed_micro, bundle.currency))
    elif bundle.discount_ppm:
        discount = t.percentage(bundle.discount_ppm)
        how = t("Price: the sum of its parts less {discount}", discount=discount)
    else:
        how = t("Price: the sum of its parts")
    if known.price is None:
        return how
    price = known.price
    sums = t(
        "Now <b>{price}</b>; by themselves {alone}; it costs the shop {cost}.",
        price=t.money(price.price_micro, price.currency),
        alone=t.money(price.alone_micro, price.currency),
        cost=t.money(price.cost_micro, price.currency),
    )
    return f"{how}\n{sums}"


def _rows(composed: Composed, username: str, t: Translator) -> tuple[Row, ...]:
    def button(action: str) -> Button:
        return Button(BUNDLES, str(composed.id), action)

    edit: list[tuple[str, Target]] = []
    if len(composed.bundle.parts) < MOST_PARTS:
        edit.append(("➕ " + t.label("Add a service"), button("add")))
    if composed.bundle.parts:
        edit.append(("➖ " + t.label("Take one out"), button("parts")))
    rows: list[Row] = [tuple(edit)]
    rows.append((("💵 " + t.label("Price"), button("price")), ("📐 " + t.label("Size"), button("whole"))))
    rows.append((("✏️ " + t.label("Rename"), button("name")),))
    if not composed.is_on_sale or composed.is_changed:
        rows.append((("👁 " + t.label("Preview, put on sale"), button("look")),))
    if composed.is_on_sale:
        link = link_to_bundle(composed.id, username)
        rows.append((("⛔ " + t.label("Take off sale"), button("wish")), copied(link)))
    return (*rows, back_and_desk(t, LIST))


def parts_card(composed: Composed, known: Known, t: Translator) -> View:
    """Which part is to go out."""
    rows: list[Row] = []
    for at, part in enumerate(composed.bundle.parts):
        name = shortened(known.names.get(part.service_id, ""), 20)
        label = shortened(f"➖ {part.service_id} {name}", 30)
        value = f"{at}.{composed.revision}"
        rows.append(((label, Button(BUNDLES, str(composed.id), "drop", value)),))
    text = t("➖ Which service goes out of <b>{bundle}</b>?", bundle=composed.bundle.name)
    return View(text, (*rows, back_and_desk(t, Button(BUNDLES, str(composed.id), "open"))))


def ask_for(asks: DeskAsks, composed: Composed | None, currency: str, t: Translator) -> View:
    """A question of the desk about a bundle."""
    back = LIST if composed is None else Button(BUNDLES, str(composed.id), "open")
    text = t(QUESTIONS[asks], limit=LONGEST_NAME, currency=currency)
    return View(text, (back_and_desk(t, back),))


def preview(composed: Composed, price: BundlePrice, t: Translator) -> View:
    """The bundle as customers will see it, with the button that sells exactly this."""
    number = str(composed.id)
    sold = OnSale(composed.id, composed.version, composed.bundle)
    text = t("👁 <b>As a customer sees it, at the usual prices:</b>")
    note = t("Cards that customers have on their screens keep the price they show.")
    sell = ("✅ " + t.label("Put on sale"), Button(BUNDLES, number, "sell", str(composed.revision)))
    return View(
        "\n\n".join((text, what_it_is(sold, price, t), note)),
        ((sell,), back_and_desk(t, Button(BUNDLES, number, "open"))),
    )


def sure_off_sale(composed: Composed, t: Translator) -> View:
    """The question before a bundle is taken off sale."""
    sold = composed.published or composed.bundle
    text = t(
        "Take <b>{bundle}</b> off sale?\nNobody can confirm it any more, also not on a card that is open "
        "now. Orders that were made go on.",
        bundle=sold.name,
    )
    number = str(composed.id)
    yes = ("⛔ " + t.label("Take off sale"), Button(BUNDLES, number, "stop"))
    return View(text, ((yes,), back_and_desk(t, Button(BUNDLES, number, "open"))))

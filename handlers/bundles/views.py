"""The screens of bundles for customers: the list, one bundle, and its confirm card."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.bundles.doors import LIST, bundle_button, bundles_door
from handlers.buttons import BUNDLE_OFFER, DRAFT, MASS, TOPUP, Button
from handlers.navigation import GO_ON, back_and_home, home, new_order
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.bundles.bundle import OnSale
from shop.bundles.pricing import BundlePrice

PAGE = 8


def bundle_list(found: Sequence[OnSale], page: int, t: Translator) -> View:
    """The bundles on sale, page by page."""
    if not found:
        return View(t("🎁 No bundles are on sale right now."), ((new_order(t), home(t)),))
    last = (len(found) - 1) // PAGE
    page = min(max(page, 0), last)
    text = t("🎁 <b>Bundles</b>\nSeveral services for one link, at one price.")
    rows: list[Row] = [(bundle_button(one),) for one in found[page * PAGE : (page + 1) * PAGE]]
    steps: list[tuple[str, Target]] = []
    if page > 0:
        steps.append(("◀️ " + t.label("Previous"), Button(BUNDLE_OFFER, "", "list", str(page - 1))))
    if page < last:
        steps.append(("▶️ " + t.label("Next"), Button(BUNDLE_OFFER, "", "list", str(page + 1))))
    return View(text, (*rows, *((tuple(steps),) if steps else ()), back_and_home(t, new_order(t)[1])))


def bundle_card(sold: OnSale, price: BundlePrice, t: Translator) -> View:
    """One bundle: what is in it, and its one price."""
    how = t("Tap Order, then send one link; it is for all of them.")
    text = "\n\n".join((what_it_is(sold, price, t), how))
    order = ("🛒 " + t.label("Order"), Button(BUNDLE_OFFER, str(sold.id), "order"))
    return View(text, ((order,), back_and_home(t, LIST)))


def what_it_is(sold: OnSale, price: BundlePrice, t: Translator) -> str:
    """The bundle's name, its parts and its price."""
    head = t("🎁 <b>{bundle}</b>", bundle=sold.bundle.name)
    parts = [
        t(
            "• {quantity} × {service}",
            quantity=part.quantity,
            service=shortened(part.offer.service.name, 100),
        )
        for part in price.parts
    ]
    return "\n\n".join(("\n".join((head, *parts)), _price(price, t)))


def _price(price: BundlePrice, t: Translator) -> str:
    total = t("Total: <b>{price}</b>", price=t.money(price.price_micro, price.currency))
    if price.alone_micro <= price.price_micro:
        return total
    alone = t.money(price.alone_micro, price.currency)
    return "\n".join((total, t("By themselves they cost {price}.", price=alone)))


@dataclass(frozen=True, slots=True)
class Asked:
    """The waiting question of a bundle's order: for the link, or for Confirm if `token` is there.

    `missing_micro` is what the wallet is short of; `tops_up`: there are ways to pay it here.
    """

    list_id: str
    sold: OnSale
    price: BundlePrice
    link: str = ""
    token: str = ""
    missing_micro: int = 0
    tops_up: bool = False
    is_doubled: bool = False


def asked(shown: Asked, t: Translator) -> View:
    """The question for the link, or the confirm card: all parts, one link, one price."""
    about = what_it_is(shown.sold, shown.price, t)
    ways = _ways_out(shown, t)
    if not shown.token:
        return View("\n\n".join((about, t("🔗 <b>Send the link.</b>\nIt is for all of these."))), (ways,))
    parts = [about, t("Link: {link}", link=shown.link)]
    if shown.is_doubled:
        parts.append(t("‼️ Some of this runs for this link already. Confirm orders it once more."))
    if shown.missing_micro:
        parts.append(_short(shown, t))
        pay: list[tuple[str, Target]] = [("🔄 " + t.label("Refresh"), GO_ON)]
        if shown.tops_up:
            pay.insert(0, ("➕ " + t.label("Top up"), Button(TOPUP, "", "open")))
        return View("\n\n".join(parts), (tuple(pay), ways))
    parts.append(t("Confirm orders all of it. Send another link to change it."))
    confirm = ("✅ " + t.label("Confirm"), Button(MASS, shown.token, "ok"))
    return View("\n\n".join(parts), ((confirm,), ways))


def _short(shown: Asked, t: Translator) -> str:
    need = t("You need <b>{missing}</b> more.", missing=t.due(shown.missing_micro, shown.price.currency))
    how = (
        t("Top up, then come back: the bundle waits here.")
        if shown.tops_up
        else t("Ask the shop to credit your wallet, then tap Refresh.")
    )
    return f"{need} {how}"


def not_sold(list_id: str, why: str, t: Translator) -> View:
    """Said in place of a bundle's question when it cannot be ordered now."""
    cancel = ("✖️ " + t.label("Cancel"), Button(DRAFT, list_id, "cancel"))
    return View(why, ((bundles_door(t),), (cancel, home(t))))


def _ways_out(shown: Asked, t: Translator) -> Row:
    back = ("⬅️ " + t.label("Back"), Button(BUNDLE_OFFER, str(shown.sold.id), "open"))
    return (back, ("✖️ " + t.label("Cancel"), Button(DRAFT, shown.list_id, "cancel")), home(t))

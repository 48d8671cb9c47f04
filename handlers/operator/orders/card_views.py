"""An order's card at the desk: all of it, with what the staff can do about it."""

from dataclasses import dataclass

from handlers.buttons import DESK_ORDER, REVIEW, Button
from handlers.operator.navigation import desk_door
from handlers.operator.orders.doors import CameFrom, the_person
from handlers.operator.suppliers import SUPPLIER_LEFT
from handlers.ordering.form_views import price_of, terms_lines
from handlers.orders.rating_views import rating_line
from handlers.orders.refill_words import refill_line
from handlers.orders.supplier import supplier_lines
from handlers.orders.views import order_head, progress
from handlers.orders.words import explanation, request_lines
from handlers.view import Row, Target, View, copied, in_pairs, shortened
from locales import Translator
from shop.ordering.order import AT_WORK, FINISHED, GIVEN_BACK, Order, OrderState
from shop.ordering.refilling import RefillStanding
from shop.person import Person
from shop.reconciliation.answer import AnswerDue


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An order as its card shows it: whose it is, and all that decides about its buttons.

    `operates`: the reader sees what it cost and may change it. `can_end` it by hand. `currency` is the
    panel's, None if it is not known for this order. `came` is the page of the list it was opened from.
    `supplier` is empty in a shop with one.
    """

    order: Order
    person: Person | None
    operates: bool
    refill: RefillStanding | None
    can_end: bool
    currency: str | None
    came: CameFrom
    answer: AnswerDue | None = None
    is_here: bool = True
    supplier: str = ""

    @property
    def name(self) -> str:
        """How its customer is called; their number if no name is kept."""
        return self.person.name if self.person is not None and self.person.name else str(self.order.person_id)

    def button(self, action: str) -> Button:
        """A button of this order that leads back to the same page."""
        return Button(DESK_ORDER, str(self.order.id), action, self.came.write())


def desk_order(shown: AtDesk, t: Translator, note: str = "") -> View:
    """The card; `note` says what has just happened."""
    order = shown.order
    ordered = terms_lines(order.terms, t, is_over=order.state in FINISHED)
    parts = [
        note,
        f"{order_head(order, t, order.starts_at)}\n{customer_line(shown, t)}",
        explanation(order, t, shown.answer),
        progress(order, t),
        "\n".join(line for line in (*ordered, *_money(shown, t)) if line),
        "\n".join(part for part in (request_lines(order, t), refill_line(shown.refill, t)) if part),
        rating_line(order, t),
        _at_the_supplier(shown, t),
        _times(order, t),
    ]
    return View("\n\n".join(part for part in parts if part), _rows(shown, t))


def _at_the_supplier(shown: AtDesk, t: Translator) -> str:
    """Whose it is, for those who run the shop, and what its panel says."""
    named = t("Supplier: {name}", name=shown.supplier) if shown.supplier and shown.operates else ""
    left = t(SUPPLIER_LEFT) if shown.operates and not shown.is_here else ""
    parts = (named, left, supplier_lines(shown.order, t), _stands(shown.order, t))
    return "\n".join(part for part in parts if part)


def customer_line(shown: AtDesk, t: Translator) -> str:
    """Who ordered it, with what tells them from others of their name."""
    number, name = str(shown.order.person_id), shortened(shown.name, 64)
    if shown.person is None or shown.person.username is None:
        return t("👤 {name}, {number}", name=name, number=number)
    return t("👤 {name}, {number}, @{username}", name=name, number=number, username=shown.person.username)


def _money(shown: AtDesk, t: Translator) -> list[str]:
    """Price and what came back; for operators what it costs, what was charged, and the margin."""
    order = shown.order
    lines = [price_of(order.terms, t), _money_back(order, t)]
    if not shown.operates:
        return lines
    # 0 is what placing a subscription costs; what its posts cost nobody tells.
    here, charged_here = order.cost_here_micro or None, order.charge_here_micro
    currency = order.cost_currency or shown.currency
    if order.terms.cost_micro and currency is not None:
        lines.append(t("Cost: {amount}", amount=t.money(order.terms.cost_micro, currency).strip()))
    elif here:
        lines.append(t("Cost: {amount}", amount=t.money(here, order.terms.currency).strip()))
    if order.charge is not None:
        lines.append(t("Charged by the panel: {amount}", amount=f"{order.charge} {currency or ''}"))
    cost = charged_here if charged_here is not None else 0 if order.is_all_back else here
    is_sold = order.state not in GIVEN_BACK
    if is_sold and cost is not None:
        margin = order.terms.price_micro - order.refunded_micro - cost
        lines.append(t("Margin: <b>{amount}</b>", amount=t.exact_movement(margin, order.terms.currency)))
    return lines


def _money_back(order: Order, t: Translator) -> str:
    nothing_sold = order.state in GIVEN_BACK
    back = order.terms.price_micro if nothing_sold else order.refunded_micro
    return t("Given back: <b>{amount}</b>", amount=t.money(back, order.terms.currency)) if back else ""


def _stands(order: Order, t: Translator) -> str:
    lines = []
    if order.refund_held_at is not None:
        lines.append(t("⏳ Its refund is on hold since {moment}.", moment=order.refund_held_at))
    if order.is_late:
        lines.append(t("🐌 It takes much longer than such orders usually do."))
    if order.ended_by is not None:
        lines.append(t("It was ended by hand; the panel is not asked about it any more."))
    return "\n".join(lines)


def _times(order: Order, t: Translator) -> str:
    parts = [t("Ordered {moment}", moment=order.created_at)]
    if order.placed_at is not None:
        parts.append(t("sent {moment}", moment=order.placed_at))
    if order.finished_at is not None:
        parts.append(t("ended {moment}", moment=order.finished_at))
    elif order.checked_at is not None:
        parts.append(t("checked {moment}", moment=order.checked_at))
    return f"<i>{t.separator.join(parts)}</i>"


def _rows(shown: AtDesk, t: Translator) -> tuple[Row, ...]:
    order = shown.order
    look: list[tuple[str, Target]] = [("🕰 " + t.label("Timeline"), shown.button("line"))]
    if order.panel_order_id is not None and shown.is_here:
        look.insert(0, ("🔄 " + t.label("Ask the panel"), shown.button("ask")))
    people: Row = (("💬 " + t.label("Write"), shown.button("write")), the_person(order.person_id, shown.name))
    acts = _acts(shown, t) if shown.operates else []
    pairs = in_pairs(acts)
    ways: list[Row] = [
        (("📦 " + t.label("Similar"), shown.button("like")), copied(str(order.id))),
        (("⬅️ " + t.label("Back"), shown.came.button), desk_door(t)),
    ]
    return (tuple(look), people, *pairs, *ways)


def _acts(shown: AtDesk, t: Translator) -> list[tuple[str, Target]]:
    """What an operator can do about the order as it stands."""
    order = shown.order
    acts: list[tuple[str, Target]] = []
    if order.state is OrderState.UNKNOWN:
        acts.append(("❔ " + t.label("Decide"), Button(REVIEW, str(order.id), "open")))
    if shown.refill is not None and shown.refill.can_ask and shown.is_here:
        acts.append(("♻️ " + t.label("Refill"), shown.button("refill")))
    if order.offers_cancel and (order.state not in AT_WORK or shown.is_here):
        acts.append(("🛑 " + t.label("Cancel order"), shown.button("cancel")))
    if shown.can_end:
        acts.append(("⏹ " + t.label("End it by hand"), shown.button("end")))
    return acts

"""The "Are you sure?" screens before an operator's decision moves money."""

from zlib import crc32

from handlers.buttons import DESK_ORDER, REVIEW, Button
from handlers.orders.words import status_of
from handlers.view import Row, View, shortened
from locales import Translator
from shop.money import micro_up
from shop.ordering.order import Order
from shop.pricing.charging import is_comparable
from shop.reconciliation.case import Case
from shop.reconciliation.decide import Orphan, matches
from shop.replies import StatusReport


def mark_of(panel_order_id: str | None) -> str:
    """Return a mark of a number at the panel, short enough to stand in a button beside another number."""
    return f"{crc32((panel_order_id or '').encode()):08x}"


def sure_to_adopt(
    case: Case,
    panel_order_id: str,
    report: StatusReport,
    t: Translator,
    currency: str,
    *,
    holder: Order | None = None,
) -> View:
    """The panel's order of this number, and one more question before money moves.

    `holder` is our ended order that has had the number until now.
    """
    order = case.order
    yes = t.label("Yes, adopt {id}", id=panel_order_id)
    consequence = t(
        "<b>Are you sure?</b>\nOrder {order} becomes number <code>{id}</code> at the panel, "
        "and the customer pays {amount}.",
        order=str(order.id),
        id=panel_order_id,
        amount=t.money(order.terms.price_micro, order.terms.currency),
    )
    parts = [
        f"{_at_the_panel(panel_order_id, report, t, currency)}\n{_expected(order, t, currency)}",
        _fits(case, report, t, currency),
        consequence,
    ]
    if holder is not None:
        until_now = t(
            "Until now it was the number of order {order}, which has ended. That order stays as it is, and I "
            "will not ask the panel about it again.",
            order=str(holder.id),
        )
        parts.append(until_now)
    done = Button(REVIEW, str(order.id), "adopted", panel_order_id)
    if case.can_be_undone:  # whoever says yes means to replace this number, and no later one
        done = Button(REVIEW, str(order.id), "right", f"{mark_of(order.panel_order_id)},{panel_order_id}")
    return View("\n\n".join(parts), _sure(case, yes, done, t))


def not_asked(case: Case, panel_order_id: str, t: Translator) -> View:
    """The screen when the panel does not answer, so the number cannot be checked."""
    text = t(
        "The panel cannot be asked about number <code>{id}</code> right now. Nothing was changed; "
        "try again in a minute.",
        id=panel_order_id,
    )
    again = ("🔄 " + t.label("Try again"), Button(REVIEW, str(case.order.id), "adopt", panel_order_id))
    return View(text, ((again,), (_back(case, t),)))


def _at_the_panel(panel_order_id: str, report: StatusReport, t: Translator, currency: str) -> str:
    charge = (
        t("not reported")
        if report.charge is None
        else t.money(micro_up(report.charge), report.charged_in or currency).strip()
    )
    said = t(
        "Number <code>{id}</code> at the panel: {word}, charge {charge}",
        id=panel_order_id,
        word=shortened(report.word, 60) or "?",
        charge=charge,
    )
    if report.remains is None:
        return said
    return said + ", " + t("{count} remain", count=report.remains)


def _expected(order: Order, t: Translator, currency: str) -> str:
    """What the panel's order should be like, to hold the two beside each other."""
    terms = order.terms
    cost_in = order.cost_currency or currency
    cost = t.money(terms.cost_micro, cost_in).strip() if terms.cost_micro else t("not known")
    quantity = t.number(terms.quantity) if terms.quantity is not None else t("not known")
    return t(
        "Expected: quantity {quantity}, cost {cost}\n{service}\n{subject}",
        quantity=quantity,
        cost=cost,
        service=shortened(terms.service_name, 120),
        subject=shortened(terms.subject, 200),
    )


def _fits(case: Case, report: StatusReport, t: Translator, currency: str) -> str:
    """Say if charge and remains fit this order."""
    cost, quantity = case.order.terms.cost_micro, case.order.terms.quantity
    cost_in = case.order.cost_currency
    if not cost or report.charge is None or not is_comparable(report.charge, report.charged_in, cost_in):
        return t("I cannot tell whether it fits this order.")
    charge = micro_up(report.charge)
    if matches(Orphan("", charge, report.remains), cost, quantity):
        return t("<b>It fits this order.</b>")
    expected = t.money(cost, cost_in or currency).strip()
    return t("⚠️ <b>It does not fit this order</b>, whose cost would be {amount}.", amount=expected)


def sure_to_void(case: Case, t: Translator) -> View:
    """One more question before money moves."""
    text = t(
        "<b>Are you sure?</b>\n"
        "Order {order} is voided and {amount} goes back to the customer. If the panel has it after all, "
        "the shop pays for it.",
        order=str(case.order.id),
        amount=t.money(case.order.terms.price_micro, case.order.terms.currency),
    )
    return View(text, _sure(case, t.label("Yes, void"), Button(REVIEW, str(case.order.id), "voided"), t))


def sure_to_end(order: Order, t: Translator, *, refund: bool, came_from: str = "") -> View:
    """One more question before an order is ended by hand."""
    head = t(
        "<b>Are you sure?</b>\nOrder {order}, {status}: {service}",
        order=str(order.id),
        status=status_of(order, t),
        service=shortened(order.terms.service_name, 120),
    )
    left = t.money(order.terms.price_micro - order.refunded_micro, order.terms.currency)
    what = (
        t("It ends as canceled, and {amount} goes back to the customer.", amount=left)
        if refund
        else t("It ends as completed, and nothing goes back to the customer.")
    )
    after = t("I will not ask the panel about it again, whatever happens to it there.")
    yes = t.label("Yes, end it")
    number, how = str(order.id), "refund" if refund else "keep"
    rows: tuple[Row, ...] = (
        (("✅ " + yes, Button(REVIEW, number, "end", f"{how},{came_from}")),),
        (("⬅️ " + t.label("Back"), Button(DESK_ORDER, number, "open", came_from)),),
    )
    return View(f"{head}\n{what}\n{after}", rows)


def _sure(case: Case, label: str, yes: Button, t: Translator) -> tuple[Row, ...]:
    return ((("✅ " + label, yes),), (_back(case, t),))


def _back(case: Case, t: Translator) -> tuple[str, Button]:
    return "⬅️ " + t.label("Back"), Button(REVIEW, str(case.order.id), "open")

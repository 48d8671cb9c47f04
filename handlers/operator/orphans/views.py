"""Orders not ours: the lists, what is known of one, and the questions before what concerns many or money."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import DESK, ORPHAN, REVIEW, Button
from handlers.operator.navigation import back_and_desk
from handlers.operator.orders.doors import the_order
from handlers.operator.orphans.words import likeness, short_line, sign_of
from handlers.operator.suppliers import with_supplier_name
from handlers.view import PAGE, Row, Target, View, as_many_as_fit, in_rows, shortened
from locales import Translator
from shop.ordering.order import OrderState
from shop.reconciliation.found_orphan import FoundOrphan, Look
from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import Decided, FoundBy, Looks, loss_micro

WAITING, DECIDED = "w", "d"
"""Which list a button shows."""

IN_A_ROW = 4
LONGEST_ID = 36
"""Characters of a panel's number that fit a button beside an order's."""

OPEN_LIST = Button(ORPHAN, "", "list", WAITING)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of one of the lists, one more for others behind it, and how each panel is looked through.

    Each look stands beside its supplier's name, empty if there is one supplier only.
    """

    found: Sequence[FoundOrphan]
    which: str
    looks: Sequence[tuple[str, Look]]
    is_first: bool


def orphan_list(listed: Listed, t: Translator) -> View:
    """The orders that wait for a decision, or those that were decided about."""
    is_waiting = listed.which == WAITING
    head = t("🧭 <b>Orders not ours</b>") if is_waiting else t("🧭 <b>Orders not ours, decided</b>")
    what = t("Orders that the panel has for our key, and that are none of ours.")
    shown = listed.found[:PAGE]
    lines = [
        t(
            "{sign} <code>{number}</code> · {what}",
            sign=sign_of(one),
            number=shortened(one.number, 40),
            what=short_line(one, t),
        )
        for one in shown
    ]
    if not lines:
        lines = [t("✅ Nothing waits here.") if is_waiting else t("Nothing yet.")]
    text = "\n".join([head, what, "", *as_many_as_fit(lines), "", *_looked(listed.looks, t)])
    return View(text, (*_numbers(shown, listed.which), *_ways_on(listed, t)))


def _numbers(shown: Sequence[FoundOrphan], which: str) -> list[Row]:
    labels = [f"{sign_of(one)} {shortened(one.number, 24)}" for one in shown]
    keys: list[tuple[str, Target]] = [
        # Two panels may have one number.
        (
            label if labels.count(label) == 1 else f"{label[:18]} · {one.id}",
            Button(ORPHAN, str(one.id), "open", which),
        )
        for label, one in zip(labels, shown, strict=True)
    ]
    return in_rows(keys, IN_A_ROW)


def _ways_on(listed: Listed, t: Translator) -> list[Row]:
    turning: list[tuple[str, Target]] = []
    if not listed.is_first:
        turning.append(("⏮ " + t.label("First page"), Button(ORPHAN, "", "list", listed.which)))
    if len(listed.found) > PAGE:
        last = str(listed.found[PAGE - 1].id)
        turning.append(("➡️ " + t.label("Next"), Button(ORPHAN, last, "on", listed.which)))
    other = (
        ("🗄 " + t.label("Decided"), Button(ORPHAN, "", "list", DECIDED))
        if listed.which == WAITING
        else ("🧭 " + t.label("Not decided"), OPEN_LIST)
    )
    rows: list[Row] = [tuple(turning)] if turning else []
    alike = [one for one in listed.found if one.looks is Looks.NOTHING and one.decided is None]
    if len(alike) > 1:
        rows.append((("🙋 " + t.label("All others are ours"), Button(ORPHAN, "", "rest")),))
    rows.append((other, ("🔎 " + t.label("Look now"), Button(ORPHAN, "", "look"))))
    return [*rows, back_and_desk(t, Button(DESK, "", "panel"))]


def _looked(looks: Sequence[tuple[str, Look]], t: Translator) -> list[str]:
    """Say how each panel account is looked through, and when that was last."""
    lines = []
    for supplier, one in looks:
        said = [t("Looked {moment}.", moment=one.looked_at)] if one.looked_at is not None else []
        if one.lists is not None:
            said.append(
                t("The panel lists its orders.") if one.lists else t("The panel has no list of its orders.")
            )
        if one.by_key is ByKey.YES:
            said.append(t("I ask about the numbers between ours."))
        if one.by_key is ByKey.NO:
            said.append(t("It answers about anybody's numbers, so I do not ask about those between ours."))
        if one.trouble:
            said.append(t("It could not be asked: {trouble}", trouble=shortened(one.trouble, 200)))
        lines.append(
            with_supplier_name(supplier, " ".join(said) or t("Not looked yet; I begin in a few minutes."))
        )
    return lines or [t("Not looked yet; I begin in a few minutes.")]


def orphan_card(one: FoundOrphan, t: Translator, currency: str, by: str, supplier: str = "") -> View:
    """What is known of one, what it looks like and why, and what can be done.

    `by` is who decided; `supplier` is where it was found, if there are several.
    """
    where = [t("Supplier: {name}", name=supplier)] if supplier else []
    parts = [
        t("🧭 <b>Number {number} at the panel</b>", number=shortened(one.number, 60)),
        "\n".join([*where, *_facts(one, t, currency)]),
        likeness(one, t) if one.decided is None or one.decided_by is None else "",
        _consequence(one, t, currency),
        _decision(one, t, by),
    ]
    return View("\n\n".join(part for part in parts if part), _choices(one, t))


def orphan_screen(view: View, t: Translator, which: str) -> View:
    """The same card, opened from one of the lists."""
    return View(view.text, (*view.rows, back_and_desk(t, Button(ORPHAN, "", "list", which))))


def _facts(one: FoundOrphan, t: Translator, currency: str) -> list[str]:
    lines = [
        t("I found it in the panel's own list.")
        if one.found_by is FoundBy.LIST
        else t("I found it among the numbers between ours. More the panel does not tell.")
    ]
    if one.service_id is not None:
        lines.append(t("Service at the panel: {service}", service=shortened(one.service_id, 40)))
    if one.link:
        lines.append(t("Link: {link}", link=shortened(one.link, 300)))
    if one.quantity is not None:
        lines.append(t("Quantity: {count}", count=one.quantity))
    if one.charge_micro is not None:
        lines.append(t("Charge: {amount}", amount=t.money(one.charge_micro, currency).strip()))
    if one.word:
        lines.append(t("Status at the panel: {word}", word=shortened(one.word, 60)))
    if one.created_at is not None and one.has_zone:
        lines.append(t("Placed there: {moment}", moment=one.created_at))
    return lines


def _consequence(one: FoundOrphan, t: Translator, currency: str) -> str:
    """Say what it means for money if it is the order that it looks like."""
    if one.order_id is None or not one.is_given_back or one.decided in {Decided.OWN, Decided.NOBODYS}:
        return ""
    loss = loss_micro(one.charge_micro, one.state)
    if loss == 0:
        return t(
            "The customer of order {order} has the money back, and the panel gave its cost back too: there "
            "is no loss.",
            order=str(one.order_id),
        )
    amount = t("not known") if loss is None else t.money(loss, currency).strip()
    return t(
        "The customer of order {order} has the money back and is not charged again. What it costs is the "
        "shop's loss: <b>{amount}</b>",
        order=str(one.order_id),
        amount=amount,
    )


def _decision(one: FoundOrphan, t: Translator, by: str) -> str:
    if one.decided is None:
        return ""
    number = str(one.order_id)
    what = {
        Decided.ORDER: t("✅ It is order {order}.", order=number),
        Decided.OWN: t("🙋 It is ours, not a customer's."),
        Decided.NOBODYS: t("🗄 It is nobody's. I remember it and do not ask again."),
    }[one.decided]
    return what + ("\n" + t("Decided by {name}.", name=by) if by else "")


def _choices(one: FoundOrphan, t: Translator) -> tuple[Row, ...]:
    number = str(one.id)
    order: tuple[Row, ...] = ((the_order(one.order_id, t),),) if one.order_id is not None else ()
    if one.decided is not None:
        can_undo = one.decided_by is not None and (one.decided is not Decided.ORDER or one.is_given_back)
        undo: tuple[Row, ...] = ((("↩️ " + t.label("Undo"), Button(ORPHAN, number, "undo")),),)
        return (*(undo if can_undo else ()), *order)
    own = ("🙋 " + t.label("Ours, not a customer's"), Button(ORPHAN, number, "own"))
    nobodys = ("🗄 " + t.label("Nobody's: remember"), Button(ORPHAN, number, "nobodys"))
    return (*_it_is_an_order(one, t), (own,), (nobodys,), *order)


def _it_is_an_order(one: FoundOrphan, t: Translator) -> tuple[Row, ...]:
    """The button for the order that it looks like: adopted where that can be, else noted as a loss."""
    if one.order_id is None or one.looks is not Looks.OURS:
        return ()
    label = t.label("It is order {order}", order=str(one.order_id))
    if one.is_given_back:
        return ((("💸 " + label, Button(ORPHAN, str(one.id), "loss")),),)
    is_open = one.order_state in {OrderState.UNKNOWN, OrderState.PENDING}
    if not is_open or len(one.number) > LONGEST_ID:
        return ()
    return ((("✅ " + label, Button(REVIEW, str(one.order_id), "adopt", one.number)),),)


def sure_of_loss(one: FoundOrphan, t: Translator, currency: str) -> View:
    """One more question before an order counts as delivered at the shop's cost."""
    text = t(
        "<b>Are you sure?</b>\nNumber {number} at the panel is noted as order {order}. Nothing is booked, "
        "and nobody is charged.",
        number=shortened(one.number, 60),
        order=str(one.order_id),
    )
    yes = t.label("Yes, it is order {order}", order=str(one.order_id))
    rows: tuple[Row, ...] = (
        (("✅ " + yes, Button(ORPHAN, str(one.id), "lost", str(one.order_id))),),
        back_and_desk(t, Button(ORPHAN, str(one.id), "open", WAITING)),
    )
    return View(f"{text}\n\n{_consequence(one, t, currency)}", rows)


def sure_of_rest(t: Translator) -> View:
    """One more question before many are decided about at once."""
    text = t(
        "<b>Are you sure?</b>\nAll orders here that fit none of our orders are marked as ours, not "
        "customers'. Those that look like one of our orders stay. Each can be undone by itself."
    )
    yes = ("✅ " + t.label("Yes, they are ours"), Button(ORPHAN, "", "rested"))
    return View(text, ((yes,), back_and_desk(t, OPEN_LIST)))

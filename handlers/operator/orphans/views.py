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
            sign=sign_of(orphan),
            number=shortened(orphan.number, 40),
            what=short_line(orphan, t),
        )
        for orphan in shown
    ]
    if not lines:
        lines = [t("✅ Nothing waits here.") if is_waiting else t("Nothing yet.")]
    text = "\n".join([head, what, "", *as_many_as_fit(lines), "", *_looked(listed.looks, t)])
    return View(text, (*_numbers(shown, listed.which), *_ways_on(listed, t)))


def _numbers(shown: Sequence[FoundOrphan], which: str) -> list[Row]:
    labels = [f"{sign_of(orphan)} {shortened(orphan.number, 24)}" for orphan in shown]
    keys: list[tuple[str, Target]] = [
        # Two panels may have one number.
        (
            label if labels.count(label) == 1 else f"{label[:18]} · {orphan.id}",
            Button(ORPHAN, str(orphan.id), "open", which),
        )
        for label, orphan in zip(labels, shown, strict=True)
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
    alike = [orphan for orphan in listed.found if orphan.looks is Looks.NOTHING and orphan.decided is None]
    if len(alike) > 1:
        rows.append((("🙋 " + t.label("All others are ours"), Button(ORPHAN, "", "rest")),))
    rows.append((other, ("🔎 " + t.label("Look now"), Button(ORPHAN, "", "look"))))
    return [*rows, back_and_desk(t, Button(DESK, "", "panel"))]


def _looked(looks: Sequence[tuple[str, Look]], t: Translator) -> list[str]:
    """Say how each panel account is looked through, and when that was last."""
    lines = []
    for supplier, look in looks:
        said = [t("Looked {moment}.", moment=look.looked_at)] if look.looked_at is not None else []
        if look.lists is not None:
            said.append(
                t("The panel lists its orders.") if look.lists else t("The panel has no list of its orders.")
            )
        if look.by_key is ByKey.YES:
            said.append(t("I ask about the numbers between ours."))
        if look.by_key is ByKey.NO:
            said.append(t("It answers about anybody's numbers, so I do not ask about those between ours."))
        if look.trouble:
            said.append(t("It could not be asked: {trouble}", trouble=shortened(look.trouble, 200)))
        lines.append(
            with_supplier_name(supplier, " ".join(said) or t("Not looked yet; I begin in a few minutes."))
        )
    return lines or [t("Not looked yet; I begin in a few minutes.")]


def orphan_card(orphan: FoundOrphan, t: Translator, currency: str, by: str, supplier: str = "") -> View:
    """What is known of an orphan, what it looks like and why, and what can be done.

    `by` is who decided; `supplier` is where it was found, if there are several.
    """
    where = [t("Supplier: {name}", name=supplier)] if supplier else []
    parts = [
        t("🧭 <b>Number {number} at the panel</b>", number=shortened(orphan.number, 60)),
        "\n".join([*where, *_facts(orphan, t, currency)]),
        likeness(orphan, t) if orphan.decided is None or orphan.decided_by is None else "",
        _consequence(orphan, t, currency),
        _decision(orphan, t, by),
    ]
    return View("\n\n".join(part for part in parts if part), _choices(orphan, t))


def orphan_screen(view: View, t: Translator, which: str) -> View:
    """An orphan's card, opened from one of the lists."""
    return View(view.text, (*view.rows, back_and_desk(t, Button(ORPHAN, "", "list", which))))


def _facts(orphan: FoundOrphan, t: Translator, currency: str) -> list[str]:
    lines = [
        t("I found it in the panel's own list.")
        if orphan.found_by is FoundBy.LIST
        else t("I found it among the numbers between ours. More the panel does not tell.")
    ]
    if orphan.service_id is not None:
        lines.append(t("Service at the panel: {service}", service=shortened(orphan.service_id, 40)))
    if orphan.link:
        lines.append(t("Link: {link}", link=shortened(orphan.link, 300)))
    if orphan.quantity is not None:
        lines.append(t("Quantity: {count}", count=orphan.quantity))
    if orphan.charge_micro is not None:
        lines.append(t("Charge: {amount}", amount=t.money(orphan.charge_micro, currency).strip()))
    if orphan.word:
        lines.append(t("Status at the panel: {word}", word=shortened(orphan.word, 60)))
    if orphan.created_at is not None and orphan.has_zone:
        lines.append(t("Placed there: {moment}", moment=orphan.created_at))
    return lines


def _consequence(orphan: FoundOrphan, t: Translator, currency: str) -> str:
    """Say what it means for money if it is the order that it looks like."""
    if (
        orphan.order_id is None
        or not orphan.is_given_back
        or orphan.decided in {Decided.OWN, Decided.NOBODYS}
    ):
        return ""
    loss = loss_micro(orphan.charge_micro, orphan.state)
    if loss == 0:
        return t(
            "The customer of order {order} has the money back, and the panel gave its cost back too: there "
            "is no loss.",
            order=str(orphan.order_id),
        )
    amount = t("not known") if loss is None else t.money(loss, currency).strip()
    return t(
        "The customer of order {order} has the money back and is not charged again. What it costs is the "
        "shop's loss: <b>{amount}</b>",
        order=str(orphan.order_id),
        amount=amount,
    )


def _decision(orphan: FoundOrphan, t: Translator, by: str) -> str:
    if orphan.decided is None:
        return ""
    number = str(orphan.order_id)
    what = {
        Decided.ORDER: t("✅ It is order {order}.", order=number),
        Decided.OWN: t("🙋 It is ours, not a customer's."),
        Decided.NOBODYS: t("🗄 It is nobody's. I remember it and do not ask again."),
    }[orphan.decided]
    return what + ("\n" + t("Decided by {name}.", name=by) if by else "")


def _choices(orphan: FoundOrphan, t: Translator) -> tuple[Row, ...]:
    number = str(orphan.id)
    order: tuple[Row, ...] = ((the_order(orphan.order_id, t),),) if orphan.order_id is not None else ()
    if orphan.decided is not None:
        can_undo = orphan.decided_by is not None and (
            orphan.decided is not Decided.ORDER or orphan.is_given_back
        )
        undo: tuple[Row, ...] = ((("↩️ " + t.label("Undo"), Button(ORPHAN, number, "undo")),),)
        return (*(undo if can_undo else ()), *order)
    own = ("🙋 " + t.label("Ours, not a customer's"), Button(ORPHAN, number, "own"))
    nobodys = ("🗄 " + t.label("Nobody's: remember"), Button(ORPHAN, number, "nobodys"))
    return (*_it_is_an_order(orphan, t), (own,), (nobodys,), *order)


def _it_is_an_order(orphan: FoundOrphan, t: Translator) -> tuple[Row, ...]:
    """The button for the order that it looks like: adopted where that can be, else noted as a loss."""
    if orphan.order_id is None or orphan.looks is not Looks.OURS:
        return ()
    label = t.label("It is order {order}", order=str(orphan.order_id))
    if orphan.is_given_back:
        return ((("💸 " + label, Button(ORPHAN, str(orphan.id), "loss")),),)
    is_open = orphan.order_state in {OrderState.UNKNOWN, OrderState.PENDING}
    if not is_open or len(orphan.number) > LONGEST_ID:
        return ()
    return ((("✅ " + label, Button(REVIEW, str(orphan.order_id), "adopt", orphan.number)),),)


def sure_of_loss(orphan: FoundOrphan, t: Translator, currency: str) -> View:
    """One more question before an order counts as delivered at the shop's cost."""
    text = t(
        "<b>Are you sure?</b>\nNumber {number} at the panel is noted as order {order}. Nothing is booked, "
        "and nobody is charged.",
        number=shortened(orphan.number, 60),
        order=str(orphan.order_id),
    )
    yes = t.label("Yes, it is order {order}", order=str(orphan.order_id))
    rows: tuple[Row, ...] = (
        (("✅ " + yes, Button(ORPHAN, str(orphan.id), "lost", str(orphan.order_id))),),
        back_and_desk(t, Button(ORPHAN, str(orphan.id), "open", WAITING)),
    )
    return View(f"{text}\n\n{_consequence(orphan, t, currency)}", rows)


def sure_of_rest(t: Translator) -> View:
    """One more question before many are decided about at once."""
    text = t(
        "<b>Are you sure?</b>\nAll orders here that fit none of our orders are marked as ours, not "
        "customers'. Those that look like one of our orders stay. Each can be undone by itself."
    )
    yes = ("✅ " + t.label("Yes, they are ours"), Button(ORPHAN, "", "rested"))
    return View(text, ((yes,), back_and_desk(t, OPEN_LIST)))

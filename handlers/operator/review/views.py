"""The operator's view of an order whose answer was lost: figures, findings, and what can be done."""

from collections.abc import Sequence

from handlers.buttons import REVIEW, Button
from handlers.navigation import home
from handlers.operator.navigation import back_to_desk
from handlers.operator.orders.doors import the_order
from handlers.operator.review.sure_views import mark_of
from handlers.view import Row, View, shortened
from locales import Translator, marked
from shop.ordering.news import named
from shop.reconciliation.case import Case, CaseState, Resolution
from shop.reconciliation.decide import Orphan, matches
from storage.messages.open_cases import Open

WHY: dict[str, str] = {
    "shared": marked("Others use the panel account too, so its balance proves nothing."),
    "no_cost": marked("Its cost is known only later, so the balance proves nothing."),
    "no_balance": marked("The balance right before the order is not known."),
    "no_answer": marked("The panel has not told me enough to find out."),
    "too_small": marked("It costs too little to show in the balance."),
    "refunds": marked("Other orders were refunded meanwhile, so the balance is not clear evidence."),
    "book_broken": marked(
        "The panel has answered, but the answer could not be booked; the order itself says what it was."
    ),
    "moved": marked("The balance moved, but not by what this order costs."),
    "unproven": marked(
        "Nothing has moved and no number of ours answers, but this panel may charge late, or its numbers "
        "run too fast for me to follow."
    ),
    "orphans": marked("The panel has orders of ours that I do not know, and they do not fit clearly."),
    "no_number": marked(
        "The panel seems to have it: exactly its cost has left the account. But its number is not known."
    ),
    "strangers": marked("One order fits, but it may be another that I do not know of."),
    "late": marked(
        "The money left some time after the order: it may be this order, charged late, or somebody else's."
    ),
    "refused": marked("Asked again, the panel refused; that proves nothing about the first time."),
    "taken": marked("The panel gave it a number that another order of yours has."),
    "restored": marked(
        "I was restored from a backup that was made before this order was sent. It may have been sent since."
    ),
    "forgotten": marked(
        "It was sent without reading the balance, because the panel knows orders by their reference, but it "
        "may have forgotten this one by now."
    ),
    "ignored": marked(
        "Asked again with the same reference, the panel made one more order: it ignores references. Look for "
        "all orders with this link there and cancel those that are too many. From now on I read the balance "
        "before each order."
    ),
}
"""For each reason in shop/reconciliation/decide.py: why the evidence does not decide."""

CANDIDATES = 3


def candidates(case: Case) -> list[Orphan]:
    """Return the ids to offer, those that fit first."""
    terms = case.order.terms
    found = case.orphans or ()
    return sorted(found, key=lambda one: not matches(one, terms.cost_micro, terms.quantity))[:CANDIDATES]


def question(case: Case, t: Translator, currency: str) -> View:
    """The question: everything that is known, and the buttons."""
    order = case.order
    parts = [
        t("❔ <b>Order {order}: please decide</b>", order=str(order.id)),
        t(
            "{service}\n{subject}",
            service=shortened(order.terms.service_name, 120),
            subject=shortened(order.terms.subject, 200),
        ),
        t("The panel gave no clear answer.") + (" " + t(WHY[case.why]) if case.why in WHY else ""),
        "\n".join(_figures(case, t, currency)),
    ]
    if case.excerpt:
        parts.append(
            t("What arrived of the answer: <code>{excerpt}</code>", excerpt=shortened(case.excerpt, 400))
        )
    by_hand = t(
        "If you find it in the panel's own list, send /review {order} adopt and its number there.",
        order=str(order.id),
    )
    parts.append(by_hand)
    if case.state is CaseState.HUMAN:
        parts.append(
            t("If nobody decides by {moment}, it is voided; the customer does not pay.", moment=case.due_at)
        )
    return View("\n\n".join(parts), _choices(case, t))


def decided(case: Case, t: Translator, by: str) -> View:
    """The decision. `by` is the operator's name, empty if time ran out."""
    number = str(case.order.id)
    if case.is_taken_back:
        text = t("✖️ Order {order} was voided; the money went back.", order=number)
    elif case.verdict is Resolution.ADOPTED:
        text = t(
            "✅ Order {order} is number <code>{id}</code> at the panel.",
            order=number,
            id=case.order.panel_order_id or "",
        )
    elif by:
        text = t("✖️ Order {order} was voided; the money went back.", order=number)
    else:
        text = t("✖️ Order {order} was voided, because nobody decided. The money went back.", order=number)
    text += "\n" + t("Decided by {name}.", name=by) if by else ""
    if not case.can_be_undone:
        return View(text, ((the_order(case.order.id, t), home(t)),))
    text += "\n\n" + t(
        "The panel has not reported on it yet. If the number was wrong, send /review {order} adopt and the "
        "right one, or give the money back.",
        order=number,
    )
    back = (
        "↩️ " + t.label("Give it back"),
        Button(REVIEW, number, "back", mark_of(case.order.panel_order_id)),
    )
    return View(text, ((back,), (the_order(case.order.id, t), home(t))))


def number_question(case: Case, t: Translator) -> View:
    """The question for the order's number at the panel."""
    text = t(
        "✍️ <b>Which number has order {order} at the panel?</b>\nSend it as the panel's own list shows it. I "
        "ask the panel about it, and once more before anything changes.",
        order=str(case.order.id),
    )
    back = ("⬅️ " + t.label("Back"), Button(REVIEW, str(case.order.id), "open"))
    return View(text, ((back, home(t)),))


def late_orders(numbers: Sequence[int], count: int, t: Translator) -> View:
    """The `count` orders at work that take much longer than usual; `numbers` are the oldest."""
    text = t.plural(
        "🐌 {n} order takes much longer than usual: {word}. Check it at the panel.",
        "🐌 {n} orders take much longer than usual: {word}. Check them at the panel.",
        count,
        word=named(numbers, count),
    )
    how = t(
        "To end one: <code>/review {order} end refund</code>, or <code>/review {order} end keep</code>",
        order=str(numbers[0]),
    )
    return View(f"{text}\n{how}", (back_to_desk(t),))


def nothing_to_review(t: Translator) -> View:
    """The answer to /review if no order waits for a decision."""
    text = t("There is nothing to decide: I know what became of every order, or am still finding out.")
    return View(text, (back_to_desk(t),))


def more_to_review(count: int, t: Translator) -> View:
    """The line below the most urgent cases: how many more wait."""
    return View(t.plural("{n} more waits for a decision.", "{n} more wait for a decision.", count))


def _figures(case: Case, t: Translator, currency: str) -> list[str]:
    """Return both figures and the findings."""

    def money(micro: int) -> str:
        return t.money(micro, currency).strip()

    cost = case.order.terms.cost_micro
    lines = [
        t("Expected cost: <b>{amount}</b>", amount=money(cost)) if cost else t("Expected cost: not known")
    ]
    latest = case.readings[-1] if case.readings else None
    if case.before_micro is None or case.gone_micro is None or latest is None:
        lines.append(t("How the balance moved: not known"))
    else:
        lines.append(
            t(
                "The balance went from {before} to {after}: <b>{amount}</b> gone",
                before=money(case.before_micro),
                after=money(latest.micro),
                amount=money(case.gone_micro),
            )
        )
    if case.number:
        numbers = ", ".join(one for one in (case.number, case.other_number) if one)
        lines.append(
            t("Asked again, the panel gave it the number: {numbers}", numbers=numbers)
            if case.resent
            else t(
                "The panel gave it number {numbers}, which was an earlier order's: it may have been restored "
                "from a backup.",
                numbers=numbers,
            )
        )
    if case.refunds_micro:
        lines.append(t("Refunded to other orders: {amount}", amount=money(case.refunds_micro)))
    if case.orphans is None:
        lines.append(t("Unknown orders at the panel: not looked for"))
    elif not case.orphans:
        lines.append(t("Unknown orders at the panel: none found"))
    else:
        shown = ", ".join(
            f"{one.panel_order_id} ({'?' if one.charge_micro is None else money(one.charge_micro)})"
            for one in case.orphans[:10]
        )
        lines.append(t("Unknown orders at the panel: {found}", found=shown))
    return lines


def _choices(case: Case, t: Translator) -> tuple[Row, ...]:
    number = str(case.order.id)
    given = (one for one in (case.number, case.other_number) if one)
    numbers = dict.fromkeys((*given, *(one.panel_order_id for one in candidates(case))))
    rows: list[Row] = [
        ((t.label("Adopt {id}", id=one), Button(REVIEW, number, "adopt", one)),) for one in numbers
    ]
    last: list[tuple[str, Button]] = [(t.label("Void"), Button(REVIEW, number, "void"))]
    if case.state is CaseState.HUMAN:
        last.append((t.label("Wait"), Button(REVIEW, number, "wait")))
    type_it = ("✍️ " + t.label("Another number"), Button(REVIEW, number, "number"))
    return (*rows, tuple(last), (type_it, the_order(case.order.id, t)))


def waits_for_you(waiting: Open, t: Translator) -> View:
    """The daily reminder."""
    return View(
        t(
            "🔔 Waiting for your decision since yesterday or longer. "
            "Receipts: {receipts}, orders: {orders}. Tap /review to see them.",
            receipts=waiting.receipts,
            orders=waiting.orders,
        )
    )

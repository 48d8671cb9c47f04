"""The questions before the staff does something about an order, and what the panel has just said."""

from handlers.buttons import DESK_ORDER, REVIEW, Button
from handlers.operator.navigation import back_and_desk
from handlers.operator.orders.card_views import AtDesk, customer_line
from handlers.orders.views import order_head
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.money import micro_up
from shop.person import Person
from shop.replies import ItemError, StatusReport
from storage.orders.endings import can_end


def sure_to_drop(shown: AtDesk, t: Translator) -> View:
    """The question before an order is canceled that was not sent."""
    terms = shown.order.terms
    text = t(
        "Cancel it? Nothing has been sent to the panel: {price} goes back to <b>{name}</b> at once.",
        price=t.money(terms.price_micro, terms.currency),
        name=shortened(shown.name, 64),
    )
    return _sure(shown, text, ("🛑 " + t.label("Yes, cancel it"), shown.button("drop")), t)


def sure_to_stop(shown: AtDesk, t: Translator) -> View:
    """The question before the panel is asked to stop an order."""
    text = t(
        "Ask the panel to stop it? It may refuse. What it does not deliver goes back to <b>{name}</b> when "
        "it reports the end.",
        name=shortened(shown.name, 64),
    )
    return _sure(shown, text, ("🛑 " + t.label("Yes, ask to stop it"), shown.button("stop")), t)


def sure_to_refill(shown: AtDesk, t: Translator) -> View:
    """The question before the panel is asked for a refill."""
    text = t(
        "Ask the panel for a refill, for <b>{name}</b>? Their card shows what becomes of it.",
        name=shortened(shown.name, 64),
    )
    return _sure(shown, text, ("♻️ " + t.label("Yes, ask for it"), shown.button("refilled")), t)


def how_to_end(shown: AtDesk, t: Translator) -> View:
    """The choice between the two ends by hand; each asks once more."""
    order = shown.order
    left = t.money(order.terms.price_micro - order.refunded_micro, order.terms.currency)
    ways: list[tuple[str, Target]] = []
    if can_end(order.state, refund=True):
        ways.append(("↩️ " + t.label("Give the money back"), _ends(shown, "refund")))
    if can_end(order.state, refund=False):
        ways.append(("✅ " + t.label("Keep the money"), _ends(shown, "keep")))
    text = t(
        "How should it end? Giving back moves {amount} to <b>{name}</b>. Either way the panel is never asked "
        "about it again.",
        amount=left,
        name=shortened(shown.name, 64),
    )
    rows: list[Row] = [(one,) for one in ways]
    return View(f"{_head(shown, t)}\n\n{text}", (*rows, back_and_desk(t, shown.button("open"))))


def cautions(person: Person | None, t: Translator, *, may_answer: bool) -> list[str]:
    """What whoever writes to somebody is warned of; whoever may not order `may_answer` nothing."""
    lines = []
    if person is not None and not person.reachable:
        lines.append(
            t("⚠️ They have blocked the bot, or had their data deleted: it may wait until they are back.")
        )
    if not may_answer:
        lines.append(t("⚠️ They may not order here: they read it, but cannot answer."))
    return lines


def message_question(shown: AtDesk, language: str, t: Translator, *, may_answer: bool) -> View:
    """The question for words to the order's customer."""
    text = t(
        "✍️ <b>To {name}, about order {order}</b>\nSend your message: words, a picture, a voice message or a "
        "file. I ask once more before it goes. It is passed on as you write it, in a frame of their "
        "language, {language}, and they can answer.",
        name=shortened(shown.name, 64),
        order=str(shown.order.id),
        language=language,
    )
    lines = [text, *cautions(shown.person, t, may_answer=may_answer)]
    return View("\n".join(lines), (back_and_desk(t, shown.button("open")),))


def sure_to_send(shown: AtDesk, update_id: int, t: Translator) -> View:
    """The question below the message that is to go to the customer."""
    text = t(
        "Send this message to <b>{name}</b>, about order {order}?",
        name=shortened(shown.name, 64),
        order=str(shown.order.id),
    )
    send = ("✅ " + t.label("Send it"), Button(DESK_ORDER, str(update_id), "send", str(shown.order.id)))
    drop = ("✖️ " + t.label("Do not send"), shown.button("open"))
    return View(text, ((send, drop),))


def message_sent(shown: AtDesk, ticket_id: int, t: Translator) -> View:
    """The word that the message is on its way."""
    text = t(
        "✅ Sent to <b>{name}</b>. It stands in ticket {ticket}, where the answer comes.",
        name=shortened(shown.name, 64),
        ticket=str(ticket_id),
    )
    return View(text, (back_and_desk(t, shown.button("open")),))


def panels_answer(report: StatusReport | ItemError | None, currency: str | None, t: Translator) -> str:
    """What the panel has just said about an order, in its own words."""
    if report is None:
        return t("🔄 The panel answered, but said nothing about this order.")
    if isinstance(report, ItemError):
        return t("🔄 The panel knows no such order now: {text}", text=shortened(report.text, 200))
    said = [t("{word}", word=shortened(report.word, 60) or "?")]
    if report.charge is not None:
        charge = t.money(micro_up(report.charge), report.currency or currency or "").strip()
        said.append(t("charge {amount}", amount=charge))
    if report.start_count is not None:
        said.append(t("started at {count}", count=report.start_count))
    if report.remains is not None:
        said.append(t("{count} remain", count=report.remains))
    return t("🔄 <b>The panel says now:</b>") + " " + t.separator.join(said)


def no_answer(t: Translator) -> str:
    """The word that the panel could not be asked."""
    return t("🔄 The panel does not answer right now. Nothing was changed; try again in a minute.")


def _ends(shown: AtDesk, how: str) -> Button:
    return Button(REVIEW, str(shown.order.id), "wish", f"{how},{shown.came.write()}")


def _sure(shown: AtDesk, question: str, yes: tuple[str, Target], t: Translator) -> View:
    rows = ((yes,), back_and_desk(t, shown.button("open")))
    return View(f"{_head(shown, t)}\n\n{question}", rows)


def _head(shown: AtDesk, t: Translator) -> str:
    service = t("{service}", service=shortened(shown.order.terms.service_name, 120))
    return f"{order_head(shown.order, t)}\n{customer_line(shown, t)}\n{service}"

"""The screens of maintenance: closing the shop, what customers read meanwhile, and opening it."""

from datetime import datetime, timedelta

from handlers.buttons import MAINTENANCE, Button
from handlers.closed import closed_words
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import Row, View, in_rows
from locales import Translator
from shop.maintenance import ENDS_IN, LONGEST_WORDS, Maintenance

HERE = Button(MAINTENANCE, "", "home")
SURE = Button(MAINTENANCE, "", "sure")


def maintenance_card(state: Maintenance, waiting: int, now: datetime, t: Translator) -> View:
    """How the shop stands, and the way to the other state."""
    if state.closed_at is None:
        return View(
            t("🛠 <b>Maintenance</b>\nThe shop is open.") + "\n\n" + _rules(t),
            ((("🔒 " + t.label("Close …"), SURE),), back_to_desk(t)),
        )
    lines = [
        t("🛠 <b>Maintenance</b>\nThe shop has been closed since {moment}.", moment=state.closed_at),
        t("Customers read:"),
        closed_words(state, now, t),
        t("Waiting to be told: {count}", count=waiting),
    ]
    opening = ("🔓 " + t.label("Open …"), Button(MAINTENANCE, "", "sureopen"))
    return View("\n".join(lines), ((opening,), _wording(t), back_to_desk(t)))


def sure_to_close(state: Maintenance, now: datetime, t: Translator) -> View:
    """The question before the shop closes, with what customers will read."""
    lines = [t("🔒 <b>Close the shop?</b>"), _rules(t), "", t("Customers will read:")]
    lines.append(closed_words(state, now, t))
    yes = ("✅ " + t.label("Close"), Button(MAINTENANCE, "", "close"))
    return View("\n".join(lines), ((yes,), _wording(t), back_and_desk(t, HERE)))


def sure_to_open(waiting: int, t: Translator) -> View:
    """The question before the shop opens: who is told."""
    text = t("🔓 <b>Open the shop?</b>\nWill be told that it is open: {count}", count=waiting)
    yes = ("✅ " + t.label("Open"), Button(MAINTENANCE, "", "open"))
    return View(text, ((yes,), back_and_desk(t, HERE)))


def ask_for_words(t: Translator) -> View:
    """The question for the sentence that customers read."""
    text = t(
        "✍️ Send the sentence that customers read while the shop is closed, at most {limit} characters. "
        "Everybody reads it as you write it, in whatever language.",
        limit=LONGEST_WORDS,
    )
    plain = ("🗑 " + t.label("The usual sentence"), Button(MAINTENANCE, "", "nowords"))
    return View(text, ((plain,), back_and_desk(t, HERE)))


def ask_for_end(t: Translator) -> View:
    """The question when the shop is expected to open, from now."""
    ends = [(_span(span, t), Button(MAINTENANCE, "", "until", _minutes(span))) for span in ENDS_IN]
    rows = in_rows(ends, 3)
    unsaid = ("🤷 " + t.label("Not said"), Button(MAINTENANCE, "", "until", "0"))
    text = t("⏰ When is the shop expected to open, from now? It opens only when you open it.")
    how = t("Tap below, or send a time by your clock: <code>14:30</code>, <code>28.11 9:00</code>.")
    return View(f"{text}\n{how}", (*rows, (unsaid,), back_and_desk(t, HERE)))


def _span(span: timedelta, t: Translator) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return t.label("{count} min", count=minutes)
    return t.label("{count} h", count=minutes // 60)


def _minutes(span: timedelta) -> str:
    return str(int(span.total_seconds()) // 60)


def _wording(t: Translator) -> Row:
    """The ways to change what customers read."""
    return (
        ("✍️ " + t.label("Words"), Button(MAINTENANCE, "", "words")),
        ("⏰ " + t.label("Expected end"), Button(MAINTENANCE, "", "when")),
    )


def _rules(t: Translator) -> str:
    return t(
        "While it is closed nobody begins an order, a top-up, a gift or a coupon, the staff neither. "
        "Orders that were confirmed go on, payments are credited, and refunds and answers arrive as always."
    )

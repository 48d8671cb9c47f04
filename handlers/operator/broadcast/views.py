"""A broadcast's draft: the question for its message, and the card below the preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import BROADCAST, Button
from handlers.operator.broadcast.words import audience_lines, time_lines
from handlers.operator.navigation import back_to_desk
from handlers.view import Row, Target, View
from locales import Translator
from shop.broadcast import Broadcast, stars_for

HISTORY = Button(BROADCAST, "", "history")


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a draft reaches now, and how many more if those were asked who want no news."""

    people: int
    unwilling: int
    open_to_all: bool


def ask_for_broadcast(t: Translator, broadcast_id: int) -> View:
    """The answer to /broadcast."""
    text = t(
        "<b>Broadcast</b>\n"
        "Send me the message for everybody: a text, a picture, a video or other file, or an album."
    )
    earlier = ("🗂 " + t.label("Earlier ones"), HISTORY)
    return View(text, ((_cancel(broadcast_id, t), earlier), back_to_desk(t)))


def ask_for_another(t: Translator, broadcast_id: int) -> View:
    """The question for a message in place of the one shown."""
    text = t("Send me the new message. Who gets it, when, and its buttons stay.")
    return View(text, (back_to_preview(broadcast_id, t),))


def edit_is_ignored(t: Translator, broadcast_id: int) -> View:
    """The word that an edit does not change what is composed."""
    text = t(
        "⚠️ Your edit does not change the broadcast: it goes out as shown. Send the message anew instead."
    )
    return View(text, ((_another(broadcast_id, t),), back_to_preview(broadcast_id, t)))


def preview_refused(broadcast_id: int, words: str, t: Translator) -> View:
    """The card of an album that Telegram does not take; the `words` say why."""
    return View("⚠️ " + words, ((_another(broadcast_id, t), _cancel(broadcast_id, t)), back_to_desk(t)))


def broadcast_preview(broadcast: Broadcast, reach: Reach, t: Translator, note: str = "") -> View:
    """The card below the preview: how many people will get it, who they are, and when."""
    lines = [
        _who(broadcast, reach, t),
        *audience_lines(broadcast.audience, t),
        *time_lines(broadcast, t),
    ]
    if broadcast.paid:
        lines.append("⚡ " + t("Faster, for at most {stars} Stars", stars=stars_for(reach.people)))
    if reach.unwilling:
        lines.append(
            "🔕 "
            + t.plural(
                "{n} more person wants no news of the shop.",
                "{n} more people want no news of the shop.",
                reach.unwilling,
            )
        )
    text = "\n".join(lines)
    number = str(broadcast.id)
    send = ("✅ " + t.label("Confirm"), Button(BROADCAST, number, "send"))
    rows: tuple[Row, ...] = (
        (send, _cancel(broadcast.id, t)),
        _two(("👥 " + t.label("Who"), "who"), ("🕰 " + t.label("When"), "when"), number),
        _two(("🔗 " + t.label("Buttons"), "keys"), ("✏️ " + t.label("Message"), "edit"), number),
        (("⚡ " + t.label("Faster, for Stars"), Button(BROADCAST, number, "fast")),),
        back_to_desk(t),
    )
    return View(f"{note}\n\n{text}" if note else text, rows)


def _two(one: tuple[str, str], other: tuple[str, str], number: str) -> Sequence[tuple[str, Target]]:
    return [(label, Button(BROADCAST, number, action)) for label, action in (one, other)]


def _who(broadcast: Broadcast, reach: Reach, t: Translator) -> str:
    if not broadcast.audience.is_everybody:
        return t.plural(
            "This is how it will look. <b>{n}</b> person will get it, of whom all of this is true:",
            "This is how it will look. <b>{n}</b> people will get it, of whom all of this is true:",
            reach.people,
        )
    if reach.open_to_all:
        return t.plural(
            "This is how it will look. <b>{n}</b> person will get it: "
            "everybody who has written to the bot and has not blocked it.",
            "This is how it will look. <b>{n}</b> people will get it: "
            "everybody who has written to the bot and has not blocked it.",
            reach.people,
        )
    return t.plural(
        "This is how it will look. <b>{n}</b> person will get it: "
        "everybody who may order here, has written to the bot and has not blocked it.",
        "This is how it will look. <b>{n}</b> people will get it: "
        "everybody who may order here, has written to the bot and has not blocked it.",
        reach.people,
    )


def ask_for_buttons(broadcast_id: int, t: Translator, *, has_some: bool) -> View:
    """The question for buttons below the message."""
    text = t(
        "🔗 <b>Buttons</b>\n"
        "Send the buttons, one on a line: its label, a dash, and where it leads.\n\n"
        "<code>Our channel - https://t.me/shop</code>\n"
        "<code>Order followers - s_12</code>\n\n"
        "<code>s_12</code> leads to service 12 in this bot. <code>|</code> puts buttons side by side."
    )
    none = (("🚫 " + t.label("No buttons"), Button(BROADCAST, str(broadcast_id), "nokeys")),)
    return View(text, (*((none,) if has_some else ()), back_to_preview(broadcast_id, t)))


def back_to_preview(broadcast_id: int, t: Translator) -> Row:
    """The last row of a screen that changes a draft."""
    back = ("⬅️ " + t.label("Back"), Button(BROADCAST, str(broadcast_id), "card"))
    return (back, _cancel(broadcast_id, t))


def _another(broadcast_id: int, t: Translator) -> tuple[str, Button]:
    return "✏️ " + t.label("Message"), Button(BROADCAST, str(broadcast_id), "edit")


def _cancel(broadcast_id: int, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(BROADCAST, str(broadcast_id), "drop")

"""The screens on which an operator chooses who gets a broadcast."""

from collections.abc import Sequence

from handlers.buttons import BROADCAST, Button
from handlers.operator.broadcast.views import Reach, back_to_preview
from handlers.operator.broadcast.words import audience_lines
from handlers.view import Row, View, in_pairs, shortened
from locales import Translator
from locales.translator import own_name
from shop.audience import ACTIVE_DAYS, MOST_LISTED
from shop.broadcast import Broadcast

ANY, YES, NO = "any", "yes", "no"
NAMED = 10
"""Lines of a list that are named because nobody is known there."""


def who(broadcast: Broadcast, reach: Reach, t: Translator) -> View:
    """Who gets it, and a button for each thing that can be asked of them; each shows what is chosen."""
    audience = broadcast.audience
    lines = [*audience_lines(audience, t)] or [t("Everybody who wants the shop's news.")]
    many = t.plural("<b>{n}</b> person will get it.", "<b>{n}</b> people will get it.", reach.people)
    text = "\n".join((t("👥 <b>Who</b>"), *lines, "", many))

    def to(action: str, value: str = "") -> Button:
        return Button(BROADCAST, str(broadcast.id), action, value)

    rows: tuple[Row, ...] = (
        (("🌐 " + t.label("Languages"), to("langs")), _active(audience.active_days, to("active"), t)),
        (
            _ordered(audience.ordered, to("ordered"), t),
            _switch(t.label("Money"), audience.has_money, to("money")),
        ),
        (
            ("🎯 " + t.label("Bought …"), to("bought")),
            ("📋 " + t.label("A list"), to("list")),
        ),
        (_switch(t.label("Also who wants no news"), audience.important, to("loud")),),
        (("♻️ " + t.label("Everybody"), to("all")),),
        back_to_preview(broadcast.id, t),
    )
    return View(text, rows)


def _active(days: int | None, button: Button, t: Translator) -> tuple[str, Button]:
    """The button that goes on to the next span of days."""
    spans = (None, *ACTIVE_DAYS)
    following = spans[(spans.index(days) + 1) % len(spans)] if days in spans else None
    label = t.label("Active: all") if days is None else t.label("Active: {days} days", days=days)
    return "🕓 " + label, Button(button.subject, button.of, button.action, str(following or 0))


def _ordered(ordered: bool | None, button: Button, t: Translator) -> tuple[str, Button]:
    """The button that goes on: all, who ever ordered, who never did."""
    labels = {None: t.label("Ordered: all"), True: t.label("Ordered: ever"), False: t.label("Ordered: never")}
    following = {None: YES, True: NO, False: ANY}[ordered]
    return "🛒 " + labels[ordered], Button(button.subject, button.of, button.action, following)


def _switch(label: str, is_on: bool, button: Button) -> tuple[str, Button]:
    mark = "✅ " if is_on else "⬜ "
    return mark + label, Button(button.subject, button.of, button.action, NO if is_on else YES)


def languages(broadcast: Broadcast, offered: Sequence[str], t: Translator) -> View:
    """Which languages its readers read; none chosen is all of them."""
    chosen = broadcast.audience.languages
    text = t("🌐 <b>Languages</b>\nWho reads one of these gets it. None chosen: everybody.")
    keys = [
        (
            ("✅ " if one in chosen else "⬜ ") + own_name(one),
            Button(BROADCAST, str(broadcast.id), "lang", ("-" if one in chosen else "+") + one),
        )
        for one in offered
    ]
    pairs = in_pairs(keys)
    back = ("⬅️ " + t.label("Back"), Button(BROADCAST, str(broadcast.id), "who"))
    return View(text, (*pairs, (back,)))


def ask_what_they_bought(broadcast: Broadcast, t: Translator) -> View:
    """The question for a service or a category."""
    text = t(
        "🎯 <b>Bought …</b>\n"
        "Send the number of a service, or the name of a category. Who ordered from it gets the message."
    )
    has_some = bool(broadcast.audience.service_id or broadcast.audience.category)
    return View(text, _answers(broadcast, "unbought", t, has_some=has_some))


def ask_for_list(broadcast: Broadcast, t: Translator) -> View:
    """The question for a list of people."""
    text = t(
        "📋 <b>A list</b>\n"
        "Send the people, one on a line: their number or @name, as text or as a file, at most {most}.",
        most=MOST_LISTED,
    )
    return View(text, _answers(broadcast, "unlist", t, has_some=broadcast.audience.listed is not None))


def _answers(broadcast: Broadcast, without: str, t: Translator, *, has_some: bool) -> tuple[Row, ...]:
    number = str(broadcast.id)
    none: Row = (("🚫 " + t.label("Without this"), Button(BROADCAST, number, without)),)
    back: Row = (("⬅️ " + t.label("Back"), Button(BROADCAST, number, "who")),)
    return (none, back) if has_some else (back,)


def not_known(lines: Sequence[tuple[int, str]], t: Translator) -> str:
    """The note that nobody is known in these lines; "" without any."""
    if not lines:
        return ""
    head = t.plural(
        "⚠️ Nobody I know stands in {n} line; it is left out:",
        "⚠️ Nobody I know stands in {n} lines; they are left out:",
        len(lines),
    )
    named = [
        t("line {number}: {words}", number=number, words=shortened(words, 40))
        for number, words in lines[:NAMED]
    ]
    rest = ["…"] if len(lines) > NAMED else []
    return "\n".join((head, *named, *rest))

"""The screens of /texts and of Shop settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from handlers.buttons import SETTINGS, TEXTS, Button
from handlers.operator.live.words import ALL_WORDS, OF_PAYING, PAYING, SETTING_WORDS, TEXT_WORDS
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import Row, Target, View, in_pairs, shortened
from locales import Translator
from locales.translator import own_name
from shop.live_values import (
    HTML_TEXTS,
    NAMING_TEXTS,
    TRANSLATED,
    LiveChange,
    LiveKey,
    Source,
    Stands,
    keys_of,
)

NOTHING, BACK = "x", "u"
"""What is saved, in place of a typed message's number: nothing, or what stood there before."""

_SIGNS = {Source.ENVIRONMENT: "🔒", Source.DESK: "✏️", Source.NOWHERE: "▫️"}
_LINE = "➖➖➖➖➖"
SHOWN = 30
"""Characters of a value in the list of settings."""

All = Mapping[LiveKey, Stands]


def text_list(shown: All, t: Translator) -> View:
    """All texts, each with the languages in which something stands."""
    lines = []
    for name, words in TEXT_WORDS.items():
        there = [key for key in keys_of(name) if shown[key].value]
        where = t.series(_language(key, t) for key in there if name in TRANSLATED)
        signs = "".join(dict.fromkeys(_SIGNS[shown[key].source] for key in there)) or "▫️"
        lines.append(f"{signs} <b>{t(words.label)}</b>" + (f": {where}" if where else ""))
    doors = [(t.label(words.label), Button(TEXTS, name, "text")) for name, words in TEXT_WORDS.items()]
    title = t("📝 <b>Texts</b>\nWhat the shop says in your own words.")
    return View("\n".join([title, "", *lines, "", _legend(t)]), (*in_pairs(doors), back_to_desk(t)))


def _legend(t: Translator) -> str:
    return t("✏️ set here · 🔒 from the environment, which wins · ▫️ nothing of yours")


def language_list(name: str, shown: All, t: Translator) -> View:
    """The languages of a text, each with a sign for what stands there."""
    words, keys = TEXT_WORDS[name], keys_of(name)
    doors = [
        (f"{_SIGNS[shown[key].source]} {_language(key, t)}", Button(TEXTS, key.field, "open")) for key in keys
    ]
    text = [f"📝 <b>{t(words.label)}</b>", t(words.help), "", t("For readers of which language?"), _legend(t)]
    return View("\n".join(text), (*in_pairs(doors), back_and_desk(t, Button(TEXTS, "", "list"))))


def setting_list(shown: All, t: Translator, *, of_paying: bool) -> View:
    """The settings that can be changed here, each with its value and where that comes from.

    Those `of_paying` have a list of their own.
    """
    title = t("⚙️ <b>Shop settings</b>\nA change holds at once, and after a restart.")
    here = [name for name in SETTING_WORDS if (name in OF_PAYING) is of_paying]
    lines = [
        f"{_SIGNS[stands.source]} {t(SETTING_WORDS[key.name].label)}: "
        f"<code>{escape(shortened(stands.value, SHOWN), quote=False) or '–'}</code>"
        for key, stands in shown.items()
        if key.name in here
    ]
    legend = t("✏️ set here · 🔒 from the environment, which wins · ▫️ default")
    doors = [(t.label(SETTING_WORDS[name].label), Button(SETTINGS, name, "open")) for name in here]
    if of_paying:
        back = back_and_desk(t, Button(SETTINGS, "", "list"))
    else:
        doors.insert(0, ("💳 " + t.label("Top up"), Button(SETTINGS, PAYING, "list")))
        back = back_to_desk(t)
    return View("\n".join([title, "", *lines, "", legend]), (*in_pairs(doors), back))


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of one value says. `last` is its newest change, None without any."""

    key: LiveKey
    stands: Stands
    last: LiveChange | None

    @property
    def subject(self) -> str:
        """The subject of its buttons."""
        return TEXTS if self.key.is_text else SETTINGS

    @property
    def version(self) -> str:
        """The value and its newest change, as its buttons name them: what an owner has seen."""
        return f"{self.key.field}.{self.last.id if self.last is not None else 0}"

    def button(self, action: str, of: str = "") -> Button:
        """A button about what this card shows."""
        return Button(self.subject, of, action, self.version)

    @property
    def opens(self) -> Button:
        """The button that opens this card."""
        return Button(self.subject, self.key.field, "open")

    def title(self, t: Translator) -> str:
        """The first line of everything that is about this value."""
        words = ALL_WORDS[self.key.name]
        language = f" · {_language(self.key, t)}" if self.key.name in TRANSLATED else ""
        return f"{'📝' if self.key.is_text else '⚙️'} <b>{t(words.label)}</b>{language}"


def value_card(card: Card, t: Translator) -> View:
    """One value: what is in force, where that comes from, and what can be done."""
    key, stands = card.key, card.stands
    parts = [card.title(t), t(ALL_WORDS[key.name].help), _shown(key, stands.value, t), _origin(card, t)]
    rows: list[Row] = []
    is_free = stands.source is not Source.ENVIRONMENT
    first: list[tuple[str, Target]] = []
    if is_free:
        first.append(("✏️ " + t.label("Change"), card.button("change")))
    if key.is_text and stands.value:
        first.append(("👁 " + t.label("Preview"), card.button("look")))
    second: list[tuple[str, Target]] = []
    if stands.kept is not None:
        label = t.label("Remove") if key.is_text else t.label("Back to the default")
        second.append(("🗑 " + label, card.button("offer", NOTHING)))
    if card.last is not None and is_free:
        second.append(("↩️ " + t.label("Undo the last change"), card.button("offer", BACK)))
    rows += [tuple(row) for row in (first, second) if row]
    return View("\n\n".join(part for part in parts if part), (*rows, back_and_desk(t, _list_of(key))))


def _list_of(key: LiveKey) -> Button:
    if not key.is_text:
        return Button(SETTINGS, PAYING if key.name in OF_PAYING else "", "list")
    return Button(TEXTS, key.name, "text") if key.name in TRANSLATED else Button(TEXTS, "", "list")


def _origin(card: Card, t: Translator) -> str:
    """Where the value comes from, and what stands in its way."""
    key, stands = card.key, card.stands
    lines = []
    if stands.source is Source.ENVIRONMENT:
        lines.append(
            t(
                "🔒 This stands in the environment as <code>{name}</code>, and wins. To change it here, take "
                "that line out of .env or the environment, and start the kiosk again.",
                name=key.variable,
            )
        )
    elif stands.source is Source.DESK and stands.kept is not None:
        who = stands.kept.by_name or str(stands.kept.by)
        lines.append(t("✏️ Set here by {actor}, {moment}.", actor=who, moment=stands.kept.at))
    elif key.is_text:
        lines.append(t("▫️ Nothing of yours is set here."))
    else:
        lines.append(t("▫️ Nothing is set: this is the default."))
    if stands.trouble and stands.kept is not None:
        kept = escape(shortened(stands.kept.value, 200), quote=False)
        lines.append(t("⚠️ What was set here is not in force:") + f"\n<code>{kept}</code>")
    if not key.is_text:
        default = stands.default or "–"
        lines.append(
            t("Its name in the environment is <code>{name}</code>, its default <code>{default}</code>.",
              name=key.variable, default=default)
        )  # fmt: skip
    return "\n".join(lines)


def _shown(key: LiveKey, value: str, t: Translator) -> str:
    """A value as its card shows it."""
    if not value:
        return "" if key.is_text else t("Now: <code>{value}</code>", value="–")
    if key.name == "banner":
        return t("A picture stands above the first screen.")
    if key.name in HTML_TEXTS:
        return f"{_LINE}\n{value}\n{_LINE}"
    if key.is_text or "\n" in value:
        return f"{_LINE}\n{escape(value, quote=False)}\n{_LINE}"
    return t("Now: <code>{value}</code>", value=value)


def ask_for_value(card: Card, t: Translator) -> View:
    """The question for a new value, with what is allowed."""
    key, words = card.key, ALL_WORDS[card.key.name]
    if key.name == "banner":
        asked = [t("Send the picture, as a photo.")]
    elif key.is_text:
        asked = [t("Send the new text.")]
    else:
        asked = [t("Send the new value.")]
    if words.choices:
        asked = [t("Tap one:")]
    elif key.name != "banner":
        asked.append(t("It {rule}.", rule=t.label(words.rule)))
    if key.name in HTML_TEXTS:
        asked.append(
            t("Bold, links, quotes and so on stay as you type them; Telegram's HTML is understood, too.")
        )
    if key.name in NAMING_TEXTS:
        asked.append(t("<code>{place}</code> in it is the name of whoever reads it.", place="{name}"))
    choices: tuple[Row, ...] = ()
    if words.choices:
        choices = (tuple((choice, card.button("offer", choice)) for choice in words.choices),)
    parts = [card.title(t), t(words.help), "\n".join(asked)]
    return View("\n\n".join(parts), (*choices, (("✖️ " + t.label("Cancel"), card.opens),)))


def offered_text(card: Card, of: str, screen: View, notes: Sequence[str], t: Translator) -> View:
    """A text as its readers would see it, with what saving it does."""
    asked = "\n".join([_LINE, card.title(t), t("This is how readers will see it. Save it?"), *notes])
    return View(f"{screen.text}\n\n{asked}", (*screen.rows, _save_or_not(card, of, t)))


def offered_setting(card: Card, of: str, after: str, notes: Sequence[str], t: Translator) -> View:
    """A setting before it is changed: what it is, what it would be, and what that brings."""
    change = [
        t("Now: <code>{value}</code>", value=card.stands.value or "–"),
        t("Then: <code>{value}</code>", value=after or "–"),
    ]
    parts = [card.title(t), "\n".join(change), "\n".join(notes), t("It holds at once. Save it?")]
    return View("\n\n".join(part for part in parts if part), (_save_or_not(card, of, t),))


def _save_or_not(card: Card, of: str, t: Translator) -> Row:
    return (("✅ " + t.label("Save"), card.button("save", of)), ("✖️ " + t.label("Cancel"), card.opens))


def looked_at(card: Card, screen: View, t: Translator) -> View:
    """A text as its readers see it now."""
    return View(screen.text, (*screen.rows, back_and_desk(t, card.opens)))


def _language(key: LiveKey, t: Translator) -> str:
    return own_name(key.language) if key.language else t.label("Everybody else")

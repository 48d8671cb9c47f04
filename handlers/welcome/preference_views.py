"""What a person has set for themselves, and the choice of a language."""

from collections.abc import Sequence
from datetime import datetime

from handlers.buttons import START, Button
from handlers.navigation import SUPPORT, back_and_home
from handlers.noticing import views as noticing
from handlers.view import Row, View, choice, in_pairs
from handlers.welcome.support_views import TERMS
from locales import Translator
from locales.translator import own_name
from shop.person import Person

SETTINGS = Button(START, "", "settings")
LANGUAGE = Button(START, "", "language")
ERASE = Button(START, "", "erase")
SPEAK = "speak"
"""The action of a language's button; which one is the button's `of`, empty for Telegram's."""


def settings_door(t: Translator) -> tuple[str, Button]:
    """The door of the home that leads here."""
    return ("⚙️ " + t.label("Settings"), SETTINGS)


def settings(person: Person, now: datetime, t: Translator, *, app_says: bool) -> View:
    """The answer to /settings. `app_says`: the language of the person's app is one of the shop's."""
    chosen = person.chosen_language is not None or not app_says
    says = t("Language: {language}", language=t.own_name) if chosen else _as_telegram_says(t)
    rows: tuple[Row, ...] = (
        (("🌐 " + t.label("Language"), LANGUAGE),),
        *noticing.doors(t),
        (("📜 " + t.label("Terms"), TERMS), ("💬 " + t.label("Help from a person"), SUPPORT)),
        (("🗑 " + t.label("Delete my data"), ERASE),),
        back_and_home(t),
    )
    told = "\n".join((f"🌐 {says}", *noticing.lines(person, now, t)))
    return View(t("⚙️ <b>Settings</b>") + f"\n\n{told}", rows)


def languages(offered: Sequence[str], person: Person, t: Translator) -> View:
    """The answer to /language: every language in its own name, two in a row, and Telegram's."""
    choices = [
        choice(own_name(one), Button(START, one, SPEAK), person.chosen_language == one) for one in offered
    ]
    telegrams = choice(t.label("As Telegram says"), Button(START, "", SPEAK), person.chosen_language is None)
    text = t("🌐 <b>Language</b>\nIn which language shall I write to you?")
    pairs = in_pairs(choices)
    return View(text, (*pairs, (telegrams,), back_and_home(t, SETTINGS)))


def _as_telegram_says(t: Translator) -> str:
    return t("Language: {language}, as Telegram says", language=t.own_name)

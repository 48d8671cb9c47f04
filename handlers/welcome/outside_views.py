"""What strangers and banned people read, and what those are told who asked to come in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.buttons import STANDING, Button
from handlers.navigation import ask_us, home
from handlers.view import Link, Row, View
from handlers.welcome.preference_views import ERASE
from locales import Translator
from messaging.outbox import Message

ASK = Button(STANDING, "", "ask")


def may_i_ask(contact: str, t: Translator, *, is_known: bool) -> View:
    """What a stranger reads. `contact` is the address of whoever answers people, empty without one.

    `is_known`: they have been here, so that there is something of theirs to delete.
    """
    ask: Row = (("🔑 " + t.label("Ask to come in"), ASK),)
    text = t("This shop is private. Shall I ask its owner to let you in?")
    return View(text, (ask, *_ways(contact, t, is_known=is_known)))


def asked(contact: str, t: Translator) -> View:
    """What a stranger reads who has asked, and whom nobody has answered yet."""
    text = t("✅ I have asked. You hear from me here as soon as somebody has decided.")
    return View(text, _ways(contact, t, is_known=True))


def is_in(t: Translator) -> View:
    """The news that somebody was let in."""
    return View(t("✅ Welcome: you may order here now."), ((home(t),),))


def is_refused(contact: str, t: Translator) -> View:
    """The news that somebody was not let in."""
    text = t("Thank you for asking. The shop cannot let you in at the moment.")
    return View(text, _ways(contact, t, is_known=True))


def banned(contact: str, t: Translator, *, is_known: bool) -> View:
    """What a banned person reads. `is_known`: they have been here, so that there is something to delete."""
    text = t(
        "You cannot order here any more. What is under way goes on, what does not arrive comes back, and "
        "what is in your wallet stays yours."
    )
    return View(text, _ways(contact, t, is_known=is_known))


def _ways(contact: str, t: Translator, *, is_known: bool) -> tuple[Row, ...]:
    """Return the ways that are open to all: to a person at Telegram, if one is named, and out."""
    rows: list[Row] = [(ask_us(contact, t),)] if contact else []
    if is_known:
        rows.append((("🗑 " + t.label("Delete my data"), ERASE),))
    return tuple(rows)


def only_outside(view: View) -> View:
    """Return the same without buttons that lead where only customers may go."""
    rows = [[one for one in row if isinstance(one[1], Link) or _is_outside(one[1])] for row in view.rows]
    return View(view.text, tuple(tuple(row) for row in rows if row))


def notice_outside(notice: Message) -> Message:
    """Return a notice without such buttons, for whoever may not order."""
    keyboard = notice.params.get("reply_markup") or {}
    rows = [[key for key in row if _is_key_outside(key)] for row in keyboard.get("inline_keyboard", ())]
    params = {name: value for name, value in notice.params.items() if name != "reply_markup"}
    if any(rows):
        params["reply_markup"] = {"inline_keyboard": [row for row in rows if row]}
    instead = notice_outside(notice.instead) if notice.instead is not None else None
    return replace(notice, params=params, instead=instead)


def _is_key_outside(key: Mapping[str, Any]) -> bool:
    return "url" in key or "copy_text" in key or _is_outside(Button.read(key.get("callback_data")))


def _is_outside(target: object) -> bool:
    return isinstance(target, Button) and target.action in {"erase", "giveup", "eraseall"}

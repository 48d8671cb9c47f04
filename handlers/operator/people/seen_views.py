"""A person's own screens, shown to the staff: the same words, and no button that acts in their name."""

from handlers.buttons import LIST, ORDER, PERSON, START, Button
from handlers.operator.navigation import desk_door, open_person
from handlers.view import Copy, Link, Row, Target, View
from locales import Translator
from locales.translator import own_name
from shop.person import Person

HOME, WALLET, ORDERS = "home", "wallet", "orders"
ONE, OLDER, NEWER = "one", "older", "newer"

_LEADS_TO = {
    (START, "home"): HOME,
    (START, "wallet"): WALLET,
    (START, "orders"): ORDERS,
    (ORDER, "back"): ORDERS,
    (ORDER, "keep"): ONE,
    (ORDER, "open"): ONE,
    (ORDER, "refresh"): ONE,
    (LIST, "show"): ORDERS,
    (LIST, "older"): OLDER,
    (LIST, "newer"): NEWER,
}
"""Buttons that only lead to another screen of theirs, and which; all others say that they do nothing here."""


def as_they_see(view: View, person: Person, t: Translator) -> View:
    """Return this person's screen with a head that says whose it is, and a way out."""
    head = t(
        "👁 What <b>{name}</b> sees, in {language}. No button here acts in their name.",
        name=person.name,
        language=own_name(person.language),
    )
    rows: list[Row] = [
        tuple((label, _harmless(target, person.id)) for label, target in row) for row in view.rows
    ]
    out = (("🚪 " + t.label("Leave this view"), open_person(person.id)), desk_door(t))
    return View(f"{head}\n\n{view.text}", (*rows, out))


def _harmless(target: Target, person_id: int) -> Target:
    """Return a target that shows a screen of theirs, or says that it does nothing; what is no tap stays."""
    if isinstance(target, Copy | Link):
        return target
    screen = _LEADS_TO.get((target.subject, target.action)) if isinstance(target, Button) else None
    if screen is None or not isinstance(target, Button):
        return Button(PERSON, str(person_id), "inert")
    of = target.of if screen in {ONE, OLDER, NEWER} else ""
    value = target.value if screen in {ORDERS, OLDER, NEWER} and target.subject == LIST else ""
    return Button(PERSON, str(person_id), "seen", f"{screen}.{of}.{value}")

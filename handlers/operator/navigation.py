"""The ways back that every screen of the desk ends with."""

from handlers.buttons import DESK, PERSON, WAITING, Button
from handlers.navigation import home
from handlers.view import Row, Target
from locales import Translator

DESK_HOME = Button(DESK, "", "home")
QUEUE = Button(WAITING, "", "list")
"""What waits for the staff, from its oldest on."""


def desk_door(t: Translator) -> tuple[str, Target]:
    """The button that opens the desk."""
    return "🗝 " + t.label("The desk"), DESK_HOME


def back_to_desk(t: Translator) -> Row:
    """The last row of a screen one step from the desk."""
    return (desk_door(t), home(t))


def back_and_desk(t: Translator, back: Button) -> Row:
    """The last row of a screen further in: one step back, and the desk."""
    return (("⬅️ " + t.label("Back"), back), desk_door(t))


def open_person(person_id: int) -> Button:
    """Leads to this person's card."""
    return Button(PERSON, str(person_id), "open")


def back_to_person(t: Translator, person_id: int) -> Row:
    """The last row of a screen one step from a person's card."""
    return back_and_desk(t, open_person(person_id))

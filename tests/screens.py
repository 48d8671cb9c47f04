"""Reading a chat as a person does: which message is to be read now, and whether it leads on."""

from playground.telegram import FakeMessage, FakePerson
from playground.telegram.keyboards import Rows

HOME = "👋"
"""How the home begins, which leads everywhere."""

WAYS_ON = ("🏠", "⬅️", "✖️", "🗝")
"""The signs of the ways home, back, out and to the desk, which are the same in every language."""


def screen_since(person: FakePerson, version: int) -> FakeMessage:
    """Return the message that is to be read now: what changed since `version`, before it what has buttons."""
    changed = [one for one in person.home.changed_since(version) if one.from_bot and not one.deleted]
    with_buttons = [one for one in changed if one.keyboard]
    return (with_buttons or changed or [person.last])[-1]


def buttons_of(screen: FakeMessage) -> Rows:
    """Return the buttons of a screen, or the keys that its message brings below the chat."""
    brings_keys = screen.markup is not None and screen.markup.kind == "reply"
    return screen.markup.rows if screen.markup is not None and brings_keys else screen.keyboard


def labels_of(screen: FakeMessage) -> tuple[tuple[str, ...], ...]:
    """Return the labels of its buttons, row by row."""
    return tuple(tuple(button.label for button in row) for row in buttons_of(screen))


def leads_on(text: str, rows: tuple[tuple[str, ...], ...]) -> bool:
    """Return True for the home, and for a screen with a way home, back or out."""
    return text.startswith(HOME) or any(label.startswith(WAYS_ON) for row in rows for label in row)

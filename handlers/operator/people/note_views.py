"""Notes of the staff about somebody."""

from collections.abc import Sequence

from handlers.buttons import PERSON, Button
from handlers.operator.navigation import back_and_desk, back_to_person
from handlers.view import Row, Target, View, as_many_as_fit, shortened
from locales import Translator
from shop.people.facts import LONGEST_NOTE, Note
from shop.person import Person

NOTES_ON_A_PAGE = 5

SHOWN = 600
"""Characters of a note in the list: five of these fit into a message."""


def notes_card(person: Person, notes: Sequence[Note], t: Translator, *, reader: int, is_first: bool) -> View:
    """A page of the notes, newest first; whoever wrote one may delete it."""
    shown, number = notes[:NOTES_ON_A_PAGE], str(person.id)
    head = t("📝 <b>Notes about {name}</b> · {number}", name=shortened(person.name, 64), number=number)
    only = t("Only the staff reads them; they are deleted with the person's data.")
    lines = as_many_as_fit([_line(note, t) for note in shown]) or [t("Nothing is noted yet.")]
    rows: list[Row] = [
        ((t.label("🗑 Delete note {number}", number=str(note.id)), Button(PERSON, str(note.id), "delnote")),)
        for note in shown
        if note.author_id == reader
    ]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("Newest"), _notes_of(person.id)))
    if len(notes) > NOTES_ON_A_PAGE:
        turning.append(("➡️ " + t.label("Next"), Button(PERSON, number, "notes", str(shown[-1].id))))
    add = ("✍️ " + t.label("Add a note"), Button(PERSON, number, "addnote"))
    pages = (tuple(turning),) if turning else ()
    text = "\n\n".join([f"{head}\n{only}", *lines])
    return View(text, (*rows, (add,), *pages, back_to_person(t, person.id)))


def ask_note(person: Person, t: Translator) -> View:
    """The question for a note."""
    text = t(
        "📝 Write the note about <b>{name}</b>, up to {limit} characters. They never see it.",
        name=shortened(person.name, 64),
        limit=LONGEST_NOTE,
    )
    return View(text, (back_and_desk(t, _notes_of(person.id)),))


def sure_to_delete(note: Note, t: Translator) -> View:
    """The question before a note goes."""
    text = t("Delete this note?\n\n{note}", note=shortened(note.text, SHOWN))
    yes = ("🗑 " + t.label("Delete"), Button(PERSON, str(note.id), "dropnote"))
    return View(text, ((yes,), back_and_desk(t, _notes_of(note.person_id))))


def _notes_of(person_id: int) -> Button:
    return Button(PERSON, str(person_id), "notes")


def _line(note: Note, t: Translator) -> str:
    return t(
        "#{number} · {moment} · <b>{author}</b>\n{note}",
        number=str(note.id),
        moment=note.at,
        author=note.author or str(note.author_id),
        note=shortened(note.text, SHOWN),
    )

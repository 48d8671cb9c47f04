"""Notes about somebody: read, added, and deleted by whoever wrote them."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, typed_text
from handlers.operator.finding import get_person
from handlers.operator.people.note_views import NOTES_ON_A_PAGE, ask_note, notes_card, sure_to_delete
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.people.facts import LONGEST_NOTE, Note
from shop.typed import seen


async def opened_notes(_update: Update, context: Context) -> None:
    """Notes, or a page of them: the button names the last note of the page before."""
    await _show_notes(context, context.tapped_number, before=row_number(context.button.value))


async def wished_note(_update: Update, context: Context) -> None:
    """Add a note: takes the next message."""
    person = await get_person(context, context.button.of)
    await ask_at_desk(context, DeskAsks.NOTE_TEXT, str(person.id))
    await show(context, ask_note(person, context.turn.t))


async def typed_note(update: Update, context: Context) -> None:
    """The note. The same message once more is the same note."""
    services, turn = context.services, context.turn
    person = await get_person(context, turn.desk_about)
    text = seen(typed_text(update))
    if not 0 < len(text) <= LONGEST_NOTE:
        raise ShopError("note_unfit", limit=LONGEST_NOTE)
    if person.is_erasing:
        raise ShopError("change_erasing")
    me, number = turn.person.id, update.update_id
    await services.stores.notes.add(person.id, text, by=me, update_id=number, now=services.clock.now())
    await note_answered(context)
    await _show_notes(context, person.id)


async def wished_to_delete_note(_update: Update, context: Context) -> None:
    """Delete note: asks first."""
    await show(context, sure_to_delete(await _own_note(context), context.turn.t))


async def deleted_note(_update: Update, context: Context) -> None:
    """Delete: gone for good."""
    services, note = context.services, await _own_note(context)
    await services.stores.notes.delete(note.id, context.turn.person.id, services.clock.now())
    await _show_notes(context, note.person_id)


async def _own_note(context: Context) -> Note:
    """Return the note that the button names. Raises ShopError if it is gone, or somebody else's."""
    note = await context.services.stores.notes.find(context.tapped_number)
    if note is None or note.author_id != context.turn.person.id:
        raise ShopError("note_gone")
    return note


async def _show_notes(context: Context, person_id: int, *, before: int | None = None) -> None:
    turn, person = context.turn, await get_person(context, str(person_id))
    notes = await context.services.stores.notes.list_of(person_id, limit=NOTES_ON_A_PAGE + 1, before=before)
    view = notes_card(person, notes, turn.t, reader=turn.person.id, is_first=before is None)
    await show(context, view)

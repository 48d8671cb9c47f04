"""An owner imports people and balances: a file, its dry run, and a decision that names the sum."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.already import was_first
from handlers.operator.imports.views import ask_for_file, ask_for_sum, being_booked, being_read, given_up
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import say, show
from shop.acts import Did
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.money import is_typed
from shop.transfer.people_file import MOST_BYTES
from shop.transfer.people_import import ImportState, PeopleImport, source_named


async def opened_imports(_update: Update, context: Context) -> None:
    """Its door: the next message is the file."""
    turn = context.turn
    await ask_at_desk(context, DeskAsks.IMPORT_FILE)
    await show(context, ask_for_file(turn.t))


async def sent_people(update: Update, context: Context) -> None:
    """The file, with its source below it: a worker reads it."""
    services, turn, message = context.services, context.turn, update.message
    document = message.document if message is not None else None
    if message is None or document is None:
        raise ShopError("import_wants_file")
    if document.file_size is None or document.file_size > MOST_BYTES:
        raise ShopError("import_too_big")
    source = source_named(message.caption or "")
    await note_answered(context)
    card = await say(context, being_read(source, turn.t))
    await services.stores.imports.ask(
        source=source,
        file_id=document.file_id,
        currency=services.board.currency,
        asked_by=turn.person.id,
        message_id=card,
        update_id=update.update_id,
        now=services.clock.now(),
    )
    services.wakeups.files()


async def confirmed_import(_update: Update, context: Context) -> None:
    """Import: at once, or after the sum was typed where it is large."""
    services, turn = context.services, context.turn
    wanted, admits = await _wanted(context), context.button.value == "in"
    if wanted.found.sum_micro > services.rules.changes.ask_micro:
        await ask_at_desk(context, DeskAsks.IMPORT_SUM, f"{wanted.id}:{context.button.value}")
        await show(context, ask_for_sum(wanted, turn.t))
        return
    await _confirm(context, wanted, admits=admits)
    await show(context, being_booked(wanted, turn.t))


async def typed_sum(update: Update, context: Context) -> None:
    """The sum, typed once more."""
    services, turn = context.services, context.turn
    number, _, door = turn.desk_about.partition(":")
    wanted = await services.stores.imports.find(int(number)) if number.isdecimal() else None
    if wanted is None:
        raise ShopError("button_old")
    is_open = wanted.state is ImportState.CHECKED
    if not is_open and wanted.confirmed_by != turn.person.id:  # another owner has decided meanwhile
        raise await was_first(context, wanted.subject, Did.IMPORT_CONFIRMED)
    text = typed_text(update)
    if not is_typed(wanted.found.sum_micro, text, wanted.currency):
        raise ShopError("import_other_sum")
    await note_answered(context)
    if is_open:
        await _confirm(context, wanted, admits=door == "in")
    await say(context, being_booked(wanted, turn.t))


async def dropped_import(_update: Update, context: Context) -> None:
    """Give it up."""
    services, turn = context.services, context.turn
    number = context.tapped_number
    if not await services.stores.imports.drop(number, turn.person.id, services.clock.now()):
        raise await was_first(context, f"import:{number}", Did.IMPORT_DROPPED)
    await services.stores.desk_questions.drop(turn.person.id)
    services.wakeups.files()
    await show(context, given_up(turn.t))


async def _wanted(context: Context) -> PeopleImport:
    """Return the import that the tapped button is about, if it waits for a decision."""
    number = context.tapped_number
    wanted = await context.services.stores.imports.find(number)
    if wanted is None:
        raise ShopError("button_old")
    if wanted.state is not ImportState.CHECKED:
        raise await was_first(context, f"import:{number}", Did.IMPORT_CONFIRMED)
    return wanted


async def _confirm(context: Context, wanted: PeopleImport, *, admits: bool) -> None:
    services, by = context.services, context.turn.person.id
    if wanted.currency != services.board.currency:
        raise ShopError("button_old")
    if not await services.stores.imports.confirm(wanted.id, by, services.clock.now(), admits=admits):
        raise await was_first(context, wanted.subject, Did.IMPORT_CONFIRMED)
    services.wakeups.files()

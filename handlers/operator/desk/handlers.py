"""/admin: the desk, and the log of what staff did."""

from telegram import Update

from handlers.context import Context
from handlers.operator.desk.views import LOGGED, desk_card, log_page
from handlers.show import show
from handlers.view import View


async def opened_desk(_update: Update, context: Context) -> None:
    """/admin, or The desk."""
    await show(context, desk_card(context.turn.t, context.turn.role))


async def opened_log(_update: Update, context: Context) -> None:
    """Log, or a page of it: the button names the last act of the page before."""
    before = context.button.number
    acts = await context.services.stores.acts.list_latest(before=before, limit=LOGGED + 1)
    await show(context, log_page(acts, context.turn.t, is_first=before is None))


async def gave_up_question(_update: Update, context: Context) -> None:
    """/cancel, while the desk waits for words."""
    await context.services.stores.desk_questions.drop(context.turn.person.id)
    await show(context, View(context.turn.t("Nothing was changed.")))

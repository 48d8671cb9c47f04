"""Questions of the desk: the next message of whoever is asked answers them."""

from handlers.context import Context
from shop.desk_question import DeskAsks, DeskQuestion


async def ask_at_desk(context: Context, asks: DeskAsks, about: str = "") -> None:
    """Take the next message of whoever has this turn as the answer; an earlier question of theirs ends."""
    services, person_id = context.services, context.turn.person.id
    await services.stores.desk_questions.ask(person_id, DeskQuestion(asks, about), services.clock.now())


async def note_answered(context: Context) -> None:
    """Note that this update has answered: handled again after a crash, it answers the same question."""
    turn = context.turn
    await context.services.stores.desk_questions.answered(turn.person.id, turn.update.update_id)

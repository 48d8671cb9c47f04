"""Telling people and operators when the shop cannot sell."""

from handlers.closed import closed_words
from handlers.context import Context
from handlers.sentences import sentence_for


async def note_while_closed(context: Context) -> str:
    """Return a sentence on why nothing is sold right now; empty while the shop sells."""
    services = context.services
    refusal = services.board.refusal()
    if refusal is None:
        return ""
    now = services.clock.now()
    if conditions := services.board.main.conditions():
        await services.stores.alerts.begin(conditions, now)
        services.wakeups.alerts()
    return sentence_for(refusal, context.turn.t)


def note_of_maintenance(context: Context) -> str:
    """Return that the shop is closed for maintenance; empty while it is open. What is filled in stays."""
    services, gate = context.services, context.services.rules.gate
    return closed_words(gate.state, services.clock.now(), context.turn.t) if gate.is_closed else ""

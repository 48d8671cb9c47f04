"""While the shop cannot sell: people are told so, and the operators hear of it."""

from handlers.counter import Context
from handlers.sentences import sentence_for


async def note_while_closed(context: Context) -> str:
    """Why nothing is sold right now, in a sentence; empty while the shop sells."""
    counter = context.counter
    refusal = counter.board.refusal()
    if refusal is None:
        return ""
    now = counter.clock.now()
    if alerts := counter.board.alerts(counter.access.operators, now):
        await counter.stores.outbox.enqueue(alerts, now)
        counter.wakeups.outbox()
    return sentence_for(refusal, context.turn.t)

"""The second to tap a card is told who was first."""

from handlers.context import Context
from handlers.operator.act_words import words_of
from shop.acts import Did, Noted
from shop.errors import ShopError


async def already(context: Context, subject: str, *did: Did) -> ShopError:
    """Return the error that says who has done this with this subject; somebody, if the log does not know."""
    noted = await context.services.stores.acts.last(subject, did)
    if noted is None:
        return ShopError("decided_before")
    return ShopError("done_already", actor=_actor(noted))


async def was_first(context: Context, subject: str, *wanted: Did, **details: str) -> ShopError:
    """Return the error for whoever `wanted` this with a subject on which somebody has decided before.

    It says who that was, and what they did if it was something else: "has done this already" would be taken
    for a yes to what was wanted. An act is the wanted one only with these `details`.
    """
    noted = await context.services.stores.acts.last(subject)
    if noted is None:
        return ShopError("decided_before")
    if noted.act.did in wanted and details.items() <= noted.act.details.items():
        return ShopError("done_already", actor=_actor(noted))
    if noted.act.actor_id == context.turn.person.id:
        return ShopError("decided_before")
    return ShopError("done_otherwise", actor=_actor(noted), did=words_of(noted.act, context.turn.t))


async def is_mine(context: Context, subject: str) -> bool:
    """Return True if whoever taps did it last: a turn that is repeated, or a second tap, sees the result."""
    noted = await context.services.stores.acts.last(subject)
    return noted is not None and noted.act.actor_id == context.turn.person.id


def _actor(noted: Noted) -> str:
    return noted.actor or str(noted.act.actor_id)

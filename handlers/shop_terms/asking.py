"""Whether the shop's terms must be accepted first. Asked by what begins something new, and by nothing else.

Money that has moved, running orders, status, refunds and support never ask.
"""

from handlers.context import Context
from handlers.shop_terms.views import acceptance
from handlers.show import show
from shop.own_words import version_of


def waits_for_acceptance(context: Context) -> bool:
    """Return True if the shop has terms that this person has not accepted as they are now."""
    version = version_of(context.services.rules.words.terms)
    return bool(version) and context.turn.person.accepted_terms != version


async def asked_to_accept(context: Context, then: str) -> bool:
    """Show the question instead of what a person wished for, if they have yet to accept; then return True.

    `then` says what goes on by itself once they have accepted. Raises ShopError("shop_closed") while the
    shop is closed: nothing new is begun then.
    """
    context.services.rules.gate.refuse()
    if not waits_for_acceptance(context):
        return False
    await show_question(context, then)
    return True


async def show_question(context: Context, then: str, *, changed: bool = False) -> None:
    """Show the question; `changed` if the terms are others than on the card before it."""
    turn = context.turn
    again = changed or turn.person.accepted_terms is not None
    await show(context, acceptance(context.services.rules.words, then, turn.t, again=again))

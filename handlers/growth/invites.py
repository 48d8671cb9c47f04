"""Invitations: one's own link, and coming by a friend's."""

from telegram import Update

from handlers.context import Context
from handlers.growth.invite_views import invite_card, welcome_words
from handlers.sentences import sentence_for
from handlers.show import show
from handlers.welcome.home import showed_home
from shop.errors import ShopError
from shop.growth.invitations import Came


async def opened_invite(_update: Update, context: Context) -> None:
    """Invite a friend: one's own link."""
    services, turn, rules = context.services, context.turn, context.services.rules.invites
    if not rules.reward_micro:
        raise ShopError("invite_none")
    invitations = services.stores.invitations
    code = await invitations.code_of(turn.person.id, services.clock.now())
    invited, rewarded = await invitations.tally(turn.person.id)
    card = invite_card(code, context.bot.username, rules, turn.t, invited=invited, rewarded=rewarded)
    await show(context, card)


async def came_by_invitation(update: Update, context: Context, code: str) -> None:
    """/start by a friend's link: the home, which says what it brings."""
    services, turn, rules = context.services, context.turn, context.services.rules.invites
    if not rules.reward_micro:
        return await showed_home(context)
    came = await services.stores.invitations.came(
        turn.person.id, code, update.update_id, services.clock.now()
    )
    notes = {
        Came.INVITED: welcome_words(rules, turn.t),
        Came.BY_OWN_LINK: sentence_for(ShopError("invite_own"), turn.t),
        Came.KNOWN_BEFORE: sentence_for(ShopError("invite_known"), turn.t),
        Came.BY_NO_LINK: sentence_for(ShopError("invite_unknown"), turn.t),
    }
    return await showed_home(context, note=notes[came])

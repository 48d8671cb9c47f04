"""/start, /help, and everything that fits nowhere else."""

from telegram import Update

from handlers.bundles.handlers import opened_by_link as opened_bundle_by_link
from handlers.commands import named_in
from handlers.context import Context, typed_text
from handlers.growth.gifts import took_gift
from handlers.growth.invites import came_by_invitation
from handlers.ordering.browsing import opened_by_link
from handlers.orders.handlers import asked_status
from handlers.show import say, show
from handlers.topup.handlers import FORWARDED, began_topup
from handlers.view import View
from handlers.welcome.help_topics import find_topic
from handlers.welcome.home import showed_home
from handlers.welcome.home_views import footer_for
from handlers.welcome.views import (
    ALL_COMMANDS,
    commands_of,
    help_text,
    help_topic,
    nearest_commands,
    not_understood,
    nothing_to_cancel,
    unknown_command,
)
from shop.catalogue.deep_links import BUNDLE_LINK, ORDER_LINK, SERVICE_LINK
from shop.errors import ShopError
from shop.growth.gifts import GIFT_LINK
from shop.growth.invitations import INVITE_LINK


async def started(update: Update, context: Context) -> None:
    """/start. A draft stays as it is; a forwarded invoice leads to the reader's own."""
    if context.args == [FORWARDED]:
        return await began_topup(update, context)
    if context.args and context.args[0].startswith(SERVICE_LINK):
        await opened_by_link(context, context.args[0].removeprefix(SERVICE_LINK))
        return None
    if context.args and context.args[0].startswith(ORDER_LINK):
        context.args = [context.args[0].removeprefix(ORDER_LINK)]
        return await asked_status(update, context)
    if context.args and context.args[0].startswith(BUNDLE_LINK):
        await opened_bundle_by_link(context, context.args[0].removeprefix(BUNDLE_LINK))
        return None
    if context.args and context.args[0].startswith(GIFT_LINK):
        await took_gift(context, context.args[0].removeprefix(GIFT_LINK))
        return None
    if context.args and context.args[0].startswith(INVITE_LINK):
        await came_by_invitation(update, context, context.args[0].removeprefix(INVITE_LINK))
        return None
    await showed_home(context)
    return None


async def asked_for_help(_update: Update, context: Context) -> None:
    """/help, or the way back to it."""
    turn, words = context.turn, context.services.rules.words
    footer = footer_for(words, turn.person.name, turn.t)
    view = help_text(context.bot.username, words.contact, turn.t, role=turn.role, footer=footer)
    await show(context, view)


async def asked_a_question(update: Update, context: Context) -> None:
    """A question of /help."""
    topic = find_topic(context.button.of)
    if topic is None:
        return await asked_for_help(update, context)
    await show(context, help_topic(topic, context.services.rules.words.contact, context.turn.t))
    return None


async def had_nothing_to_cancel(_update: Update, context: Context) -> None:
    """/cancel while nothing is being filled in."""
    await say(context, nothing_to_cancel(context.turn.t))


async def said_something_else(_update: Update, context: Context) -> None:
    """A message no handler knows."""
    services, turn = context.services, context.turn
    answers_here = turn.serves and services.rules.desk.chat is None
    has_tickets = answers_here and bool(await services.stores.tickets.list_open(limit=1))
    await say(context, not_understood(services.rules.words.contact, turn.t, has_tickets=has_tickets))


async def said_unknown_command(update: Update, context: Context) -> None:
    """A command that nobody knows: those nearest to it are named, and nothing is looked for."""
    turn = context.turn
    words = typed_text(update).split()
    typed = words[0] if words else "/"
    near = nearest_commands(typed, commands_of(turn.role))
    await say(context, unknown_command(typed, near, turn.t, has_draft=turn.draft is not None))


async def tapped_old_button(_update: Update, _context: Context) -> None:
    """A button no handler knows: used, replaced, or another bot's."""
    raise ShopError("button_old")


async def spoke_in_a_group(update: Update, context: Context) -> None:
    """A command in a group: orders are nobody else's business.

    One that is not ours is another bot's, but in a ticket: there it may begin words for the customer, who has
    not got them.
    """
    name, bot = named_in(update.message)
    is_for_us = bot in {"", context.bot.username.lower()}
    if is_for_us and name in ALL_COMMANDS:
        raise ShopError("only_private")
    if is_for_us and context.turn.ticket is not None:
        view = unknown_command(f"/{name}", (), context.turn.t, has_draft=False)
        await say(context, View(view.text))

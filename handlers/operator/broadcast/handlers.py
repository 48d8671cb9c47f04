"""/broadcast: the next message goes to everybody after a preview; its message, buttons, and Confirm."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.broadcast.content import as_sent, buttons_kept, with_buttons
from handlers.operator.broadcast.showing import own_draft, reach_of, show_card, show_message
from handlers.operator.broadcast.views import ask_for_another, ask_for_broadcast, ask_for_buttons
from handlers.operator.navigation import back_to_desk
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show, strip_tapped
from handlers.view import View
from messaging.outbox import ALBUM
from shop.catalogue.deep_links import service_in_link
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.link_buttons import ButtonRows, read_buttons, services_in


async def began_broadcast(_update: Update, context: Context) -> None:
    """/broadcast, or Broadcast at the desk."""
    turn, services = context.turn, context.services
    number = await services.stores.broadcasts.ask(turn.person.id, services.clock.now())
    await show(context, ask_for_broadcast(turn.t, number))


async def composed(update: Update, context: Context) -> None:
    """The message for everybody: shown as it will look, with how many will get it.

    An album is shown once all its parts are here, see handlers/albums.
    """
    turn, services = context.turn, context.services
    if update.message is None or turn.composing is None:
        raise ShopError("broadcast_kind")
    method, content = as_sent(update.message)
    broadcasts, number = services.stores.broadcasts, turn.composing
    former = await broadcasts.find(number)
    content |= buttons_kept(former.content if former is not None else {}, method)
    album, now = update.message.media_group_id, services.clock.now()
    if method != ALBUM:
        await show_message(context, method, content)  # what Telegram refuses is not kept
    await broadcasts.compose(number, method, content, update.update_id, album=album, now=now)
    if method == ALBUM:
        services.wakeups.outbox()
        return
    await show_card(context, number)


async def confirmed_broadcast(_update: Update, context: Context) -> None:
    """Confirm: one outbox message for each person, at the lowest priority."""
    turn, services = context.turn, context.services
    number, everybody, now = context.tapped_number, services.access.everybody, services.clock.now()
    draft = await own_draft(context, number)
    if draft.starts_at is not None and draft.starts_at <= now:
        raise ShopError("broadcast_start_past")
    if draft.trouble:  # on a card of before its last part came
        raise ShopError("broadcast_refused", why=draft.trouble)
    if draft.starts_at is None and not (await reach_of(services, draft)).people:
        raise ShopError("broadcast_nobody")
    if not await services.stores.broadcasts.start(number, turn.person.id, everybody, now):
        raise ShopError("broadcast_over")
    words = turn.t.label("It is on its way.") if draft.starts_at is None else turn.t.label("It is planned.")
    await turn.answer(words)
    await strip_tapped(context)
    services.wakeups.outbox()


async def dropped_broadcast(_update: Update, context: Context) -> None:
    """Cancel, or /cancel, before the broadcast was sent."""
    turn, me = context.turn, context.turn.person.id
    only = context.button.number if turn.update.callback_query is not None else None
    if not await context.services.stores.broadcasts.drop(me, turn.update.update_id, only=only):
        raise ShopError("broadcast_over")
    await show(context, View(turn.t("Nothing was sent."), (back_to_desk(turn.t),)))


async def went_back_to_card(_update: Update, context: Context) -> None:
    """Back, on a screen that changes a draft."""
    await context.services.stores.broadcasts.leave(context.turn.person.id)  # another message was asked for
    await show_card(context, context.tapped_number)


async def wished_another_message(_update: Update, context: Context) -> None:
    """Message: the next message takes the place of the one shown."""
    turn, services, number = context.turn, context.services, context.tapped_number
    if not await services.stores.broadcasts.ask_anew(number, turn.person.id, services.clock.now()):
        raise ShopError("broadcast_over")
    await show(context, ask_for_another(turn.t, number))


async def wished_buttons(_update: Update, context: Context) -> None:
    """Buttons: the next message describes them."""
    draft = await own_draft(context, context.tapped_number)
    if draft.method == ALBUM:
        raise ShopError("broadcast_album_buttons")
    await ask_at_desk(context, DeskAsks.BROADCAST_BUTTONS, str(draft.id))
    has_some = with_buttons(draft.content, ()) != draft.content
    await show(context, ask_for_buttons(draft.id, context.turn.t, has_some=has_some))


async def typed_buttons(update: Update, context: Context) -> None:
    """The buttons, one on a line: the message is shown anew with them."""
    text = typed_text(update)
    rows = read_buttons(text, context.bot.username)
    storefront = context.services.storefront
    for key in services_in(rows, context.bot.username):
        if service_in_link(key, storefront.services) is None:  # thousands would be led to nothing
            raise ShopError("service_unknown", service=key)
    number = asked_about(context)
    await _put_buttons(context, number, rows)
    await note_answered(context)


async def dropped_buttons(_update: Update, context: Context) -> None:
    """No buttons."""
    await _put_buttons(context, context.tapped_number, ())


async def _put_buttons(context: Context, number: int, rows: ButtonRows) -> None:
    """Show the message with these buttons, and keep them if Telegram takes them."""
    draft = await own_draft(context, number)
    content = with_buttons(draft.content, rows)
    await show_message(context, draft.method, content)
    if not await context.services.stores.broadcasts.set_content(number, context.turn.person.id, content):
        raise ShopError("broadcast_over")
    await show_card(context, number)


def asked_about(context: Context) -> int:
    """Return the broadcast that the desk's question is about. Raises ShopError if there is none."""
    if not context.turn.desk_about.isdecimal():
        raise ShopError("broadcast_over")
    return int(context.turn.desk_about)

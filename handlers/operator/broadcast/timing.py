"""When a broadcast begins, how fast it goes out, and whether people get it in their daytime."""

from datetime import datetime

from telegram import Update
from telegram.error import TelegramError

from handlers.context import Context, typed_text
from handlers.operator.broadcast.handlers import asked_about
from handlers.operator.broadcast.pay_views import faster
from handlers.operator.broadcast.showing import own_draft, reach_of, show_card
from handlers.operator.broadcast.when_views import when
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.broadcast import STARS_NEEDED, Broadcast, stars_for
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ordering.start_times import offered_starts, read_start, zone_of

BALANCE_SECONDS = 10
"""How long Telegram may take to say how many Stars the bot has."""


async def opened_when(_update: Update, context: Context) -> None:
    """When: a time may be typed, too."""
    draft = await own_draft(context, context.tapped_number)
    await ask_at_desk(context, DeskAsks.BROADCAST_TIME, str(draft.id))
    await _show_when(context, draft)


async def chose_now(_update: Update, context: Context) -> None:
    """At once."""
    draft = await own_draft(context, context.tapped_number)
    await _begin_at(context, draft, None)
    await show_card(context, draft.id)


async def chose_moment(_update: Update, context: Context) -> None:
    """A moment that is offered."""
    draft = await own_draft(context, context.tapped_number)
    now, zone = context.services.clock.now(), zone_of(context.turn.person)
    moments = {one.start: one.at for one in offered_starts(now, zone)}
    chosen = next((at for start, at in moments.items() if start == context.button.value), None)
    if chosen is None:
        raise ShopError("button_old")
    await _begin_at(context, draft, chosen)
    await show_card(context, draft.id)


async def typed_moment(update: Update, context: Context) -> None:
    """A time by the operator's clock."""
    draft = await own_draft(context, asked_about(context))
    text = typed_text(update)
    now, zone = context.services.clock.now(), zone_of(context.turn.person)
    try:
        at = read_start(text, now, zone)
    except ShopError as refused:
        if refused.key != "start_too_far":
            raise
        raise ShopError("broadcast_too_far", **refused.values) from refused
    await _begin_at(context, draft, at)
    await note_answered(context)
    await show_card(context, draft.id)


async def chose_daytime(_update: Update, context: Context) -> None:
    """In their daytime, or whenever it is sent."""
    draft = await own_draft(context, context.tapped_number)
    await _set_time(context, draft, draft.starts_at, by_day=context.button.value == "yes")
    await show_card(context, draft.id)


async def opened_faster(_update: Update, context: Context) -> None:
    """Faster, for Stars: what it costs first. Raises ShopError where Telegram would refuse it."""
    draft = await own_draft(context, context.tapped_number)
    people = (await reach_of(context.services, draft)).people
    stars = await _stars(context)
    if stars < max(STARS_NEEDED, stars_for(people)):
        raise ShopError("broadcast_poor", stars=stars, needed=max(STARS_NEEDED, stars_for(people)))
    await show(context, faster(draft, people, stars, context.turn.t))


async def chose_pace(_update: Update, context: Context) -> None:
    """Pay for it, or the usual pace."""
    number, person_id = context.tapped_number, context.turn.person.id
    paid = context.button.value == "yes"
    if not await context.services.stores.broadcasts.set_paid(number, person_id, paid=paid):
        raise ShopError("broadcast_over")
    await show_card(context, number)


async def _stars(context: Context) -> int:
    """Return how many Stars the bot has. Raises ShopError if Telegram does not say."""
    try:
        balance = await context.bot.get_my_star_balance(
            read_timeout=BALANCE_SECONDS, connect_timeout=BALANCE_SECONDS
        )
    except TelegramError as error:
        raise ShopError("broadcast_stars_unknown") from error
    return balance.amount


async def _begin_at(context: Context, draft: Broadcast, at: datetime | None) -> None:
    await _set_time(context, draft, at, by_day=draft.by_day)


async def _set_time(context: Context, draft: Broadcast, at: datetime | None, *, by_day: bool) -> None:
    broadcasts, person_id = context.services.stores.broadcasts, context.turn.person.id
    if not await broadcasts.set_time(draft.id, person_id, starts_at=at, by_day=by_day):
        raise ShopError("broadcast_over")


async def _show_when(context: Context, draft: Broadcast) -> None:
    offered = list(offered_starts(context.services.clock.now(), zone_of(context.turn.person)))
    await show(context, when(draft, offered, context.turn.t))

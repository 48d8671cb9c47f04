"""Notices by choice, quiet hours, and the clock a person lives by."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context, typed_text
from handlers.noticing import views, zone_views
from handlers.ordering.asking import over_with_other_questions
from handlers.show import show
from handlers.welcome.preferences import opened_settings
from shop.errors import ShopError
from shop.preferences import Loudness, Preferences, QuietHours, Wish
from shop.quiet_hours import read_quiet_hours
from shop.zones import OFFERED, OTHERS, is_zone, read_zone


async def opened_notices(_update: Update, context: Context) -> None:
    """Notices: which of them come, and how."""
    await show(context, views.notices(_own(context), context.turn.t))


async def chose_notices(update: Update, context: Context) -> None:
    """All, End only, or Silent."""
    wanted = context.button.of
    if wanted not in set(Loudness):
        raise ShopError("button_old")
    await context.services.stores.people.choose_notices(context.turn.person.id, Loudness(wanted))
    _keep(context, replace(_own(context), notices=Loudness(wanted)))
    await opened_settings(update, context)


async def wants_shop_news(_update: Update, context: Context) -> None:
    """News of the shop, switched on."""
    await _set_shop_news(context, wanted=True)


async def stopped_shop_news(_update: Update, context: Context) -> None:
    """News of the shop, switched off: no broadcast comes, unless everybody must know of it."""
    await _set_shop_news(context, wanted=False)


async def _set_shop_news(context: Context, *, wanted: bool) -> None:
    services, person_id = context.services, context.turn.person.id
    await services.stores.people.choose_shop_news(person_id, services.clock.now(), wanted=wanted)
    _keep(context, replace(_own(context), shop_news=wanted))
    await show(context, views.notices(_own(context), context.turn.t))


async def opened_quiet_hours(_update: Update, context: Context) -> None:
    """Quiet hours: words that come next are hours."""
    await _ask(context, Wish.QUIET)
    await show(context, views.quiet_hours(_own(context), context.services.clock.now(), context.turn.t))


async def chose_quiet_hours(update: Update, context: Context) -> None:
    """Hours, or Off."""
    try:
        hours = views.hours_of(context.button)
    except ValueError:
        raise ShopError("button_old") from None
    await _set_quiet(update, context, hours)


async def opened_zone(_update: Update, context: Context) -> None:
    """My time: words that come next are a city or a time."""
    await _ask(context, Wish.ZONE)
    await show(context, zone_views.zones(_own(context), context.services.clock.now(), context.turn.t))


async def chose_clock(_update: Update, context: Context) -> None:
    """The time where they are; the cities with this time follow."""
    allowed = {str(minutes): minutes for minutes in (*OFFERED, *OTHERS)}
    if context.button.of not in allowed:
        raise ShopError("button_old")
    minutes = allowed[context.button.of]
    await show(context, zone_views.towns(minutes, context.services.clock.now(), context.turn.t))


async def chose_town(update: Update, context: Context) -> None:
    """A city, or None of these."""
    if not is_zone(context.button.value):
        raise ShopError("button_old")
    await _set_zone(update, context, context.button.value)


async def typed_preference(update: Update, context: Context) -> None:
    """The words that were asked for: hours, a city, or a time."""
    text = typed_text(update)
    if context.turn.wish is Wish.QUIET:
        await _typed_hours(update, context, text)
    else:
        await _typed_place(update, context, text)


async def gave_up_typing(update: Update, context: Context) -> None:
    """/cancel: the question has ended before; shows the settings."""
    await opened_settings(update, context)


async def _typed_hours(update: Update, context: Context, text: str) -> None:
    now, t = context.services.clock.now(), context.turn.t
    hours = read_quiet_hours(text)
    if hours is None:
        await show(context, views.quiet_hours(_own(context), now, t, views.not_hours(t)))
        return
    await _set_quiet(update, context, hours)


async def _typed_place(update: Update, context: Context, text: str) -> None:
    now, t = context.services.clock.now(), context.turn.t
    found = read_zone(text, now, t.cities())
    if found is None and (hours := read_quiet_hours(text)) is not None:
        await _set_quiet(update, context, hours)  # set anew, or by this update, which is handled again
    elif found is None:
        await show(context, zone_views.zones(_own(context), now, t, zone_views.not_a_place(t)))
    elif found.zone is not None:
        await _set_zone(update, context, found.zone)
    else:
        await show(context, zone_views.towns(found.minutes or 0, now, t))


async def _set_quiet(update: Update, context: Context, hours: QuietHours | None) -> None:
    turn, services = context.turn, context.services
    await services.stores.people.choose_quiet(turn.person.id, hours, turn.update.update_id)
    _keep(context, replace(_own(context), quiet=hours))
    if hours is None or _own(context).zone is not None:
        await opened_settings(update, context)
        return
    await services.stores.people.ask(turn.person.id, Wish.ZONE, services.clock.now())
    note = zone_views.needs_a_zone(turn.t)
    await show(context, zone_views.zones(_own(context), services.clock.now(), turn.t, note))


async def _set_zone(update: Update, context: Context, zone: str) -> None:
    turn = context.turn
    await context.services.stores.people.choose_zone(turn.person.id, zone, turn.update.update_id)
    _keep(context, replace(_own(context), zone=zone))
    turn.t = turn.t.at(zone)
    await opened_settings(update, context)


async def _ask(context: Context, wish: Wish) -> None:
    await over_with_other_questions(context)
    services = context.services
    await services.stores.people.ask(context.turn.person.id, wish, services.clock.now())


def _own(context: Context) -> Preferences:
    return context.turn.person.preferences


def _keep(context: Context, own: Preferences) -> None:
    context.turn.person = replace(context.turn.person, preferences=own)

"""Operators ban people and lift bans; each is asked first."""

import json

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.already import is_mine, was_first
from handlers.operator.door.handlers import cards_about
from handlers.operator.door.views import card_of, several_named, sure_to_ban, sure_to_unban
from handlers.operator.finding import find_people
from handlers.operator.in_force import in_force
from handlers.operator.naming import tapped_person
from handlers.show import show
from shop.acts import Did
from shop.errors import ShopError
from shop.person import Standing
from shop.standing import Stands, check_ban_for
from storage.desk.staff import subject_of_standing

LONGEST_REASON = 200


async def typed_ban(update: Update, context: Context) -> None:
    """/ban <person> [reason]: asks first, about one person."""
    if not context.args:
        raise ShopError("ban_usage")
    who = await _meant(context)
    if who is not None:
        await _ask_to_ban(context, who, _reason(context.args or []), typed=update.update_id)


async def typed_unban(_update: Update, context: Context) -> None:
    """/unban <person>: asks first."""
    if not context.args:
        raise ShopError("unban_usage")
    who = await _meant(context)
    if who is not None:
        _check_banned(who)
        await show(context, sure_to_unban(who, context.turn.t))


async def wished_to_ban(_update: Update, context: Context) -> None:
    """Ban, on somebody's card: asks first."""
    await _ask_to_ban(context, await context.services.stores.door.find(tapped_person(context)))


async def wished_to_unban(_update: Update, context: Context) -> None:
    """Lift the ban, on somebody's card: asks first."""
    stands = await context.services.stores.door.find(tapped_person(context))
    _check_banned(stands)
    await show(context, sure_to_unban(stands, context.turn.t))


async def banned(_update: Update, context: Context) -> None:
    """Confirm. The reason is read again from the command, for a button carries none."""
    services, number = context.services, tapped_person(context)
    _check(context, number)
    reason = await _typed_reason(context)
    banning = services.stores.staff.stand(
        number,
        Standing.BANNED,
        context.turn.person.id,
        services.clock.now(),
        reason=reason,
        news=cards_about(context, number),
    )
    await _settle(context, await in_force(services, banning, number), number, Did.BANNED)


async def unbanned(_update: Update, context: Context) -> None:
    """Confirm, for lifting a ban."""
    services, number = context.services, tapped_person(context)
    lifting = services.stores.staff.unban(number, context.turn.person.id, services.clock.now())
    await _settle(context, await in_force(services, lifting, number), number, Did.UNBANNED)


async def _settle(context: Context, is_done: bool, number: int, wanted: Did) -> None:
    services = context.services
    if not is_done and not await is_mine(context, subject_of_standing(number)):
        raise await was_first(context, subject_of_standing(number), wanted)
    await _show_card(context, await services.stores.door.find(number))


async def _show_card(context: Context, stands: Stands) -> None:
    role = context.services.access.role_of(stands.person_id)
    await show(context, card_of(stands, role, context.turn.t))


async def _ask_to_ban(
    context: Context, stands: Stands, reason: str = "", *, typed: int | None = None
) -> None:
    """Ask first; of whoever is banned already, show by whom and why."""
    _check(context, stands.person_id)
    if stands.state is Standing.BANNED:
        return await _show_card(context, stands)
    await show(context, sure_to_ban(stands, reason, context.turn.t, typed=typed))
    return None


async def _meant(context: Context) -> Stands | None:
    """Return whom the first word names: a number, also one that never wrote, or a @name.

    Of several of one name each is shown with their number, and None returned. Raises ShopError for nobody.
    """
    words, stores = context.args or [], context.services.stores
    number = row_number(words[0])
    if number is not None:
        return await stores.door.find(number)
    people = [one.person for one in await find_people(context, words[0])]
    if len(people) == 1:
        return await stores.door.find(people[0].id)
    await show(context, several_named(people, context.turn.t))
    return None


def _reason(words: list[str]) -> str:
    return " ".join(words[1:])[:LONGEST_REASON]


async def _typed_reason(context: Context) -> str:
    """Return the reason in the command that the button names; none without one."""
    typed = context.button.value
    if not typed:
        return ""
    number = row_number(typed)
    raw = (
        await context.services.stores.inbox.find_raw(context.turn.person.id, number)
        if number is not None
        else None
    )
    if raw is None:
        raise ShopError("button_old")
    _, *words = (json.loads(raw).get("message") or {}).get("text", "").split()
    return _reason(words)


def _check(context: Context, number: int) -> None:
    check_ban_for(context.services.access, number)


def _check_banned(stands: Stands) -> None:
    if stands.state is not Standing.BANNED:
        raise ShopError("not_banned")

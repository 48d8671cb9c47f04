"""Owners see the staff, and give, change and take roles; each is asked first."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.already import already, is_mine
from handlers.operator.finding import named_in
from handlers.operator.in_force import in_force
from handlers.operator.naming import tapped_person
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.operator.staff.views import ask_number, member_card, staff_list, sure_of_role
from handlers.show import say, show
from handlers.view import View
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.person import GivenRole
from shop.standing import check_role_for
from storage.desk.staff import subject_of_role

NOTHING = "none"
"""The button's word for no role at all."""


async def opened_staff(_update: Update, context: Context) -> None:
    """Staff, or a page of it."""
    services, turn = context.services, context.turn
    owners = [await services.stores.door.find(one) for one in sorted(services.access.owners)]
    members = await services.stores.staff.list_staff()
    await show(context, staff_list(owners, members, turn.t, begin=context.button.number or 0))


async def wished_to_add(_update: Update, context: Context) -> None:
    """Give a role: asks for the number."""
    turn = context.turn
    await ask_at_desk(context, DeskAsks.STAFF_ID)
    await show(context, ask_number(turn.t))


async def typed_number(update: Update, context: Context) -> None:
    """The number of whoever is to get a role; a name is refused, for it can be taken over."""
    number = row_number(named_in(update.message).strip())
    if number is None:
        raise ShopError("staff_number")
    _check(context, number)
    await note_answered(context)
    await say(context, await _card(context, number))


async def opened_member(_update: Update, context: Context) -> None:
    """Somebody of the staff, or Cancel on a question about them."""
    await show(context, await _card(context, tapped_person(context)))


async def chose_role(_update: Update, context: Context) -> None:
    """Make operator, Make support, or Take the role: asks first."""
    number, role = tapped_person(context), _role(context)
    _check(context, number)
    stands = await context.services.stores.door.find(number)
    await show(context, sure_of_role(stands, role, context.turn.t))


async def gave_role(_update: Update, context: Context) -> None:
    """Confirm, for a role."""
    services, number, role = context.services, tapped_person(context), _role(context)
    if role is None:
        raise ShopError("button_old")
    _check(context, number)
    now, me = services.clock.now(), context.turn.person.id
    giving = services.stores.staff.give_role(number, role, me, now)
    if await in_force(services, giving, number):
        await services.stores.open_cases.tell_newcomers(now)
        services.wakeups.outbox()
    elif not await is_mine(context, subject_of_role(number)):
        raise await already(context, subject_of_role(number))
    await show(context, await _card(context, number))


async def took_role(_update: Update, context: Context) -> None:
    """Confirm, for taking the role."""
    services, number = context.services, tapped_person(context)
    taking = services.stores.staff.take_role(number, context.turn.person.id, services.clock.now())
    if not await in_force(services, taking, number) and not await is_mine(context, subject_of_role(number)):
        raise await already(context, subject_of_role(number))
    await show(context, await _card(context, number))


def _check(context: Context, number: int) -> None:
    check_role_for(context.services.access, number)


def _role(context: Context) -> GivenRole | None:
    """Return the role that the tapped button names, None for none at all."""
    value = context.button.value
    if value == NOTHING:
        return None
    if value not in set(GivenRole):
        raise ShopError("button_old")
    return GivenRole(value)


async def _card(context: Context, number: int) -> View:
    services = context.services
    stands = await services.stores.door.find(number)
    member = await services.stores.staff.find_member(number)
    return member_card(stands, member, context.turn.t)

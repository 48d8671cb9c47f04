"""A change of who may do what: stored, and in force at once."""

from collections.abc import Awaitable

from handlers.context import Services
from storage.desk.staff import reread_roster


async def in_force(services: Services, change: Awaitable[bool], person_id: int) -> bool:
    """Make this change, and have everybody's rights be what the database says; True if it changed anything.

    The roster is read again in any case: a turn that is repeated after a crash changes nothing any more.
    """
    is_done = await change
    await reread_roster(services.access, services.stores.staff)
    services.access.told.forget(person_id)
    services.wakeups.outbox()
    return is_done

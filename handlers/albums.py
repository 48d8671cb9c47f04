"""Albums: several pictures sent at once are one message to the person, but one update each."""

from handlers.context import Services, Turn
from handlers.media import part_of_album, picture_of, said_in
from storage.messages.inbox import Waiting


async def goes_on(turn: Turn, row: Waiting, services: Services) -> bool:
    """Return True for a later part of an album; the answer to its first picture is for all.

    This is read from stored rows, so it is the same when the update is handled again.
    A picture of a receipt, for a ticket or of a broadcast is passed on first.
    """
    message = turn.update.message
    if message is None or message.media_group_id is None:
        return False
    album, picture = message.media_group_id, picture_of(message)
    if picture is not None and await services.stores.topups.more_given(
        turn.person.id,
        album,
        picture,
        update_id=turn.update.update_id,
        now=services.clock.now(),
        instructions=services.payments.ways.how_to_pay_by_hand,
    ):
        services.wakeups.outbox()
        return True
    said = said_in(message, turn.person.id)
    if said is not None and await services.stores.tickets.add_to_album(
        said, services.rules.desk.places, services.clock.now()
    ):
        services.wakeups.outbox()
        return True
    if turn.operates and await services.stores.broadcasts.add_to_album(
        turn.person.id,
        album,
        part_of_album(message),
        update_id=turn.update.update_id,
        now=services.clock.now(),
    ):
        services.wakeups.outbox()
        return True
    return await services.stores.inbox.has_earlier_of(row, album)

"""Orders not ours: what the panel has and we do not, and what the operator decides about each."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, Services
from handlers.operator.already import is_mine, was_first
from handlers.operator.orphans.views import (
    DECIDED,
    WAITING,
    Listed,
    orphan_card,
    orphan_list,
    orphan_screen,
    sure_of_loss,
    sure_of_rest,
)
from handlers.operator.suppliers import name_at
from handlers.sentences import toast_for
from handlers.show import show
from handlers.view import PAGE, View
from locales import Translator
from shop.acts import Did
from shop.errors import ShopError
from shop.reconciliation.found_orphan import FoundOrphan
from shop.reconciliation.orphans import Decided


async def opened_orphans(_update: Update, context: Context) -> None:
    """Orders not ours, or those that were decided about: the first page."""
    which = DECIDED if context.button.value == DECIDED else WAITING
    await _show_list(context, which, None)


async def paged_orphans(_update: Update, context: Context) -> None:
    """Next."""
    which = DECIDED if context.button.value == DECIDED else WAITING
    await _show_list(context, which, context.tapped_number)


async def wished_look(_update: Update, context: Context) -> None:
    """Look now: the panel is asked in the background."""
    services, t = context.services, context.turn.t
    await services.stores.orphan_looks.wish(services.clock.now())
    await context.turn.answer(t.label("I look now. Open this again in a minute."))
    await _show_list(context, WAITING, None)


async def opened_orphan(_update: Update, context: Context) -> None:
    """One of the list."""
    await _show_card(context, await _tapped(context), context.button.value)


async def marked_own(_update: Update, context: Context) -> None:
    """Ours, not a customer's."""
    await _decide(context, Decided.OWN)


async def marked_nobodys(_update: Update, context: Context) -> None:
    """Nobody's: remember."""
    await _decide(context, Decided.NOBODYS)


async def wished_loss(_update: Update, context: Context) -> None:
    """It is order 22, whose customer has the money back: are you sure?"""
    orphan = await _tapped(context)
    if orphan.decided is not None or not orphan.is_given_back:
        await _show_card(context, orphan)
        return
    await show(context, sure_of_loss(orphan, context.turn.t, await _currency(context.services, orphan.panel)))


async def noted_loss(_update: Update, context: Context) -> None:
    """Yes, it is order 22."""
    services, orphan, order_id = context.services, await _tapped(context), row_number(context.button.value)
    if order_id is None:
        raise ShopError("button_old")
    done = await services.stores.orphans.lose(
        orphan.id,
        order_id,
        services.clock.now(),
        by=context.turn.person.id,
        currency=await _currency(services, orphan.panel),
    )
    await _after(context, orphan, Did.ORPHAN_LOSS, is_done=done)


async def undid(_update: Update, context: Context) -> None:
    """Undo: it waits for a decision again."""
    services, orphan = context.services, await _tapped(context)
    done = await services.stores.orphans.undo(orphan.id, context.turn.person.id, services.clock.now())
    await _after(context, orphan, Did.ORPHAN_UNDONE, is_done=done)


async def wished_rest(_update: Update, context: Context) -> None:
    """All others are ours: are you sure?"""
    await show(context, sure_of_rest(context.turn.t))


async def marked_rest(_update: Update, context: Context) -> None:
    """Yes, they are ours."""
    services = context.services
    await services.stores.orphans.decide_rest(context.turn.person.id, services.clock.now())
    services.wakeups.alerts()
    await _show_list(context, WAITING, None)


async def orphan_view(services: Services, orphan: FoundOrphan, t: Translator) -> View:
    """An orphan's card, as it stands now."""
    by = await services.stores.people.find(orphan.decided_by) if orphan.decided_by is not None else None
    name = by.name if by is not None else str(orphan.decided_by or "")
    return orphan_card(
        orphan, t, await _currency(services, orphan.panel), name, name_at(services, orphan.panel)
    )


async def _decide(context: Context, decided: Decided) -> None:
    services, orphan = context.services, await _tapped(context)
    by, now = context.turn.person.id, services.clock.now()
    done = await services.stores.orphans.decide(orphan.id, decided, by, now)
    wanted = Did.ORPHAN_OWN if decided is Decided.OWN else Did.ORPHAN_NOBODYS
    await _after(context, orphan, wanted, is_done=done)


async def _after(context: Context, orphan: FoundOrphan, wanted: Did, *, is_done: bool) -> None:
    """Show the card; say who was first, if somebody else was."""
    services, turn = context.services, context.turn
    if not is_done and not await is_mine(context, orphan.log_subject):
        await turn.answer(toast_for(await was_first(context, orphan.log_subject, wanted), turn.t), alert=True)
    services.wakeups.alerts()
    now_so = await services.stores.orphans.find(orphan.id) or orphan
    await _show_card(context, now_so)


async def _show_card(context: Context, orphan: FoundOrphan, which: str = WAITING) -> None:
    t = context.turn.t
    view = await orphan_view(context.services, orphan, t)
    await show(context, orphan_screen(view, t, which if which in {WAITING, DECIDED} else WAITING))


async def _show_list(context: Context, which: str, after: int | None) -> None:
    services = context.services
    stores = services.stores
    read = stores.orphans.list_decided if which == DECIDED else stores.orphans.list_waiting
    found = await read(limit=PAGE + 1, after=after)
    looks = [(name_at(services, look.panel), look) for look in await stores.orphan_looks.list_all()]
    listed = Listed(found, which, looks, is_first=after is None)
    await show(context, orphan_list(listed, context.turn.t))


async def _tapped(context: Context) -> FoundOrphan:
    orphan = await context.services.stores.orphans.find(context.tapped_number)
    if orphan is None:
        raise ShopError("button_old")
    return orphan


async def _currency(services: Services, panel: str) -> str:
    """Return the currency that the panel charges in."""
    account = await services.at(panel).stores.catalogue.get_account()
    return account.currency or services.board.currency

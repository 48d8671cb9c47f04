"""/review and the buttons of its questions: the operator decides what became of an order."""

import re
from datetime import timedelta

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, Services, typed_text
from handlers.operator.already import was_first
from handlers.operator.cards import with_way_back
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.operator.receipts.handlers import showed_receipts
from handlers.operator.review.ending import ask_to_end
from handlers.operator.review.sure_views import mark_of, not_asked, sure_to_adopt, sure_to_void
from handlers.operator.review.views import (
    decided,
    late_orders,
    more_to_review,
    nothing_to_review,
    number_question,
    question,
)
from handlers.sentences import toast_for
from handlers.show import remove, say, show
from handlers.view import View
from locales import Translator
from shop.acts import CASE, Did, subject_of
from shop.desk_question import DeskAsks
from shop.errors import PanelError, ShopError
from shop.ordering.news import ORDERS_NAMED
from shop.reconciliation.case import Case, CaseState
from shop.replies import StatusReport
from shop.typed import as_id, without_sign

AT_ONCE = 5
"""How many one /review shows; each is a message of its own, with its own buttons."""

A_PANELS_ID = re.compile(r"[A-Za-z0-9_./#-]{1,36}")
"""Characters that fit a button; panels' ids are numbers, some are UUIDs."""


async def opened_review(_update: Update, context: Context) -> None:
    """/review, which lists receipts too, or /review 12 with adopt 4711, void, end refund or end keep."""
    match context.args or []:
        case []:
            await _list(context)
        case [order]:
            await _ask(context, await _get_case(context, order))
        case [order, "adopt", panel_order_id]:
            await _ask_to_adopt(context, await _get_case(context, order), as_id(panel_order_id))
        case [order, "void"]:
            await _ask_to_void(context, await _get_case(context, order))
        case [order, "end", ("refund" | "keep") as how]:
            await ask_to_end(context, order, how)
        case _:
            raise ShopError("review_how")


async def opened_question(_update: Update, context: Context) -> None:
    """Back: shows the figures again."""
    await _show(context, await _tapped_case(context))


async def asked_to_adopt(_update: Update, context: Context) -> None:
    """Adopt: are you sure?"""
    await _ask_to_adopt(context, await _tapped_case(context), context.button.value)


async def wished_to_type_number(_update: Update, context: Context) -> None:
    """Another number: asks for the order's number at the panel."""
    case = await _tapped_case(context)
    if _is_decided(case):
        await _done(context, case, was_decided=True)
        return
    await ask_at_desk(context, DeskAsks.PANELS_NUMBER, str(case.order.id))
    await _put(context, case, number_question(case, context.turn.t))


async def typed_number(update: Update, context: Context) -> None:
    """The order's number at the panel: what the panel says of it, and are you sure?"""
    case = await _get_case(context, context.turn.desk_about)
    await _ask_to_adopt(context, case, as_id(typed_text(update)))
    await note_answered(context)


async def asked_to_void(_update: Update, context: Context) -> None:
    """Void: are you sure?"""
    await _ask_to_void(context, await _tapped_case(context))


async def adopted(_update: Update, context: Context) -> None:
    """Yes, adopt. The panel is asked once more, for the button may be old."""
    case, services, me = await _tapped_case(context), context.services, context.turn.person.id
    panel_order_id, now = _panels_id(context.button.value), context.services.clock.now()
    if case.state is CaseState.SETTLED:  # to replace the number of whoever was first is asked anew
        return await _done(context, case, Did.ORDER_ADOPTED, was_decided=True, number=panel_order_id)
    if await _at_panel(services, case, panel_order_id) is None:
        await _put(context, case, not_asked(case, panel_order_id, context.turn.t))
        return None
    done = await services.stores.resolutions.adopt(case.order.id, panel_order_id, now, by=me)
    return await _done(context, case, Did.ORDER_ADOPTED, was_decided=not done, number=panel_order_id)


async def corrected(_update: Update, context: Context) -> None:
    """Yes, adopt, of an order adopted as another number: replaces that number, and no later one."""
    case, services, me = await _tapped_case(context), context.services, context.turn.person.id
    replaced, _, typed = context.button.value.partition(",")
    panel_order_id, wrong = _panels_id(typed), case.order.panel_order_id
    if _is_decided(case) or replaced != mark_of(wrong):
        return await _done(context, case, Did.ORDER_RENUMBERED, was_decided=True, number=panel_order_id)
    if await _at_panel(services, case, panel_order_id) is None:
        await _put(context, case, not_asked(case, panel_order_id, context.turn.t))
        return None
    now = services.clock.now()
    done = await services.stores.resolutions.renumber(case.order.id, panel_order_id, now, by=me, wrong=wrong)
    return await _done(context, case, Did.ORDER_RENUMBERED, was_decided=not done, number=panel_order_id)


async def took_back(_update: Update, context: Context) -> None:
    """Give it back: undoes a wrong adoption while the panel has reported nothing about the order."""
    case, services = await _tapped_case(context), context.services
    wrong, me = case.order.panel_order_id, context.turn.person.id
    meant = context.button.value in {"", mark_of(wrong)}  # "": a button from before they had a mark
    done = meant and await services.stores.resolutions.take_back(
        case.order.id, services.clock.now(), by=me, wrong=wrong
    )
    await _done(context, case, Did.ORDER_TAKEN_BACK, was_decided=not done)


async def voided(_update: Update, context: Context) -> None:
    """Yes, void."""
    case, services, me = await _tapped_case(context), context.services, context.turn.person.id
    done = await services.stores.resolutions.void(case.order.id, services.clock.now(), by=me)
    await _done(context, case, Did.ORDER_VOIDED, was_decided=not done)


async def waited(_update: Update, context: Context) -> None:
    """Wait: extends the time to decide by as much again."""
    case, services = await _tapped_case(context), context.services
    now = services.clock.now()
    until = now + timedelta(hours=services.rules.unknown_hours)
    done = await services.stores.resolutions.wait(case.order.id, until, now, by=context.turn.person.id)
    await _done(context, case, was_decided=not done)


async def review_view(services: Services, case: Case, t: Translator) -> View:
    """The question about the order, or the decision."""
    if case.state is not CaseState.SETTLED:
        account = await services.at(case.order.panel).stores.catalogue.get_account()
        return question(case, t, account.currency or case.order.terms.currency)
    by = await services.stores.people.find(case.decided_by) if case.decided_by is not None else None
    return decided(case, t, by.name if by else str(case.decided_by or ""))


async def _list(context: Context) -> None:
    t, services = context.turn.t, context.services
    waiting = [
        case for desk in services.panels.values() for case in await desk.stores.cases.list_waiting(limit=1000)
    ]
    waiting += await services.stores.cases.list_left_behind(services.panels.keys(), limit=1000)
    receipts = await showed_receipts(context)
    if await services.stores.open_cases.requeue_alerts(context.turn.person.id, services.clock.now()):
        services.wakeups.outbox()
    for case in waiting[:AT_ONCE]:
        await _ask(context, case)
    if len(waiting) > AT_ONCE:
        await say(context, more_to_review(len(waiting) - AT_ONCE, t))
    any_late = False
    for desk in services.panels.values():
        late, count = await desk.stores.late.list_late(limit=ORDERS_NAMED)
        if late:
            any_late = True
            await say(context, late_orders(late, count, t))
    if not waiting and not receipts and not any_late:
        await show(context, nothing_to_review(t))


async def _ask_to_adopt(context: Context, case: Case, panel_order_id: str) -> None:
    """Show the panel's order of this number. Raises ShopError if it has none, or another order has it."""
    t, panel_order_id = context.turn.t, _panels_id(panel_order_id)
    if _is_decided(case):
        return await _done(context, case, Did.ORDER_ADOPTED, was_decided=True, number=panel_order_id)
    services = context.services
    desk = services.at(case.order.panel)
    is_here = case.order.panel in services.panels
    holder = await desk.stores.cases.find_holder(panel_order_id) if is_here else None
    if holder is not None and holder.id == case.order.id:
        raise ShopError("id_taken", id=panel_order_id)
    if holder is not None and holder.finished_at is None:
        raise ShopError("id_in_use", id=panel_order_id, order=str(holder.id))
    report = await _at_panel(services, case, panel_order_id)
    if report is None:
        await _put(context, case, not_asked(case, panel_order_id, t))
        return None
    account = await desk.stores.catalogue.get_account()
    currency = account.currency or case.order.terms.currency
    await _put(context, case, sure_to_adopt(case, panel_order_id, report, t, currency, holder=holder))
    return None


async def _at_panel(services: Services, case: Case, panel_order_id: str) -> StatusReport | None:
    """Return what the panel says about this number; None if it cannot be asked now.

    Raises ShopError("id_not_at_panel") if it has no such order for our key.
    """
    desk = services.panels.get(case.order.panel)
    if desk is None:  # no supplier any more: another panel knows nothing of it
        return None
    try:
        report = await desk.look_up(panel_order_id)
    except PanelError:
        return None
    if isinstance(report, StatusReport):
        return report
    raise ShopError("id_not_at_panel", id=panel_order_id)


def _is_decided(case: Case) -> bool:
    return case.state is CaseState.SETTLED and not case.can_be_undone


async def _ask_to_void(context: Context, case: Case) -> None:
    if case.state is CaseState.SETTLED:
        await _done(context, case, Did.ORDER_VOIDED, was_decided=True)
    else:
        await _put(context, case, sure_to_void(case, context.turn.t))


async def _done(context: Context, case: Case, *wanted: Did, was_decided: bool, **details: str) -> None:
    """Show the decision; say so if another one came first, and whose it was if it was a colleague's.

    What was `wanted`, with these `details`, is an act of the log.
    """
    services = context.services
    now = await services.stores.cases.find(case.order.id) or case
    if was_decided:
        await _tell_who(context, now, *wanted, **details)
    services.wakeups.outbox()
    services.wakeups.panel()
    await _show(context, now)


async def _tell_who(context: Context, case: Case, *wanted: Did, **details: str) -> None:
    """Say that it has been decided already: by whom of the staff, if it was somebody else of them."""
    turn, subject = context.turn, subject_of(CASE, case.order.id)
    last = await context.services.stores.acts.last(subject) if case.decided_by is not None else None
    if last is not None and last.act.actor_id != turn.person.id:
        first = await was_first(context, subject, *wanted, **details)
        await turn.answer(toast_for(first, turn.t), alert=True)
    else:
        await turn.answer(turn.t.label("This has already been decided; nothing changed."), alert=True)


async def _show(context: Context, case: Case) -> None:
    await _put(context, case, await review_view(context.services, case, context.turn.t))


async def _put(context: Context, case: Case, view: View) -> None:
    """Show a screen of this case on its card, which leads back to the queue if it was opened there."""
    await show(context, await with_way_back(context, subject_of(CASE, case.order.id), view))


async def _ask(context: Context, case: Case) -> None:
    """Ask below the command. The earlier message with the question goes, so that it stands only once."""
    me, cases = context.turn.person.id, context.services.stores.cases
    message_id = await say(context, await review_view(context.services, case, context.turn.t))
    if case.state is not CaseState.SETTLED:
        await cases.asked_in(case.order.id, me, message_id, context.services.clock.now())
        await _take_away(context, case, case.told.get(str(me)))


async def _take_away(context: Context, case: Case, message_id: int | None) -> None:
    """Delete the message that asked before, unless it has become another screen."""
    me, cards = context.turn.person.id, context.services.stores.staff_cards
    if message_id is None or await cards.find_subject(me, message_id) != subject_of(CASE, case.order.id):
        return
    await cards.leaves(me, message_id)
    await remove(context, message_id)


async def _tapped_case(context: Context) -> Case:
    return await _get_case(context, context.button.of)


async def _get_case(context: Context, text: str) -> Case:
    """Return the case of the order with this number. Raises ShopError if there is none."""
    number = row_number(text)
    case = await context.services.stores.cases.find(number) if number is not None else None
    if case is None:
        raise ShopError("review_none", order=without_sign(text.strip())[:20] or "?")
    return case


def _panels_id(text: str) -> str:
    if not A_PANELS_ID.fullmatch(text):
        raise ShopError("review_how")
    return text

"""Store the panel's status reports, together with their refunds and notices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Update, update

from shop.alerts import AlertKind, news_at, of_text
from shop.heard import Heard
from shop.ledger import journals
from shop.ordering import news
from shop.ordering.change import Change
from shop.ordering.due import Unchanged
from shop.ordering.order import Order, OrderState
from shop.ordering.request import UNDER_WAY, RequestKind, RequestState
from storage.catalogue.heard import note_text
from storage.catalogue.overcharges import count_overcharged, note_overcharged
from storage.core.columns import fixed
from storage.core.prepared import Prepared, among, given, numbers
from storage.growth.coupons import give_discount_back
from storage.ledger.losses import give_back
from storage.ledger.store import is_halted
from storage.messages.outbox import enqueue
from storage.orders.held import conditions_of, refunds_held
from storage.orders.tables import orders, request


def store_changes(
    connection: Connection,
    panel: str,
    changes: Sequence[Change],
    unchanged: Mapping[Unchanged, Sequence[int]],
    operators: Collection[int],
    *,
    supplier: str = "",
) -> None:
    """Store reports that move no money. `supplier` is the name of the panel account in alerts."""
    _note_asked(connection, [change for change in changes if change.is_quiet], unchanged)
    for change in changes:
        if not change.is_quiet:
            store_change(connection, panel, change, operators)
    held = [change for change in changes if change.is_held]
    if held and held[0].after.checked_at:
        told = news_at(conditions_of(refunds_held(connection, panel)), supplier)
        enqueue(connection, told, held[0].after.checked_at)


def refund(
    connection: Connection,
    panel: str,
    change: Change,
    operators: Collection[int],
    credit_micro: int | None,
) -> None:
    """Store the change with its refund; while payments are paused, leave it to a later sweep."""
    if is_halted(connection) or not store_change(connection, panel, change, operators):
        return
    after, before = change.after, change.before
    assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
    back = journals.refunding(
        after.sale, refunded_micro=before.refunded_micro, level_micro=after.refunded_micro
    )
    give_back(connection, after, back, after.checked_at, credit_micro)
    give_discount_back(connection, after, after.checked_at)


def store_change(connection: Connection, panel: str, change: Change, operators: Collection[int]) -> bool:
    """Store one report and enqueue its notices; return False if the order has changed meanwhile."""
    after = change.after
    assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
    before = {"refunded_before": change.before.refunded_micro, "charge_before": change.before.charge}
    before["number_before"] = change.before.panel_order_id
    told = {name: getattr(after, name) for name in _TOLD}
    stored = _STORE.run(connection, id=after.id, state_before=change.before.state, **before, **told)
    if stored != 1:  # it moved meanwhile; the next sweep asks again
        return False
    if after.state in {OrderState.CANCELED, OrderState.COMPLETED, OrderState.PARTIAL}:
        # Before the card: who stores the answer to a request has it before the card, too.
        end_cancel_request(connection, after.id, after.state, after.checked_at)
    enqueue(connection, news.of_change(change, operators), after.checked_at)
    if change.alert == "status_word":
        word = after.panel_word or ""
        number = note_text(connection, panel, Heard.STATE, word, after.checked_at)
        enqueue(connection, of_text(AlertKind.STATUS_WORD, number, word), after.checked_at)
    if change.overcharges:
        _tell_overcharged(connection, panel, after, after.checked_at)
    return True


def _tell_overcharged(connection: Connection, panel: str, order: Order, now: datetime) -> None:
    """Alert once for each service that the panel overcharges; after some orders it goes off sale."""
    service_id = order.delivering_service
    if not note_overcharged(connection, panel, order.id, service_id):
        return
    stopped = count_overcharged(connection, panel, service_id, now)
    enqueue(connection, news.of_overcharging(order, stopped=stopped), now)


def _note_asked(
    connection: Connection, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]]
) -> None:
    """Store only when these orders without news were asked about, many in one statement."""
    alike: dict[tuple[OrderState, datetime | None, datetime | None, datetime | None], list[int]] = {}
    for change in changes:
        after = change.after
        moments = (after.state, after.ask_at, after.checked_at, after.heard_at)
        alike.setdefault(moments, []).append(after.id)
    for (state, ask_at, checked_at, heard_at), ids in alike.items():
        said = {"checked_at": checked_at, "heard_at": heard_at}
        _note(state).run(connection, ids=numbers(ids), ask_at=ask_at, **said)
    for same, some in unchanged.items():
        if same.heard_at is None:
            _put_off(same.state).run(connection, ids=numbers(some), ask_at=same.ask_at)
        else:
            said = {"checked_at": same.heard_at, "heard_at": same.heard_at}
            _note(same.state).run(connection, ids=numbers(some), ask_at=same.ask_at, **said)


@cache
def _put_off(state: OrderState) -> Prepared:
    return Prepared(_as_they_stood(state).values(ask_at=given("ask_at")))


@cache
def _note(state: OrderState) -> Prepared:
    said = {name: given(name) for name in ("ask_at", "checked_at", "heard_at")}
    return Prepared(_as_they_stood(state).values(said))


def _as_they_stood(state: OrderState) -> Update:
    """Each state has statements of its own: compared with one that is given they were compiled each time."""
    return update(orders).where(
        among(orders.c.id, "ids"),
        orders.c.state == fixed(state),
        orders.c.ended_by.is_(None),
        orders.c.panel_order_id.is_not(None),
    )


_TOLD = (
    *("state", "refunded_micro", "panel_word", "start_count", "remains", "charge", "charge_here_micro"),
    *("heard_at", "ask_at", "refund_held_at", "checked_at", "changed_at", "finished_at", "begun_at"),
)
_STORE = Prepared(
    update(orders)
    .where(orders.c.id == given("id"), orders.c.state == given("state_before"))
    .where(orders.c.refunded_micro == given("refunded_before"))
    .where(orders.c.charge.is_not_distinct_from(given("charge_before")))
    .where(orders.c.panel_order_id.is_not_distinct_from(given("number_before")))
    .where(orders.c.ended_by.is_(None))
    .values({name: given(name) for name in _TOLD})
)


def _end(kind: RequestKind, states: Collection[RequestState]) -> Prepared:
    return Prepared(
        update(request)
        .where(
            request.c.order_id == given("order"),
            request.c.kind == fixed(kind),
            request.c.state.in_([fixed(state) for state in states]),
        )
        .values(state=given("state"), changed_at=given("now"))
    )


_END_CANCEL = _end(RequestKind.CANCEL, [RequestState.REQUESTED, RequestState.UNCLEAR])
_DROP_CANCEL, _DROP_REFILL = _end(RequestKind.CANCEL, UNDER_WAY), _end(RequestKind.REFILL, UNDER_WAY)


def end_cancel_request(connection: Connection, order_id: int, state: OrderState, now: datetime) -> None:
    """End the order's open cancel request: the order's end is its answer."""
    ended = RequestState.DONE if state is not OrderState.COMPLETED else RequestState.REJECTED
    _END_CANCEL.run(connection, order=order_id, state=ended, now=now)


def drop_requests(connection: Connection, order_id: int, now: datetime) -> None:
    """End the order's open requests, also those that were not sent yet: they must not be sent any more."""
    _DROP_CANCEL.run(connection, order=order_id, state=RequestState.DONE, now=now)
    _DROP_REFILL.run(connection, order=order_id, state=RequestState.REJECTED, now=now)

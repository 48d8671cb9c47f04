"""Following orders: the panel's reports are stored with the money that goes back and the news of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, update

from shop import notice
from shop.heard import Heard
from shop.ledger import journals
from shop.ordering import news
from shop.ordering.change import Change
from shop.ordering.due import Unchanged
from shop.ordering.order import Order, OrderState, RequestKind, RequestState
from storage.catalogue.heard import note_text
from storage.catalogue.overcharges import count_overcharged
from storage.ledger.store import book_all, is_halted
from storage.messages.outbox import enqueue
from storage.orders.rows import IDS_A_QUERY
from storage.orders.tables import orders, request


def store_changes(
    connection: Connection,
    panel: str,
    changes: Sequence[Change],
    unchanged: Mapping[Unchanged, Sequence[int]],
    operators: Collection[int],
) -> None:
    """Store what the panel told of these orders; none of it moves money."""
    _note_asked(connection, [change for change in changes if change.is_quiet], unchanged)
    for change in changes:
        if not change.is_quiet:
            store_change(connection, panel, change, operators)
    held = [change for change in changes if change.is_held]
    if held and held[0].after.refund_held_at:
        enqueue(connection, news.of_holding_refunds(held, operators), held[0].after.refund_held_at)


def refund(
    connection: Connection,
    panel: str,
    change: Change,
    operators: Collection[int],
    credit_micro: int | None,
) -> None:
    """Store the change with the money that goes back; while money stands still, at a later sweep."""
    if is_halted(connection) or not store_change(connection, panel, change, operators):
        return
    after, before = change.after, change.before
    assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
    back = journals.refunding(
        after.sale, refunded_micro=before.refunded_micro, level_micro=after.refunded_micro
    )
    book_all(connection, back, after.checked_at, credit_micro)


def store_change(connection: Connection, panel: str, change: Change, operators: Collection[int]) -> bool:
    """Store one report and owe the news of it; False where the order has moved meanwhile."""
    after = change.after
    assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
    stored = connection.execute(
        update(orders)
        .where(orders.c.id == after.id, orders.c.state == change.before.state)
        .where(orders.c.refunded_micro == change.before.refunded_micro)
        .where(orders.c.charge.is_not_distinct_from(change.before.charge))
        .where(orders.c.ended_by.is_(None))
        .values(
            state=after.state,
            refunded_micro=after.refunded_micro,
            panel_word=after.panel_word,
            start_count=after.start_count,
            remains=after.remains,
            charge=after.charge,
            charge_here_micro=after.charge_here_micro,
            heard_at=after.heard_at,
            ask_at=after.ask_at,
            refund_held_at=after.refund_held_at,
            checked_at=after.checked_at,
            changed_at=after.changed_at,
            finished_at=after.finished_at,
        )
    )
    if stored.rowcount != 1:  # it moved meanwhile; the next sweep asks again
        return False
    enqueue(connection, news.of_change(change, operators), after.checked_at)
    if change.alert == "status_word":
        word, day = after.panel_word or "", str(after.checked_at.date())
        number = note_text(connection, panel, Heard.STATE, word, after.checked_at)
        enqueue(
            connection, notice.strange_text(operators, "status_word", word, number, day), after.checked_at
        )
    if change.overcharges:
        _tell_overcharged(connection, panel, after, after.checked_at, operators)
    if after.state in {OrderState.CANCELED, OrderState.COMPLETED, OrderState.PARTIAL}:
        end_cancel_request(connection, after.id, after.state, after.checked_at)
    return True


def _tell_overcharged(
    connection: Connection, panel: str, order: Order, now: datetime, operators: Collection[int]
) -> None:
    """The panel took more than was reckoned: one alert a day for a service, and after some it stops."""
    stopped = count_overcharged(connection, panel, order.terms.service_id, now)
    enqueue(connection, news.of_overcharging(order, operators, now, stopped=stopped), now)


def _note_asked(
    connection: Connection, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]]
) -> None:
    """Orders of which there is no news: only when they were asked about is stored, many by one statement."""
    alike: dict[tuple[str, datetime | None, datetime | None, datetime | None], list[int]] = {}
    for change in changes:
        after = change.after
        moments = (after.state, after.checked_at, after.heard_at, after.ask_at)
        alike.setdefault(moments, []).append(after.id)
    for (state, checked_at, heard_at, ask_at), ids in alike.items():
        _note(connection, ids, state, {"checked_at": checked_at, "heard_at": heard_at, "ask_at": ask_at})
    for same, some in unchanged.items():
        heard = {} if same.heard_at is None else {"checked_at": same.heard_at, "heard_at": same.heard_at}
        _note(connection, some, same.state, {**heard, "ask_at": same.ask_at})


def _note(
    connection: Connection, ids: Sequence[int], state: str, values: Mapping[str, datetime | None]
) -> None:
    for start in range(0, len(ids), IDS_A_QUERY):
        some = orders.c.id.in_(ids[start : start + IDS_A_QUERY])
        same = and_(some, orders.c.state == state, orders.c.ended_by.is_(None))
        connection.execute(update(orders).where(same).values(values))


def end_cancel_request(connection: Connection, order_id: int, state: OrderState, now: datetime) -> None:
    """The order has come to an end, so a cancel that was under way has its answer."""
    ended = RequestState.DONE if state is not OrderState.COMPLETED else RequestState.REJECTED
    connection.execute(
        update(request)
        .where(
            request.c.order_id == order_id,
            request.c.kind == RequestKind.CANCEL,
            request.c.state.in_((RequestState.REQUESTED, RequestState.UNCLEAR)),
        )
        .values(state=ended, changed_at=now)
    )

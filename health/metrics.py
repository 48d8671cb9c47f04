"""The table of all metrics: their names with units, their labels, and where each value is read.

A label has few values, which are words of ours: never a number of an order or a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from shop.observed import Counted, Observed, Spread

Kind = Literal["counter", "gauge", "histogram"]
Words = tuple[str, ...]
Values = Iterable[tuple[Words, float]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one scrape reads. `counted` is None where the database did not say in time."""

    observed: Observed
    counted: Counted | None
    version: str
    is_ready: bool
    sweep_lag: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; `read` returns its value for each combination of labels, `spread` those of a histogram."""

    name: str
    about: str
    kind: Kind
    labels: Words = ()
    read: Callable[[Snapshot], Values] | None = None
    spread: Callable[[Observed], Mapping[Words, Spread]] | None = None


def _one(read: Callable[[Counted], float]) -> Callable[[Snapshot], Values]:
    return lambda snapshot: [] if snapshot.counted is None else [((), read(snapshot.counted))]


def _each(read: Callable[[Counted], Mapping[str, float]]) -> Callable[[Snapshot], Values]:
    return lambda snapshot: (
        [] if snapshot.counted is None else [((word,), n) for word, n in read(snapshot.counted).items()]
    )


def _balances(snapshot: Snapshot) -> Values:
    panels = snapshot.counted.panels if snapshot.counted else {}
    return [((name, one.currency), one.balance_micro) for name, one in panels.items()]


METRICS: tuple[Metric, ...] = (
    Metric(
        "kiosk_build_info",
        "Always 1; the label says which version runs",
        "gauge",
        ("version",),
        lambda snapshot: [((snapshot.version,), 1)],
    ),
    Metric(
        "kiosk_ready",
        "1 if /readyz answers 200, else 0",
        "gauge",
        (),
        lambda snapshot: [((), snapshot.is_ready)],
    ),
    Metric(
        "kiosk_counts_read",
        "1 if the database gave the counts below in time, else 0; then they are missing",
        "gauge",
        (),
        lambda snapshot: [((), snapshot.counted is not None)],
    ),
    # Turns.
    Metric(
        "kiosk_updates_waiting",
        "Updates that are stored and not handled yet",
        "gauge",
        (),
        _one(lambda counted: counted.updates_waiting),
    ),
    Metric(
        "kiosk_updates_oldest_seconds",
        "How long the oldest of them has waited",
        "gauge",
        (),
        _one(lambda counted: counted.updates_oldest_seconds),
    ),
    Metric(
        "kiosk_turn_seconds",
        "How long a try of handling an update took. Outcome: done, again (tried again later), broken",
        "histogram",
        ("outcome",),
        spread=lambda observed: observed.turns.by_words,
    ),
    # Messages.
    Metric(
        "kiosk_outbox_waiting",
        "Messages that are due and not delivered yet",
        "gauge",
        (),
        _one(lambda counted: counted.outbox_waiting),
    ),
    Metric(
        "kiosk_outbox_oldest_seconds",
        "For how long the first of them has been due",
        "gauge",
        (),
        _one(lambda counted: counted.outbox_oldest_seconds),
    ),
    Metric(
        "kiosk_telegram_call_seconds",
        "How long Telegram took to answer a call. Outcome: done, later (429), refused, silent",
        "histogram",
        ("method", "outcome"),
        spread=lambda observed: observed.telegram_calls.by_words,
    ),
    Metric(
        "kiosk_telegram_retries_total",
        "Calls made again because Telegram had asked to wait (429)",
        "counter",
        (),
        lambda snapshot: snapshot.observed.telegram_retries.by_words.items(),
    ),
    # Orders and the panels.
    Metric(
        "kiosk_orders",
        "Orders that have not ended, by state; reserved wait for the panel, unknown lost its answer",
        "gauge",
        ("state",),
        _each(lambda counted: counted.orders),
    ),
    Metric(
        "kiosk_orders_placed_total",
        "Orders that a panel took",
        "counter",
        ("supplier",),
        lambda snapshot: snapshot.observed.placed.by_words.items(),
    ),
    Metric(
        "kiosk_panel_call_seconds",
        "How long a panel took to answer. Outcome: answered, lost (sent, no whole answer), not_sent",
        "histogram",
        ("supplier", "action", "outcome"),
        spread=lambda observed: observed.panel_calls.by_words,
    ),
    Metric(
        "kiosk_panel_balance_micro",
        "The account's balance as last read, in millionths of the currency",
        "gauge",
        ("supplier", "currency"),
        _balances,
    ),
    Metric(
        "kiosk_panel_balance_age_seconds",
        "How long ago that was",
        "gauge",
        ("supplier",),
        _each(lambda counted: {name: one.age_seconds for name, one in counted.panels.items()}),
    ),
    Metric(
        "kiosk_sweep_lag_seconds",
        "How late the next asking for the status of orders is; 0 in time",
        "gauge",
        ("supplier",),
        lambda snapshot: [((name,), late) for name, late in snapshot.sweep_lag.items()],
    ),
    # Money and trouble.
    Metric(
        "kiosk_payments_credited_total",
        "Credited payments, each counted when it is a minute old, by each of several kiosks; receipts by "
        "hand are not among them",
        "counter",
        ("way",),
        _each(lambda counted: counted.credited),
    ),
    Metric(
        "kiosk_alerts_open",
        "Alerts that the operators' chats show, by kind",
        "gauge",
        ("kind",),
        _each(lambda counted: counted.alerts),
    ),
    # The database.
    Metric(
        "kiosk_database_unit_seconds",
        "How long one unit of reading or writing took, with its wait and its commit",
        "histogram",
        ("kind",),
        spread=lambda observed: observed.units.by_words,
    ),
)

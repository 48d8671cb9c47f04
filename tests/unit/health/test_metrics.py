"""The figures: names with units, few labels, and a text that Prometheus reads."""

import re
from collections import Counter
from timeit import repeat

import pytest
from prometheus_client.parser import text_string_to_metric_families

from health.exposition import Exposition
from health.metrics import METRICS, Metric, Snapshot
from shop.alerts import AlertKind
from shop.observed import AtPanel, Counted, Observed

LABELS = {"version", "outcome", "method", "state", "supplier", "action", "currency", "way", "kind"}
"""All have few values; none names an order or a person."""


def snapshot(counted: Counted | None = None, observed: Observed | None = None) -> Snapshot:
    return Snapshot(observed or Observed(), counted, "1.2.3", is_ready=True, sweep_lag={"main": 2.5})


def samples(of: Snapshot) -> dict[str, list[tuple[dict[str, str], float]]]:
    """Return what a monitor reads, by the name of the sample."""
    text, kind = Exposition().write(of)
    assert kind.startswith("text/plain")
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(text.decode()):
        for one in family.samples:
            found.setdefault(one.name, []).append((one.labels, one.value))
    return found


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_names_have_units_and_labels_are_few(metric: Metric) -> None:
    assert re.fullmatch(r"kiosk_[a-z_]+", metric.name)
    assert metric.name.endswith("_total") == (metric.kind == "counter")
    assert metric.kind != "histogram" or metric.name.endswith("_seconds")
    assert set(metric.labels) <= LABELS
    assert (metric.read is None) == (metric.kind == "histogram") == (metric.spread is not None)
    assert metric.about
    assert not metric.about.endswith(".")


def test_each_name_is_declared_once() -> None:
    assert set(Counter(one.name for one in METRICS).values()) == {1}


def test_what_the_rows_say_is_read() -> None:
    counted = Counted(
        updates_waiting=3,
        outbox_waiting=2,
        outbox_oldest_seconds=7.5,
        orders={"reserved": 4},
        alerts={AlertKind.PANEL_DOWN.value: 1},
        panels={"main": AtPanel(12_340_000, "USD", 30.0)},
        credited={"stars": 5},
    )
    told = samples(snapshot(counted))
    assert told["kiosk_build_info"] == [({"version": "1.2.3"}, 1)]
    assert told["kiosk_ready"] == told["kiosk_counts_read"] == [({}, 1)]
    assert told["kiosk_updates_waiting"] == [({}, 3)]
    assert told["kiosk_outbox_waiting"] == [({}, 2)]
    assert told["kiosk_outbox_oldest_seconds"] == [({}, 7.5)]
    assert told["kiosk_orders"] == [({"state": "reserved"}, 4)]
    assert told["kiosk_alerts_open"] == [({"kind": "panel_down"}, 1)]
    assert told["kiosk_panel_balance_micro"] == [({"supplier": "main", "currency": "USD"}, 12_340_000)]
    assert told["kiosk_panel_balance_age_seconds"] == [({"supplier": "main"}, 30)]
    assert told["kiosk_payments_credited_total"] == [({"way": "stars"}, 5)]
    assert told["kiosk_sweep_lag_seconds"] == [({"supplier": "main"}, 2.5)]
    assert "process_resident_memory_bytes" in told


def test_what_a_silent_database_does_not_say_is_missing_and_no_zero() -> None:
    told = samples(snapshot())
    assert told["kiosk_counts_read"] == [({}, 0)]
    assert not {"kiosk_updates_waiting", "kiosk_orders", "kiosk_payments_credited_total"} & set(told)


def test_a_duration_is_counted_up_to_its_bound_and_beyond() -> None:
    observed = Observed()
    for seconds in (0.002, 0.005, 0.3, 90.0):
        observed.panel_calls.took(seconds, "main", "add", "answered")
    observed.placed.add("main")
    observed.placed.add("main", times=2)
    told = samples(snapshot(observed=observed))
    by_bound = {labels["le"]: value for labels, value in told["kiosk_panel_call_seconds_bucket"]}
    assert (by_bound["0.001"], by_bound["0.005"], by_bound["0.5"], by_bound["60.0"]) == (0, 2, 3, 3)
    assert by_bound["+Inf"] == told["kiosk_panel_call_seconds_count"][0][1] == 4
    assert told["kiosk_panel_call_seconds_sum"][0][1] == pytest.approx(90.307)
    assert told["kiosk_orders_placed_total"] == [({"supplier": "main"}, 3)]


def test_an_observation_costs_microseconds() -> None:
    """The hot path has some for each update; a busy machine may need several times what it usually takes."""
    times = Observed().panel_calls
    best = min(repeat(lambda: times.took(0.02, "main", "add", "answered"), number=1_000, repeat=5))
    assert best / 1_000 < 20e-6

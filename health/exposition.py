"""The figures in the text format of Prometheus. Imported only where HEALTH_LISTEN is set."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from health import metrics
from health.metrics import METRICS, Snapshot
from shop.observed import Spread, up_to


class Exposition:
    """Writes each snapshot down, together with what the operating system says of the process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector):
            collector(registry=self._registry)

    def write(self, snapshot: Snapshot) -> tuple[bytes, str]:
        """Return all metrics at this moment, and their content type."""
        own = CollectorRegistry()
        own.register(_Written(snapshot))
        return generate_latest(own) + generate_latest(self._registry), CONTENT_TYPE_PLAIN_0_0_4


class _Written(Collector):
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: the values are read once."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Yield each metric with its values."""
        for metric in METRICS:
            yield _family(metric, self._snapshot)


def _family(metric: metrics.Metric, snapshot: Snapshot) -> Metric:
    if metric.spread is not None:
        histogram = HistogramMetricFamily(metric.name, metric.about, labels=metric.labels)
        for words, spread in metric.spread(snapshot.observed).items():
            histogram.add_metric(words, _buckets(spread), spread.seconds)
        return histogram
    made = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
    family = made(metric.name, metric.about, labels=metric.labels)
    for words, value in metric.read(snapshot) if metric.read else ():
        family.add_metric(words, float(value))
    return family


def _buckets(spread: Spread) -> list[tuple[str, int]]:
    return [("+Inf" if bound == float("inf") else str(bound), count) for bound, count in up_to(spread)]

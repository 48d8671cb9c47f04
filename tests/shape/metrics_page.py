"""The table of metrics as a page: `python -m tests.shape.metrics_page` prints it."""

import sys

from health.metrics import METRICS
from shop.observed import BOUNDS, MOST_COUNTED

HEAD = """# Metrics

What `/metrics` tells a monitor, in the text format of Prometheus
([how to watch a kiosk](operating.md#watching-it)). Names carry their units. Labels are few and fixed:
none has a number of an order or a person. `make metrics` writes this page anew.

* A **gauge** of orders, updates, messages, alerts and balances is counted in the database when it is asked
  for, at most once in five seconds, along indexes, and no further than {most:,}: that stands for so many or
  more. If the database does not answer within two seconds they are missing, and `kiosk_counts_read` is 0.
* A **counter** begins at 0 with each start of the kiosk.
* A **histogram** has the bounds {bounds} seconds.

| metric | kind | labels | |
|---|---|---|---|
"""

TAIL = """
Besides, the operating system tells of the process (`process_resident_memory_bytes`, `process_open_fds`,
`process_cpu_seconds_total`, `process_start_time_seconds` and others, on Linux), and `python_info` names the
Python.
"""


def page() -> str:
    """Return the page as Markdown."""
    rows = [
        f"| `{one.name}` | {one.kind} | {', '.join(f'`{label}`' for label in one.labels)} | {one.about} |\n"
        for one in METRICS
    ]
    head = HEAD.format(most=MOST_COUNTED, bounds=", ".join(f"{bound:g}" for bound in BOUNDS))
    return "".join([head, *rows, TAIL])


if __name__ == "__main__":
    sys.stdout.write(page())

"""The drawing process: charts as JSON on its input, pictures as JSON on its output."""

import base64
import contextlib
import json
import os
import sys
from typing import Any

LATER = 10
"""How far everybody else's work goes first: a tap is not to wait for a picture."""


def main() -> None:
    """Draw all charts of the input, one after the other."""
    with contextlib.suppress(AttributeError, PermissionError):  # not there, or not allowed
        os.nice(LATER)
    told: dict[str, Any] = json.load(sys.stdin)
    from charts.drawing import picture  # noqa: PLC0415 - after the input is read, and at a low priority
    from shop.statistics.chart import Chart, Theme  # noqa: PLC0415 - with it

    theme = Theme(told["theme"])
    pictures = [picture(Chart.of_json(one), theme) for one in told["charts"]]
    json.dump([base64.b64encode(one).decode("ascii") for one in pictures], sys.stdout)


if __name__ == "__main__":
    main()

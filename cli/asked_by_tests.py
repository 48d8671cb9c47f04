"""What tests ask of a process through its environment; nothing else sets these names."""

import os
import signal

from panel.client import TimeLimits


def arm_crash_point() -> None:
    """Arm a crash point for tests: KIOSK_CRASH_AT=after_reserve, or after_reserve:3; or KIOSK_STOP_AT."""
    for name, by in (("KIOSK_CRASH_AT", signal.SIGKILL), ("KIOSK_STOP_AT", signal.SIGSTOP)):
        point, _, nth = os.environ.get(name, "").partition(":")
        if point:
            from app import crash_points  # noqa: PLC0415 - a kiosk in production never reads it

            crash_points.arm(point, int(nth or 1), by)


def panel_limits() -> TimeLimits | None:
    """Return shorter time limits for tests: KIOSK_PANEL_SECONDS is the limit of a whole call."""
    seconds = os.environ.get("KIOSK_PANEL_SECONDS", "")
    return TimeLimits(total=float(seconds)) if seconds else None

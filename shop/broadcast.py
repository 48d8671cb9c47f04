"""A broadcast: what an operator sends to everybody."""

from enum import StrEnum


class BroadcastState(StrEnum):
    """Where a broadcast stands. `ASKED`: its message is awaited; `SHOWN`: the operator's word is."""

    ASKED = "asked"
    SHOWN = "shown"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


OVER = (BroadcastState.DONE, BroadcastState.STOPPED, BroadcastState.DROPPED)
"""Nothing more of it is sent."""

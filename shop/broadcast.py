"""A broadcast: a message from an operator to everybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class BroadcastState(StrEnum):
    """A broadcast's state. `ASKED`: waits for its message; `SHOWN`: waits for the operator's consent."""

    ASKED = "asked"
    SHOWN = "shown"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


OVER = (BroadcastState.DONE, BroadcastState.STOPPED, BroadcastState.DROPPED)
"""The states in which nothing more is sent."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message for everybody: a Bot API method and its parameters, without the chat."""

    id: int
    operator_id: int
    method: str
    content: dict[str, Any]
    state: BroadcastState
    total: int
    progress_message_id: int | None
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a broadcast's messages are in each state."""

    pending: int = 0
    sent: int = 0
    failed: int = 0
    blocked: int = 0
    stopped: int = 0

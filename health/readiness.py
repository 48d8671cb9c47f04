"""Whether the kiosk is alive and ready, judged by facts; every sentence is ours and has no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where the process stands between its start and its end."""

    STARTING = "starting"
    RUNNING = "running"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at this moment. `database` and `updates` are sentences, empty where all is well."""

    phase: Phase
    ended_loops: Sequence[str] = ()
    has_lock: bool = True
    database: str = ""
    updates: str = ""


def why_dead(facts: Facts) -> list[str]:
    """Return what only a new start mends: a loop of the kiosk has ended."""
    if facts.phase is Phase.ENDING:  # loops end then, as they should
        return []
    return [f"The loop '{name}' has ended." for name in facts.ended_loops]


def why_not_ready(facts: Facts) -> list[str]:
    """Return what keeps the kiosk from serving now; nothing if it is ready."""
    phases = {Phase.STARTING: ["The kiosk is starting."], Phase.ENDING: ["The kiosk is ending."]}
    found = [*phases.get(facts.phase, ()), *why_dead(facts)]
    if not facts.has_lock:
        found.append("The lock on the database is gone: another kiosk may use it.")
    if facts.database:
        found.append(facts.database)
    if facts.phase is Phase.RUNNING and facts.updates:
        found.append(facts.updates)
    return found

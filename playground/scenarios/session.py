"""How a scenario stands: its steps as they are done, and its outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Unexpected(Exception):
    """A scenario did not come out as it should; the text says what was seen instead."""


@dataclass
class Step:
    """One thing that happens. `state` is `doing`, `done` or `failed`."""

    words: str
    state: str = "doing"
    note: str = ""


@dataclass
class ScenarioSession:
    """One run of a scenario. `state` is `running`, `held` (all came as promised), `broke` or `stopped`."""

    name: str
    title: str
    changed: Callable[[], object]
    state: str = "running"
    outcome: str = ""
    steps: list[Step] = field(default_factory=list)

    def begins(self, words: str) -> Step:
        """The next step; the one before it is done."""
        self._finish_last("done")
        self.steps.append(Step(words))
        self.changed()
        return self.steps[-1]

    def notes(self, words: str) -> None:
        """How far the present step has come."""
        if self.steps[-1].note != words:
            self.steps[-1].note = words
            self.changed()

    def ends(self, state: str, outcome: str) -> None:
        """It is over."""
        self._finish_last("done" if state == "held" else "failed")
        self.state, self.outcome = state, outcome
        self.changed()

    def _finish_last(self, state: str) -> None:
        if self.steps and self.steps[-1].state == "doing":
            self.steps[-1].state = state


class Performing(Protocol):
    """Whoever plays the scenarios of a demo, one at a time."""

    @property
    def busy(self) -> bool:
        """Whether one is being played."""
        ...

    @property
    def titles(self) -> list[tuple[str, str, str]]:
        """Name, title and a sentence on each."""
        ...

    def begin(self, name: str) -> None:
        """Play this one. Raises KeyError where there is none of this name."""
        ...

    async def stop(self) -> None:
        """Play no further."""
        ...

"""A scenario's progress: its steps and its outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Unexpected(Exception):
    """A scenario had the wrong outcome; the text says what was seen instead."""


@dataclass
class Step:
    """One step. `state` is `doing`, `done` or `failed`."""

    words: str
    state: str = "doing"
    note: str = ""


@dataclass
class ScenarioSession:
    """One run of a scenario. `state` is `running`, `held` (all promises held), `broke` or `stopped`."""

    name: str
    title: str
    changed: Callable[[], object]
    state: str = "running"
    outcome: str = ""
    steps: list[Step] = field(default_factory=list)

    def begins(self, words: str) -> Step:
        """Begin the next step; the one before it is done."""
        self._finish_last("done")
        self.steps.append(Step(words))
        self.changed()
        return self.steps[-1]

    def notes(self, words: str) -> None:
        """Note the progress of the current step."""
        if self.steps[-1].note != words:
            self.steps[-1].note = words
            self.changed()

    def ends(self, state: str, outcome: str) -> None:
        """End the session."""
        self._finish_last("done" if state == "held" else "failed")
        self.state, self.outcome = state, outcome
        self.changed()

    def _finish_last(self, state: str) -> None:
        if self.steps and self.steps[-1].state == "doing":
            self.steps[-1].state = state


class Performing(Protocol):
    """Plays the scenarios of a demo, one at a time."""

    @property
    def busy(self) -> bool:
        """True while a scenario runs."""
        ...

    @property
    def titles(self) -> list[tuple[str, str, str]]:
        """Return name, title and a sentence for each."""
        ...

    def begin(self, name: str) -> None:
        """Play the scenario of this name. Raises KeyError if there is none."""
        ...

    async def stop(self) -> None:
        """Stop playing."""
        ...

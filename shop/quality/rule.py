"""The rule that takes a failing service off sale. Facts in, decision out."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.quality.outcomes import LOOKED_AT, Outcome, failures

PERCENTS = (20, 30, 50)
LASTS = (10, 20, 50)


@dataclass(frozen=True, slots=True)
class FailRule:
    """A service is not sold any more when more than `percent` of its `last` orders failed.

    With fewer orders than `last` it counts what has failed already: eight failures are too many for
    "30 % of the last 20", however the other twelve will end.
    """

    percent: int
    last: int

    @property
    def most(self) -> int:
        """How many of the last orders may fail.

        >>> FailRule(30, 20).most, FailRule(20, 50).most
        (6, 10)
        """
        return self.percent * self.last // 100

    def failed(self, fresh: Sequence[Outcome]) -> int:
        """Return how many of the last orders failed; `fresh` is newest first."""
        return failures(fresh[: self.last])

    def hits(self, fresh: Sequence[Outcome]) -> bool:
        """Return True if these outcomes take a service off sale."""
        return self.failed(fresh) > self.most

    @property
    def word(self) -> str:
        """How a button writes it.

        >>> read_rule(FailRule(30, 20).word)
        FailRule(percent=30, last=20)
        """
        return f"{self.percent}-{self.last}"


def read_rule(word: str) -> FailRule | None:
    """Return the rule of a button; None for one that is not offered.

    >>> read_rule("30-7"), read_rule("x"), read_rule("")
    (None, None, None)
    """
    offered = {one.word: one for one in offered_rules()}
    return offered.get(word)


def offered_rules() -> list[FailRule]:
    """Return the rules that can be chosen, mild ones first."""
    return [FailRule(percent, last) for last in LASTS for percent in PERCENTS if last <= LOOKED_AT]

"""Services of one kind beside each other, and what the figures propose. Nothing here changes anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.catalogue.services import Service
from shop.quality.kinds import is_no_worse_promise
from shop.quality.outcomes import Quality, Share
from shop.quality.rule import FailRule

LEAST_SAVED = 5
"""Percent that another service must cost less to be worth a word."""


NOTHING = Quality()
"""The figures of a service without orders."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A service as it is compared: what it costs the shop, None while that is not known, and its figures.

    `is_stopped`: it is off sale because it failed.
    """

    service: Service
    cost_micro: int | None
    quality: Quality = NOTHING
    is_stopped: bool = False

    @property
    def failed(self) -> Share:
        """How many of its latest orders were not delivered whole."""
        return self.quality.failed


class Gain(StrEnum):
    """What the other is: cheaper and as good, cheaper and hardly tried, or better for no more money."""

    CHEAPER = "cheaper"
    UNTRIED = "untried"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`other` instead of `one`, for every order that `one` takes; `saved` are percent of its price."""

    gain: Gain
    one: Rival
    other: Rival
    saved: int

    @property
    def word(self) -> str:
        """A name for this pair, by which it is told once."""
        return f"{self.gain}:{self.one.service.id}:{self.other.service.id}"


def side_by_side(
    services: Iterable[Service],
    costs: Mapping[str, int],
    figures: Mapping[str, Quality],
    stopped: Iterable[str] = (),
) -> list[Rival]:
    """Return the services as rivals, the cheapest first, those without a price behind; all by number."""
    off = frozenset(stopped)
    rivals = [Rival(one, costs.get(one.id), figures.get(one.id, NOTHING), one.id in off) for one in services]
    return sorted(rivals, key=lambda one: (one.cost_micro is None, one.cost_micro or 0, one.service.id))


def proposals(rivals: Sequence[Rival], rule: FailRule | None = None) -> Iterator[Proposal]:
    """Yield, for each service that has orders, the best other one: surely better first, then the cheapest.

    What `rule` would take off sale is not proposed.
    """
    priced = [one for one in rivals if one.cost_micro is not None]
    for one in priced:
        if not one.quality.recent:
            continue
        found = [
            proposal
            for other in priced
            if other is not one and (proposal := _proposal(one, other, rule)) is not None
        ]
        if found:
            yield min(found, key=_rank)


_ORDER = {Gain.BETTER: 0, Gain.CHEAPER: 1, Gain.UNTRIED: 2}


def _rank(found: Proposal) -> tuple[int, int, str]:
    return _ORDER[found.gain], -found.saved, found.other.service.id


def _proposal(one: Rival, other: Rival, rule: FailRule | None) -> Proposal | None:
    if (
        one.cost_micro is None
        or other.cost_micro is None
        or not is_no_worse_promise(one.service, other.service)
    ):
        return None
    if other.is_stopped or (rule is not None and rule.hits(other.quality.fresh)):
        return None
    saved = (one.cost_micro - other.cost_micro) * 100 // one.cost_micro if one.cost_micro else 0
    mine, theirs = one.failed, other.failed
    if other.cost_micro <= one.cost_micro and _is_surely_better(theirs, mine):
        return Proposal(Gain.BETTER, one, other, saved)
    if saved < LEAST_SAVED:
        return None
    if not theirs.says:
        return Proposal(Gain.UNTRIED, one, other, saved)
    return None if _is_surely_better(mine, theirs) else Proposal(Gain.CHEAPER, one, other, saved)


def _is_surely_better(this: Share, than: Share) -> bool:
    """Return True if the one fails less often than the other, however chance had it."""
    return this.says and than.says and this.most < than.least

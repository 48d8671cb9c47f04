"""Spreading an order over time: what panels call drip-feed. Each run delivers the whole quantity."""

from collections.abc import Mapping

from shop.catalogue.services import Service
from shop.ordering.answers import Answer
from shop.ordering.fields import OrderForm, can_drip

HOUR, DAY = 60, 24 * 60
"""Minutes."""

READY = ((3, DAY), (7, DAY), (5, HOUR), (10, HOUR))
"""Choices that need no typing: the runs, and the minutes between two of them."""

INTERVALS = (30, HOUR, 6 * HOUR, DAY)
"""The minutes between two runs that are offered as buttons."""


def spreads(service: Service, form: OrderForm, answers: Mapping[str, Answer]) -> bool:
    """Return True if the order could have a second run."""
    return can_drip(service, form) and most_runs(service, answers) >= 2


def most_runs(service: Service, answers: Mapping[str, Answer]) -> int:
    """Return how many runs fit: the maximum is a limit for all runs together."""
    each = answers.get("quantity")
    if not isinstance(each, int) or each < 1:
        return 0
    return 1000 if service.max is None else min(1000, service.max // each)


def ready_choices(service: Service, answers: Mapping[str, Answer]) -> tuple[tuple[int, int], ...]:
    """Return the ready choices that fit, and two runs if none does: runs, and minutes between them."""
    most = most_runs(service, answers)
    fitting = tuple(choice for choice in READY if choice[0] <= most)
    return fitting or (((2, DAY), (2, HOUR)) if most >= 2 else ())

"""The quantities offered as buttons: round numbers within a service's limits, with the least one.

If there is room, the most is among them as well.
"""

from shop.catalogue.services import Service

OFFERED = 6
"""The most quantities offered."""

_ROUND = tuple(digit * 10**power for power in range(9) for digit in (1, 5))
_USUAL = 100
"""Nobody buys fewer, unless the service allows no more."""


def quantities(service: Service) -> tuple[int, ...]:
    """Return the quantities to offer, rising; none where the limits are unknown."""
    least, most = service.min, service.max
    if least is None or most is None:
        return ()
    least = max(1, least)
    above = [number for number in _ROUND if least < number <= most]
    usual = [number for number in above if number >= _USUAL]
    picked = usual if len(usual) >= 2 else above
    offered = [least, *picked[: OFFERED - 1]]
    if len(offered) < OFFERED and most > offered[-1]:
        offered.append(most)
    return tuple(offered)

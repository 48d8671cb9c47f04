"""Which quantities are offered to be tapped."""

from dataclasses import replace

import pytest

from shop.ordering.quantities import quantities
from tests.unit.shop.goods import LIKES


@pytest.mark.parametrize(
    ("least", "most", "first"), [(10, 10_000, (10, 100, 500)), (10, 300, (10, 50, 100)), (1, 60, (1, 5, 10))]
)
def test_the_quantities_offered_are_usual_ones_if_there_are_enough(
    least: int, most: int, first: tuple[int, ...]
) -> None:
    offered = quantities(replace(LIKES, min=least, max=most))
    assert offered[:3] == first
    assert offered == tuple(sorted(offered))

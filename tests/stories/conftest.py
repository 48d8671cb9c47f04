"""The shop that several stories of the desk begin with, by a name of its own: no story has it unasked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shop.person import GivenRole
from tests.in_process import BOB, Harness
from tests.stories.test_desk import given


@pytest.fixture
async def staffed_shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has money, and Bob helps Olga."""
    harness = Harness(database_file, access="shop", markup_percent="50")
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    await harness.olga.says("/credit 101 20 to begin with")
    await harness.olga.taps("Confirm")
    await given(harness, BOB, GivenRole.OPERATOR)
    yield harness
    await harness.audited()
    await harness.closes()

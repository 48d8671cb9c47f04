"""A shop where people pay by hand, and send a receipt."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.in_process import Harness, Player

BY_HAND = "Send the money to 4081 7810 0999 and write your number on it."


def a_shop(database_file: Path) -> Harness:
    """Return the shop, not open yet."""
    return Harness(database_file, access="shop", manual_topup=BY_HAND, topup_amounts="1, 5, 20")


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with payment by hand, in which everybody has been."""
    harness = a_shop(database_file)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/help")
    yield harness
    await harness.audited()
    await harness.closes()


async def has_paid(player: Player, amount: str = "$5") -> None:
    """Top up until the kiosk asks for the receipt."""
    await player.says("/topup")
    await player.taps(amount)
    await player.taps("I have paid")


async def pays_by_hand(
    harness: Harness, *, by: Player | None = None, picture: bool = True, caption: str = "here it is"
) -> None:
    """Have somebody top up and send their receipt; Ann, if nobody is named."""
    payer = by or harness.ann
    await has_paid(payer)
    if picture:
        payer.person.sends_photo(caption=caption)
        await harness.settles()
    else:
        await payer.says("receipt 4711")
    await payer.taps("Send to the shop")

"""All ways and all scenarios: which are played."""

from tests.stories.hostile import amounts, going_back, telling, times, trouble
from tests.stories.hostile.by_bank import Bank
from tests.stories.hostile.by_chain import Ton, Tron
from tests.stories.hostile.by_telegram import Card, Stars
from tests.stories.hostile.gateways import CryptoPay, Heleket, Robokassa
from tests.stories.hostile.merchants import Click, Payme
from tests.stories.hostile.receipts import Receipts
from tests.stories.hostile.table import SCENARIOS, why_not
from tests.stories.hostile.world import World

GROUPS = (telling, amounts, times, trouble, going_back)
"""The modules of scenarios, in the order of the page."""

WAYS: dict[str, type[World]] = {
    way.name: way
    for way in (Stars, Card, Receipts, CryptoPay, Heleket, Robokassa, Payme, Click, Bank, Ton, Tron)
}


def played() -> list[tuple[str, str]]:
    """Return every scenario with each way that it is played for."""
    return [
        (one.name, name) for one in SCENARIOS.values() for name, way in WAYS.items() if not why_not(one, way)
    ]

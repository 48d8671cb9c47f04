"""Every screen of /texts and of Shop settings: ways on, labels that fit and differ, one bubble a tap."""

import pytest

from playground.telegram.labels import width
from tests.in_process import Harness, Player

LONGEST_LABEL = 30
ROWS = 8


def keeps_manners(player: Player) -> list[str]:
    """Assert that the newest screen leads on and its labels fit and differ; return its buttons' data."""
    shown = player.person.last
    labels = [button.label for row in shown.keyboard for button in row]
    assert labels, shown.text
    assert len(set(labels)) == len(labels), labels
    assert max(width(label) for label in labels) <= LONGEST_LABEL, labels
    assert len(shown.keyboard) <= ROWS, labels
    assert any(word in label for label in labels for word in ("The desk", "Cancel", "Menu")), labels
    return [button.data for row in shown.keyboard for button in row if button.data]


@pytest.mark.parametrize("door", ["Texts", "Shop settings"])
async def test_each_screen_leads_on_and_comes_in_place(harness: Harness, door: str) -> None:
    olga = harness.olga
    await olga.says("/admin")
    if door == "Shop settings":
        await olga.taps("More")
    await olga.taps(door)
    seen: set[str] = set()
    waiting = keeps_manners(olga)
    while waiting:
        data = waiting.pop()
        if data in seen or not data.startswith(("ax:", "av:")) or ":save:" in data:
            continue
        seen.add(data)
        bubbles = len(olga.person.chat)
        olga.person.forges(data, olga.person.last.id)
        await harness.settles()
        assert len(olga.person.chat) == bubbles, data
        waiting += keeps_manners(olga)
    assert len(seen) > 20

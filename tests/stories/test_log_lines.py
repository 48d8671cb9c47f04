"""A log line in JSON says which update, person and order it is about."""

import json
import logging
from typing import Any

import pytest

import logs
from tests.in_process import ANN, Harness


async def test_a_line_inside_a_turn_names_its_update_person_and_order(
    harness: Harness, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each unit of the database writes a line here, wherever in the turn it is."""
    ann = harness.ann
    logs.set_up(level="INFO", style="json", secrets=())

    def says(_seconds: float, kind: str) -> None:
        logging.getLogger("kiosk.story").info("a unit to %s", kind)

    def lines() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    harness.kiosk.stores.database._took = says
    await ann.says("/order 1 https://instagram.com/p/abc 100")
    written = lines()
    about_ann = [one for one in written if one.get("person_id") == ANN and "update_id" in one]
    assert about_ann
    assert not any("order_id" in one for one in about_ann)
    assert len({one["update_id"] for one in about_ann}) == 1
    await ann.taps("Confirm")
    written = lines()
    confirming = [one for one in written if "update_id" in one and one.get("order_id") == 1]
    sending = [one for one in written if "update_id" not in one and one.get("order_id") == 1]
    assert confirming
    assert sending
    assert {one["person_id"] for one in (*confirming, *sending)} == {ANN}
    await ann.says("/status 1")
    assert any(one.get("order_id") == 1 and "update_id" in one for one in lines())
    await harness.passes(60)
    assert not any("update_id" in one for one in lines()), "nobody has said anything"

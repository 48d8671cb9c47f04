"""Size limits: the services' fields, and the number of files of a subject."""

from dataclasses import fields
from pathlib import Path

import storage
from handlers.context import Services

ROOT = Path(storage.__file__).parents[1]


def test_handlers_reach_ten_things() -> None:
    assert len(fields(Services)) <= 10


def test_the_reconciliation_of_lost_orders_is_eight_files_in_storage() -> None:
    assert len(list((ROOT / "storage" / "reconciliation").glob("*.py"))) <= 8


def test_the_panels_room_is_thirteen_files_and_its_readers_eight() -> None:
    assert len(list((ROOT / "panel").glob("*.py"))) <= 13
    assert len(list((ROOT / "panel" / "readers").rglob("*.py"))) <= 8

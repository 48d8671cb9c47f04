"""People's presets."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from shop.errors import ShopError
from shop.ordering.presets import MOST_PRESETS, Preset, PresetItem
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.orders.mass_tables import preset


class Presets:
    """Reads and writes `preset`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_of(self, connection: Connection, person_id: int) -> list[Preset]:
        """Return a person's presets, the oldest first."""
        return [_preset(row) for row in _ALL.all(connection, person=person_id)]

    async def find(self, number: int, person_id: int) -> Preset:
        """Return this preset. Raises ShopError if it is gone, or somebody else's."""
        found = await self._find(number, person_id) if number <= LARGEST_ID else None
        if found is None:
            raise ShopError("preset_gone")
        return found

    @reads
    def _find(self, connection: Connection, number: int, person_id: int) -> Preset | None:
        row = _ONE.first(connection, id=number, person=person_id)
        return None if row is None else _preset(row)

    @writes
    def add(
        self, connection: Connection, person_id: int, name: str, items: Sequence[PresetItem], now: datetime
    ) -> Preset:
        """Save a preset and return it; the same items once more are the same preset.

        Raises ShopError if the person has as many as one may have.
        """
        kept = [_preset(row) for row in _ALL.all(connection, person=person_id)]
        same = next((one for one in kept if one.items == tuple(items)), None)
        if same is not None:
            return same
        if len(kept) >= MOST_PRESETS:
            raise ShopError("preset_too_many", most=MOST_PRESETS)
        values = {"name": name, "items": [asdict(item) for item in items], "created_at": now}
        adding = preset.insert().values(person_id=person_id, **values).returning(preset.c.id)
        return Preset(number_from(connection, adding), person_id, name, tuple(items))

    @writes
    def rename(self, connection: Connection, number: int, person_id: int, name: str) -> None:
        """Give the preset another name. One that is gone needs none."""
        connection.execute(update(preset).where(*_own(number, person_id)).values(name=name))

    @writes
    def drop(self, connection: Connection, number: int, person_id: int) -> None:
        """Delete the preset, if it is still there."""
        connection.execute(delete(preset).where(*_own(number, person_id)))


def _own(number: int, person_id: int) -> tuple[Any, Any]:
    return preset.c.id == number, preset.c.person_id == person_id


def _preset(row: Any) -> Preset:
    return Preset(row.id, row.person_id, row.name, tuple(PresetItem(**item) for item in row.items))


_ALL = Prepared(select(preset).where(preset.c.person_id == given("person")).order_by(preset.c.id))
_ONE = Prepared(select(preset).where(preset.c.id == given("id"), preset.c.person_id == given("person")))

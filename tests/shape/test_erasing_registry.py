"""Every table says what becomes of it when people have their data deleted, and names its columns of words."""

import pytest
from sqlalchemy import Table

from storage.core.columns import Json, Words
from storage.erasing.registry import REGISTRY
from storage.tables import metadata

TABLES = {table.name: table for table in metadata.sorted_tables}


def worded(table: Table) -> set[str]:
    """Return the names of its columns that may hold what somebody wrote."""
    return {column.name for column in table.columns if isinstance(column.type, Words | Json)}


def test_no_table_is_missing_and_none_is_made_up() -> None:
    assert set(REGISTRY) == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_of_words_is_emptied_or_kept_for_a_reason(name: str) -> None:
    rule = REGISTRY[name]
    if rule.is_deleted:
        assert not rule.emptied
        assert not rule.kept
        return
    assert not rule.emptied & rule.kept.keys(), "a column is either emptied or kept"
    assert rule.emptied | rule.kept.keys() == worded(TABLES[name])
    assert rule.why
    assert all(rule.kept.values())

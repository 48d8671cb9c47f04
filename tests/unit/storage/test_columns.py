"""What the columns' own short cuts write on SQLite is what SQLAlchemy would have written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite

from storage.core.columns import Moment, Words

DIALECT = sqlite.dialect()


@pytest.mark.parametrize("hours", [-11, 0, 3])
@pytest.mark.parametrize("micro", [0, 7, 123_000, 999_999])
@pytest.mark.parametrize("year", [1, 999, 2026, 9999])
def test_a_moment_is_the_same_text(year: int, micro: int, hours: int) -> None:
    moment = datetime(year, 6, 3, 12, 5, 9, micro, timezone(timedelta(hours=hours)))
    plain = DateTime().dialect_impl(DIALECT).bind_processor(DIALECT)
    ours = Moment().dialect_impl(DIALECT).bind_processor(DIALECT)
    assert plain is not None
    assert ours is not None
    assert ours(moment) == plain(moment.astimezone(UTC).replace(tzinfo=None))
    assert ours(None) is None


def test_a_moment_without_a_zone_is_refused() -> None:
    ours = Moment().dialect_impl(DIALECT).bind_processor(DIALECT)
    assert ours is not None
    with pytest.raises(ValueError, match="without a zone"):
        ours(datetime(2026, 6, 3))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("said", "held"),
    [(None, None), ("plain", "plain"), ("ä", "ä"), ("a\0b", "a\ufffdb"), ("\ud800", "\ufffd")],
)
def test_words_lose_what_no_database_holds(said: str | None, held: str | None) -> None:
    ours = Words().dialect_impl(DIALECT).bind_processor(DIALECT)
    assert ours is not None
    assert ours(said) == held

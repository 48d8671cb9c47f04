"""The column types, the same on SQLite and on PostgreSQL.

Telegram's ids and money are BIGINT: an INTEGER on PostgreSQL has 32 bits.
Times are aware and UTC. Amounts are micro-units. Text is whatever people and
panels wrote, as far as a database can hold it.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    CheckConstraint,
    DateTime,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    literal,
)
from sqlalchemy.engine import Dialect

from shop.plain import storable

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite auto-increments only an INTEGER primary key, which has 64 bits there anyway.
BigId = BigInteger().with_variant(Integer(), "sqlite")
LARGEST_ID = 2**63 - 1


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite stores no zone, so reading adds it again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; give SQLite the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a zone must not reach the database"
            raise ValueError(message)
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write SQLite's text in one step."""
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read SQLite's text in one step: a sweep reads millions of them."""
        return _moment_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _text_of(moment: datetime | None) -> str | None:
    """The text of SQLAlchemy's own: equal moments of different zones are one text, in UTC."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        message = "a moment without a zone must not reach the database"
        raise ValueError(message)
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat(" ", "microseconds").removesuffix("+00:00")


def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


class Words(TypeDecorator[str]):
    """Text, with a mark in place of what no database holds: NUL, and lone surrogates.

    Both arrive: JSON can spell them, and a button's data can be forged.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - all alike
        """Return the text as every database takes it, also for comparisons."""
        return None if value is None else storable(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Clean the text in one step."""
        return _held if dialect.name == "sqlite" else super().bind_processor(dialect)


def _held(text: Any) -> Any:
    return text if isinstance(text, str) and text.isascii() and "\0" not in text else storable(text)


class Json(TypeDecorator[Any]):
    """JSON whose texts are cleaned as Words. PostgreSQL would store a NUL, and never read the row again."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - all alike
        """Return the value as every database takes it and gives it back."""
        return storable(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Treat a key or an index as JSON itself does."""
        return self.impl_instance.coerce_compared_value(op, value)


def fixed(value: str) -> BindParameter[str]:
    """Return a value written into the statement, without which SQLite would not use a partial index."""
    return literal(value, Words(), literal_execute=True)


def known(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return a check that this column has one of the enum's words."""
    listed = ",".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")

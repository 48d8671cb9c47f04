"""People in a copy of another bot's SQLite file, as the lines of a file of people.

A TOML file says where each thing stands: ours in `bots/`, or an operator's own. What is read is written as
CSV, so that every value passes the same checks as in a file that somebody made by hand.
"""

import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shop.transfer.cells import csv_text
from shop.transfer.people_file import COLUMNS, MOST_LINES
from shop.transfer.people_lines import LONGEST_NAME

FOLDER = Path(__file__).parent / "bots"
OURS = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_SQLITE = b"SQLite format 3\0"
MOST_DECIMALS = 6


class NoSuchBot(Exception):
    """The file cannot be read by this description, or there is none; the text says why."""


@dataclass(frozen=True, slots=True)
class OtherBot:
    """Where a bot keeps its people: the table, and for each of our columns one or more of its own.

    A whole number as balance counts units of 10 to the power of minus `decimals`.
    """

    table: str
    columns: dict[str, tuple[str, ...]]
    decimals: int = 0


def is_sqlite_file(content: bytes) -> bool:
    """Return True if these are the first bytes of a SQLite file."""
    return content.startswith(_SQLITE)


def described(named: str) -> OtherBot:
    """Return the description of a bot: one of ours by name, or a TOML file. Raises NoSuchBot."""
    file = FOLDER / f"{named}.toml" if named in OURS else Path(named)
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors mark UTF-8 so
    except OSError:
        raise NoSuchBot(f"There is no bot {named}. Name a TOML file, or one of {', '.join(OURS)}.") from None
    except (ValueError, RecursionError) as error:  # most are TOMLDecodeError
        raise NoSuchBot(f"{named} is not valid TOML: {error}.") from None
    return _checked(named, values)


def _checked(named: str, values: dict[str, Any]) -> OtherBot:
    table, columns, decimals = (values.pop(key, None) for key in ("table", "columns", "decimals"))
    if values:
        raise NoSuchBot(f"{named}: {next(iter(values))!r} is none of table, columns and decimals.")
    if not isinstance(table, str) or not _NAME.fullmatch(table):
        raise NoSuchBot(f"{named}: table must be the name of a table.")
    decimals = 0 if decimals is None else decimals
    if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
        raise NoSuchBot(f"{named}: decimals must be 0 to {MOST_DECIMALS}.")
    if not isinstance(columns, dict) or "id" not in columns:
        raise NoSuchBot(f"{named}: columns must name at least the id.")
    for ours, theirs in columns.items():
        if ours not in COLUMNS:
            raise NoSuchBot(f"{named}: {ours!r} is none of {', '.join(COLUMNS)}.")
        if not isinstance(theirs, list) or not theirs or not all(map(_is_name, theirs)):
            raise NoSuchBot(f'{named}: {ours} must be names of columns, like ["user_id"].')
    return OtherBot(table, {ours: tuple(theirs) for ours, theirs in columns.items()}, decimals)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def people_in(path: Path, bot: OtherBot) -> str:
    """Return the people of this file as CSV with a heading. Raises NoSuchBot where it has no such table."""
    return csv_text([tuple(bot.columns), *_lines(path, bot)])


def _lines(path: Path, bot: OtherBot) -> Iterator[list[str]]:
    wanted = [(ours, column) for ours, theirs in bot.columns.items() for column in theirs]
    named = ", ".join(f'"{column}"' for _, column in wanted)
    # One line more than may be: it is counted, and the file refused, by whoever reads the CSV.
    question = f'SELECT {named} FROM "{bot.table}" LIMIT {MOST_LINES + 1}'  # noqa: S608 - checked names
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        try:
            yield from _answers(address, question, wanted, bot)
        except sqlite3.OperationalError as error:
            # Where nothing can be written, SQLite cannot make what stands beside a file with a log of writes.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN or _has_log(path):
                raise
            yield from _answers(f"{address}&immutable=1", question, wanted, bot)
    except sqlite3.Error as error:
        hint = "Take a whole copy of it, in a folder that can be written."
        raise NoSuchBot(f"{path.name} cannot be read: {error}. {hint}") from None


def _answers(
    address: str, question: str, wanted: list[tuple[str, str]], bot: OtherBot
) -> Iterator[list[str]]:
    with closing(sqlite3.connect(address, uri=True)) as connection:
        _has(connection, bot)
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        for row in connection.execute(question):
            yield _line(row, wanted, bot)


def _has_log(path: Path) -> bool:
    """Return True if a log of writes stands beside the file: without it the file may be an old one."""
    return Path(f"{path}-wal").is_file()


def _has(connection: sqlite3.Connection, bot: OtherBot) -> None:
    """Check that there are such columns: SQLite would take a wrong name in quotes for a text."""
    found = {row[1].lower() for row in connection.execute(f'PRAGMA table_info("{bot.table}")')}
    missing = [one for theirs in bot.columns.values() for one in theirs if one.lower() not in found]
    if missing:
        raise NoSuchBot(
            f"The file has no {bot.table}.{missing[0]}. It is another bot's, or of another version: describe "
            "it in a TOML file of your own."
        )


def _line(row: tuple[Any, ...], wanted: list[tuple[str, str]], bot: OtherBot) -> list[str]:
    cells: dict[str, list[str]] = {}
    for (ours, _), value in zip(wanted, row, strict=True):
        text = _balance(value, bot.decimals) if ours == "balance" else _text(value)
        if text:
            cells.setdefault(ours, []).append(text)
    return [" ".join(cells.get(ours, ()))[:LONGEST_NAME] for ours in bot.columns]


def _text(value: Any) -> str:
    """Return the value as one line that is no longer than a name may be."""
    return "" if value is None else " ".join(str(value).split())[:LONGEST_NAME]


def _balance(value: Any, decimals: int) -> str:
    """Return a number with six decimals, which nobody reads in two ways; any other value as it stands.

    Where whole units were promised, what is not whole is no amount: read as money it would be far too much.
    """
    if decimals and isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if not isinstance(value, int | Decimal):
        return f"{_text(value)} units" if decimals and value is not None else _text(value)
    amount = Decimal(value)
    if decimals and amount != amount.to_integral_value():
        return f"{amount} units"
    if not amount.is_finite():
        return str(amount)
    written = f"{amount.scaleb(-decimals):.6f}"
    return written if Decimal(written) else "0"

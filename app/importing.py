"""`bot.py import`: bring people and balances from another bot's file; without `--book`, say what would be."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.stores import stores_of
from settings import Settings
from shop.clock import Clock
from shop.errors import ShopError
from shop.money import amount_text
from shop.ordering.text_file import plain_text
from shop.transfer.people_file import MOST_BYTES, ReadFile, read_people
from shop.transfer.people_import import Found, source_named
from shop.transfer.people_lines import WORDS, ImportRules, Wrong
from storage.core.disk_words import to_read
from storage.core.lock import one_kiosk
from storage.stores import Stores
from storage.transfer.imports import STAGED_AT_ONCE, Imports
from storage.transfer.other_bots import OtherBot, described, is_sqlite_file, people_in
from storage.upgrade import HEAD, found_revision

Say = Callable[[str], None]


AT_TERMINAL: dict[str, str] = {
    "file_not_text": "That is neither text nor a SQLite file. Save it as CSV in UTF-8.",
    "import_too_big": (
        "That file is too big: at most 20 MB are read. Split it, and import one part after the other."
    ),
    "import_too_long": (
        "That file has more than {most:,} lines. Split it, and import one part after the other."
    ),
    "import_empty": "That file has no lines of people.",
    "import_broken": (
        "That file is no table from line {line} on: look for a quotation mark that is not closed."
    ),
    "import_columns": (
        "Nothing says which column is which. Put a line above all others that names them: {columns}. "
        "Only the id is needed."
    ),
    "import_twice": (
        "The columns {first} and {second} mean the same. Rename or take out the one that does not count."
    ),
    "money_stopped": (
        "Nothing more is booked while the ledger is not in order: see `bot.py audit`. What was booked stays, "
        "and the same command goes on with the others."
    ),
}
"""Why nothing comes of a file, for whoever sits at a terminal and sends nothing."""


class CannotImport(Exception):
    """Nothing of the file can be brought over; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator wrote behind the command.

    `bot` says how a SQLite file is read, by a name of ours or a TOML file. `admits` lets the people in
    where the shop is private.
    """

    file: Path
    source: str
    bot: str = ""
    books: bool = False
    admits: bool = False


async def bring(settings: Settings, wanted: Wanted, clock: Clock, say: Say) -> None:
    """Read the file and say what it comes to; book it if that is wanted.

    Raises CannotImport, NoSuchBot, DatabaseTrouble, and AlreadyRunning while a kiosk runs, if it is to book.
    """
    source = _source_in(wanted)
    stores = stores_of(settings)
    if stores.database.is_missing or await found_revision(settings.database_url) != HEAD:
        raise CannotImport(
            "The kiosk's database is not there, or of another release. Start the kiosk on it once."
        )
    if not wanted.books:
        await _opened(stores, replace(wanted, source=source), settings, clock, say)
        return
    async with one_kiosk(stores.database.url):
        await _opened(stores, replace(wanted, source=source), settings, clock, say)


def _source_in(wanted: Wanted) -> str:
    """Return the source's name. Raises CannotImport, also for none, as of a variable that is not set."""
    message = "Write --source in small Latin letters, digits, - and _, like --source oldbot."
    if not wanted.source.strip():
        raise CannotImport(message)
    try:
        return source_named(wanted.source)
    except ShopError:
        raise CannotImport(message) from None


async def _opened(stores: Stores, wanted: Wanted, settings: Settings, clock: Clock, say: Say) -> None:
    await stores.database.open()
    try:
        await _brought(stores, wanted, settings, clock, say)
    except ShopError as error:
        raise CannotImport(AT_TERMINAL[error.key].format(**error.values)) from None
    finally:
        await stores.database.close()


async def _brought(stores: Stores, wanted: Wanted, settings: Settings, clock: Clock, say: Say) -> None:
    lines = await stores.identities.refusals()
    if lines:
        raise CannotImport("\n".join(lines))
    today, prices = await stores.identities.today(), await stores.price_rules.load()
    rules = ImportRules(today.currency, frozenset(prices.levels), today.bot_id)
    source = wanted.source
    bot = described(wanted.bot) if wanted.bot else None
    read, digest = await asyncio.to_thread(_read, wanted.file, bot, rules)
    found = await _weighed(stores.imports, source, read)
    for one in read.wrong:
        say(f"left out: line {one.line}: {WORDS[one.why]}: {one.cell!r}")
    if read.passed_over:
        say(f"Not read are the columns {', '.join(map(repr, read.passed_over))}.")
    _tell(wanted, source, rules.currency, found, say)
    if not wanted.books:
        say("Nothing was booked. To book this, stop the kiosk, and run the same command with --book.")
        return
    by, now = min(settings.admin_ids), clock.now()
    number = await stores.imports.keep(
        source=source,
        currency=rules.currency,
        asked_by=by,
        found=found,
        file_hash=digest,
        now=now,
    )
    for start in range(0, len(read.rows), STAGED_AT_ONCE):
        await stores.imports.stage(number, source, read.rows[start : start + STAGED_AT_ONCE])
    await stores.imports.confirm(number, by, now, admits=wanted.admits)
    await _book(stores.imports, number, rules.currency, clock, say)


def _read(file: Path, bot: OtherBot | None, rules: ImportRules) -> tuple[ReadFile, str]:
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotImport(to_read(file, error)) from None
    if is_sqlite_file(content):
        if bot is None:
            raise CannotImport("That is a SQLite file. Say whose it is with --from: see docs/operating.md.")
        text = people_in(file, bot)
        return read_people(text, rules), hashlib.sha256(text.encode()).hexdigest()
    if bot is not None:
        raise CannotImport("--from is for a SQLite file, and that is none. A CSV file needs no --from.")
    if len(content) > MOST_BYTES:
        raise ShopError("import_too_big")
    return read_people(plain_text(content), rules), hashlib.sha256(content).hexdigest()


async def _weighed(imports: Imports, source: str, read: ReadFile) -> Found:
    found = Found(wrong=len(read.wrong), twins=sum(one.why is Wrong.TWIN for one in read.wrong))
    for start in range(0, len(read.rows), STAGED_AT_ONCE):
        found = found.and_(await imports.weigh(source, read.rows[start : start + STAGED_AT_ONCE]))
    return found


def _tell(wanted: Wanted, source: str, currency: str, found: Found, say: Say) -> None:
    say(
        f"{wanted.file.name}: people read: {found.people} ({found.new} new, {found.known} known, "
        f"{found.banned} banned); lines left out: {found.wrong}."
    )
    say(
        f"Booked from {source} before: {found.before}. The others bring "
        f"{amount_text(found.sum_micro)} {currency}."
    )


async def _book(imports: Imports, number: int, currency: str, clock: Clock, say: Say) -> None:
    done = await imports.find(number)
    while (booked := await imports.book_some(number, clock.now())) is not None:
        done = booked
    ledger_micro, after = 0, 0
    while (part := await imports.sum_in_ledger(number, after)) is not None:
        ledger_micro, after = ledger_micro + part[0], part[1]
    await imports.finish(number)
    assert done is not None  # noqa: S101 - it was kept just now; tells mypy
    say(f"Booked now: {amount_text(done.booked_micro)} {currency}. Balances: {done.booked}.")
    if ledger_micro != done.booked_micro:
        raise CannotImport(
            f"The ledger has {amount_text(ledger_micro)} {currency} of them. See `bot.py audit`."
        )

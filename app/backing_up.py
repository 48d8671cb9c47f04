"""`bot.py backup` and `bot.py restore`: lines for a terminal."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from settings import Settings
from settings.live import InForce
from shop.clock import Clock
from shop.money import amount_text
from shop.standstill import NotCompared, Standstill
from storage.alerts.store import Alerts
from storage.backup.leavings import places
from storage.backup.making import make
from storage.backup.manifest import Manifest
from storage.backup.putting_back import put_back
from storage.core.database import Database, DatabaseTrouble
from storage.core.disk_words import to_read, to_write
from storage.core.lock import one_kiosk
from storage.desk.live_values import LiveValues
from storage.desk.standstill import Standstills


class CannotRestore(Exception):
    """The backup cannot be read, or nothing can be written; the text says why and what to do."""


class NotYet(Exception):
    """The standstill cannot be ended yet; the text says why and what to do."""


async def backup(settings: Settings, folder: Path, clock: Clock) -> list[str]:
    """Make a backup in this folder; return lines that say what is in it.

    Raises DatabaseTrouble, NotWhole, NoFolder and AnotherBackup.
    """
    key, now = settings.backup_key.get_secret_value(), clock.now()
    made = await make(settings.database_url, folder, now, keep=settings.backup_keep, passphrase=key)
    lines = [
        str(made.file),
        *_lines(made.manifest),
        *made.cleared,
        *await _noted(settings.database_url, clock),
    ]
    if made.dropped:
        lines.append(f"older backups deleted: {len(made.dropped)}")
    if made.stuck:
        lines.append(f"older backups that cannot be deleted: {', '.join(one.name for one in made.stuck)}")
    return lines


async def _noted(url: str, clock: Clock) -> list[str]:
    """Note in the database that a backup was made; return a line if it takes no note, as a read-only one."""
    try:
        await note_made(url, clock)
    except DatabaseTrouble as trouble:
        return [f"The backup is whole, but the kiosk does not know of it: {trouble}"]
    return []


async def note_made(url: str, clock: Clock) -> None:
    """Note in the database that a backup was made now. Raises DatabaseTrouble."""
    database = Database(url)
    await database.open()
    try:
        await Alerts(database).backup_made(clock.now())
    finally:
        await database.close()


async def restore(
    settings: Settings, file: Path, clock: Clock, *, operators: Collection[int], is_meant: bool
) -> list[str]:
    """Put this backup back, or without `is_meant` only try it; return lines that say what was done.

    Raises AlreadyRunning, InTheWay, NotWhole, CannotOpen, CannotRestore and DatabaseTrouble.
    """
    _can_be_read(file)
    database, room = Database(settings.database_url), Path(settings.backup_folder)
    await database.close()
    try:
        async with one_kiosk(database.url):
            manifest = await put_back(
                settings.database_url,
                file,
                clock.now(),
                passphrase=settings.backup_key.get_secret_value(),
                operators=operators,
                keep=is_meant,
                room=room,
            )
    except OSError as error:
        place = Path(error.filename).parent if error.filename else places(database.url, room)[0]
        raise CannotRestore(f"{to_write(place, error)}. Nothing was put back.") from error
    if not is_meant:
        dry = "The backup is whole, and its book is in order. Nothing was changed. Put it back with --yes."
        return [*_lines(manifest), dry]
    return [
        *_lines(manifest),
        "Put back. Now start the kiosk: it stands still, and nothing goes to a panel, until you go on.",
        "`bot.py restore` without a file shows what it found; `bot.py restore --go-on` goes on.",
    ]


def _can_be_read(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise CannotRestore(to_read(file, error)) from error


async def show(settings: Settings) -> list[str]:
    """Return what is known since the restore. Raises DatabaseTrouble."""
    database = Database(settings.database_url)
    database.refuse_if_missing()
    try:
        state = await Standstills(database).state()
        if state is None:
            return ["This database was never restored from a backup."]
        checked, scheduled = await Standstills(database).count_orders()
    finally:
        await database.close()
    made, restored = (f"{at:%Y-%m-%d %H:%M:%S} UTC" for at in (state.backup_at, state.restored_at))
    lines = [f"Backup of {made}, restored {restored}."]
    lines += [f"{name}: {words}" for name, words in sorted(state.findings.items())]
    lines += [f"{name}: not compared, {words}" for name, words in sorted(state.troubles.items())]
    lines += [f"orders being checked: {checked}", f"orders that start later: {scheduled}"]
    return [*lines, _standing(state)]


async def go_on(settings: Settings, clock: Clock, *, anyway: bool) -> list[str]:
    """End the standstill; the kiosk that runs notices within seconds. Raises NotYet and DatabaseTrouble."""
    database = Database(settings.database_url)
    database.refuse_if_missing()
    await database.open()
    try:
        live = InForce(settings, LiveValues(database).list_all)
        await live.refresh()
        within = timedelta(hours=live.now.unknown_hours)
        if not await Standstills(database).go_on(clock.now(), within, anyway=anyway):
            return ["The kiosk does not stand still."]
    except NotCompared as error:
        if not error.names:
            why = "Nothing was compared yet. Start the kiosk, wait a minute, and look again."
        else:
            why = f"Not compared: {error}. See why with `bot.py restore`; add --yes to go on without."
        raise NotYet(why) from error
    finally:
        await database.close()
    return ["The kiosk goes on. Orders being checked wait for your decision under /review."]


def _standing(state: Standstill) -> str:
    if not state.is_on:
        return f"An owner went on {state.lifted_at:%Y-%m-%d %H:%M:%S} UTC."
    return "The kiosk stands still. Go on with `bot.py restore --go-on`, or under /admin."


def _lines(manifest: Manifest) -> list[str]:
    """Return what is in a backup, for people."""
    sums = [
        f"book: {amount_text(micro)} {currency} in {kind}"
        for currency, kinds in sorted(manifest.sums.items())
        for kind, micro in sorted(kinds.items())
    ]
    last = ", ".join(f"{name} {number}" for name, number in sorted(manifest.last.items()))
    made = f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC by Kiosk {manifest.version}"
    return [
        f"made: {made}, {manifest.kind} at revision {manifest.revision}",
        f"rows: {sum(manifest.rows.values())} in {len(manifest.rows)} tables; last numbers: {last}",
        *sums,
    ]

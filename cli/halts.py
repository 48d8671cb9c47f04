"""What stops the shop now, by its rows, as `doctor` says it to whoever asks why nothing happens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.operator.alerts.endings import NAMES
from shop.alert_cases import Alert
from shop.alerts import AlertKind
from shop.maintenance import OPEN, Maintenance
from shop.standstill import Standstill
from storage.alerts.store import Alerts
from storage.core.database import Database, DatabaseTrouble
from storage.desk.maintenance import MaintenanceStore
from storage.desk.standstill import Standstills
from storage.ledger.store import Ledger
from storage.upgrade import HEAD, found_revision

STOPPING = frozenset(
    {
        *(AlertKind.PANEL_DOWN, AlertKind.PANEL_AUTH, AlertKind.PANEL_SHUT, AlertKind.PANEL_FUNDS),
        *(AlertKind.PANEL_BLOCKED, AlertKind.BALANCE_UNREAD, AlertKind.RATE_MISSING),
        *(AlertKind.CURRENCY_CHANGED, AlertKind.PRICES_OLD, AlertKind.DISK_FULL),
        *(AlertKind.TELEGRAM_WAITS, AlertKind.OTHER_POLLER, AlertKind.WEBHOOK_REMOVED),
    }
)
"""Alerts about what keeps orders, sales or messages back while it lasts."""


@dataclass(frozen=True, slots=True)
class Halts:
    """What stops the shop. `halted` says why no money moves; `alerts` say what stops a part of it."""

    halted: str | None = None
    restored: Standstill | None = None
    maintenance: Maintenance = OPEN
    alerts: tuple[Alert, ...] = ()


async def halts_in(url: str) -> Halts | None:
    """Return what stops the shop; None before its first start, and without a database that can be read."""
    database = Database(url)
    try:
        if database.is_missing or await found_revision(url) != HEAD:
            return None
        return Halts(
            halted=await Ledger(database).halted(),
            restored=await Standstills(database).state(),
            maintenance=await MaintenanceStore(database).state(),
            alerts=tuple(await Alerts(database).list_of(STOPPING)),
        )
    except DatabaseTrouble:  # the database has a line of its own, which fails
        return None
    finally:
        await database.close()


def failing(halts: Halts) -> Iterator[str]:
    """Yield what stands until somebody of the shop has seen to it."""
    if halts.halted is not None:
        yield (
            f"no money moves until the ledger adds up: {halts.halted.rstrip('.')}. `bot.py audit` shows what "
            "does not"
        )
    if halts.restored is not None and halts.restored.is_on:
        yield (
            f"it stands still since it was restored from a backup of {_at(halts.restored.backup_at)}: "
            "nothing goes to a panel, and no money goes back. `bot.py restore` shows what came since; "
            "go on with `bot.py restore --go-on`, or under /admin"
        )


def remarks(halts: Halts) -> Iterator[str]:
    """Yield what is meant so, or ends by itself once its cause is gone."""
    closed_at = halts.maintenance.closed_at
    if closed_at is not None and not (halts.restored is not None and halts.restored.is_on):
        yield f"closed for maintenance since {_at(closed_at)}; /maintenance opens it"
    for one in halts.alerts:
        name, supplier = NAMES[one.kind], one.facts.get("supplier")
        at = f" at {supplier}" if supplier else ""
        yield f"an alert is open since {_at(one.opened_at)}: {name}{at}. /admin says what to do"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

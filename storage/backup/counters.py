"""The counters that give ids, after a restore: far ahead, so that no id of the lost time is given again.

Buttons in chats, invoices at gateways and people's notes still have those ids.
"""

from datetime import timedelta

from sqlalchemy import Connection, text

from storage.tables import LASTING

AHEAD = 1_000_000
"""More ids than a shop gives between two backups.

Each second since the backup adds one: a backup may be put back again, after more ids were given.
"""

_BEGUN_ON_FILE = text("SELECT name FROM sqlite_sequence")
_MOVE_ON_FILE = text("UPDATE sqlite_sequence SET seq = seq + :ahead")
_BEGIN_ON_FILE = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :ahead)")

# Orders are numbered by the clock, which has gone on; see revision 0074.
_MOVE_ON_SERVER = text(
    "SELECT setval(quote_ident(sequencename), coalesce(last_value, 0) + :ahead) FROM pg_sequences "
    "WHERE schemaname = current_schema() AND sequencename <> 'kiosk_order_numbers'"
)


def move_on(connection: Connection, since_backup: timedelta) -> None:
    """Have every table give ids behind all that were given since the backup, also one that had given none."""
    ahead = AHEAD + max(0, int(since_backup.total_seconds()))
    if connection.dialect.name == "sqlite":
        _move_on_file(connection, ahead)
    else:
        connection.execute(_MOVE_ON_SERVER, {"ahead": ahead}).all()


def _move_on_file(connection: Connection, ahead: int) -> None:
    begun = set(connection.execute(_BEGUN_ON_FILE).scalars())
    connection.execute(_MOVE_ON_FILE, {"ahead": ahead})
    for table in LASTING:
        if table.dialect_options["sqlite"]["autoincrement"] and table.name not in begun:
            connection.execute(_BEGIN_ON_FILE, {"name": table.name, "ahead": ahead})

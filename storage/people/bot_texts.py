"""The texts that the kiosk has written into its bot's profile, to tell them from the operator's own."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.people.tables import bot_text


class BotTexts:
    """Reads and writes `bot_text`. `kind` is which text of the profile, like "description"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_written(self, connection: Connection, kind: str) -> frozenset[str]:
        """Return every text of this kind that was ever written, in any language."""
        found = select(bot_text.c.text).where(bot_text.c.kind == kind)
        return frozenset(connection.execute(found).scalars())

    @writes
    def note(self, connection: Connection, kind: str, text: str, now: datetime) -> None:
        """Store that this text is the kiosk's, before Telegram is told: its answer may be lost."""
        adding = insert_into(connection, bot_text).values(kind=kind, text=text, written_at=now)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["kind", "text"]))

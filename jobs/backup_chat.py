"""Send each new backup to the operators' chat, sealed, if that is wanted; an alert says why one was not."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from messaging.alerts import OperatorAlerts
from messaging.rate_limit import retry_seconds
from shop.alerts import AlertKind, Condition
from shop.backup_chat import Unsent, pause_after, why_unsent
from shop.clock import Clock
from shop.tickets.desk import Desk
from storage.backup.making import newest_in
from storage.backup.sealing import is_sealed
from storage.backup.sent import last_sent, note_sent

log = logging.getLogger("kiosk.jobs")

SENDING_SECONDS = 300.0


@dataclass
class BackupChat:
    """Sends the newest backup of `folder` to the operators' group, once; `is_wanted` False is never."""

    is_wanted: bool
    folder: Path
    desk: Desk
    alerts: OperatorAlerts
    clock: Clock
    bot: Bot

    def __post_init__(self) -> None:
        self._rests_until = self.clock.monotonic()
        self._failures = 0
        self._has_forgotten = False

    async def look(self) -> None:
        """Send the newest backup, if it was not sent yet."""
        if not self.is_wanted:
            return await self._forgets()
        if self.clock.monotonic() < self._rests_until:
            return None
        try:
            file = await asyncio.to_thread(_newest_unsent, self.folder, self.clock.now())
            why = None if file is None else await self._sent(file)
        except OSError as error:
            self._rest(None)
            log.warning("The newest backup cannot be read, so it was not sent: %s", error)
            return None
        await self.alerts.settle({AlertKind.BACKUP_UNSENT}, _conditions(file, why))
        return None

    async def _forgets(self) -> None:
        """Close the alert of a time when backups were sent, once in a run."""
        if not self._has_forgotten:
            await self.alerts.settle({AlertKind.BACKUP_UNSENT}, [])
            self._has_forgotten = True

    async def _sent(self, file: Path) -> Unsent | None:
        """Send this file; return why it was not sent, None if it was. Raises OSError."""
        chat = None if self.desk.is_away else self.desk.chat
        sealed, size = await asyncio.to_thread(_looked_at, file)
        if why := why_unsent(is_sealed=sealed, size=size, has_group=chat is not None):
            return why
        assert chat is not None  # noqa: S101 - what `why_unsent` has said, for mypy
        content = await asyncio.to_thread(file.read_bytes)
        try:
            await self._send(chat, file.name, content)
        except TelegramError as error:
            self._rest(error)
            log.warning("The backup %s was not sent to the operators' chat: %s", file.name, error)
            return Unsent.REFUSED
        self._failures = 0
        await asyncio.to_thread(note_sent, self.folder, file.name)
        log.info("The backup %s was sent to the operators' chat.", file.name)
        return None

    async def _send(self, chat: int, name: str, content: bytes) -> None:
        await self.bot.send_document(
            chat_id=chat,
            document=content,
            filename=f"{self.bot.username}-{name}",
            disable_notification=True,
            read_timeout=SENDING_SECONDS,
            write_timeout=SENDING_SECONDS,
        )

    def _rest(self, error: TelegramError | None) -> None:
        """Wait before the next try: as long as Telegram asks, or longer after each failure."""
        self._failures += 1
        asked = retry_seconds(error) if isinstance(error, RetryAfter) else 0.0
        self._rests_until = self.clock.monotonic() + max(pause_after(self._failures).total_seconds(), asked)


def _newest_unsent(folder: Path, now: datetime) -> Path | None:
    newest = newest_in(folder, now)
    if newest is None or newest[0].name == last_sent(folder):
        return None
    return newest[0]


def _looked_at(file: Path) -> tuple[bool, int]:
    """Return True if the file is sealed, and its size; of one that is not sent no more is read."""
    with file.open("rb") as opened:
        return is_sealed(opened), file.stat().st_size


def _conditions(file: Path | None, why: Unsent | None) -> Sequence[Condition]:
    if file is None or why is None:
        return []
    return [Condition(AlertKind.BACKUP_UNSENT, facts={"word": file.name, "why": why.value})]

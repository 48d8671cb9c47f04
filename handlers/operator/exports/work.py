"""The worker that makes exports: page by page into a file on disk, sent, and deleted."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from telegram.error import TelegramError

from handlers.context import Bot, Services
from handlers.operator.exports.views import being_made, export_ready, file_caption, not_made
from handlers.operator.progress import Progress, translator_of
from locales import Translator
from shop.acts import EXPORT, subject_of
from shop.person import Role
from shop.transfer.export import HEADS, Export, file_names
from shop.transfer.files import Parts
from shop.zones import clock_of
from storage.transfer.exports import START, Cut, Key

log = logging.getLogger("kiosk.handlers")

MOST_TRIES = 3
"""Tries of one export, those included that a crash ended."""

SENDING_SECONDS = 300.0
"""The time limit of an upload: 45 MB over a slow line."""


@dataclass
class ExportWork:
    """Makes the exports that wait, one after the other. Files stand on the disk for as long as that takes."""

    services: Services
    bot: Bot

    @property
    def _prefix(self) -> str:
        return f"kiosk-export-{self.bot.id}-"

    async def make_next(self) -> bool:
        """Make and send the export that has waited longest; return False if none can be made now."""
        exports = self.services.stores.exports
        wanted = await exports.begin_next()
        if wanted is None:
            return False
        t = await translator_of(self.services, wanted.asked_by)
        card = Progress(self.services, self.bot, wanted.asked_by, subject_of(EXPORT, wanted.id))
        is_owner = self.services.access.role_of(wanted.asked_by) is Role.OWNER
        try:
            if is_owner and wanted.tries < MOST_TRIES:
                await self._made(wanted, card, t)
                await exports.end(wanted.id, self.services.clock.now())
                return True
        except (TelegramError, OSError) as error:
            log.warning("An export was not made or sent: %s", error)
            if wanted.tries + 1 < MOST_TRIES:
                return False  # tried again when the worker wakes next
        await exports.end(wanted.id, self.services.clock.now())
        await card.ends(not_made(wanted.kind, t))
        return True

    async def _made(self, wanted: Export, card: Progress, t: Translator) -> None:
        """Write the files and send them; whatever happens, nothing stays on the disk."""
        await asyncio.to_thread(_clear, self._prefix)
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix=self._prefix))
        try:
            lines, paths = await self._written(wanted, folder, card, t)
            for path in paths:
                await self._sent(wanted, path, lines, t)
            await card.ends(export_ready(wanted.kind, lines, len(paths), t))
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _written(
        self, wanted: Export, folder: Path, card: Progress, t: Translator
    ) -> tuple[int, Sequence[Path]]:
        """Write page after page; each is read in a moment, and formatted in a thread."""
        exports, currency = self.services.stores.exports, self.services.board.currency
        names = file_names(wanted, self.services.clock.now().astimezone(clock_of(t.zone)))
        parts = Parts(wanted.form, folder, names, HEADS[wanted.kind])
        upto = await exports.last_key(wanted.kind)
        key: Key | None = START
        count = 0
        try:
            await asyncio.to_thread(parts.add, ())  # a file of no lines is a file
            while key is not None:
                page, key = await exports.page(Cut(wanted, currency, key, upto))
                await asyncio.to_thread(parts.add, page)
                count += len(page)
                await card.counts(partial(being_made, wanted.kind, count, t))
        finally:
            await asyncio.to_thread(parts.close)
        return count, parts.paths

    async def _sent(self, wanted: Export, path: Path, lines: int, t: Translator) -> None:
        with path.open("rb") as file:
            await self.bot.send_document(
                chat_id=wanted.asked_by,
                document=file,
                filename=path.name,
                caption=file_caption(wanted.kind, wanted.span, lines, t),
                read_timeout=SENDING_SECONDS,
                write_timeout=SENDING_SECONDS,
            )


def _clear(prefix: str) -> None:
    """Delete what a process that was killed has left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(folder, ignore_errors=True)

"""The worker of imports: reads a file for its dry run, and books what was confirmed, some at a time."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from telegram.error import TelegramError

from handlers.context import Bot, Services
from handlers.operator.imports.views import SHOWN, being_booked, dry_run, imported, not_read
from handlers.operator.progress import Progress, translator_of
from handlers.ordering.files import content_of
from handlers.sentences import sentence_for
from locales import Translator
from shop.errors import ShopError
from shop.ordering.text_file import plain_text
from shop.transfer.cells import Cell, csv_text
from shop.transfer.people_file import MOST_BYTES, ReadFile, read_people
from shop.transfer.people_import import Found, ImportState, PeopleImport
from shop.transfer.people_lines import WORDS, ImportRules, Wrong, WrongRow
from storage.transfer.imports import STAGED_AT_ONCE

log = logging.getLogger("kiosk.handlers")

MOST_TRIES = 5
"""Tries of reading one file, those included that a crash ended."""


@dataclass
class ImportWork:
    """Does the imports one after the other; each step leaves rows from which the next process goes on."""

    services: Services
    bot: Bot

    async def go_on(self) -> bool:
        """Read or book the import that has waited longest; return False if there is nothing to do now."""
        imports = self.services.stores.imports
        wanted = await imports.begin_next(self.services.clock.now())
        if wanted is None:
            return await imports.clear() > 0
        t = await translator_of(self.services, wanted.asked_by)
        card = Progress(self.services, self.bot, wanted.asked_by, wanted.subject)
        if wanted.state is ImportState.CONFIRMED:
            await self._book(wanted, card, t)
            return True
        try:
            await self._check(wanted, card, t)
        except TelegramError as error:
            log.warning("A file of people could not be had: %s", error)
            if wanted.tries + 1 < MOST_TRIES:
                return False  # tried again when the worker wakes next
            await self._refuse(wanted, ShopError("file_out_of_reach"), card, t)
        except ShopError as refused:
            await self._refuse(wanted, refused, card, t)
        return True

    async def _refuse(self, wanted: PeopleImport, why: ShopError, card: Progress, t: Translator) -> None:
        await self.services.stores.imports.refuse(wanted.id, self.services.clock.now())
        said = ShopError("import_not_text") if why.key == "file_not_text" else why
        await card.ends(not_read(sentence_for(said, t), t))

    async def _check(self, wanted: PeopleImport, card: Progress, t: Translator) -> None:
        """The dry run: read the file, keep its good rows, and say what booking them would do."""
        imports, services = self.services.stores.imports, self.services
        file = await self.bot.get_file(wanted.file_id)
        content = await content_of(file, most=MOST_BYTES, too_big=ShopError("import_too_big"))
        rules = ImportRules(wanted.currency, frozenset(services.board.prices.levels), self.bot.id)
        read = await asyncio.to_thread(_read, content, rules)
        while await imports.clear(wanted.id):  # of a try that a crash ended
            continue
        found = Found(wrong=len(read.wrong), twins=sum(one.why is Wrong.TWIN for one in read.wrong))
        for start in range(0, len(read.rows), STAGED_AT_ONCE):
            rows = read.rows[start : start + STAGED_AT_ONCE]
            found = found.and_(await imports.stage(wanted.id, wanted.source, rows))
        digest = hashlib.sha256(content).hexdigest()
        await self._send_wrong(wanted, read.wrong, t)
        await imports.checked(wanted.id, found, digest, services.clock.now())
        await card.ends(dry_run(wanted, found, read, t, is_private=not services.access.open))

    async def _send_wrong(self, wanted: PeopleImport, wrong: Sequence[WrongRow], t: Translator) -> None:
        """Send the wrong lines as a file where the card has no room for them."""
        if len(wrong) <= SHOWN:
            return
        heads = ("line", "why", "cell")
        lines: list[Sequence[Cell]] = [
            heads,
            *((one.line, t.label(WORDS[one.why]), one.cell) for one in wrong),
        ]
        await self.bot.send_document(
            chat_id=wanted.asked_by,
            document=csv_text(lines).encode("utf-8-sig"),
            filename=f"wrong-lines-{wanted.id}.csv",
            caption=t.label("Lines that are left out: {count}", count=len(wrong)),
        )

    async def _book(self, wanted: PeopleImport, card: Progress, t: Translator) -> None:
        """Book row after row; between two transactions everybody else has their turn."""
        imports, done = self.services.stores.imports, wanted
        while (booked := await imports.book_some(wanted.id, self.services.clock.now())) is not None:
            done = booked
            await card.counts(partial(being_booked, done, t))
        ledger_micro, after = 0, 0
        while (part := await imports.sum_in_ledger(wanted.id, after)) is not None:
            ledger_micro, after = ledger_micro + part[0], part[1]
        await imports.finish(wanted.id)
        await self._refresh_rights_and_prices()
        await card.ends(imported(replace(done, state=ImportState.DONE), ledger_micro, t))

    async def _refresh_rights_and_prices(self) -> None:
        """Have the whole kiosk go by who was let in or banned, and by people's price levels."""
        services = self.services
        services.access.roster = await services.stores.staff.roster()
        async with services.board.changing:
            services.board.update(await services.stores.price_rules.load())


def _read(content: bytes, rules: ImportRules) -> ReadFile:
    return read_people(plain_text(content), rules)

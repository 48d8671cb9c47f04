"""`bot.py doctor`: settings, texts, database, Telegram and panel, one line each."""

import asyncio
import errno
import logging
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

import logs
from app.stores import identity_of
from cli.halts import failing, halts_in, remarks
from env_file import PATH
from locales.po_files import languages_in, problems_in
from messaging.desk_check import DeskFails, check_desk
from messaging.transport import TelegramRequest
from messaging.ways_out import public_part
from messaging.webhook_address import host_of
from messaging.wire import NoBotApi, Telegram
from panel.client import PanelClient
from private_files import readable_by_others
from settings import Settings, remarks_of_names
from settings.live import InForce
from settings.panel_accounts import PanelAccount
from shop.clock import SystemClock
from shop.errors import PanelError
from shop.live_values import LiveValue
from shop.pricing.price_list import percent_text
from shop.suppliers import settings_named
from shop.zones import knows_cities
from storage.backup.gone import refuse_if_gone
from storage.backup.leavings import clear
from storage.backup.state import BackupsFail, chat_state_of, room, state_of
from storage.catalogue.price_rules import PriceRules
from storage.core.database import Database, DatabaseTrouble
from storage.core.disk_words import refusal_of, to_write
from storage.core.version import sqlite_warning
from storage.desk.live_values import LiveValues
from storage.people.identity import Identities
from storage.upgrade import HEAD, found_revision, refuse_log_alone

log = logging.getLogger("kiosk")

Report = Callable[[str], None]

Check = Callable[[Settings], Awaitable[str]]
"""Look at one part, and say how it is in a line. Raises PartFails."""


_NOT_OURS = "{file} and its folder cannot be written; check their owner and permissions"


class PartFails(Exception):
    """One part does not work; the text says what to do."""


async def examine(settings: Settings, report: Report) -> bool:
    """Check every part and report a line for each; return True if all work."""
    redact = logs.Redactor(settings.secrets)
    return await _examine(settings, lambda line: report(redact(line)))


async def _examine(settings: Settings, report: Report) -> bool:
    report(f"ok    settings: read, {settings.access} access, {_people(settings)}")
    live = await in_force(settings)
    await _report_remarks(live, report)
    all_work = True
    for name, check in _parts(live.now):
        try:
            report(f"ok    {name}: {await check(live.now)}")
        except PartFails as failure:
            all_work = False
            report(f"FAIL  {name}: {failure}")
    return await _report_halts(live.now.database_url, report) and all_work


async def _report_remarks(live: InForce, report: Report) -> None:
    """Report what is worth knowing, though nothing fails because of it."""
    settings = live.now
    for remark in (*settings.remarks(), *live.remarks(), *remarks_of_names()):
        report(f"note  settings: {remark}")
    if settings.topup_buttons:
        report(f"ok    top-ups: the buttons say {settings.topup_buttons}")
    if not knows_cities():
        report(
            "note  time zones: none are known here; people can only set a distance from UTC. Install tzdata."
        )
    for sentence in readable_by_others(PATH):
        report(f"note  settings: {sentence}")
    folder = Path(settings.backup_folder)
    for line in await asyncio.to_thread(clear, settings.database_url, folder):
        report(f"note  backups: {line}")


async def _report_halts(url: str, report: Report) -> bool:
    """Report what stops the shop, though every part works; return False if somebody has to end it."""
    halts = await halts_in(url)
    if halts is None:
        return True
    failures, notes = list(failing(halts)), list(remarks(halts))
    for said in failures:
        report(f"FAIL  shop: {said}")
    for said in notes:
        report(f"note  shop: {said}")
    if not failures and not notes:
        report("ok    shop: open, nothing stops it")
    return not failures


def _parts(settings: Settings) -> Iterator[tuple[str, Check]]:
    """Yield the parts that these settings have, each with its check."""
    yield "texts", _texts
    yield "database", _database
    yield "backups", _backups
    yield "telegram", _telegram
    for account in settings.accounts:
        yield f"panel {account.name}".strip(), partial(_panel, account)
    if settings.operators_chat is not None:
        yield "operators", _operators
    if settings.membership_stars:
        yield "membership", _membership
    if settings.backup_chat:
        yield "backup chat", _backup_chat


async def in_force(settings: Settings) -> InForce:
    """Return the settings with what was set at the desk; without a database that can be read, as they are."""
    live = InForce(settings, partial(_set_at_the_desk, settings.database_url))
    try:
        await live.refresh()
    except DatabaseTrouble as trouble:  # the database has a line of its own, which fails
        log.debug("What was set at the desk could not be read: %s", trouble)
    return live


async def _set_at_the_desk(url: str) -> Sequence[LiveValue]:
    database = Database(url)
    try:
        if database.is_missing or await found_revision(url) != HEAD:
            return ()
        return await LiveValues(database).list_all()
    finally:
        await database.close()


async def _texts(_settings: Settings) -> str:
    """Read the sentences of every language. Raises PartFails naming what cannot be used."""
    if problems := problems_in():
        raise PartFails("\n".join(problems))
    return f"{len(languages_in()) + 1} languages, all can be read"


def _people(settings: Settings) -> str:
    """Describe the people in the settings."""
    allowed = "everybody may order" if settings.access == "shop" else f"{len(settings.allowed_ids)} allowed"
    return f"operators: {len(settings.admin_ids)}, {allowed}"


async def _database(settings: Settings) -> str:
    database = Database(settings.database_url)
    note = "".join(f" ({one})" for one in _remarks_on_files(database))
    try:
        if database.is_sqlite:
            _can_be_written(Path(database.url.database or ""))
        if database.is_missing:
            refuse_log_alone(database.url)
            await refuse_if_gone(settings.database_url, Path(settings.backup_folder))
            return f"not there yet; `run` creates it{note}"
        found = await found_revision(settings.database_url)
        if found not in {None, HEAD}:
            return f"at revision {found}; `run` upgrades it to {HEAD}{note}"
        if found is None:
            await refuse_if_gone(settings.database_url, Path(settings.backup_folder))
            return f"empty; `run` creates the tables{note}"
        refused = await Identities(database, identity_of(settings)).refusals()
        if refused:
            raise PartFails(" ".join(refused))
        return f"at the current revision{note}"
    except DatabaseTrouble as trouble:
        raise PartFails(str(trouble)) from trouble
    finally:
        await database.close()


def _remarks_on_files(database: Database) -> list[str]:
    """Return what is wrong with SQLite and the files it has, each with what to do."""
    if not database.is_sqlite:
        return []
    bug, file = sqlite_warning(), Path(database.url.database or "")
    return [*([bug] if bug else []), *readable_by_others(file)]


async def _backups(settings: Settings) -> str:
    """Read the newest backup whole. Raises PartFails if it is damaged, or older than it may be."""
    folder, key = Path(settings.backup_folder), settings.backup_key.get_secret_value()
    every_hours, now = settings.backup_every_hours, SystemClock().now()
    try:
        state = await asyncio.to_thread(state_of, folder, key, now, every_hours=every_hours)
    except BackupsFail as failure:
        raise PartFails(str(failure)) from None
    return f"{state}; {room(folder, settings.database_url)}"


async def _backup_chat(settings: Settings) -> str:
    """Describe whether backups go to the operators' chat. Raises PartFails naming what keeps them from it."""
    folder, key = Path(settings.backup_folder), settings.backup_key.get_secret_value()
    try:
        return chat_state_of(folder, key, SystemClock().now(), has_group=settings.operators_chat is not None)
    except BackupsFail as failure:
        raise PartFails(str(failure)) from None


async def _membership(settings: Settings) -> str:
    """Describe what members get. Raises PartFails if nobody can join."""
    offer = settings.membership
    if not offer.stars:
        raise PartFails("it takes ACCESS=shop, STAR_VALUE and MEMBERSHIP_LEVEL")
    levels = await _levels(settings.database_url)
    if levels is None:
        return f"{offer.stars} Stars; whether there is a level {offer.level} is known after a start"
    if not offer.is_on(levels):
        is_there = offer.level in levels
        has = "does not lower prices" if is_there else "is no level yet"
        raise PartFails(
            f"MEMBERSHIP_LEVEL: {offer.level} {has}, so nobody can join. Send /prices level {offer.level} -10"
        )
    return f"{offer.stars} Stars for level {offer.level}, {percent_text(levels[offer.level])} points"


async def _levels(url: str) -> Mapping[str, int] | None:
    """Return the price levels, None before the first start. Raises PartFails without a database."""
    database = Database(url)
    try:
        if database.is_missing or await found_revision(url) != HEAD:
            return None
        return (await PriceRules(database, usual_ppm=0).load()).levels
    except DatabaseTrouble as trouble:
        raise PartFails(str(trouble)) from trouble
    finally:
        await database.close()


def _can_be_written(file: Path) -> None:
    """Check that SQLite can make files beside the database's own. Raises PartFails."""
    try:
        _refuse_to_write(file)
    except OSError:  # in a folder that this account may not look into
        raise PartFails(_NOT_OURS.format(file=file)) from None


def _refuse_to_write(file: Path) -> None:
    folder = file.parent
    if (refusal := refusal_of(folder)) is not None and refusal.errno == errno.EROFS:
        raise PartFails(f"{to_write(folder, refusal)}.")
    if not folder.is_dir():
        raise PartFails(f"the folder {folder} does not exist; make it, or name another in DATABASE_URL")
    if file.is_dir():
        raise PartFails(f"{file} is a folder; name a file in it in DATABASE_URL")
    if not os.access(folder, os.W_OK | os.X_OK) or (file.exists() and not os.access(file, os.W_OK)):
        raise PartFails(_NOT_OURS.format(file=file))


async def _telegram(settings: Settings) -> str:
    request, calls = TelegramRequest(proxy=settings.way_to_telegram), settings.telegram_urls[0]
    bot: ExtBot[None] = ExtBot(settings.token, base_url=calls, request=request)
    try:
        async with request:
            await Telegram(bot, request).meet()
            me = await bot.get_me()
            delivery = await _delivery_of_updates(bot, settings)
    except InvalidToken:
        raise PartFails("Telegram refuses BOT_TOKEN. Copy it again from BotFather.") from None
    except NoBotApi as other:
        raise PartFails(str(other)) from None
    except TelegramError as error:
        where = public_part(settings.telegram_api_root) + _through(settings.way_to_telegram)
        raise PartFails(f"no answer from {where} ({_inside(error)}). Check the network.") from None
    note = "" if me.supports_inline_queries else " (inline mode is off; BotFather's /setinline turns it on)"
    return f"@{me.username}{note}, {delivery}{_through(settings.way_to_telegram)}"


async def _operators(settings: Settings) -> str:
    """Describe the operators' group, where customers' questions go."""
    request, calls = TelegramRequest(proxy=settings.way_to_telegram), settings.telegram_urls[0]
    bot: ExtBot[None] = ExtBot(settings.token, base_url=calls, request=request)
    try:
        async with bot:
            return await check_desk(bot, settings.operators_chat or 0)
    except DeskFails as failure:
        raise PartFails(f"OPERATORS_CHAT: {failure}") from None
    except TelegramError as error:
        raise PartFails(f"OPERATORS_CHAT could not be looked at ({_inside(error)}).") from None


async def _delivery_of_updates(bot: Bot, settings: Settings) -> str:
    """Describe how updates will come, and Telegram's present webhook. Raises TelegramError."""
    plan = f"will be called at {settings.webhook_url}" if settings.webhook_url else "will poll"
    try:
        info = await bot.get_webhook_info()
    except InvalidToken:  # getMe has shown that the token is good: this server has no such method
        return plan
    notes = [plan, _present_webhook(info, settings.webhook_url)]
    if info.pending_update_count:
        notes.append(f"updates waiting: {info.pending_update_count}")
    if info.last_error_message and info.last_error_date:
        notes.append(f"last failed call {info.last_error_date:%Y-%m-%d %H:%M} UTC: {info.last_error_message}")
    return "; ".join(note for note in notes if note)


def _present_webhook(info: WebhookInfo, wanted: str) -> str:
    if info.url == wanted:
        return ""
    if not wanted:
        return f"Telegram calls {host_of(info.url)} now, `run` will end that"
    whom = host_of(info.url) if info.url else "nobody"
    return f"Telegram calls {whom} now, `run` will change that"


async def _panel(account: PanelAccount, settings: Settings) -> str:
    proxy, key = settings.way_to_panel, account.key.get_secret_value()
    panel = PanelClient(account.url, key, account.profile, SystemClock(), proxy=proxy, calls=account.calls)
    named = settings_named(account.name)
    variables = f"{'url in ' if account.name else ''}{named['place']} and {named['setting']}"
    try:
        profile = await panel.detect()
        balance = await panel.balance()
        services = len(await panel.services())
    except PanelError as error:
        raise PartFails(f"{error}{_through(proxy)}. Check {variables}.") from None
    finally:
        await panel.aclose()
    money = f"{balance.amount} {balance.currency or ''}".strip()
    note = ""
    if balance.currency and balance.currency != settings.currency:
        note = f"; its currency is {balance.currency}, CURRENCY says {settings.currency}"
        note += (
            ": selling needs a rate, see /prices"
            if settings.access == "shop" or account.name
            else f": wallets are in {balance.currency} while ACCESS is private"
        )
    at_once = f"{panel.calls} status {'call' if panel.calls == 1 else 'calls'} at once"
    return f"{services} services, balance {money}, dialect {profile}, {at_once}{note}{_through(proxy)}"


def _inside(error: TelegramError) -> str:
    """Return what an error says, for a sentence that goes on behind it."""
    return str(error).rstrip(".")


def _through(proxy: str) -> str:
    return f", through {public_part(proxy)}" if proxy else ""

"""Operators' mistakes: all problems at once, a clear line each, the right exit code."""

import asyncio
import hashlib
import sqlite3
from contextlib import closing

import pytest

from playground.telegram.faults import Fault, odd_json
from tests.faults.child import Said
from tests.faults.process import KioskProcess, links
from tests.faults.test_database_trouble import LOCKED, NO_TRACE, locked
from tests.in_process import KEY, TOKEN

pytestmark = pytest.mark.slow


def clear(said: Said) -> list[str]:
    """Return the lines an operator reads; assert that none is a traceback or has a secret."""
    written = said.out + said.err
    assert NO_TRACE not in written, written
    assert TOKEN not in written
    assert KEY not in written
    return written.splitlines()


async def test_missing_settings_are_all_named_at_once(process: KioskProcess) -> None:
    there = {"DATABASE_URL": process.settings["DATABASE_URL"]}
    said = await process.runs_bare("run", there)
    *lines, last = clear(said)
    assert said.code == 2
    named = [line.partition(":")[0] for line in lines]
    assert named == ["BOT_TOKEN", "PANEL_URL", "PANEL_KEY", "ADMIN_IDS"]
    assert all("is missing" in line for line in lines)
    assert "cp .env.example .env" in last


async def test_wrong_settings_are_all_named_at_once_and_no_value_is_shown(process: KioskProcess) -> None:
    wrong = {
        "BOT_TOKEN": "CANARY-token",
        "PANEL_URL": "ftp://CANARY.example/api",
        "ADMIN_IDS": "CANARY",
        "ALLOWED_IDS": "1,CANARY",
        "TELEGRAM_API_ROOT": "CANARY",
        "TELEGRAM_PROXY": "CANARY",
        "PANEL_PROXY": "socks4://CANARY:1080",
        "PANEL_PROFILE": "nobody-s",
        "DATABASE_URL": "mysql://CANARY@localhost/x",
        "ACCESS": "CANARY",
        "CURRENCY": "CANARY-dollars",
        "MARKUP_PERCENT": "CANARY",
        "COUPON_LOSS": "CANARY",
        "FALLBACK_LOSS": "CANARY",
        "INVITE_REWARD": "CANARY",
        "SWEEP_SECONDS": "0",
        "WEBHOOK_URL": "http://CANARY.example",
        "WEBHOOK_LISTEN": "CANARY",
        "WEBHOOK_SECRET": "CANARY!",
        "PAYMENTS_LISTEN": "CANARY",
        "HEALTH_LISTEN": "CANARY",
        "LOG_LEVEL": "CANARY",
        "LOG_FORMAT": "CANARY",
    }
    said = await process.runs("run", **wrong)
    *lines, _last = clear(said)
    assert said.code == 2
    assert {line.partition(":")[0] for line in lines} == set(wrong)
    assert len(lines) == len(wrong)
    assert "CANARY" not in said.out + said.err


async def test_a_token_that_telegram_refuses(process: KioskProcess) -> None:
    other = "700000001:AAanothertokenanothertokenanother_2"
    run, doctor = await asyncio.gather(*(process.runs(name, BOT_TOKEN=other) for name in ("run", "doctor")))
    assert run.code == doctor.code == 1
    for said in (run, doctor):
        assert any("Telegram refuses BOT_TOKEN" in line for line in clear(said))
        assert other not in said.out + said.err
    assert "ok    panel" in doctor.out


async def test_databases_that_cannot_be_used(process: KioskProcess) -> None:
    newer, junk, nowhere = (process.folder / name for name in ("newer.db", "junk.db", "no/kiosk.db"))
    newer.write_bytes(process.database.read_bytes())
    with closing(sqlite3.connect(newer)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    junk.write_bytes(b"This is no database. " * 400)
    before = [hashlib.sha256(path.read_bytes()).digest() for path in (newer, junk)]

    told = {
        newer: "made by a newer Kiosk (revision 9999",
        junk: "damaged",
        nowhere: "names a folder the kiosk may write to",
    }
    endings = await asyncio.gather(
        *(process.runs("run", DATABASE_URL=f"sqlite+aiosqlite:///{path}") for path in told)
    )
    for said, sentence in zip(endings, told.values(), strict=True):
        assert said.code == 1, said
        assert any(sentence in line for line in clear(said)), said
    assert [hashlib.sha256(path.read_bytes()).digest() for path in (newer, junk)] == before
    assert not nowhere.parent.exists()
    assert process.telegram.calls_of("getMe", "getUpdates") == []


@pytest.mark.parametrize("command", ["run", "audit", "aside"])
async def test_who_gives_up_does_not_say_that_it_tries_again(process: KioskProcess, command: str) -> None:
    said = await process.runs(command, DATABASE_URL="postgresql+asyncpg://kiosk@127.0.0.1:1/kiosk")
    assert said.code == 1
    [last] = clear(said)[-1:]
    assert "See that it runs and that DATABASE_URL is right." in last
    assert "Trying again" not in said.out + said.err


async def test_a_second_kiosk_on_the_same_database(process: KioskProcess) -> None:
    child = await process.starts()
    said = await process.runs("run")
    assert said.code == 75
    assert any("Another kiosk is running on this database" in line for line in clear(said))
    process.ann.says("/help")
    await process.sees(process.ann, "What I can do")
    assert await child.terminated() == 0


async def test_another_poller_with_the_same_token(process: KioskProcess) -> None:
    child = await process.starts()
    process.ann.says("/help")
    await process.sees(process.ann, "What I can do")

    async def polls_too() -> None:
        while True:
            await process.telegram.call("getUpdates", {"timeout": "1", "offset": "0"})

    other = asyncio.create_task(polls_too())
    try:
        assert await child.ended() == 75
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
    assert "Another program keeps polling with this bot's token. Stop it" in child.output
    assert NO_TRACE not in child.output


BOT = {"id": 700_000_001, "is_bot": True, "first_name": "Kiosk", "username": "kiosk_bot"}
NO_BOT = "This server is no Bot API: its answer to getMe describes no bot. Check TELEGRAM_API_ROOT."


def describing(bot: object) -> Fault:
    """Return this inside an envelope, as many APIs have one."""
    return odd_json(200, {"ok": True, "result": bot})


@pytest.mark.parametrize(
    "told",
    [
        {name: value for name, value in BOT.items() if name != "is_bot"},
        {name: value for name, value in BOT.items() if name != "username"},
        BOT | {"is_bot": "yes"},
        BOT | {"id": "700000001"},
        [BOT],
        True,
    ],
    ids=["no is_bot", "no username", "is_bot is text", "id is text", "a list", "true"],
)
async def test_a_server_whose_get_me_describes_no_bot(process: KioskProcess, told: object) -> None:
    process.telegram.plan("getMe", *[describing(told)] * 2)
    process.ann.says("/help")
    said = await process.runs("run")
    assert said.code == 1
    assert NO_BOT in clear(said)[-1]
    assert process.telegram.calls_of("getUpdates", "setMyCommands", "deleteWebhook") == []
    assert len(process.telegram.updates) == 1


async def test_one_odd_answer_to_get_me_only_delays_the_start(process: KioskProcess) -> None:
    process.telegram.plan("getMe", describing({"version": 3}))
    process.ann.says("/help")
    child = await process.launches()
    await process.sees(process.ann, "What I can do")
    assert await child.terminated() == 0
    assert child.output.count("asking once more") == 1


async def test_locked_at_start(process: KioskProcess) -> None:
    process.ann.says("/help")
    with locked(process):
        said = await process.runs("run")
    assert said.code == 1
    assert any(LOCKED in line for line in clear(said))
    assert "Trying again" not in said.out + said.err
    assert len(process.telegram.updates) == 1
    await process.starts()
    await process.sees(process.ann, "What I can do")


async def test_locked_in_mid_run(process: KioskProcess) -> None:
    """Locked for longer than SQLite waits: a log line, no acknowledgement, and then all goes on."""
    ann, link = process.ann, next(links)
    child = await process.starts()
    ann.says(f"/order 1 {link} 100")
    await process.sees(ann, "Check your order")
    await process.falls_quiet()
    with locked(process):
        ann.taps("Confirm")
        await process.until(lambda: LOCKED in child.output, "a line about the lock")
        assert len(process.telegram.updates) == 1, "acknowledged although it is not stored"
    await process.sees(ann, f"Order {await process.number()}", "is done")
    assert len(process.panel.orders_for(link)) == 1
    assert NO_TRACE not in child.output
    await process.audited()


async def test_sigterm_while_the_database_is_locked(process: KioskProcess) -> None:
    ann, link = process.ann, next(links)
    child = await process.starts()
    await process.orders(ann, link)
    await process.sees(ann, f"Order {await process.number()}")
    with locked(process):
        ann.says("/help")
        polls = process.polls
        await process.until(lambda: process.polls > polls or len(process.telegram.updates), "the update")
        assert await child.terminated() == 0
    await process.starts()
    await process.sees(ann, "What I can do")
    await process.falls_quiet()
    await process.audited()


async def test_doctor_tells_the_truth_and_no_secret(process: KioskProcess) -> None:
    (process.folder / ".env").write_text("BACKUP_EVRY_HOURS=24\nLOG_LEVEL=INFO\nlog_level=INFO\n")
    said = await process.runs(
        "doctor",
        ACCESS="Shop",
        CURRENCY="rub",
        PAYMENT_PROVIDER_TOKEN="284685063:TEST:hush-hush",
        TELEGRAM_API_ROOT="http://ann:hush-hush@127.0.0.1:1/a-hidden-path",
        DATABASE_URL=f"sqlite+aiosqlite:///{process.folder}/no-such/kiosk.db",
    )
    written = "\n".join(clear(said))
    assert said.code == 1
    for words in (
        "ok    settings: read, shop access, operators: 1, everybody may order",
        "ok    texts: ",
        "note  settings: TOPUP_AMOUNTS: 5.00, 10.00, 25.00, 50.00 RUB cannot be paid by card",
        "note  settings: BACKUP_EVRY_HOURS in .env is no setting of Kiosk's",
        "note  settings: LOG_LEVEL stands in .env in the lines 2 and 3: only line 3 counts",
        "FAIL  database: the folder ",
        "FAIL  telegram: no answer from http://127.0.0.1:1 ",
        "its currency is USD, CURRENCY says RUB: selling needs a rate",
    ):
        assert words in written, written
    assert ".)." not in written
    assert "hush-hush" not in written
    assert "a-hidden-path" not in written


async def test_settings_as_they_should_not_be_written_are_a_line_each(process: KioskProcess) -> None:
    (process.folder / ".env").write_bytes("ACCESS=shop\n# Привет\n".encode("cp1251"))
    said = await process.runs("run")
    assert said.code == 2
    assert any("line 2 is not written in UTF-8" in line for line in clear(said))
    (process.folder / ".env").unlink()
    said = await process.runs(
        "run", ADMIN_IDS="-100123", TOPUP_LEAST="5", TOPUP_MOST="1", DATABASE_URL="postgresql://h/d?sslmode=x"
    )
    assert said.code == 2
    assert [line.partition(":")[0] for line in clear(said)[:-1]] == [
        "ADMIN_IDS",
        "DATABASE_URL",
        "TOPUP_MOST",
    ]

"""Orders and faults at DEBUG: the token and the key show nowhere.

The panel and Telegram's gateway repeat the secrets they were sent.
"""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

import aiohttp
import pytest

import logs
from messaging.webhook import SECRET_HEADER
from messaging.webhook_address import secret_from
from playground.panel.faults import FAULTS, Struck
from playground.panel.faults import Fault as PanelFault
from playground.panel.reply import HTML, Reply
from playground.telegram.faults import Fault, refusal
from playground.telegram.refusals import RawAnswer
from tests.faults.process import KioskProcess, links
from tests.faults.test_poison import UNREADABLE
from tests.in_process import KEY, TOKEN

pytestmark = pytest.mark.slow

HUSH = secret_from(TOKEN)
SECRETS = (TOKEN, KEY, quote(TOKEN, safe=""), TOKEN.partition(":")[2], HUSH)
REFUSED_TOKEN = "700000001:AArefusedrefusedrefusedrefusedrefu_9"

QUOTING_GATEWAY = Fault(
    "gateway", RawAnswer(502, f"<html>upstream sent no answer to /bot{TOKEN}/sendMessage</html>".encode())
)
QUOTING_WEBHOOK = refusal(400, f"Bad Request: bad webhook: {HUSH} is not for today")
QUOTING_REFUSAL = refusal(400, f"Bad Request: POST /bot{TOKEN}/sendMessage is not for today")


async def _repeating_page(call: Struck) -> Reply:
    return Reply(500, f"<pre>POST: {dict(call.form)}</pre>".encode(), HTML)


async def _repeating_error(call: Struck) -> Reply:
    return Reply(200, json.dumps({"error": f"Bad link for key {call.form['key']}"}).encode())


async def test_a_tour_shows_no_secret(process: KioskProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAULTS, "repeats in a page", PanelFault("add", _repeating_page))
    monkeypatch.setitem(FAULTS, "repeats in an error", PanelFault("add", _repeating_error))
    process.olga.says("/start")
    as_text = await process.starts(LOG_LEVEL="DEBUG", LOG_FORMAT="text")
    await panel_repeats_the_key(process)
    await telegram_repeats_the_token(process)
    assert await as_text.terminated() == 0
    as_json = await process.starts(LOG_LEVEL="DEBUG", LOG_FORMAT="json")
    await telegram_repeats_the_token(process)
    assert await as_json.terminated() == 0
    called = await telegram_repeats_the_webhooks_secret(process)
    refused = await process.runs("run", BOT_TOKEN=REFUSED_TOKEN, LOG_LEVEL="DEBUG")
    doctor = await process.runs("doctor", PANEL_KEY="a-key-that-is-refused")

    for output in (as_text.output, as_json.output):
        assert "Traceback" in output
        assert "set aside" in output
        nowhere(output, *SECRETS)
    assert all(json.loads(line) for line in as_json.output.splitlines())
    nowhere(called, *SECRETS)
    nowhere(refused.out + refused.err, REFUSED_TOKEN, *SECRETS)
    nowhere(doctor.out + doctor.err, "a-key-that-is-refused", *SECRETS)
    nowhere(everything_said(process), *SECRETS)
    nowhere(everything_kept(process), *SECRETS)


async def panel_repeats_the_key(process: KioskProcess) -> None:
    ann = process.ann
    await process.orders(process.bob, next(links))
    await process.sees(process.bob, "is done")
    # The lost answer comes last: while it is looked into nothing else is sent.
    for fault, state in (
        ("repeats in an error", "Rejected"),
        ("bad_link", "Rejected"),
        ("repeats in a page", "Being checked"),
    ):
        process.panel.arm(fault, action="add")
        await process.orders(ann, next(links))
        await process.sees(ann, state)
    assert process.panel.armed == {}
    process.panel.arm("bad_key", action="balance")
    process.olga.says("/panel")
    await process.sees(process.olga, "The panel")
    process.olga.taps("Refresh")
    await process.until(
        lambda: process.rows("SELECT 1 FROM panel_account WHERE trouble IS NOT NULL"), "trouble"
    )
    process.olga.says("/panel")
    await process.sees(process.olga, "Last error")


async def telegram_repeats_the_token(process: KioskProcess) -> None:
    ann, telegram = process.ann, process.telegram
    telegram.updates.add("message", UNREADABLE)
    telegram.plan("sendMessage", QUOTING_GATEWAY, *[QUOTING_REFUSAL] * 3, chat_id=ann.id)
    telegram.plan("getUpdates", QUOTING_GATEWAY, QUOTING_REFUSAL)
    ann.says("/help")
    ann.says("/orders")
    await process.sees(ann, "Your orders")
    await process.until(lambda: telegram.faults_left == 0, "every fault")
    await process.falls_quiet()
    found = telegram.takes_findings()  # the unreadable update, and nothing else
    assert all(line.startswith("update message") for line in found), found


async def telegram_repeats_the_webhooks_secret(process: KioskProcess) -> str:
    """Run with a webhook; return all its output."""
    webhook = process.webhook()
    process.telegram.plan("setWebhook", QUOTING_WEBHOOK)
    child = await process.launches(**webhook, LOG_LEVEL="DEBUG")
    await process.until(lambda: "Telegram refuses" in child.output, "a line about the webhook")
    process.ann.says("/help")
    await process.sees(process.ann, "What I can do")
    async with aiohttp.ClientSession() as session:
        for body in (b"{}", b"["):
            headers = {SECRET_HEADER: HUSH, "Content-Type": "application/json"}
            async with session.post(webhook["WEBHOOK_URL"], data=body, headers=headers) as answer:
                assert answer.status == 400
                nowhere(await answer.text(), *SECRETS)
    assert await child.terminated() == 0
    assert "without an update" in child.output
    return child.output


def everything_said(process: KioskProcess) -> str:
    """Return every text in every chat, every toast, and all the bot has sent, except the webhook's secret."""
    chats = [
        text
        for chat in process.telegram.chats.values()
        for message in chat.messages.values()
        for text in (message.text, *message.labels)
    ]
    toasts = [toast.text for person in process.telegram.people.values() for toast in person.toasts]
    sent = [call.params for call in process.telegram.calls if call.method != "setWebhook"]
    calls = [json.dumps(params, default=str) for params in sent]
    assert len(chats) > 30
    return "\n".join([*chats, *toasts, *calls])


def everything_kept(process: KioskProcess) -> str:
    """Return the whole database as text, and the bytes of its files."""
    with closing(sqlite3.connect(process.database)) as database:
        dump = "\n".join(database.iterdump())
    raw = "".join(path.read_bytes().decode("latin-1") for path in process.folder.glob("kiosk.db*"))
    assert "aside" in dump
    return dump + raw


def nowhere(text: str, *secrets: str) -> None:
    """Assert the absence in any spelling: python-telegram-bot writes errors in lower case."""
    for secret in secrets:
        where = text.lower().find(secret.lower())
        assert where < 0, text[max(0, where - 300) : where + 100]


@contextmanager
def root_logger_put_back() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = before


@pytest.mark.parametrize("style", ["text", "json"])
def test_without_the_redactor_the_tour_would_fail(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    def written(secrets: tuple[str, ...]) -> str:
        with root_logger_put_back():
            logs.set_up(level="DEBUG", style=style, secrets=secrets)  # type: ignore[arg-type]  # one of the two
            logging.getLogger("kiosk.test").error("the panel was sent key=%s", KEY)
        return capsys.readouterr().err

    nowhere(written((TOKEN, KEY)), *SECRETS)
    with pytest.raises(AssertionError, match=KEY):
        nowhere(written(()), *SECRETS)

"""The commands that look and tell: doctor, explain, audit, aside, and the check of a gateway's file."""

import argparse
import asyncio
import json
import sys

import logs
from app.asides import NoSuchUpdate, asides
from app.auditing import examined
from app.trying_gateways import try_gateway
from cli.codes import EXIT_TROUBLE, exit_code, is_heard, printed, say
from cli.doctor import examine
from env_file import problems_of_file
from panel.explain import explain_lines
from settings import AuditSettings, DatabaseSettings, Settings, load, refusing
from shop.clock import SystemClock
from storage.core.database import DatabaseTrouble

_TYPE_A_LINE = 'Type a line like {"action": "add", "http_status": 200, "body": "…"}. Ctrl-D ends it.'


def doctor(_chosen: argparse.Namespace) -> int:
    """Check settings, database, Telegram and panel, and print the results."""
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    all_work = asyncio.run(examine(settings, say))
    return 0 if all_work else EXIT_TROUBLE


def explain(_chosen: argparse.Namespace) -> int:
    """Explain each panel reply on standard input, one JSON line each."""
    if sys.stdin is None:  # it was closed, which is as empty as /dev/null
        return 0
    if sys.stdin.isatty():
        print(_TYPE_A_LINE, file=sys.stderr)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # it is a text stream
    for line in explain_lines(sys.stdin):
        if not is_heard(line):
            break
    return 0


def audit(chosen: argparse.Namespace) -> int:
    """Check every invariant; return 1 if one is broken."""
    settings = load(AuditSettings)
    secrets = tuple(secret for one in settings.gateway_accounts for secret in one.secrets)
    logs.set_up(level="ERROR", style="text", secrets=secrets)
    try:
        found = asyncio.run(examined(settings))
    except DatabaseTrouble as trouble:
        say(json.dumps({"ok": False, "error": str(trouble)}) if chosen.json else str(trouble))
        return EXIT_TROUBLE
    say(found.as_json() if chosen.json else found.as_text())
    return 0 if found.ok else EXIT_TROUBLE


def aside(chosen: argparse.Namespace) -> int:
    """List the updates set aside, print one, or handle one again."""
    settings = load(DatabaseSettings)
    logs.set_up(level="ERROR", style="text", secrets=())
    return exit_code(
        lambda: printed(asides(settings.database_url, raw=chosen.raw, again=chosen.again)), NoSuchUpdate
    )


def gateway(chosen: argparse.Namespace) -> int:
    """Try a gateway's file against its own words, and with its keys in the environment the gateway itself."""
    logs.set_up(level="ERROR", style="text", secrets=())
    if problems := problems_of_file():
        raise refusing(problems)
    is_good, lines = asyncio.run(try_gateway(chosen.file, SystemClock()))
    say("\n".join(lines))
    return 0 if is_good else EXIT_TROUBLE

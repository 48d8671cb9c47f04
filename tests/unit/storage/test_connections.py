"""How many connections to a server a kiosk opens: people set its limit by what they are told."""

import re
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

from storage.core.on_server import OnServer
from storage.core.trouble import trouble_of

ONE_EACH = ("the lock", "a backup", "the channel between kiosks", "a sign of life", "a look at the others")
URL = make_url("postgresql+asyncpg://kiosk@127.0.0.1:1/kiosk")


def test_what_people_are_told_of_connections_is_what_a_kiosk_opens() -> None:
    server: Any = OnServer(URL)
    pools = [one.pool for one in (server._writing, server._reading, server._auditing)]
    most = sum(pool.size() + pool._max_overflow for pool in pools) + len(ONE_EACH)
    sentence = str(trouble_of(asyncpg.TooManyConnectionsError("sorry, too many clients already")))
    root = Path(__file__).parents[3]
    page, compose = ((root / name).read_text("utf-8") for name in ("docs/operating.md", "compose.yaml"))
    assert f"opens up to {most}." in sentence
    assert re.findall(r"opens up to (\d+) connections: .* to at least (\d+) for each", page) == [
        (str(most), str(most))
    ]
    assert re.findall(r"opens up to (\d+) connections", compose) == [str(most)]
    [given] = re.findall(r"max_connections=(\d+)", compose)
    assert int(given) >= 3 * most

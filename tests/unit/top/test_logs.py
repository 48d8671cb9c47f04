"""Log lines hold no secret, in messages and in tracebacks, as text and as JSON."""

import asyncio
import json
import logging
from urllib.parse import quote

import pytest

import logs
from shop.about import about, is_about

TOKEN = "700000001:AAtesttokentesttokentesttokentest_1"
KEY = "panel-key-123"


def says_everything() -> None:
    log = logging.getLogger("kiosk.test")
    log.debug("calling https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("key=%s", KEY)
    log.warning("other token 123456789:%s", "A" * 35)
    try:
        int(f"token {TOKEN} refused by {KEY}")
    except ValueError:
        log.exception("It failed")


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_secret_in_any_line(capsys: pytest.CaptureFixture[str], style: str) -> None:
    logs.set_up(level="DEBUG", style=style, secrets=[TOKEN, KEY])  # type: ignore[arg-type]  # one of the two
    says_everything()
    written = capsys.readouterr().err
    assert written.count("[secret]") >= 5
    for secret in (TOKEN, KEY, "A" * 35):
        assert secret not in written
    if style == "json":
        assert all(json.loads(line) for line in written.splitlines())


def test_a_secret_is_found_in_any_spelling() -> None:
    passphrase = 'A "Long" \\ pässphrase'
    redact = logs.Redactor([passphrase, KEY])
    for spelled in (passphrase.lower(), repr(passphrase), json.dumps(passphrase), quote(passphrase, safe="")):
        assert "[secret]" in redact(f"told {spelled}, and no more")
        assert "Long" not in redact(f"told {spelled}, and no more")
    assert redact(f"key={KEY.upper()}.") == "key=[secret]."
    assert logs.Redactor([""])("nothing to hide") == "nothing to hide"


def test_without_the_redactor_they_would_show(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(level="DEBUG", style="text", secrets=[])
    logging.getLogger("kiosk.test").info("key=%s", KEY)
    assert KEY in capsys.readouterr().err


def test_chatty_libraries_stay_quiet_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(level="DEBUG", style="text", secrets=[])
    for name in ("httpx", "httpcore.connection", "telegram.ext.ExtBot", "aiosqlite"):
        logging.getLogger(name).info("a request line with everything in it")
    assert capsys.readouterr().err == ""


def test_of_an_upgrade_only_its_steps_are_news(capsys: pytest.CaptureFixture[str]) -> None:
    """A first start began with nine lines about plugins, and one that says what is not so."""
    logs.set_up(level="INFO", style="text", secrets=[])
    logging.getLogger("alembic.runtime.plugins").info("setup plugin %s", "alembic.autogenerate.types")
    steps = logging.getLogger("alembic.runtime.migration")
    steps.info("Will assume %s DDL.", "non-transactional")
    steps.info("Running %s %s -> %s, %s", "upgrade", "", "0001", "The first tables")
    steps.warning("something to know")
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "Running upgrade  -> 0001, The first tables" in said[0]
    assert "something to know" in said[1]


@pytest.mark.parametrize(("error", "lines"), [(asyncio.CancelledError, 0), (OSError, 1)])
def test_a_connection_that_is_cut_off_while_it_closes_is_no_news(
    capsys: pytest.CaptureFixture[str], error: type[BaseException], lines: int
) -> None:
    logs.set_up(level="INFO", style="text", secrets=[])
    pool = logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool")
    pool.error("Exception closing connection", exc_info=(error, error(), None))
    assert capsys.readouterr().err.count("Exception closing connection") == lines


def test_a_line_in_json_names_what_was_being_worked_on(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(level="INFO", style="json", secrets=[KEY])
    log = logging.getLogger("kiosk.test")
    with about(update_id=7, person_id=101):
        with about(order_id=5):
            log.info("within %s", KEY)
        log.info("after")
    log.info("outside")
    within, after, outside = map(json.loads, capsys.readouterr().err.splitlines())
    numbers = ("update_id", "person_id", "order_id")
    assert [within.get(name) for name in numbers] == [7, 101, 5]
    assert [after.get(name) for name in numbers] == [7, 101, None]
    assert not set(numbers) & set(outside)
    assert within["event"] == "within [secret]"


async def test_tasks_keep_apart_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(level="INFO", style="json", secrets=[])

    async def works(order_id: int) -> None:
        is_about(order_id=order_id)
        await asyncio.sleep(0)
        logging.getLogger("kiosk.test").info("%s", order_id)

    await asyncio.gather(works(1), works(2))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["event"], one["order_id"]) for one in lines] == [("1", 1), ("2", 2)]

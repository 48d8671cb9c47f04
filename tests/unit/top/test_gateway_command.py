"""`bot.py gateway check`: a file's own contradictions, each with its line, and what the gateway says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.trying_gateways import try_gateway
from payments.described.files import SHIPPED, names_in
from playground.clock import HandClock, SystemClock
from playground.gateways import FakeCryptoPay
from playground.gateways.routes import gateway_routes
from playground.server import serve

BOT = Path(__file__).resolve().parents[3] / "bot.py"
CRYPTO_PAY = (SHIPPED / "crypto_pay.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names_in(SHIPPED))
async def test_every_file_of_ours_holds_together(name: str) -> None:
    is_good, lines = await try_gateway(name, HandClock())
    assert is_good, lines
    assert any(line.startswith("ok    an invoice is made: ") for line in lines)
    assert any(" means paid: 500 came" in line for line in lines)


@pytest.mark.parametrize(
    ("true", "wrong", "says"),
    [
        ('url = "/deleteInvoice"', 'urk = "/x"', "line 47: drop.url: is missing"),
        ("{currency}", "{curency}", "line 29: create: {curency} is no key and no value that is made"),
        ('key = "{token}"', 'key = "{tokn}"', "line 69: callback: {tokn} is no key"),
        ('paid = ["paid"]', 'payd = ["paid"]', "line 62: words.payd: "),
        ('paid = ["paid"]', 'paid = ["active"]', "line 61: words: 'active' means two things"),
        ('form = "text"', 'form = "txt"', "line 17: money.form: "),
        ('offset = "{offset}"', 'offset = "{offset"', "line 43: '{offset' has a brace that names nothing"),
        ("{amount}", "{amount|x}", "does not know |x"),
        ("ok = { ok = true }", "ok = {", "is not valid TOML"),
        ('keys = ["token"]', 'keys = ["token", "amount"]', "'amount' is the name of a value that is made"),
        ('link = "result.bot_invoice_url"', 'link = ""', "create.link"),
        ("https://pay.crypt.bot/api", "http://pay.crypt.bot/api", "root"),
        ('name = "crypto_pay"', 'name = "Crypto Pay"', "line 2: name"),
        ("[payment]", "[payments]", "payment"),
    ],
)
async def test_a_wrong_file_is_named_with_its_line(true: str, wrong: str, says: str, tmp_path: Path) -> None:
    assert true in CRYPTO_PAY
    file = tmp_path / "mine.toml"
    file.write_text(CRYPTO_PAY.replace(true, wrong), encoding="utf-8")
    is_good, [line] = await try_gateway(str(file), HandClock())
    assert not is_good
    assert line.startswith("FAIL  mine.toml")
    assert says in line, line


async def test_with_its_key_the_gateway_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = FakeCryptoPay(SystemClock())
    async with await serve(gateway_routes("/crypto_pay", gateway, "Crypto Pay")) as running:
        monkeypatch.setenv("CRYPTO_PAY_ROOT", f"{running.url}/crypto_pay")
        monkeypatch.setenv("CRYPTO_PAY_TOKEN", gateway.token)
        is_good, lines = await try_gateway("crypto_pay", SystemClock())
        assert (is_good, lines[-1]) == (True, "ok    live: the gateway answers")
        assert not gateway.bills
        monkeypatch.setenv("CRYPTO_PAY_TOKEN", "10001:AAwrong")
        is_good, lines = await try_gateway("crypto_pay", SystemClock())
        assert not is_good
        assert lines[-1] == "FAIL  live: the gateway refuses: HTTP 401: {'code': 401, 'name': 'UNAUTHORIZED'}"
    is_good, lines = await try_gateway("crypto_pay", SystemClock())
    assert lines[-1] == "FAIL  live: no answer (no connection: All connection attempts failed)"


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("CRYPTO_PAY_TOKEN", "10001:AA…", "CRYPTO_PAY_TOKEN holds blanks or characters that no key has"),
        ("CRYPTO_PAY_ROOT", "https://x.example:port", "CRYPTO_PAY_ROOT must be like https://"),
        ("CRYPTO_PAY_ROOT", "http://pay.example.com", "CRYPTO_PAY_ROOT must begin with https://, or the key"),
    ],
)
async def test_what_the_kiosk_would_refuse_is_not_sent(
    setting: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRYPTO_PAY_TOKEN", "10001:AAright")
    monkeypatch.setenv(setting, value)
    is_good, lines = await try_gateway("crypto_pay", HandClock())
    assert not is_good
    assert lines[-1].startswith(f"FAIL  live: {says}")


def test_an_env_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"CRYPTO_PAY_TOKEN=\xff\n")
    done = subprocess.run(
        [sys.executable, str(BOT), "gateway", "check", "crypto_pay"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(".env: line 1 is not written in UTF-8")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "code", "says"),
    [
        ("crypto_pay", 0, "ok    “paid” means paid: 500 came"),
        ("nothing", 1, "none of Kiosk's own: click, crypto_pay, heleket"),
        ("payme", 1, "FAIL  payme has no file to try: it is built in"),
    ],
)
def test_it_is_a_command(file: str, code: int, says: str, tmp_path: Path) -> None:
    """In a process of its own: the command sets up the log for all that follows."""
    done = subprocess.run(
        [sys.executable, str(BOT), "gateway", "check", file],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert says in done.stdout

"""What the command line refuses before anything is done."""

import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import IO

import pytest

import bot
from app.importing import AT_TERMINAL, CannotImport, Wanted, bring
from app.moving import CannotMove, migrate
from cli.doctor import examine
from cli.parser import parser
from private_files import readable_by_others
from settings.panel_accounts import read_accounts
from shop.clock import SystemClock
from shop.ordering import text_file
from shop.transfer import people_file
from storage.backup.putting_back import InTheWay, put_back
from tests.in_process import KEY, TOKEN
from tests.unit.top.test_settings import settings

TOO_LONG = "/".join(["x" * 200] * 30)
REQUIRED = {
    "BOT_TOKEN": TOKEN,
    "PANEL_URL": "https://127.0.0.1:1/api/v2",
    "PANEL_KEY": KEY,
    "ADMIN_IDS": "900",
    "TELEGRAM_API_ROOT": "http://127.0.0.1:1",
}


@pytest.mark.parametrize("words", [["kept.backup", "--go-on"], ["--go-on", "kept.backup", "--yes"]])
def test_a_backup_is_put_back_or_one_goes_on(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With both, an earlier standstill ended at once, and nobody had opened the file."""
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["restore", *words])
    assert ended.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_a_backup_goes_to_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """`s3://bucket` became a folder called `s3:` here, and `~` one of that name."""
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["backup", "s3://bucket/kiosk"])
    assert ended.value.code == 2
    assert "must be a folder, and no address" in capsys.readouterr().err
    assert parser().parse_args(["backup", "~/kept"]).folder == str(Path.home() / "kept")
    assert parser().parse_args(["backup"]).folder is None


def test_each_by_itself_is_understood() -> None:
    put_back = parser().parse_args(["restore", "kept.backup", "--yes"])
    assert (put_back.file, put_back.yes, put_back.go_on) == ("kept.backup", True, False)
    going_on = parser().parse_args(["restore", "--go-on", "--yes"])
    assert (going_on.file, going_on.yes, going_on.go_on) == (None, True, True)
    assert parser().parse_args(["restore"]).file is None


def test_a_terminal_without_a_sign_gets_it_in_ascii(tmp_path: Path) -> None:
    """`gateway check` ended in an encoding error where the locale was no UTF-8."""
    done = subprocess.run(
        [sys.executable, bot.__file__, "gateway", "check", "yookassa"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii:strict", "PATH": os.environ["PATH"]},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u201csucceeded\u201d means paid" in done.stdout


@pytest.mark.parametrize("command", ["run", "demo", "doctor", "audit"])
def test_every_command_is_found_from_another_folder(command: str, tmp_path: Path) -> None:
    """`demo` found no playground but in the kiosk's own folder."""
    done = subprocess.run(
        [sys.executable, bot.__file__, command, "--help"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"usage: ")


def test_names_with_blanks_stand_in_quotes_in_commands(tmp_path: Path) -> None:
    file = tmp_path / "my shop.db"
    file.touch(mode=0o644)
    file.chmod(0o644)
    assert readable_by_others(file)[0].endswith(f"run: chmod 600 '{file}'")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--bot", "nosuch.py"], "argument --bot: there is no file nosuch.py\n"),
        (["--log-level", "loud"], "argument --log-level: invalid choice: 'LOUD' ("),
    ],
)
def test_the_demo_refuses_what_no_bot_could_start_with(option: list[str], said: str, tmp_path: Path) -> None:
    """It opened its page, with a bot that had ended."""
    code, found = refused([bot.__file__, "demo", "--no-open", "--port", "0", *option], tmp_path)
    assert code == 2
    assert said in found


async def test_a_database_in_the_way_is_named_as_a_shell_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "my shop.db"
    file.touch()
    url = f"sqlite+aiosqlite:///{file}"
    with pytest.raises(InTheWay, match=f"mv '{file}' /somewhere/else/"):
        await put_back(url, file, datetime.now(UTC), passphrase="", operators=(), keep=False)


@pytest.mark.parametrize(
    "words",
    [
        *(
            ["audit"],
            ["aside"],
            ["backup"],
            ["convert", "bot", "moved"],
            ["import", "people.csv", "--source", "old"],
        ),
        ["migrate", "postgresql+asyncpg://u:p@127.0.0.1:1/d"],
    ],
)
def test_a_database_that_cannot_be_looked_at_is_told(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands in another account's folder; here its name is too long, as whoever tests may be root."""
    for name, value in (REQUIRED | {"DATABASE_URL": f"sqlite+aiosqlite:///{TOO_LONG}/kiosk.db"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    assert bot.main(words) == 1
    assert "kiosk.db cannot be read (File name too long)" in "".join(capsys.readouterr())


async def test_doctor_tells_of_what_cannot_be_looked_at() -> None:
    lines: list[str] = []
    given = settings(database_url=f"sqlite+aiosqlite:///{TOO_LONG}/kiosk.db", backup_folder=TOO_LONG)
    assert not await examine(given, lines.append)
    told = "\n".join(lines)
    assert "kiosk.db and its folder cannot be written; check their owner and permissions" in told
    assert "FAIL  backups: " in told


def test_a_folder_of_panels_that_cannot_be_looked_at_is_told() -> None:
    with pytest.raises(ValueError, match=r"must name a folder; .* cannot be read \(File name too long\)"):
        read_accounts(TOO_LONG)


async def test_a_target_that_is_no_address_is_told_what_it_must_be() -> None:
    with pytest.raises(CannotMove, match=r"^The target must be like postgresql\+asyncpg://"):
        await migrate("sqlite+aiosqlite:///kiosk.db", "nonsense", SystemClock(), print)


async def test_a_target_that_does_not_answer_is_told_as_the_target(tmp_path: Path) -> None:
    """DATABASE_URL names the file, and is right."""
    file = tmp_path / "kiosk.db"
    file.touch()
    nobody_listens = "postgresql+asyncpg://kiosk:secret@127.0.0.1:1/kiosk"
    with pytest.raises(CannotMove, match=r"^The target's server does not answer") as told:
        await migrate(f"sqlite+aiosqlite:///{file}", nobody_listens, SystemClock(), print)
    assert "DATABASE_URL" not in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("module", [people_file, text_file])
def test_what_is_wrong_with_a_file_has_words_for_a_terminal(module: ModuleType) -> None:
    keys = set(re.findall(r'ShopError\("(\w+)"', inspect.getsource(module)))
    assert keys
    assert keys <= AT_TERMINAL.keys()


@pytest.mark.parametrize("source", ["old bot", "", " "])
async def test_a_source_is_looked_at_before_anything_is_opened(source: str, tmp_path: Path) -> None:
    """`--source "$BOT"` with nothing in BOT booked under a name of its own: once more under the right one."""
    with pytest.raises(CannotImport, match="Write --source in small Latin letters"):
        await bring(settings(), Wanted(tmp_path / "none.csv", source), SystemClock(), print)


def ended(words: list[str], folder: Path, to: int | IO[bytes]) -> tuple[int, str]:
    """Run bot.py with its output going there; return its exit code and what it says on standard error."""
    done = subprocess.run(
        [sys.executable, bot.__file__, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8:strict"}
        | {"BOT_TOKEN": TOKEN, "PANEL_KEY": KEY, "ADMIN_IDS": "1"}
        | {"PANEL_URL": "http://127.0.0.1:1/api/v2", "TELEGRAM_API_ROOT": "http://127.0.0.1:1"},
        stdout=to,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "code"), [(["gateway", "check", "yookassa"], 0), (["audit"], 1), (["doctor"], 1)]
)
def test_a_command_ends_as_well_where_nobody_reads(words: list[str], code: int, tmp_path: Path) -> None:
    """Behind `| head` they ended with 120, and a traceback; a move or an import ended in the middle."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert ended(words, tmp_path, writer) == (code, "")
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("words", [["gateway", "check", "yookassa"], ["doctor"]])
def test_what_cannot_be_written_is_trouble(words: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        said = (
            "What this command says cannot be written (No space left on device): see where its output goes.\n"
        )
        assert ended(words, tmp_path, full) == (1, said)


def test_a_name_of_a_file_in_other_letters_is_no_trouble(tmp_path: Path) -> None:
    """An archive of Windows has names in other letters than UTF-8; such a file ended in an encoding error."""
    name = os.fsdecode("люди.csv".encode("cp1251"))
    (tmp_path / name).write_text("no heading of ours\n")
    code, said = ended(["gateway", "check", name], tmp_path, subprocess.DEVNULL)
    assert (code, said) == (1, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["restore", "--yes"], "--yes puts a backup back, or goes on: name the file, or write --go-on.\n"),
        (["backup", ""], "must be a folder; leave it out for that of BACKUP_FOLDER\n"),
    ],
)
def test_a_name_that_is_empty_is_not_passed_over(words: list[str], said: str, tmp_path: Path) -> None:
    """`restore $FILE --yes` with nothing in FILE showed how things stand, and ended as if all were well."""
    code, found = ended(words, tmp_path, subprocess.DEVNULL)
    assert code == 2
    assert found.endswith(said)


def test_explain_says_in_a_terminal_what_it_waits_for(tmp_path: Path) -> None:
    """Typed without a file behind it, it waited in silence."""
    typing, terminal = os.openpty()
    try:
        os.write(typing, b"\x04")  # Ctrl-D
        done = subprocess.run(
            [sys.executable, bot.__file__, "explain"],
            cwd=tmp_path,
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(typing)
        os.close(terminal)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        'Type a line like {"action": "add", "http_status": 200, "body": "…"}. Ctrl-D ends it.\n'
    )


def test_explain_without_a_standard_input_has_nothing_to_explain(tmp_path: Path) -> None:
    """`bot.py explain <&-` ended with a traceback."""
    words = ["sh", "-c", 'exec "$0" "$1" explain <&-', sys.executable, bot.__file__]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def refused(python: list[str], folder: Path) -> tuple[int, str]:
    """Start bot.py by this Python; return its exit code and what it says on standard error."""
    done = subprocess.run(
        [sys.executable, *python], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr


def test_a_python_without_the_packages_says_which_one_has_them(tmp_path: Path) -> None:
    """`python3 bot.py run` in place of `.venv/bin/python bot.py run` ended in a traceback."""
    code, said = refused(["-S", bot.__file__, "run"], tmp_path)
    assert code == 1
    assert said == (
        f"pydantic is not installed for {sys.executable}. Run bot.py with the Python that has "
        "Kiosk's packages: .venv/bin/python bot.py … (`make run` or `make demo` installs them there).\n"
    )


@pytest.mark.parametrize(("there", "gone"), [((), "storage"), (("storage", "shop", "cli"), "settings")])
def test_a_copy_of_the_kiosk_that_is_not_whole_is_told_apart(
    there: Sequence[str], gone: str, tmp_path: Path
) -> None:
    """It said that a part of the kiosk itself is not installed for this Python."""
    ours = Path(bot.__file__).parent
    for name in ("bot.py", "lean.py", "newer_sqlite.py"):
        shutil.copy(ours / name, tmp_path)
    for name in there:
        shutil.copytree(ours / name, tmp_path / name)
    code, said = refused([str(tmp_path / "bot.py"), "run"], tmp_path)
    assert code == 1
    assert said == (
        f"This copy of Kiosk is not whole: {gone} is missing in {tmp_path}. "
        "Take it anew; in a clone, `git status` names what is gone.\n"
    )


def test_every_part_of_the_kiosk_is_known_as_its_own() -> None:
    root = Path(bot.__file__).parent
    parts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    files = {file.stem for file in root.glob("*.py")} - {"bot", "healthcheck"}
    assert set(bot.OURS) == (set(parts) - {"playground"}) | files


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    """It ended in a traceback about the syntax of a type."""
    ast.parse(
        Path(bot.__file__).read_text("utf-8"), feature_version=(3, 7)
    )  # it must get as far as the sentence
    older = "import runpy, sys; sys.hexversion = 0x030A0DF0; sys.version = '3.10.13 (main)'; "
    older += f"runpy.run_path({bot.__file__!r}, run_name='__main__')"
    assert refused(["-c", older], tmp_path) == (
        1,
        "Kiosk needs Python 3.11 or newer, and this is 3.10.13. Choose another: make PYTHON=python3.13 run\n",
    )


def test_no_file_gets_the_number_of_a_stream_that_is_closed(tmp_path: Path) -> None:
    """`bot.py run 2>&-` was aborted when a connection that had number 2 was closed."""
    code = (
        "import os, bot; bot.main(['gateway', 'check', 'yookassa'])\n"
        "number = os.open('number', os.O_CREAT | os.O_WRONLY); os.write(number, str(number).encode())"
    )
    subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" <&- >&- 2>&-', sys.executable, code],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(bot.__file__).parent)},
        timeout=60,
        check=True,
    )
    assert int((tmp_path / "number").read_text()) > 2

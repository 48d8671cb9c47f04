"""What is deployed besides the image: compose.yaml, Caddy's file and systemd's unit say only what exists."""

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}


def test_every_setting_in_compose_is_one_of_the_kiosks() -> None:
    assert {"kiosk", "replica"} == OURS
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert given <= {name.upper() for name in Settings.model_fields}, given


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_can_write_to_data_and_tmp_alone(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    mounted = [one for one in (*service["tmpfs"], *service.get("volumes", ())) if not one.endswith(":ro")]
    assert {re.split(":", one)[0 if one.startswith("/") else 1] for one in mounted} == {"/tmp", "/data"}  # noqa: S108 - the container's
    assert not [one for one in service["tmpfs"] if one.startswith("/data")], (
        "backups would go with the container"
    )
    assert int(service["stop_grace_period"].removesuffix("s")) > 20, "the kiosk ends within 20 s"


def test_one_command_starts_one_kiosk_and_profiles_hold_the_rest() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["kiosk"]
    assert SERVICES["replica"]["deploy"] == {"replicas": 3}
    for name, service in SERVICES.items():
        for needed in service.get("depends_on", ()):
            assert SERVICES[needed]["profiles"] == service["profiles"], f"{name} would start without {needed}"
        mounted = {one.split(":")[0] for one in service.get("volumes", ())}
        assert {one for one in mounted if not one.startswith(".")} <= set(COMPOSE["volumes"])
        assert all((ROOT / one).exists() for one in mounted if one.startswith("."))
    text = (ROOT / "compose.yaml").read_text()
    assert ":?" not in text, "compose reads every line, also of profiles that nobody asked for"


def test_no_log_fills_the_disk() -> None:
    """Docker keeps every line for ever unless it is told otherwise."""
    assert {name: service["logging"]["driver"] for name, service in SERVICES.items()} == dict.fromkeys(
        SERVICES, "local"
    )
    guide = (ROOT / "docs" / "production.md").read_text()
    [by_hand] = re.findall(r"`docker run ([^`]*)`", guide)
    assert "--log-driver local" in by_hand


def test_replicas_wait_until_postgresql_can_be_reached() -> None:
    """While the image makes its database, a server answers on its socket alone, and is stopped again."""
    [needed] = SERVICES["replica"]["depends_on"].values()
    assert needed == {"condition": "service_healthy"}
    assert "--host=127.0.0.1" in SERVICES["postgres"]["healthcheck"]["test"]


def test_caddy_hands_over_to_where_the_replicas_listen() -> None:
    caddy = (ROOT / "deploy" / "Caddyfile").read_text()
    handed = dict(
        re.findall(r"handle(?:_path)? (/\w+)(?:/\*)? \{\s+reverse_proxy \{\s+dynamic a replica (\d+)", caddy)
    )
    told = SERVICES["replica"]["environment"]
    assert f"0.0.0.0:{handed['/telegram']}" == told["WEBHOOK_LISTEN"]
    assert f"0.0.0.0:{handed['/payments']}" == told["PAYMENTS_LISTEN"]
    assert handed.keys() == {"/telegram", "/payments"}
    assert "{$SITE" in caddy
    assert "SITE" in SERVICES["caddy"]["environment"]


UNIT = (ROOT / "deploy" / "kiosk.service").read_text()


def test_the_unit_is_hardened_and_names_what_exists() -> None:
    lines = [line.partition("=") for line in UNIT.splitlines() if re.match(r"[A-Z]\w+=", line)]
    told = [(name, value) for name, _, value in lines]
    for wanted in (
        *(("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"), ("UMask", "0077")),
        *(("CapabilityBoundingSet", ""), ("User", "kiosk"), ("StateDirectoryMode", "0700")),
        ("RestartPreventExitStatus", "2"),
    ):
        assert wanted in told
    environment = [value for name, value in told if name == "Environment"]
    given = dict(value.split("=", 1) for value in environment)
    assert given["BACKUP_FOLDER"].startswith("/var/lib/kiosk/"), "nothing else can be written"
    guide = (ROOT / "docs" / "production.md").read_text()
    assert [one for one in environment if f"--setenv={one}" not in guide] == [], "doctor wants the same"
    assert {name.lower() for name in given} <= Settings.model_fields.keys()
    assert "ProcSubset" not in dict(told), "without /proc/stat the metrics do not say when it started"
    [command] = [value for name, value in told if name == "ExecStart"]
    assert command.split()[1:] == ["bot.py", "run"]


def test_systemd_can_read_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not installed here")
    unit = tmp_path / "kiosk.service"
    unit.write_text(UNIT.replace("/opt/kiosk/.venv/bin/python", shutil.which("true") or "/bin/true"))
    read = subprocess.run([analyze, "verify", unit], check=False, capture_output=True, text=True, timeout=60)
    complaints = [line for line in read.stderr.splitlines() if line.startswith("kiosk.service")]
    assert read.returncode == 0, read.stderr
    assert not complaints
    judged = subprocess.run(
        [analyze, "security", "--offline=true", unit], check=False, capture_output=True, text=True, timeout=60
    )
    if judged.returncode:
        pytest.skip(f"this systemd cannot judge a file: {judged.stderr}")
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", judged.stdout)
    assert level is not None, judged.stdout
    assert float(level[1]) < 2, "10 is fully exposed; a unit without any of these lines has more than 9"


FORBIDDEN = """
import os, runpy, sys
def nice(_):
    raise PermissionError(1, "Operation not permitted")
os.nice = nice
runpy.run_module(sys.argv[1], run_name="__main__")
"""


@pytest.mark.parametrize("program", ["storage.backup", "charts"])
def test_a_process_that_may_not_step_back_does_its_work(
    program: str, database_file: Path, tmp_path: Path
) -> None:
    """A filter of system calls may refuse that, as the unit's did: no backup was made, no chart drawn."""
    told = {
        "storage.backup": {
            "url": f"sqlite+aiosqlite:///{database_file}",
            "folder": str(tmp_path / "kept"),
            "keep": 0,
            "passphrase": "",
        },
        "charts": {"theme": "light", "charts": []},
    }[program]
    done = subprocess.run(
        [sys.executable, "-c", FORBIDDEN, program],
        cwd=ROOT,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [] or "kept" in json.loads(done.stdout)["file"]


def test_the_unit_lets_processes_step_back() -> None:
    """Backups and charts run behind people's turns; the group of calls that the unit forbids has this one."""
    filters = re.findall(r"^SystemCallFilter=(.*)$", UNIT, re.MULTILINE)
    assert filters == ["@system-service", "~@privileged @resources", "setpriority"]


def test_ci_runs_the_tests_and_asks_for_known_weaknesses() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    ran = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert ".ci/run" in ran
    weekly = workflow["jobs"]["weekly-proofs"]["strategy"]["matrix"]["proof"]
    assert all(find_spec(proof.split()[0]) for proof in weekly), "each is a program of ours"
    [audit] = [line for line in ran if "pip_audit" in line]
    assert "--requirement requirements-image.txt" in audit, "what the image holds"
    assert "pip_audit" not in (ROOT / "Makefile").read_text(), "it asks a service outside"


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", (ROOT / "docs" / "security.md").read_text())
    assert len(named) > 20
    for file, test in named:
        assert re.search(rf"^(async )?def {test}\(", (ROOT / "tests" / file).read_text(), re.MULTILINE), test

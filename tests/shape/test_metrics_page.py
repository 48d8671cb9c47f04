"""docs/metrics.md is what is declared, and dashboard and rules ask for nothing else."""

import inspect
import json
import re
import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from health.exposition import Exposition
from health.metrics import METRICS, Snapshot
from shop.observed import AtPanel, Counted, Observed
from storage.monitored import Monitored
from tests.shape.metrics_page import page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MONITORING = DOCS / "monitoring"
promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed (on Debian it is in prometheus)"
)

FULL = Snapshot(
    observed=Observed(),
    counted=Counted(
        orders={"reserved": 1},
        alerts={"panel_down": 1},
        panels={"main": AtPanel(1, "USD", 1.0)},
        credited={"stars": 1},
    ),
    version="1.0",
    is_ready=True,
    sweep_lag={"main": 0.0},
)
FULL.observed.placed.add("main")
FULL.observed.telegram_retries.add()
for times in (FULL.observed.turns, FULL.observed.units):
    times.took(0.1, "done")
FULL.observed.telegram_calls.took(0.1, "sendMessage", "done")
FULL.observed.panel_calls.took(0.1, "main", "add", "answered")


def scrape() -> str:
    """Return what a scrape of a kiosk at work says."""
    return Exposition().write(FULL)[0].decode()


def test_the_page_is_written_of_the_table() -> None:
    assert (DOCS / "metrics.md").read_text() == page(), "`make metrics` writes it anew"


def asked() -> dict[str, set[str]]:
    """Return the metrics that each file asks for."""
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    texts = {
        "dashboard.json": [one["expr"] for panel in dashboard["panels"] for one in panel["targets"]],
        "alerts.yml": [(MONITORING / "alerts.yml").read_text()],
        "alerts_test.yml": [(MONITORING / "alerts_test.yml").read_text()],
    }
    names = re.compile(r"\b(?:kiosk|process|python)_[a-z0-9_]+\b")
    return {file: set(names.findall(" ".join(text))) for file, text in texts.items()}


def test_dashboard_and_rules_ask_only_for_what_there_is() -> None:
    there = {line.partition("{")[0].partition(" ")[0] for line in scrape().splitlines()}
    for file, names in asked().items():
        assert names <= there, file
        assert names, file


def test_the_dashboard_shows_every_metric() -> None:
    shown = " ".join(asked()["dashboard.json"])
    assert [one.name for one in METRICS if one.name not in shown] == []


def test_what_each_kiosk_reads_of_the_same_rows_is_not_added_up() -> None:
    """Three kiosks on one database would show three times as many payments as came."""
    silent = replace(FULL, counted=None)
    there = {one.name for one in METRICS if one.read and list(one.read(FULL))}
    of_rows = {one.name for one in METRICS if one.name in there and one.read and not list(one.read(silent))}
    assert "kiosk_payments_credited_total" in of_rows
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    asked = [one["expr"] for panel in dashboard["panels"] for one in panel["targets"]]
    assert [one for one in asked if "sum" in one and set(re.findall(r"\w+", one)) & of_rows] == []


def test_what_is_observed_is_noted_somewhere_and_what_is_counted_is_read() -> None:
    code = "".join(file.read_text() for room in ("app", "messaging") for file in (ROOT / room).rglob("*.py"))
    noted = re.findall(r"observed\.(\w+)\.(?:add|took)\b", code)
    assert set(vars(Observed())) == set(noted)
    read = inspect.getsource(Monitored.count)
    assert [one.name for one in fields(Counted) if f" {one.name}=" not in read] == []


def test_each_panel_of_the_dashboard_has_its_own_number_and_place() -> None:
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in panels
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]
    assert len(set(taken)) == len(taken), "two panels lie on each other"


def test_each_rule_has_a_case_in_which_it_tells_and_one_in_which_it_does_not() -> None:
    rules, cases = (yaml.safe_load((MONITORING / f"alerts{of}.yml").read_text()) for of in ("", "_test"))
    names = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
    tried = [one for case in cases["tests"] for one in case["alert_rule_test"]]
    for tells in (True, False):
        assert {one["alertname"] for one in tried if bool(one["exp_alerts"]) is tells} == set(names), tells


@promtool
@pytest.mark.parametrize(
    "arguments", [("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")], ids=" ".join
)
def test_promtool_takes_the_rules(arguments: tuple[str, ...]) -> None:
    said = subprocess.run(
        ["promtool", *arguments], cwd=MONITORING, capture_output=True, text=True, timeout=60, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


@promtool
def test_promtool_takes_a_scrape() -> None:
    said = subprocess.run(
        ["promtool", "check", "metrics"],
        input=scrape(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")

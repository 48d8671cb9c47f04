"""A name that does nothing, or stands twice, is told: else an operator believes what is not so."""

import re
from pathlib import Path

import pytest

from settings import Settings, load, remarks_of_names
from settings.names import OF_COMPOSE
from tests.unit.top.test_settings import GOOD

TEXT = "".join(f"{name.upper()}={value}\n" for name, value in GOOD.items())
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def remarks(lines: str) -> list[str]:
    Path(".env").write_text(TEXT + lines)
    return remarks_of_names()


def test_what_stands_once_and_is_known_is_not_remarked_on() -> None:
    assert remarks_of_names() == []
    assert remarks("export SITE=shop.example\nGATEWAY_YOOKASSA_SHOP_ID=1\nPANEL_KEY_FAST=x\n") == []
    assert remarks("# ACCESS=shop\naccess=shop\nCOMPOSE_PROFILES=postgres\n") == []
    assert remarks("DOMAIN=shop.example\nWEBHOOK_URL=https://${DOMAIN}/telegram\n") == []


def test_a_name_with_a_slip_is_told_where_its_setting_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only "BOT_TOKEN is missing" was said, to whoever saw a token in the file."""
    Path(".env").write_text(TEXT.replace("BOT_TOKEN", "BOT_TOKN").replace("PANEL_KEY", "$env:PANEL_KEY"))
    monkeypatch.setenv("ADMIN_IDSS", "1")
    with pytest.raises(SystemExit):
        load(Settings)
    assert capsys.readouterr().err.splitlines()[:-1] == [
        "BOT_TOKEN: is missing; put it into .env or the environment",
        "PANEL_KEY: is missing; put it into .env or the environment",
        "BOT_TOKN in .env is no setting of Kiosk's, and does nothing. Do you mean BOT_TOKEN?",
        "$ENV:PANEL_KEY in .env is no setting of Kiosk's, and does nothing. Do you mean PANEL_KEY?",
        "ADMIN_IDSS in the environment is no setting of Kiosk's, and does nothing. Do you mean ADMIN_IDS?",
    ]


def test_a_name_that_stands_twice_is_told_with_the_line_that_counts() -> None:
    first = TEXT.count("\n") + 1
    said = f"{first}, {first + 2} and {first + 4}: only line {first + 4} counts"
    said = f"ACCESS stands in .env in the lines {said}"
    assert remarks("ACCESS=shop\n\nACCESS=private\n# once more\naccess=shop\n") == [said]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ACCES=shop", "ACCESS"),
        ("BACKUP_EVRY_HOURS=24", "BACKUP_EVERY_HOURS"),
        ("markup=12", "MARKUP_PERCENT"),
        ("ADMIN_ID=5001", "ADMIN_IDS"),
        ("OPERATOR_CHAT=-100", "OPERATORS_CHAT"),
    ],
)
def test_a_misspelled_name_is_told_with_the_one_that_is_meant(line: str, meant: str) -> None:
    name = line.partition("=")[0].upper()
    assert remarks(f"{line}\n") == [
        f"{name} in .env is no setting of Kiosk's, and does nothing. Do you mean {meant}?"
    ]


def test_a_name_like_no_setting_is_told_too() -> None:
    assert remarks("HTTPS_PROXY=http://proxy.example:3128\n") == [
        "HTTPS_PROXY in .env is no setting of Kiosk's, and does nothing."
    ]


def test_the_environment_is_only_looked_at_for_what_is_nearly_a_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a container there is no .env, and much of other programs."""
    for name in ("TERM", "HOSTNAME", "LANGUAGE", "HTTP_PROXY", "TELEGRAM_API_HASH", "PANEL_KEY_FAST"):
        monkeypatch.setenv(name, "x")
    assert remarks_of_names() == []
    monkeypatch.setenv("BACKUP_EVRY_HOURS", "24")
    [line] = remarks_of_names()
    assert line.startswith("BACKUP_EVRY_HOURS in the environment is no setting")
    assert "Do you mean BACKUP_EVERY_HOURS?" in line


def test_a_value_that_the_environment_outweighs_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PANEL_KEY", "another-k3y")
    monkeypatch.setenv("ADMIN_IDS", f" {GOOD['admin_ids']} ")
    monkeypatch.setenv("ACCESS", "")
    assert remarks("ACCESS=shop\n") == ["PANEL_KEY in .env does not count: the environment has another value"]


@pytest.mark.parametrize("there", ["Welcome to Ann's", "Welcome to ${SITE}"], ids=["a shell", "systemd"])
def test_a_value_with_a_name_is_the_same_whether_the_environment_has_it_replaced_or_not(
    monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    monkeypatch.setenv("WELCOME", there)
    assert remarks('SITE="Ann\'s"\nWELCOME="Welcome to ${SITE}"\n') == []
    assert remarks('SITE="Bob\'s"\nWELCOME="Goodbye"\n') == [
        "WELCOME in .env does not count: the environment has another value"
    ]


def test_what_compose_takes_from_the_file_is_known() -> None:
    text = (REPOSITORY / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{(\w+)", text)) == OF_COMPOSE

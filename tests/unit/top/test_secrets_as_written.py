"""A secret is taken as it is written, or refused in one line: never shortened, and never emptied silently."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv.parser import Binding, parse_stream
from pydantic import SecretStr

import env_file
from settings import Settings, load
from tests.unit.top.test_settings import GOOD, problems, settings

TEXT = "".join(f"{name.upper()}={value}\n" for name, value in GOOD.items())
SECRET_FIELDS = {
    name.upper() for name, field in Settings.model_fields.items() if isinstance(field.default, SecretStr)
} | {"BOT_TOKEN", "PANEL_KEY"}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(line: str) -> Settings:
    Path(".env").write_text(TEXT + line + "\n")
    return load(Settings)


def refusal(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        read(line)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_every_secret_setting_is_known_as_one() -> None:
    assert env_file.SECRETS == SECRET_FIELDS
    assert all(map(env_file.is_secret, ("GATEWAY_YOOKASSA_KEY", "PANEL_KEY_FAST", "backup_key")))
    assert not any(map(env_file.is_secret, ("GATEWAY_YOOKASSA_ROOT", "PANEL_URL", "GATEWAYS", "PANELS")))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("BACKUP_KEY=#a-passphrase", "#a-passphrase"), ("BACKUP_KEY='#a-passphrase'", "#a-passphrase"),
        ("BACKUP_KEY='# # # # # #'", None), ("BACKUP_KEY=a#passphrase", "a#passphrase"),
        ("BACKUP_KEY=correct horse battery", "correct horse battery"),
        ("BACKUP_KEY=correct-horse-battery # on paper", "correct-horse-battery"),
        ("BACKUP_KEY= # none yet", ""), ("# BACKUP_KEY=a-passphrase", ""), ("BACKUP_KEY=", ""),
        ("BACKUP_KEY=pa$$word-$HOME", "pa$$word-$HOME"), ("BACKUP_KEY='pa$HOMEword-x'", "pa$HOMEword-x"),
        ("BACKUP_KEY=#correct horse battery", None), ('BACKUP_KEY="correct horse battery #1"', None),
        ("BACKUP_KEY='correct horse # battery'", None), ("BACKUP_KEY=correct horse #battery", None),
        ("BACKUP_KEY=pa${HOME}word-long", None), ("BACKUP_KEY=${BOT_TOKEN}", None),
    ],
)  # fmt: skip
def test_a_passphrase_in_the_file(line: str, key: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    if key is not None:
        assert read(line).backup_key.get_secret_value() == key
        return
    told, _ = refusal(line, capsys).splitlines()
    assert "line 5: BACKUP_KEY holds" in told
    assert "So far" in told
    assert "battery" not in told


def test_a_passphrase_that_a_comment_cuts_short_is_told_of_the_comment(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It has more than twelve characters as it stands there, and so the refusal made no sense."""
    told, _ = refusal("BACKUP_KEY=long pa # phrase", capsys).splitlines()
    assert told.startswith("BACKUP_KEY: must be a passphrase of 12 characters or more")
    assert "a # between blanks begins a comment" in told
    assert "long pa" not in told


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("#a-passphrase", "#a-passphrase"), ("correct horse battery", "correct horse battery"),
        ('"correct horse # battery"', "correct horse # battery"), ("correct horse # battery", None),
        ("correct horse #battery", None), ("# correct horse", None), ("#correct horse", None), ("", ""),
        ("pa${HOME}word-long", "pa${HOME}word-long"),
    ],
)  # fmt: skip
def test_a_passphrase_in_the_environment(text: str, key: str | None) -> None:
    if key is not None:
        assert settings(backup_key=text).backup_key.get_secret_value() == key
        return
    [told] = problems(backup_key=text)
    assert told.startswith("BACKUP_KEY: holds a # where a comment may begin")


@pytest.mark.parametrize("written", ["ab${HOME}cd", "'ab${HOME}cd'", '"ab${HOME}cd"', "ab${HOME}cd # mine"])
def test_nothing_is_put_into_a_key(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert (
        read(f"PAYMENT_PROVIDER_TOKEN={written}").payment_provider_token.get_secret_value() == "ab${HOME}cd"
    )
    for name in ("PANEL_KEY_FAST", "GATEWAY_X_KEY", "TON_KEY"):
        monkeypatch.delenv(name, raising=False)
    Path(".env").write_text(f"PANEL_KEY_FAST={written}\nGATEWAY_X_KEY={written}\nTON_KEY={written}\n")
    assert env_file.value_of("PANEL_KEY_FAST") == env_file.value_of("GATEWAY_X_KEY") == "ab${HOME}cd"
    said = [line for line in env_file.remarks() if "TON_KEY" in line]
    assert said == ["TON_KEY holds ${…}: a key is taken as it is written, and nothing is put in its place"]


def test_the_file_is_parsed_once_however_many_values_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def counting(stream: io.StringIO) -> Iterator[Binding]:
        texts.append(stream.getvalue())
        return parse_stream(stream)

    monkeypatch.setattr(env_file, "parse_stream", counting)
    for key in ("one", "two"):  # the second time somebody has changed the file
        Path(".env").write_text(f"GATEWAY_X_KEY={key}\nGATEWAY_Y_KEY='{key} #'\n")
        assert [env_file.value_of(f"GATEWAY_{name}_KEY") for name in "XYXZ"] == [key, f"{key} #", key, ""]
    assert len(texts) == 2


@pytest.mark.parametrize(
    "line",
    [
        "PANEL_KEY=${MY_PANEL_KEY}", "PANEL_KEY='${MY_PANEL_KEY}'", "GATEWAY_X_KEY=${PANEL_KEY}",
        "TON_KEY=${NOBODY:-abc}", "TELEGRAM_PROXY=socks5://u:${MY_PANEL_KEY}@h:1",
    ],
)  # fmt: skip
def test_a_key_that_only_names_another_value_is_refused_before_it_is_taken_for_a_key(
    line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_PANEL_KEY", "s3cret")
    told = refusal(line, capsys)
    assert f"line 5: {line.partition('=')[0]} holds ${{…}}. So far another text was put in its place" in told
    assert "s3cret" not in told


def test_a_key_that_names_what_is_not_there_stays_as_it_is() -> None:
    assert read("TON_KEY=${nobody}").ton_key.get_secret_value() == "${nobody}"


def test_other_settings_name_others_and_what_nothing_is_called_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    made = read(
        "POSTGRES_PASSWORD=p4ss\nDATABASE_URL=postgresql://u:${POSTGRES_PASSWORD}@h/d\n"
        "BACKUP_FOLDER=${HOME}/backups\nWELCOME=It costs ${PRICE_OF_IT}, or ${PRICE_OF_IT:-nothing}"
    )
    assert made.database_url == "postgresql+asyncpg://u:p4ss@h/d"
    assert made.backup_folder == "/home/ann/backups"
    assert made.welcome == "It costs ${PRICE_OF_IT}, or nothing"
    made = read("DATABASE_URL=postgresql://u:p${x}w@h/d")
    assert made.database_url == "postgresql+asyncpg://u:p%24%7Bx%7Dw@h/d"


@pytest.mark.parametrize("written", ["'abc #def'", '"abc #def"'])
def test_a_key_in_quotes_is_not_cut(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "TON_KEY: holds blanks" in refusal(f"TON_KEY={written}", capsys)


def test_a_key_in_the_environment_has_no_blank_so_its_comment_is_one() -> None:
    assert settings(ton_key="abc # mine").ton_key.get_secret_value() == "abc"
    assert settings(ton_key="#abc").ton_key.get_secret_value() == "#abc"
    assert settings(ton_key="# none yet").ton_key.get_secret_value() == ""


def test_an_address_with_the_sign_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert read("DATABASE_URL=postgresql://u:p#ss@h/d").database_url == "postgresql+asyncpg://u:p%23ss@h/d"
    assert read("DATABASE_URL=sqlite:///k.db # mine").database_url == "sqlite+aiosqlite:///k.db"
    assert "DATABASE_URL: must be like" in refusal("DATABASE_URL=#postgresql://u:p@h/d", capsys)
    for name, value in (("DATABASE_URL", "sqlite:////srv/My #1/k.db"), ("BACKUP_FOLDER", "/srv/My #1/b")):
        for quote in ("", "'", '"'):
            assert f"line 5: {name} holds a #" in refusal(f"{name}={quote}{value}{quote}", capsys)
        [told] = problems(**{name.lower(): value})
        assert told.startswith(f"{name}: holds a # where a comment may begin")


def test_a_key_that_looks_left_out_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BACKUP_KEY=#a-passphrase\nTON_KEY=# none\n")
    monkeypatch.setenv("GATEWAY_X_KEY", "#k3y")
    assert [line.partition(" ")[0] for line in env_file.remarks()] == ["BACKUP_KEY", "GATEWAY_X_KEY"]
    assert not any("passphrase" in line or "k3y" in line for line in env_file.remarks())

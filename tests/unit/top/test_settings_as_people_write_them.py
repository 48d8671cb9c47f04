"""Settings as people write them: understood, or refused in one line of ours."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from env_file import key_in, problems_of_file
from messaging.ways_out import public_part
from panel.profile import load_profile
from payments.base import Price
from payments.described.files import SHIPPED, load_gateway
from payments.transfers.way import TransferWay
from settings import Settings, load
from settings.panel_accounts import read_accounts
from shop.clock import SystemClock
from storage.transfer.other_bots import described
from tests.unit.top.test_settings import GOOD, problems, settings

LIBRARYS = ("String should", "Input should", "valid integer", "pattern", "validation error", "frozenset")

pytestmark = pytest.mark.usefixtures("no_settings_from_outside")


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("access", '"shop"', "shop"), ("access", "'Shop'", "shop"), ("access", "“shop”", "shop"),
        ("access", "«SHOP»", "shop"), ("access", " shop\r\n", "shop"), ("access", "shop\u00a0", "shop"),
        ("access", "\ufeffshop", "shop"), ("access", "shop # for everybody", "shop"),
        ("access", "shop\u200b", "shop"), ("log_level", "debug", "DEBUG"), ("log_level", "warn", "WARNING"),
        ("log_format", "JSON", "json"), ("panel_account", "Shared", "shared"), ("panel_probe", "true", "yes"),
        ("panel_probe", "Off", "no"), ("currency", "eur", "EUR"), ("currency", "€", "EUR"),
        ("currency", "rub # rubles", "RUB"), ("markup_percent", "12.5 %", "12.5"),
        ("markup_percent", "١٢٫٥٪", "12.5"), ("coupon_loss", "%۱۰", "10"), ("fallback_loss", "५ %", "5"),
        ("markup_percent", "10000.0", "10000.0"), ("coupon_loss", "100.00 %", "100.00"),
        ("bank_senders", '"AD-HDFCBK", "VM-ICICIB"', "AD-HDFCBK, VM-ICICIB"),
        ("star_value", "0,013", "0.013"), ("topup_most", "1 000", "1000"),
        ("topup_most", "1\u00a0000", "1000"), ("topup_most", "5 000 000 000", "5000000000"),
        ("invite_reward", "1 500 000", "1500000"),
        ("topup_amounts", "5,10,25", "5, 10, 25"), ("topup_amounts", "2, 50", "2, 50"),
        ("topup_amounts", "2.50,10", "2.50, 10"),
        ("topup_amounts", "5; 10 ;25", "5, 10, 25"), ("topup_amounts", "5 10 25", "5, 10, 25"),
        ("sweep_seconds", '"60"', 60), ("sweep_seconds", "1 000", 1000), ("unknown_hours", "24 # a day", 24),
        ("panel_calls", "16", 16), ("panel_calls", " # the profile's", None),
        ("admin_ids", "1;2", {1, 2}), ("admin_ids", "1 2", {1, 2}), ("admin_ids", "[1, 2]", {1, 2}),
        ("admin_ids", '"1","2"', {1, 2}), ("admin_ids", "1,\n2,", {1, 2}),
        ("operators_chat", "-1001234567890", -1_001_234_567_890), ("operators_chat", "", None),
        ("operators_chat", "−42 # the team", -42), ("operators_chat", " # nobody's", None),
        ("database_url", "postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("database_url", "postgres://u@corp:p@h/d", "postgresql+asyncpg://u%40corp:p@h/d"),
        ("database_url", "postgresql://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
        ("database_url", "sqlite:///kiosk.db", "sqlite+aiosqlite:///kiosk.db"),
        ("access", "# private or shop", "private"), ("currency", ' "" ', "USD"),
        ("panel_key", "a#b", "**********"),
        ("manual_topup", "Pay # 5 to me", "Pay # 5 to me"),
        ("database_url", "sqlite:///kiosk.db?timeout=30", "sqlite+aiosqlite:///kiosk.db"),
        ("database_url", "sqlite:///kiosk.db?check_same_thread=False", "sqlite+aiosqlite:///kiosk.db"),
        ("bank_senders", 'ООО "Bank", “Other”, Bank “X”', 'Bank “X”, Other, ООО "Bank"'),
        (
            "database_url",
            "postgresql:///d?host=/var/run/postgresql&port=5433",
            "postgresql+asyncpg:///d?host=%2Fvar%2Frun%2Fpostgresql&port=5433",
        ),
        ("panel_url", " 'https://panel.example/api/v2' ", "https://panel.example/api/v2"),
    ],
)  # fmt: skip
def test_what_is_meant_is_understood(name: str, written: str, meant: object) -> None:
    value = getattr(settings(**{name: written}), name)
    assert (str(value) if isinstance(value, SecretStr) else value) == meant


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("admin_ids", "-1001234567890", "must be ids of people, above 0; those below 0 are groups"),
        ("admin_ids", "0", "0 is nobody"), ("allowed_ids", "5, 0", "0 is nobody"),
        ("admin_ids", "@ann", "must be numeric ids, not names"), ("admin_ids", "ann", "not names"),
        ("admin_ids", "1.5", "must be numeric ids"), ("admin_ids", "9" * 20, "shorter than 17 digits"),
        ("admin_ids", ",", "must name at least one person"),
        ("operators_chat", "@team", "must be the group's number, not its name"),
        ("operators_chat", "https://t.me/team", "not its name"), ("operators_chat", "0", "below 0"),
        ("operators_chat", "42", "below 0"), ("operators_chat", "-1, -2", "of one group"),
        ("access", "everyone", "must be private or shop"),
        ("currency", "dollars please", "must be a currency's name"), ("markup_percent", "12,5", "like 12.5"),
        ("star_value", "1,000", "nothing between thousands"), ("star_value", "free", "must be an amount"),
        ("topup_amounts", "2,50", "write 2.50 for one, and 2, 50 for two"),
        ("topup_amounts", "2,5; 5,00; 10", "one amount or two"),
        ("topup_amounts", "0,5 1", "one amount or two"),
        ("topup_amounts", "1,000", "one amount or two"),
        ("credit_limit", "lots", "must be an amount"), ("topup_least", "-1", "must be an amount"),
        ("sweep_seconds", "60s", "whole number of seconds"), ("sweep_seconds", "0", "from 1 to 86400"),
        ("sweep_seconds", "1.5", "whole number of seconds"), ("unknown_hours", "1000", "from 1 to 720"),
        ("panel_calls", "0", "from 1 to 64"), ("panel_calls", "65", "from 1 to 64"),
        ("panel_calls", "many", "from 1"),
        ("panel_probe", "maybe", "must be"), ("panel_account", "mine", "must be own or shared"),
        ("log_level", "LOUD", "must be DEBUG"), ("log_format", "xml", "must be text or json"),
        ("manual_topup", "x" * 1501, "at most 1500"), ("panel_key", "my key", "holds blanks"),
        ("panel_key", "ключ", "no key has"), ("panel_key", "# the key", "is missing"),
        ("bot_token", "bot700000001:AAx", "does not look like a token"),
        ("bot_token", "700000001:AA x", "does not look like a token"),
        ("bot_token", "700000001:AAx;", "does not look like a token"),
        ("bot_token", "700000001:AAx,", "does not look like a token"),
        ("bot_token", "700000001:AA/x", "does not look like a token"),
        ("telegram_api_root", "https://", "must begin with https://"),
        ("telegram_api_root", "https://api.telegram.org/bot", "must not end with /bot"),
        ("database_url", "postgresql://u@h/d?sslmode=please", "sslmode must be one of"),
        ("database_url", "postgresql://u@h/d?channel_binding=require", "channel_binding; leave it out"),
        ("database_url", "mysql://u@h/d", "must be like sqlite"),
        ("database_url", "postgresql://u:p@10.0..1/d", "must be like sqlite"),
        ("database_url", "postgresql://u:p@ss@h/d", "write %40 for it there"),
        ("database_url", "postgresql+asyncpg://u:p@s:x@h:5432/d", "write %40 for it there"),
        ("database_url", "postgresql://u:p@h:99999/d", "must name a port from 1 to 65535"),
        ("database_url", "postgresql://u:p@h:0/d", "must name a port from 1 to 65535"),
        ("database_url", "postgresql:///d?host=h1:5432&host=h2:70000", "must name a port from 1 to 65535"),
        ("database_url", "postgresql://u:p@h/d?port=abc", "do not fit together"),
        ("database_url", "postgresql:///d?host=h1,h2&port=1,2,3", "do not fit together"),
        ("database_url", "postgresql://h/d?target_session_attrs=x", "must be one of any"),
        ("database_url", "sqlite:///kiosk.db?mode=ro", "cannot be used here, mode; leave it out"),
        ("database_url", "sqlite:///kiosk.db?isolation_level=x", "isolation_level; leave it out"),
        ("database_url", f"sqlite:///{'x' * 250}.db", "must name a file in 240 letters or fewer"),
        ("currency", "\udcff", "not written in UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_one_line_of_ours(name: str, written: str, sentence: str) -> None:
    [line] = problems(**{name: written})
    assert line.startswith(f"{name.upper()}: ")
    assert sentence in line
    assert not any(words in line for words in LIBRARYS)


def test_limits_that_exclude_each_other_are_told_with_all_other_problems() -> None:
    lines = problems(topup_least="5", topup_most="1", access="x")
    assert [line.partition(":")[0] for line in lines] == ["ACCESS", "TOPUP_MOST"]


TEXT = "".join(f"{name.upper()}={value}\n" for name, value in GOOD.items())


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (TEXT.encode("utf-16"), "UTF-16"), (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (f"{TEXT}# Привет\n".encode("cp1251"), "line 5 is not written"),
        (b"PANEL_KEY\n", "line 1 cannot be read"),
        (b'BOT_TOKEN=1:a\nPANEL_KEY="x\n', "line 2 cannot be read"),
        (b"BOT_TOKEN=1:a\0\n", "NUL"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(
    raw: bytes,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes(raw)
    with pytest.raises(SystemExit) as ended:
        load(Settings)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(),
        "".join(f"export {line}\n" for line in TEXT.splitlines()).encode(),
        TEXT.replace("=", " = ").encode(), (TEXT + "\n# Привет, мир\n").encode(),
    ],
)  # fmt: skip
def test_a_file_that_can_be_read_is(raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes(raw)
    assert load(Settings).admin_ids == {1, 2}


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    [line] = problems_of_file(tmp_path)
    assert "is a folder" in line
    assert problems_of_file(tmp_path / "nothing") == []


def test_what_addresses_hide_is_secret() -> None:
    made = settings(
        database_url="postgresql://u:very-secret%40word@h/d",
        telegram_api_root="https://me:another-secret@bots.example/a-hidden-path/",
    )
    for secret in ("very-secret%40word", "very-secret@word", "another-secret", "/a-hidden-path"):
        assert secret in made.secrets
    assert public_part(made.telegram_api_root) == "https://bots.example"


def test_amounts_that_cannot_be_paid_are_named() -> None:
    card = {"payment_provider_token": "p"}
    assert settings(**card).remarks() == []
    [line] = settings(currency="RUB", **card).remarks()
    assert "5.00, 10.00, 25.00, 50.00 RUB cannot be paid by card" in line
    assert "no button is left" in line
    [line] = settings(currency="USDT", **card).remarks()
    assert "Nothing can be paid by card: Telegram charges no card in USDT" in line
    [line] = settings(star_value="0.0001", topup_least="1").remarks()
    assert "25.00, 50.00 USD cannot be paid by Stars" in line
    [line] = settings(topup_most="0.5", topup_least="0.1", **card).remarks()
    assert "Nothing can be paid by card" in line


def test_the_buttons_of_a_top_up_are_told_as_people_see_them() -> None:
    assert settings().topup_buttons == ""
    made = settings(manual_topup="Into the tin.", topup_amounts="2.5, 50 10", topup_most="20")
    assert made.topup_buttons == "2.50, 10.00 USD"


def test_a_way_that_nothing_can_be_paid_by_is_not_offered() -> None:
    tariff = settings(currency="USDT", payment_provider_token="p", star_value="0.01").ways().tariff("USDT")
    assert [way.name for way in tariff.ways] == ["stars"]
    assert [way.name for way in tariff.set_up] == ["stars", "card"]


def test_a_reward_that_nobody_can_get_is_remarked() -> None:
    shop = {"access": "shop", "support_contact": "@ann_helps", "invite_reward": "0.50"}
    assert settings(**shop, manual_topup="Into the tin.").remarks() == []
    for useless in (settings(**shop), settings(invite_reward="1")):
        [line] = useless.remarks()
        assert line.startswith("INVITE_REWARD rewards nobody")


@pytest.mark.parametrize("written", ["k3y", '"k3y"', "'k3y'", "k3y # the main account", " k3y\r\n", "“k3y”"])
def test_a_key_without_a_field_is_read_like_every_setting(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of gateways and of further panels: with quotes around it, a key is another one."""
    monkeypatch.setenv("PANEL_KEY_FAST", written)
    assert key_in("PANEL_KEY_FAST", "fast.toml", "the panel's key") == "k3y"


@pytest.mark.parametrize("written", ["", '""', "# to do"])
def test_a_key_that_is_only_a_comment_is_missing(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANEL_KEY_FAST", written)
    with pytest.raises(ValueError, match="PANEL_KEY_FAST is missing"):
        key_in("PANEL_KEY_FAST", "fast.toml", "the panel's key")


def test_a_key_may_begin_with_the_sign_of_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANEL_KEY_FAST", "#k3y")
    assert key_in("PANEL_KEY_FAST", "fast.toml", "the panel's key") == "#k3y"


def test_a_file_of_the_operators_may_begin_with_the_mark_of_some_editors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(name: str, text: str) -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8-sig")
        return str(file)

    assert load_profile(marked("profile.toml", "calls = 2")).calls == 2
    assert load_gateway(marked("gateway.toml", (SHIPPED / "heleket.toml").read_text())).name == "heleket"
    assert described(marked("bot.toml", 'table = "people"\ncolumns = {id = ["a"]}')).table == "people"
    monkeypatch.setenv("PANEL_KEY_FAST", "k3y")
    (tmp_path / "panels").mkdir()
    marked("panels/fast.toml", 'url = "https://panel.example/api/v2"')
    assert [one.name for one in read_accounts(str(tmp_path / "panels"))] == ["fast"]


@pytest.mark.parametrize(
    ("currency", "value", "asked"),
    [("INR", "0.012", 41_667), ("IDR", "0.0000625", 8_000_000), ("IRR", "0.000000667", 749_625_200)],
)
def test_a_small_units_worth_is_not_rounded(currency: str, value: str, asked: int) -> None:
    made = settings(access="shop", bank_transfer="Account 1", bank_currency=currency, bank_value=value)
    way = TransferWay(made.bank_account, SystemClock())
    assert way.price(5_000_000, "USD") == Price(currency, asked, 5_000_000)

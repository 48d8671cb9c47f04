"""Settings: all problems at once, no value ever shown."""

from typing import Literal, get_args, get_origin

import pytest
from pydantic import SecretStr, ValidationError

import logs
from messaging.ways_out import (
    api_urls,
    as_libraries_read_it,
    check_api_root,
    check_proxy,
    public_part,
)
from settings import Settings, problems_of
from settings.words import MUST_BE, passwords_in
from tests.stories.test_chain_transfers import ADDRESSES

GOOD = {
    "bot_token": "700000001:AAtesttokentesttokentesttokentest_1",
    "panel_url": "https://panel.example/api/v2",
    "panel_key": "a-key",
    "admin_ids": "1, 2",
}

pytestmark = pytest.mark.usefixtures("no_settings_from_outside")


def settings(**changed: str) -> Settings:
    return Settings(_env_file=None, **(GOOD | changed))  # type: ignore[call-arg, arg-type]  # read from text


def problems(**changed: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        settings(**changed)
    return problems_of(refused.value)


def test_the_four_required_are_enough() -> None:
    made = settings()
    assert made.admin_ids == {1, 2}
    assert (made.access, made.panel_profile, made.sweep_seconds, made.currency) == (
        "private",
        "auto",
        60,
        "USD",
    )


def test_every_problem_at_once_one_line_each_and_no_value() -> None:
    lines = problems(
        bot_token="hunter2hunter2",
        access="everybody",
        star_value="a lot",
        topup_amounts="5, many",
        credit_limit="-1",
        database_url="sqlite+aiosqlite:///",
        admin_ids="ann",
        sweep_seconds="0",
        panel_url="ftp://secret-host/x",
        log_level="LOUD",
    )
    assert [line.partition(":")[0] for line in lines] == [
        "BOT_TOKEN", "PANEL_URL", "ADMIN_IDS", "DATABASE_URL", "ACCESS", "STAR_VALUE", "TOPUP_AMOUNTS",
        "CREDIT_LIMIT", "SWEEP_SECONDS", "LOG_LEVEL",
    ]  # fmt: skip
    assert not any("hunter2" in line or "\n" in line for line in lines)


def test_a_shop_gives_no_credit_and_private_as_much_as_is_set() -> None:
    assert settings(access="shop", credit_limit="5").credit_micro == 0
    assert settings().credit_micro is None
    assert settings(credit_limit="0").credit_micro == 0
    assert settings(credit_limit="12.5").credit_micro == 12_500_000


def test_what_is_accepted_for_topping_up() -> None:
    nothing = settings().ways().tariff("USD")
    assert nothing.ways == ()
    made = settings(star_value="0.013", payment_provider_token="p", manual_topup="pay me")
    topup = made.ways().tariff("EUR")
    assert [way.name for way in topup.ways] == ["stars", "card", "manual"]
    assert (topup.currency, topup.amounts_micro[0], topup.minimum_micro) == ("EUR", 5_000_000, 1_000_000)
    assert topup.ways[0].price(13_000, "EUR").credit_micro == 13_000


def test_where_a_monitor_asks() -> None:
    assert settings().health_place is None
    assert settings(health_listen="127.0.0.1:9464").health_place == ("127.0.0.1", 9464)
    [line] = problems(health_listen="9464")
    assert line.startswith("HEALTH_LISTEN")
    assert "must be like 127.0.0.1:8080" in line


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ({"payments_listen": "127.0.0.1:8080"}, "WEBHOOK_LISTEN and PAYMENTS_LISTEN"),
        ({"payments_listen": "0.0.0.0:8080"}, "WEBHOOK_LISTEN and PAYMENTS_LISTEN"),
        ({"health_listen": "localhost:8080"}, "WEBHOOK_LISTEN and HEALTH_LISTEN"),
        (
            {"payments_listen": "[::1]:8081", "health_listen": "[::]:8081"},
            "PAYMENTS_LISTEN and HEALTH_LISTEN",
        ),
    ],
)
def test_two_that_listen_need_two_ports(places: dict[str, str], named: str) -> None:
    """The check found nothing, and the start ended with *Address already in use*."""
    called = {"webhook_url": "https://shop.example/hook", "payments_url": "https://shop.example/payments"}
    [line] = problems(**called, **places)
    port = "8081" if "8081" in str(places) else "8080"
    assert line == f"{named} name the same port, {port}: give each a port of its own"


def test_a_port_that_nobody_needs_is_free_for_another() -> None:
    assert settings(health_listen="127.0.0.1:8080", payments_listen="127.0.0.1:8080").health_place
    called = {"webhook_url": "https://shop.example/hook", "health_listen": "10.0.0.1:8080"}
    assert settings(**called).health_place == ("10.0.0.1", 8080)


@pytest.mark.parametrize(
    ("webhook", "health"),
    [("0.0.0.0:8080", "[::]:8080"), ("127.0.0.1:8080", "[::]:8080"), ("[::1]:8080", "0.0.0.0:8080")],
)
def test_all_addresses_of_one_kind_leave_those_of_the_other_free(webhook: str, health: str) -> None:
    """What listens at [::] takes nothing of IPv4: asyncio, and uvloop like it, ask for IPv6 alone."""
    assert settings(
        webhook_url="https://shop.example/hook", webhook_listen=webhook, health_listen=health
    ).health_place


def test_secrets_do_not_show() -> None:
    payment = settings(webhook_secret="a-webhook-secret", payment_provider_token="a-provider-token")
    assert GOOD["bot_token"] not in repr(payment) + str(payment.model_dump())
    assert "a-webhook-secret" not in repr(payment) + str(payment.model_dump())
    secrets = {GOOD["bot_token"], GOOD["panel_key"], "a-webhook-secret", "a-provider-token"}
    assert set(payment.secrets) == secrets
    assert "a-provider-token" not in repr(payment) + str(payment.model_dump())


def test_polling_needs_nothing() -> None:
    made = settings(webhook_url="", webhook_listen="127.0.0.1:8080")
    assert (made.webhook_url, made.listening_place) == ("", ("127.0.0.1", 8080))


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com",
        "https://shop.example.com/telegram/a-B_c.d~9",
        "https://shop.example.com:8443/x",
        "http://127.0.0.1:9000/x",
        "http://localhost:9000/",
        "http://[::1]:9000/",
    ],
)
def test_addresses_telegram_may_call(url: str) -> None:
    assert settings(webhook_url=url).webhook_url == url


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://shop.example.com/x", "must begin with https://"),
        ("http://127.0.0.1.example.com/x", "must begin with https://"),
        ("https://shop.example.com:8080/x", "must be on port 443, 80, 88 or 8443"),
        ("https://me:word@shop.example.com/x", "must have no user"),
        ("https://shop.example.com/x?y=1", "must have no user"),
        ("https://shop.example.com/x#y", "must have no user"),
        ("https://shop.example.com/a b", "may have only letters"),
        ("https://shop.example.com/{x}", "may have only letters"),
        ("shop.example.com/x", "must be like https://"),
        ("ftp://shop.example.com/x", "must be like https://"),
        ("https:///x", "must be like https://"),
        ("https://shop.example.com:port/x", "must be like https://"),
        ("https://[x/", "must be like https://"),
    ],
)
def test_addresses_telegram_would_not_call(url: str, sentence: str) -> None:
    [line] = problems(webhook_url=url)
    assert line.startswith(f"WEBHOOK_URL: {sentence}")
    assert "word" not in line


@pytest.mark.parametrize(
    ("given", "place"),
    [("10.0.0.1:1", ("10.0.0.1", 1)), ("[::1]:8080", ("::1", 8080)), ("h:65535", ("h", 65_535))],
)
def test_a_place_to_listen_is_read_as_host_and_port(given: str, place: tuple[str, int]) -> None:
    assert settings(webhook_listen=given).listening_place == place


@pytest.mark.parametrize(
    "given",
    [
        *("8080", ":8080", "127.0.0.1", "127.0.0.1:", "h:0", "h:65536", "h:²", "h:-1"),
        *("http://127.0.0.1:8080", "tcp://0.0.0.0:8080", "/run/kiosk:8080"),
        *("127.0.0..1:8080", f"{'h' * 64}:8080"),  # no resolver is even asked about these
    ],
)
@pytest.mark.parametrize("name", ["webhook_listen", "payments_listen", "health_listen"])
def test_no_places_to_listen(name: str, given: str) -> None:
    [line] = problems(**{name: given})
    assert line.startswith(f"{name.upper()}: must be like 127.0.0.1:8080")


@pytest.mark.parametrize("secret", ["short", "with space", "schön-und-gut", "a" * 257, "a.b", "line\n"])
def test_secrets_telegram_does_not_take(secret: str) -> None:
    [line] = problems(webhook_secret=secret)
    assert line == "WEBHOOK_SECRET: must be 6 to 256 letters, digits, _ or -; better 16 or more"


def test_an_address_is_written_as_telegram_tells_it_back() -> None:
    assert (
        settings(webhook_url="HTTPS://Shop.Example.com/Hook").webhook_url == "https://shop.example.com/Hook"
    )


def test_all_problems_of_the_webhook_at_once() -> None:
    lines = problems(webhook_url="x", webhook_listen="x", webhook_secret="?")
    assert [line.partition(":")[0] for line in lines] == ["WEBHOOK_URL", "WEBHOOK_LISTEN", "WEBHOOK_SECRET"]


def test_a_token_may_be_of_telegrams_test_environment() -> None:
    token = GOOD["bot_token"] + "/test"
    assert settings(bot_token=token).bot_token.get_secret_value() == token


def test_a_secret_of_the_bots_own_is_always_the_same() -> None:
    one, again = settings().secret_of_webhook, settings(panel_key="another").secret_of_webhook
    other = settings(bot_token="700000001:AAanothertokenanothertokenanothertok").secret_of_webhook
    assert one == again != other
    assert settings(webhook_secret=one).secret_of_webhook == one  # Telegram would accept it
    assert one in settings().secrets
    assert settings(webhook_secret="as-given").secret_of_webhook == "as-given"


def test_a_markup_is_a_percentage_as_the_price_list_takes_it() -> None:
    for percent in ("0", "12.5", "0.0001", "9999.9999", "10000"):
        assert settings(markup_percent=percent).markup_percent == percent
    assert settings(markup_percent="٣").markup_percent == "3"
    for percent in ("-1", "1e3", "12,5", "10000.1", "10001", "1.00001"):
        [line] = problems(markup_percent=percent)
        assert line.startswith("MARKUP_PERCENT")


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("http://mirror.example", "could be read on its way"),
        ("http://8.8.8.8:8081", "could be read on its way"),
        ("https://mirror.example/bot", "must not end with /bot"),
        ("https://mirror.example/bot/", "must not end with /bot"),
        ("https://mirror.example/?a=b", "no question mark"),
        ("https://mirror.example/{token}", "only as /bot{token}"),
        ("https://mirror.example:port", "must be like"),
        ("ftp://mirror.example", "must begin with https://"),
    ],
)
def test_a_root_that_would_not_do_gets_a_line(root: str, words: str) -> None:
    problem = check_api_root(root)
    assert problem is not None
    assert words in problem


@pytest.mark.parametrize(
    "root",
    [
        "https://api.telegram.org",
        "https://mirror.example/some/path",
        "https://user:password@mirror.example",
        "http://127.0.0.1:8081",
        "http://localhost:8081",
        "http://telegram-bot-api:8081",
        "http://192.168.1.5:8081",
        "https://api.telegram.org/bot{token}/test",
    ],
)
def test_a_root_that_would_do_passes(root: str) -> None:
    assert check_api_root(root) is None


def test_the_test_environment_has_its_own_paths() -> None:
    assert api_urls("https://api.telegram.org/bot{token}/test") == (
        "https://api.telegram.org/bot{token}/test",
        "https://api.telegram.org/file/bot{token}/test",
    )
    assert api_urls("https://a.example") == ("https://a.example/bot", "https://a.example/file/bot")


@pytest.mark.parametrize(
    "proxy",
    [
        "127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "https://127.0.0.1:1080",
        "socks5://127.0.0.1",
        "socks5://:1080",
        "socks5://mary@127.0.0.1:1080",
        "http://127.0.0.1:8080/path",
        "http://127.0.0.1:99999",
        "http://пример:8080",
    ],
)
def test_a_proxy_that_is_none_gets_a_line(proxy: str) -> None:
    assert check_proxy(proxy) is not None


def test_a_proxys_password_is_a_secret_in_each_of_its_spellings() -> None:
    proxy = "socks5h://mary:p%40ssword@127.0.0.1:1080"
    assert check_proxy(proxy) is None
    assert as_libraries_read_it(proxy) == "socks5://mary:p%40ssword@127.0.0.1:1080"
    assert set(passwords_in(proxy)) == {"p%40ssword", "p@ssword"}
    assert public_part(proxy) == "socks5h://127.0.0.1:1080"


def test_ways_with_settings_of_their_own_are_switched_off_beside_them() -> None:
    address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
    off = settings(gateways="crypto_pay:off, tron:off", crypto_pay_token="1:AA", tron_address=address)
    assert [(one.profile.name, one.is_on) for one in off.gateway_accounts] == [("crypto_pay", False)]
    assert [(one.name, one.is_on) for one in off.chain_accounts] == [("tron", False)]
    assert [one.is_on for one in settings(crypto_pay_token="1:AA").gateway_accounts] == [True]
    assert settings(gateways="crypto_pay:off, ton:off").gateway_accounts == ()
    assert "a setting of its own" in problems(gateways="crypto_pay", crypto_pay_token="1:AA")[0]


SECRET_VALUES = {
    "bot_token": "700000001:AAcanarycanarycanarycanarycanarycan_1",
    "telegram_proxy": "socks5://user:canary-of-telegram@proxy.example:1080",
    "panel_proxy": "socks5://user:canary-of-the-panel@proxy.example:1080",
}


@pytest.mark.parametrize("name", ["crypto_pay_token", "ton_key", "tron_key"])
@pytest.mark.parametrize("key", ["1:AA…", "a b", "ключ", "a\tb"])
def test_a_key_that_cannot_be_sent_gets_a_line(name: str, key: str) -> None:
    """It goes into a header: each call would end in an error of ours."""
    [line] = problems(**{name: key})
    assert line == f"{name.upper()}: holds blanks or characters that no key has; copy it again"


def test_backups_in_the_home_go_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell reads .env: they went to a folder called ~, which nobody should delete by that name."""
    monkeypatch.setenv("HOME", "/home/ann")
    assert settings(backup_folder="~/backups").backup_folder == "/home/ann/backups"
    assert settings(backup_folder="back~ups").backup_folder == "back~ups"


@pytest.mark.parametrize("address", ["s3://bucket/kiosk", "https://backup.example/x", "file:///backups"])
def test_backups_go_to_no_address(address: str) -> None:
    """They went to a folder of this machine called `s3:`, and whoever set it took them for safe elsewhere."""
    [line] = problems(backup_folder=address)
    assert line.startswith("BACKUP_FOLDER: must be a folder, and no address: mount what is elsewhere")


def test_every_setting_that_is_a_secret_is_kept_out_of_logs() -> None:
    hidden = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
    assert "backup_key" in hidden
    values = {name: SECRET_VALUES.get(name, f"canary_of_{name}_12345") for name in hidden}
    chains = {f"{name}_address": address for name, address in ADDRESSES.items()}
    redact = logs.Redactor(settings(access="shop", **chains, ton_value="3", tron_value="1", **values).secrets)
    for name, value in values.items():
        shown_value = value if "@" not in value else value.split(":")[2].partition("@")[0]
        assert shown_value not in redact(f"{name}: {shown_value}"), name


CHOICES = {
    name: get_args(field.annotation)
    for name, field in Settings.model_fields.items()
    if get_origin(field.annotation) is Literal
}


@pytest.mark.parametrize("name", CHOICES)
def test_what_a_setting_takes_stands_in_the_sentence_that_refuses_the_rest(name: str) -> None:
    sentence = MUST_BE[name.upper()]
    assert [choice for choice in CHOICES[name] if (choice or "empty") not in sentence] == []
    assert problems(**{name: "perhaps"}) == [f"{name.upper()}: {sentence}"]

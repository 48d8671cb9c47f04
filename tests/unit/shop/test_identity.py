"""The panel account's name in rows: one per account, and it does not reveal the key."""

import pytest

from shop.identity import Behind, Identity, Sum, currency_refusal, panel_name, panel_refusal

KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "url",
    [
        "https://panel.example/api/v2",
        "https://PANEL.example/api/v2/",
        "https://www.panel.example:443/api/v1",
        "https://panel.example./x?y=1",
    ],
)
def test_one_account_has_one_name(url: str) -> None:
    assert panel_name(url, f" {KEY}\n") == panel_name("https://panel.example/api/v2", KEY)


def test_another_host_port_or_key_is_another_account() -> None:
    names = {
        panel_name(url, key)
        for url, key in (
            ("https://panel.example/api/v2", KEY),
            ("https://panel.example:8443/api/v2", KEY),
            ("https://other.example/api/v2", KEY),
            ("https://panel.example/api/v2", KEY[::-1]),
        )
    }
    assert len(names) == 4
    assert not any(KEY[:8] in name for name in names)


def test_the_sentences_say_what_is_behind_and_the_way_on() -> None:
    behind = Behind(
        people=3,
        orders=2,
        order_sums=(Sum("USD", 7_500_000),),
        wallets=(Sum("USD", 1_000_000_000, 3_600_000),),
    )
    assert str(behind) == "3 people, 2 orders under way (7.50 USD), 1000.00 USD in wallets, 3.60 USD owed"
    today = Identity("b~2", 7, "shop", "EUR")
    [line] = currency_refusal(today, "USD", behind)
    assert line.startswith("CURRENCY: ")
    assert "bot.py convert USD EUR RATE" in line
    [line] = panel_refusal(Identity("a~1", 7, "shop", "USD"), today, behind)
    assert line.startswith("PANEL_URL: ")
    assert "\n" not in line


def test_nothing_behind_is_no_reason_to_refuse() -> None:
    known, today = Identity("a~1", 7, "shop", "USD"), Identity("a~2", 7, "shop", "USD")
    assert list(panel_refusal(known, today, Behind())) == []
    [line] = panel_refusal(known, today, Behind(people=1, orders=1))
    assert line.startswith("PANEL_KEY: ")

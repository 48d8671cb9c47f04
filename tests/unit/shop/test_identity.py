"""The panel account's name in rows: one per account, and it does not reveal the key."""

from dataclasses import replace

import pytest

from shop.identity import (
    Behind,
    Identity,
    Sum,
    access_refusal,
    bot_refusal,
    currency_refusal,
    panel_name,
    panel_refusal,
)

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


def test_an_account_is_named_by_its_host_and_ten_digits_of_a_hash_of_its_key() -> None:
    assert panel_name("https://panel.example/api/v2", KEY) == "panel.example~5382890902"


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (Behind(), "0 people"),
        (
            Behind(people=1, orders=1, order_sums=(Sum("USD", 500_000),)),
            "1 person, 1 order under way (0.50 USD)",
        ),
        (
            Behind(people=2, orders=2, order_sums=(Sum("USD", 500_000), Sum("EUR", 1_000_000))),
            "2 people, 2 orders under way (0.50 USD, 1.00 EUR)",
        ),
        (Behind(people=1, wallets=(Sum("USD", 0, 300_000), Sum("EUR"))), "1 person, 0.30 USD owed"),
        (Behind(people=1, payments=1), "1 person, 1 payment to this bot"),
        (Behind(people=1, payments=2), "1 person, 2 payments to this bot"),
    ],
)
def test_what_would_be_left_behind_is_counted_out(behind: Behind, words: str) -> None:
    assert str(behind) == words
    assert behind.is_nothing is (behind == Behind())


PRIVATE, SHOP = Identity("a~1", 7, "private", "USD"), Identity("a~1", 7, "shop", "USD")
ONE_ORDER = Behind(people=1, orders=1, order_sums=(Sum("USD", 500_000),))
AT_STAKE = "(at stake: 1 person, 1 order under way (0.50 USD))"


def test_another_bot_is_refused_with_both_ways_on() -> None:
    [line] = bot_refusal(SHOP, replace(SHOP, bot_id=8), ONE_ORDER)
    assert line.startswith("BOT_TOKEN: this is the token of bot 8; ")
    assert f"belong to bot 7 {AT_STAKE}. Put that bot's token back." in line
    assert "`bot.py convert bot moved`" in line
    assert list(bot_refusal(SHOP, SHOP, ONE_ORDER)) == []
    assert list(bot_refusal(SHOP, replace(SHOP, bot_id=8), Behind())) == []


@pytest.mark.parametrize(
    ("known", "today", "words"),
    [
        (PRIVATE, SHOP, "people in debt must top up before they can order, and prices have your markup."),
        (SHOP, PRIVATE, "only ADMIN_IDS and ALLOWED_IDS can still use what they have."),
    ],
)
def test_another_rule_of_access_says_what_it_means_for_people(
    known: Identity, today: Identity, words: str
) -> None:
    [line] = access_refusal(known, today, ONE_ORDER)
    assert line.startswith(f"ACCESS: it was {known.access} and is {today.access} now {AT_STAKE}. ")
    assert f"Put ACCESS={known.access} back" in line
    assert line.endswith(f"all wallets stay as they are; {words}")
    assert list(access_refusal(known, known, ONE_ORDER)) == []
    assert list(access_refusal(known, today, Behind())) == []


def test_money_in_another_currency_says_whose_the_new_one_is() -> None:
    behind = Behind(people=1, wallets=(Sum("EUR", 1_000_000),))
    [line] = currency_refusal(SHOP, "EUR", behind)
    assert line.startswith("CURRENCY: it is USD now, and there is money in EUR (at stake: 1 person, 1.00 EUR")
    assert line.endswith("where RATE is what one EUR is worth in USD, like 0.92.")
    [line] = currency_refusal(PRIVATE, "EUR", behind)
    assert line.startswith(
        "CURRENCY: it is USD now (the panel's own, as it reports it, while ACCESS is private), and there"
    )
    assert list(currency_refusal(SHOP, "EUR", Behind())) == []


ANOTHER = "this is another panel account than the one that has this database's orders"


@pytest.mark.parametrize(
    ("known", "today", "words"),
    [
        ("a.example~1", "b.example~1", f"PANEL_URL: {ANOTHER} (a.example; at stake"),
        ("a.example~1", "a.example~2", f"PANEL_KEY: {ANOTHER} (a.example; at stake"),
        ("main", "a.example~2", f"PANEL_URL: {ANOTHER} (main; at stake"),
    ],
)
def test_another_panel_account_names_the_setting_and_the_old_one(known: str, today: str, words: str) -> None:
    [line] = panel_refusal(replace(SHOP, panel=known), replace(SHOP, panel=today), ONE_ORDER)
    assert line.startswith(words)

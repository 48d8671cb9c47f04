"""A profile that cannot be used says in one sentence what is wrong, and what would be right."""

from pathlib import Path

import pytest

from panel.profile import (
    TEACHABLE,
    Clues,
    Lexicon,
    Profile,
    ProfileProblem,
    check_panel_url,
    is_loopback,
    load_profile,
    meanings_of,
    profile_of_clues,
    profile_of_host,
)
from panel.refusal_phrases import Kind
from shop.heard import Heard
from shop.replies import PanelState

STATES = "canceled, completed, expired, failed, in_progress, partial, paused, pending, processing, refunded"
MEANINGS = (
    "auth, duplicate_link, funds, link, maintenance, params, quantity, service, throttled, unsupported, vague"
)


def problem(path: Path | str) -> str:
    with pytest.raises(ProfileProblem) as caught:
        load_profile(str(path))
    return str(caught.value)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


@pytest.mark.parametrize(
    ("text", "key", "wanted"),
    [
        ('target = "uri"', "target", "one of both, link, url, not 'uri'"),
        ("refill_by = 1", "refill_by", "one of both, order, orders, not 1"),
        ("many_ids = 1", "many_ids", "true or false, not 1"),
        ('lists_orders = ""', "lists_orders", '"yes", "no", or "auto" to find out, not \'\''),
        ("name = ''", "name", "a line of text, not ''"),
        ("hosts = 'a'", "hosts", "a list of texts, not 'a'"),
        ("user_agent = 'é'", "user_agent", "a line of text, not 'é'"),
        ("pace = 61", "pace", "a number of seconds from 0 to 60, not 61"),
        ("pace = '1'", "pace", "a number of seconds from 0 to 60, not '1'"),
        ("calls = 65", "calls", "a whole number of calls from 1 to 64, not 65"),
        ("idempotency_hours = 721", "idempotency_hours", "a whole number of hours from 1 to 720, not 721"),
        ("headers = { A = 'é' }", "headers", "a table of texts, not {'A': 'é'}"),
        (
            "states = { a = 'b' }",
            "states",
            f"a table of words, each with one of {STATES}, not {{'a': 'b'}}",
        ),
        (
            "refusals = { a = 'order' }",
            "refusals",
            f"a table of texts, each with one of {MEANINGS}, not {{'a': 'order'}}",
        ),
        (
            "currency_aliases = { a = 'usd' }",
            "currency_aliases",
            "a table of names, each with a currency like USD, not {'a': 'usd'}",
        ),
        ("calls = 0\npace = -1", "calls", "a whole number of calls from 1 to 64, not 0"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(own: Path, text: str, key: str, wanted: str) -> None:
    own.write_text(text, encoding="utf-8")
    assert problem(own) == f"In the profile {own}, '{key}' must be {wanted}."


def test_an_unknown_key_is_told_before_a_wrong_value_with_all_there_are(own: Path) -> None:
    own.write_text("calls = 0\ncolour = 1", encoding="utf-8")
    known = ", ".join(sorted(Profile.model_fields))
    assert problem(own) == f"The profile {own} has an unknown key 'colour'; there are {known}."


def test_a_profile_that_is_not_there_is_told_with_the_built_in_ones(own: Path) -> None:
    named = "name one of auto, seed, mainstream, both, or the path of your own TOML file."
    for missing in (own, own.parent, own.parent / "a" / "b", "Seed"):
        assert problem(missing) == f"There is no panel profile {str(missing)!r}; {named}"
    own.write_text("", encoding="utf-8")
    assert problem(own / "x") == f"There is no panel profile {str(own / 'x')!r}; {named}"


def test_a_file_that_is_no_toml_or_cannot_be_read_is_told(own: Path) -> None:
    own.write_text("a b", encoding="utf-8")
    assert problem(own).startswith(f"The profile {own} is not valid TOML: ")
    too_long = str(own.parent / ("x" * 300))
    assert problem(too_long) == f"The profile {too_long} cannot be read: File name too long."


def test_a_table_is_spelled_as_it_is_looked_up_and_cannot_be_changed(own: Path) -> None:
    own.write_text(
        'hosts = ["A.Example"]\ncomment_separators = ["X"]\n[headers]\nX-Kept = "As It Is"\n'
        '[refusals]\n"Kota DOLDU: 5!" = "funds"\n[states]\n"✅ Oldu" = "completed"\n'
        '[currency_aliases]\n" usdt " = "USD"\n',
        encoding="utf-8",
    )
    profile = load_profile(str(own))
    assert (profile.hosts, profile.comment_separators) == (("a.example",), ("x",))
    assert profile.headers == {"X-Kept": "As It Is"}
    assert profile.refusals == {"kota doldu #": Kind.FUNDS}
    assert profile.states == {"oldu": PanelState.COMPLETED}
    assert profile.currency_aliases == {"USDT": "USD"}
    for table in (profile.headers, profile.states, Profile(name="bare").headers):
        with pytest.raises(TypeError):
            table["x"] = "y"  # type: ignore[index]  # that is the point


def test_a_new_lexicon_knows_no_words() -> None:
    assert (Lexicon().refusals, Lexicon().states) == ({}, {})


def test_what_may_be_taught_is_what_a_new_order_may_be_refused_for() -> None:
    assert not {Kind.ORDER, Kind.REFILL, Kind.CANCEL, Kind.OTHER} & TEACHABLE
    assert set(meanings_of(Heard.REFUSAL)) == {kind.value for kind in TEACHABLE}


@pytest.mark.parametrize(
    ("has_flags", "is_sloppy", "name", "are_enough"),
    [
        (None, None, "both", False),
        (True, None, "both", False),
        (None, False, "both", False),
        (None, True, "both", False),
        (False, None, "both", False),
        (True, False, "mainstream", True),
        (False, True, "seed", True),
    ],
)
def test_a_clue_that_was_not_seen_decides_nothing(
    has_flags: bool | None, is_sloppy: bool | None, name: str, are_enough: bool
) -> None:
    clues = Clues(has_flags, is_sloppy)
    assert (profile_of_clues(clues).name, clues.are_enough) == (name, are_enough)


def test_a_host_is_known_whatever_its_case_and_port() -> None:
    known = profile_of_host("https://WWW.SMMBROS.IN:443/api/v2?x=1")
    assert known == load_profile("seed")
    assert profile_of_host("") is None
    assert profile_of_host("www.smmbros.in") is None


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("LocalHost", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("local", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_name_and_address(host: str, is_here: bool) -> None:
    assert is_loopback(host) is is_here


@pytest.mark.parametrize("name", ["key", "API_KEY", "apikey", "api_token", "Token"])
def test_no_address_holds_the_key(name: str) -> None:
    problem = "The panel's address must not hold the key; it goes into PANEL_KEY."
    assert check_panel_url(f"https://panel.example/?a=1&{name}=") == problem
    assert check_panel_url(f"https://panel.example/?my_{name}s=1") is None

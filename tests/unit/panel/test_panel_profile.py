"""Profiles are small TOML files, and a wrong one is refused in one sentence."""

from pathlib import Path

import pytest

from panel.profile import (
    BUILT_IN,
    Clues,
    Profile,
    ProfileProblem,
    load_profile,
    profile_of_clues,
    profile_of_host,
)
from shop.replies import PanelState


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_ones_load(name: str) -> None:
    assert load_profile(name).name == name


def test_the_seeds_dialect_has_these_differences() -> None:
    seed = load_profile("seed")
    assert (seed.targets, seed.refill_by, seed.cancel_by) == (("url",), "order", "order")
    assert (seed.refill_ids, seed.double_encode, seed.comments_quantity) == (False, False, True)


def test_the_mainstreams_dialect_is_what_an_own_file_starts_from(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('target = "url"\n', encoding="utf-8")
    mainstream = load_profile("mainstream")
    assert mainstream == Profile(name="mainstream")
    assert load_profile(str(own)) == Profile(name="own", target="url")


def test_in_doubt_both_targets_are_sent() -> None:
    assert load_profile("auto") == load_profile("both")
    assert load_profile("both").targets == ("url", "link")


def test_an_own_file_may_say_everything(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "mine"\nhosts = ["Panel.Example"]\npace = 1\ncurrency = "USD"\n'
        '[headers]\nX-Extra = "1"\n[states]\n"Re_embolsado" = "refunded"\n',
        encoding="utf-8",
    )
    mine = load_profile(str(own))
    assert (mine.name, mine.hosts, mine.pace, mine.currency) == ("mine", ("panel.example",), 1, "USD")
    assert mine.headers == {"X-Extra": "1"}
    assert mine.states == {"reembolsado": PanelState.REFUNDED}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('target = "uri"', "target"),
        ("refill_by = 1", "refill_by"),
        ('double_encode = "yes"', "double_encode"),
        ('hosts = "one"', "hosts"),
        ("pace = -1", "pace"),
        ("calls = 0", "calls"),
        ("calls = 65", "calls"),
        ("calls = 1.5", "calls"),
        ('evidence = "hearsay"', "evidence"),
        ('evidence = "reference"', "evidence"),
        ('idempotency_field = ""\nevidence = "reference"', "evidence"),
        ("pace = true", "pace"),
        ('user_agent = "a\\r\\nX-Evil: 1"', "user_agent"),
        ('user_agent = "тест"', "user_agent"),
        ("headers = { A = 1 }", "headers"),
        ('states = { Done = "finished" }', "states"),
        ('states = { Done = ["completed"] }', "states"),
        ('refusals = { Quota = { a = "funds" } }', "refusals"),
        ("name = 7", "name"),
        ('targets = "url"', "targets"),
        ("not toml", "TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_key(text: str, key: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileProblem, match=key) as caught:
        load_profile(str(own))
    assert str(own) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_reference_is_evidence_where_a_parameter_carries_it(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('evidence = "reference"\nidempotency_field = "request_id"')
    assert load_profile(str(own)).evidence == "reference"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_ones_go_by_the_balance(name: str) -> None:
    assert load_profile(name).evidence == "balance"


def test_a_missing_file_is_refused_with_what_there_is() -> None:
    with pytest.raises(ProfileProblem, match=", ".join(("auto", *BUILT_IN))):
        load_profile("nowhere.toml")


def test_bytes_are_no_profile(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileProblem, match="TOML"):
        load_profile(str(own))
    with pytest.raises(ProfileProblem):
        load_profile(str(tmp_path))


def test_a_known_host_decides() -> None:
    found = profile_of_host("https://www.smmbros.in/api/v2")
    assert found is not None
    assert found.name == "seed"
    assert profile_of_host("https://panel.example/api/v2") is None


@pytest.mark.parametrize(
    ("has_flags", "is_sloppy", "name"),
    [(True, False, "mainstream"), (False, True, "seed"), (True, True, "both"), (False, False, "both")],
)
def test_clues_decide_only_where_they_agree(has_flags: bool, is_sloppy: bool, name: str) -> None:
    assert profile_of_clues(Clues(has_flags, is_sloppy)).name == name

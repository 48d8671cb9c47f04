"""A profile that says what is wrong with it, and words an operator taught."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from panel.profile import Lexicon, ProfileProblem, check_panel_url, load_profile, meanings_of
from panel.refusal_phrases import Kind
from shop.heard import Heard, HeardText, key_of
from shop.replies import PanelState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def own_file(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def taught(heard: Heard, key: str, meaning: str | None) -> HeardText:
    return HeardText(1, heard, key, key, 1, NOON, meaning)


LIKE = "https://panel.example/api/v2"


def test_an_alias_of_a_currency_names_a_currency(tmp_path: Path) -> None:
    profile = load_profile(own_file(tmp_path, 'currency_aliases = { " dollars " = "USD" }'))
    assert dict(profile.currency_aliases) == {"DOLLARS": "USD"}
    for wrong in ("dollars", "US$", ""):
        with pytest.raises(ProfileProblem, match="currency_aliases"):
            load_profile(own_file(tmp_path, f'currency_aliases = {{ A = "{wrong}" }}'))


def test_what_an_operator_taught_beats_the_profile_and_what_is_obsolete_is_skipped() -> None:
    lexicon = Lexicon()
    lexicon.learn(
        [
            taught(Heard.REFUSAL, "no money", "funds"),
            taught(Heard.STATE, "listo", "completed"),
            taught(Heard.REFUSAL, "odd", "gone_meaning"),
            taught(Heard.STATE, "raro", "gone_meaning"),
            taught(Heard.STATE, "nuevo", None),
        ]
    )
    assert (lexicon.refusals, lexicon.states) == ({"no money": Kind.FUNDS}, {"listo": PanelState.COMPLETED})
    lexicon.use({"no money": Kind.AUTH, "bad": Kind.LINK}, {"listo": PanelState.FAILED})
    assert lexicon.refusals == {"no money": Kind.FUNDS, "bad": Kind.LINK}
    assert lexicon.states == {"listo": PanelState.COMPLETED}
    lexicon.learn([])
    assert (lexicon.refusals["no money"], lexicon.states["listo"]) == (Kind.AUTH, PanelState.FAILED)


@pytest.mark.parametrize(
    ("heard", "text", "key"),
    [
        (Heard.STATE, "✅ In_Progress.", "inprogress"),
        (Heard.STATE, " ✅ ", "✅"),
        (Heard.REFUSAL, "Please wait 5 s!", "please wait # s"),
        (Heard.REFUSAL, "Error 17", "error 17"),
    ],
)
def test_words_are_heard_by_what_they_say(heard: Heard, text: str, key: str) -> None:
    assert key_of(heard, text) == key


def test_every_state_can_be_taught_and_every_refusal_but_the_vague_ones() -> None:
    assert meanings_of(Heard.STATE) == tuple(PanelState)
    refusals = meanings_of(Heard.REFUSAL)
    assert "funds" in refusals
    assert list(refusals) == sorted(refusals)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://panel.example/", "must begin with https://, or the key could be read on its way."),
        ("ftp://panel.example/", "must begin with https:// and name a host."),
        ("https:///api", "must begin with https:// and name a host."),
        ("https://panel.example:x/", f"cannot be read; it should look like {LIKE}."),
        ("https://panel.example/a b", f"must be plain ASCII without spaces, like {LIKE}."),
        ("https://a:b@x.example/", "must not hold a user name or password; the key goes into PANEL_KEY."),
        ("https://panel.example/?key=", "must not hold the key; it goes into PANEL_KEY."),
        ("https://panel.example/#api", "must not have a part after #."),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(url: str, problem: str) -> None:
    assert check_panel_url(url) == f"The panel's address {problem}"

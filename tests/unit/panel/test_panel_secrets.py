"""The key never stands in what is kept or shown, and evidence stays short."""

import pytest

from panel.reply import Answer, redacted

KEY = "ab/c d+12"


@pytest.mark.parametrize(
    "written", [KEY, "ab%2Fc%20d%2B12", "ab%2Fc+d%2B12", "ab\\/c d+12"], ids=["plain", "url", "form", "json"]
)
def test_a_key_is_hidden_in_every_spelling(written: str) -> None:
    assert redacted(f"<{written}> and <{written}>", (KEY,)) == "<[key]> and <[key]>"


def test_a_key_too_short_to_tell_from_words_is_left_and_the_others_are_hidden() -> None:
    assert redacted("a key of 1234", ("key", "", "1234")) == "a key of [key]"
    assert redacted("nothing here", (KEY,)) == "nothing here"


def test_words_are_one_safe_line_of_at_most_five_hundred_letters() -> None:
    answer = Answer(200, "", secrets=("secret",))
    assert answer.words("my\tsecret\nline\0") == "my [key] line"
    assert answer.words("x" * 600) == "x" * 500
    assert answer.words("x" * 600, 40) == "x" * 40
    assert answer.words(None) == ""


def test_a_key_that_the_shown_part_would_cut_is_hidden_as_a_whole() -> None:
    answer = Answer(200, "", secrets=("secret",))
    assert answer.words("x" * 497 + "secret") == "x" * 497 + "[ke"


def test_evidence_is_four_kilobytes_of_whole_letters() -> None:
    assert Answer(200, "x" * 9_000).excerpt == "x" * 4_096
    assert Answer(200, "a" + "é" * 9_000).excerpt == "a" + "é" * 2_047
    assert Answer(200, "a\0b").excerpt == "ab"
    assert Answer(200, "\ud800!").excerpt == "?!"


@pytest.mark.parametrize(("status", "code"), [(None, 200), (200, 200), (0, 0), (503, 503)])
def test_a_status_that_is_not_known_counts_as_200(status: int | None, code: int) -> None:
    assert Answer(status, "").code == code

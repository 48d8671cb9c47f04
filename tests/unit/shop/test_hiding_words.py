"""Where the words of a rule begin and end, and in which of many texts they are found."""

from dataclasses import replace

import pytest

from shop.catalogue.hiding_rules import MOST_RULES, FoldedTexts, Pattern, RuleTexts
from shop.catalogue.services import Service

LIKES = Service("1", "Instagram Likes", "Best offers", "Default", 900_000, 10, 1_000)


def fits(words: str, text: str) -> bool:
    return FoldedTexts([text]).fitting(Pattern.of(words)) == [0]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("vote * us*", "vote in usa"),
        ("us * vote", "us fast vote"),
        ("us * vote", "us vote"),
        ("*ote* us*", "my votes usable"),
        ("buy*votes", "buyvotes"),
        ("a ** b", "a c b"),
        ("a* *b", "a b"),
        ("mass*report*now", "massive reporting known now"),
    ],
)
def test_words_that_fit_a_text(words: str, text: str) -> None:
    assert fits(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("vote * us*", "vote bonus"),
        ("us * vote", "used vote"),
        ("*us * vote", "used vote"),
        ("buy*votes", "cheap votes"),
        ("report*mass", "mass report"),
        ("report*report", "report"),
        ("a*b*c", "a c b"),
    ],
)
def test_words_that_do_not_fit_a_text(words: str, text: str) -> None:
    assert not fits(words, text)


def test_of_many_texts_those_that_fit_are_told_once_each_in_their_order() -> None:
    texts = FoldedTexts(f"{'likes likes' if n % 3 else 'views'} {'x' * n}" for n in range(50))
    assert texts.fitting(Pattern.of("likes")) == [n for n in range(50) if n % 3]
    assert texts.fitting(Pattern.of("views * x*")) == [n for n in range(1, 50) if not n % 3]
    assert texts.fitting(Pattern.of("x" * 49)) == [49]
    assert texts.fitting(Pattern.of("views")) == [n for n in range(50) if not n % 3]
    assert FoldedTexts([]).fitting(Pattern.of("likes")) == []


def test_words_do_not_go_over_from_one_text_into_the_next() -> None:
    assert FoldedTexts(["mass", "report"]).fitting(Pattern.of("mass report")) == []
    assert FoldedTexts(["mass", "report"]).fitting(Pattern.of("mass * report")) == []


def test_a_pattern_is_looked_for_by_its_rarest_piece() -> None:
    assert Pattern.of("a * report * bc").rarest == " report "
    assert Pattern.of("Báse*RÉPORT").pieces == (" base", "report ")


def test_a_category_hides_all_that_is_in_it() -> None:
    views = replace(LIKES, id="2", name="Views", category="Dear")
    texts = RuleTexts((LIKES, views, replace(LIKES, id="3", name="Saves")))
    assert texts.fitting("best offers") == {"1", "3"}
    assert texts.fitting("instagram") == {"1"}
    assert texts.fitting_any(["dear", "saves"]) == {"2", "3"}
    assert texts.fitting_any([]) == frozenset()


def test_texts_answer_the_same_after_any_number_of_rules() -> None:
    texts = RuleTexts((LIKES,))
    for number in range(MOST_RULES * 4 + 2):
        assert texts.fitting(f"rule {number}") == frozenset()
    assert texts.fitting("likes") == texts.fitting("likes") == {"1"}

"""What customers say of a service: one voice each, the latest; nothing while there are few."""

from datetime import UTC, datetime

import pytest

from locales import Catalogues
from shop.catalogue.ratings import FEWEST, Rated, Score, Scores, scores_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rated(*stars: int, service: str = "7") -> list[Rated]:
    """Return a rating of each of so many customers."""
    return [Rated(number, number, service, given, NOON) for number, given in enumerate(stars)]


@pytest.mark.parametrize(
    ("stars", "tenths"),
    [
        ((5, 5, 5, 5, 5), 50),
        ((1, 1, 1, 1, 1), 10),
        ((5, 5, 4, 5, 4), 46),
        ((1, 2, 3, 4, 5, 5, 5, 1), 33),  # 3.25, half up
        ((5,) * 19 + (4,), 50),  # 4.95
    ],
)
def test_the_average_is_rounded_to_a_tenth(stars: tuple[int, ...], tenths: int) -> None:
    assert scores_of(rated(*stars)) == {"7": Score(len(stars), tenths)}


def test_few_say_nothing_and_no_service_speaks_for_another() -> None:
    assert scores_of(rated(*[5] * (FEWEST - 1))) == {}
    mixed = rated(*[5] * FEWEST) + rated(*[1] * (FEWEST - 1), service="8")
    assert scores_of(mixed) == {"7": Score(FEWEST, 50)}


def test_a_customer_counts_once_with_the_latest() -> None:
    again = [Rated(90 + number, 0, "7", 1, NOON) for number in range(20)]
    assert scores_of(rated(5, 5, 5, 5) + again) == {}
    assert scores_of([Rated(99, 0, "7", 5, NOON), *rated(1, 5, 5, 5, 5)]) == {"7": Score(5, 50)}


def test_scores_are_replaced_as_a_whole() -> None:
    scores = Scores()
    assert scores.of("7") is None
    scores.replace_all({"7": Score(5, 46)})
    assert scores.of("7") == Score(5, 46)
    scores.replace_all({})
    assert scores.of("7") is None


@pytest.mark.parametrize(("language", "shown"), [("en", "4.6"), ("ru", "4,6"), ("xx", "4.6")])
def test_a_score_has_one_decimal_in_the_readers_language(language: str, shown: str) -> None:
    assert Catalogues().of(language).tenths(46) == shown

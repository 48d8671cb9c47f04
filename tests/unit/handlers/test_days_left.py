"""How long a panel's balance lasts, as the desk says it."""

import pytest

from handlers.operator.desk.views import lasting_words
from locales import Catalogues


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, "less than a day"),
        (1, "1 day"),
        (365, "365 days"),
        (366, "more than a year"),
        (227_272, "more than a year"),
    ],
)
def test_a_balance_that_lasts_for_centuries_is_not_counted_in_days(days: int, shown: str) -> None:
    assert lasting_words(days, Catalogues().of("en")) == shown

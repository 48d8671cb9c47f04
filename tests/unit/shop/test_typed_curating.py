"""What operators type to arrange the shop."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.catalogue.curating import Decisions, in_plain_words, reach_of
from shop.catalogue.hiding_rules import (
    LONGEST_WORDS,
    HidingRule,
    Pattern,
    RuleState,
    RuleTexts,
)
from shop.catalogue.service_news import KIND, NAMED, Change, Item, items_of, notice_of
from shop.errors import ShopError
from tests.unit.shop.goods import FOLLOWERS, LIKES, OFF, storefront


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Hearts \t fast ", "Hearts fast"),
        ("one\n\n  two  \r\n", "one\ntwo"),
        ("a\u202eb\x07c", "abc"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\u200d\u200c", ""),
        ("\u200f", ""),
        ("", ""),
    ],
)
def test_what_an_operator_types_is_kept_in_plain_words(typed: str, plain: str) -> None:
    assert in_plain_words(typed) == plain


def test_a_rule_is_of_words_and_not_without_end() -> None:
    assert Pattern.of("x" * LONGEST_WORDS).pieces
    for words, key, values in (
        ("x" * (LONGEST_WORDS + 1), "rule_long", {"limit": LONGEST_WORDS}),
        (" * ", "rule_empty", {}),
    ):
        with pytest.raises(ShopError) as refused:
            Pattern.of(words)
        assert (refused.value.key, refused.value.values) == (key, values)


def test_a_new_rule_reaches_nothing_that_another_hides_already() -> None:
    goods = (LIKES, FOLLOWERS)
    decisions = Decisions(rules=(HidingRule(1, "followers", RuleState.ON),), sets=OFF.sets)
    reach = reach_of(goods, decisions, RuleTexts(goods), ["instagram"])
    assert (reach.count, reach.on_sale, reach.named) == (1, 1, (LIKES,))


def test_a_service_that_cannot_be_sold_stands_at_the_desk_under_the_platform_of_its_name() -> None:
    odd = replace(LIKES, id="13", name="YouTube Views", category="Best sellers", type="Nobody knows")
    assert [section.key for section in storefront(LIKES, odd).desk_sections] == ["instagram", "youtube"]


def test_news_of_services_are_one_message_for_each_time() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    item = Item(Change.UP, "12", "Instagram Likes", 900_000, 990_000)
    notice = notice_of(7, [item] * (NAMED + 2), "USD", now)
    assert (notice.kind, notice.person_id) == (KIND, 7)
    assert notice.dedupe_key == f"{KIND}:7:2026-03-01T12:00:00+00:00"
    assert (notice.payload["more"], notice.payload["currency"]) == (2, "USD")
    assert list(items_of(notice.payload)) == [item] * NAMED
    assert notice_of(7, [item], "USD", now).payload["more"] == 0

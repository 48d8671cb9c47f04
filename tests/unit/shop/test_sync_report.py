"""What a reading of the catalogue changed, in words."""

from dataclasses import replace

from shop.catalogue.services import Service
from shop.catalogue.sync_report import Moved, ServiceChange, SyncReport, report_of
from tests.unit.shop.goods import LIKES


def report(before: Service, after: Service, markup: int = 100_000) -> tuple[ServiceChange, ...]:
    found = report_of([before], [after], lambda _: markup, "USD")
    return found.changes if found else ()


def test_a_report_names_each_change_and_its_currency() -> None:
    dearer, new = replace(LIKES, rate_micro=1_000_000), replace(LIKES, id="13", name="New")
    gone = replace(LIKES, id="14", name="Gone")
    assert report_of([LIKES, gone], [dearer, new], lambda _: 500_000, "USD") == SyncReport(
        {Moved.DEARER: 1, Moved.NEW: 1, Moved.GONE: 1},
        (
            ServiceChange(Moved.DEARER, "12", "Instagram Likes", "", 900_000, 1_000_000),
            ServiceChange(Moved.NEW, "13", "New", after_micro=900_000),
            ServiceChange(Moved.GONE, "14", "Gone", before_micro=900_000),
        ),
        "USD",
        2,
    )


def test_a_price_that_ate_its_markup_is_named_with_both() -> None:
    overtaken = ServiceChange(Moved.OVERTAKEN, "12", "Instagram Likes", "", 900_000, 990_001)
    assert report(LIKES, replace(LIKES, rate_micro=990_001))[-1] == overtaken
    assert overtaken.moved not in {one.moved for one in report(LIKES, replace(LIKES, rate_micro=990_000))}


def test_a_new_name_is_told_with_the_old_one() -> None:
    renamed = replace(LIKES, name="Likes HQ", rate_micro=900_001)
    assert report(LIKES, renamed) == (
        ServiceChange(Moved.RENAMED, "12", "Likes HQ", before="Instagram Likes"),
    )


def test_a_new_name_at_the_same_price_is_told_too() -> None:
    assert [one.moved for one in report(LIKES, replace(LIKES, name="Likes HQ"))] == [Moved.RENAMED]
    assert report(LIKES, replace(LIKES, category="Other", max=5)) == ()


def test_the_first_catalogue_and_the_same_one_are_no_news() -> None:
    assert report_of([], [LIKES], lambda _: 0, "USD") is None
    assert report_of([LIKES], [LIKES], lambda _: 0, "USD") is None

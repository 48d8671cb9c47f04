"""Buttons of a list of services: the price first, then what differs, in 30 characters."""

from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.labels import LIMIT, Entry, labels

PAGE = ["1.22 $", "1.69 $", "0.29 $", "3.24 $"]


def shown(*names: str) -> list[str]:
    return labels([Entry(price, name, str(at)) for at, (price, name) in enumerate(zip(PAGE, names))])  # noqa: B905 - as many as there are names


def test_what_all_names_share_is_cut() -> None:
    assert shown(
        "Instagram Followers [ X ] | 100k/D | Super Fast | R30 | Max 500K",
        "Instagram Followers [ X ] | 100k/D | Super Fast | R60 | Max 500K",
        "Instagram Followers [ X ] | 100k/D | Super Fast | Lifetime | Max 500K",
    ) == ["1.22 $ · R30", "1.69 $ · R60", "0.29 $ · Lifetime"]


def test_a_single_name_and_a_name_that_says_nothing_of_its_own_stay() -> None:
    assert shown("TikTok Shares") == ["1.22 $ · TikTok Shares"]
    assert shown("X Likes", "X Likes Real") == ["1.22 $ · X Likes", "1.69 $ · Real"]


def test_a_long_name_loses_its_middle() -> None:
    [first, _] = shown("From accounts with many followers of their own, refilled", "Bots")
    assert first == "1.22 $ · From account…refilled"
    assert len(first) <= LIMIT


def test_names_that_are_equal_are_told_apart_by_number() -> None:
    same = [Entry("1.00 $", "TikTok Views", service) for service in ("101", "102")]
    assert labels(same) == ["1.00 $ · TikTok Views #101", "1.00 $ · TikTok Views #102"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "0.90 USD", "1234567.891234 USD"]), st.text(max_size=60)),
        min_size=1,
        max_size=10,
    )
)
def test_any_names_give_short_labels_that_differ(page: list[tuple[str, str]]) -> None:
    entries = [Entry(price, name, f"{at:036}") for at, (price, name) in enumerate(page)]
    made = labels(entries)
    assert all(0 < len(label) <= LIMIT for label in made)
    assert len({label.casefold() for label in made}) == len(made)
    assert all(label.startswith(entry.price) for label, entry in zip(made, entries, strict=True))

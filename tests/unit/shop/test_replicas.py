"""How kiosks share what Telegram takes in a second."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from shop.replicas import LEAST_SENDS, SENDS, Kind, fair_shares, next_share, refusal


def test_what_nobody_wants_is_shared_equally() -> None:
    assert fair_shares([0]) == [30]
    assert fair_shares([0, 0, 0]) == [10, 10, 10]
    assert fair_shares([30, 0, 0]) == [22, 4, 4]
    assert fair_shares([30, 30, 0]) == [13, 13, 4]
    assert fair_shares([6, 0, 0]) == [11, 9, 10]


def test_shares_add_up_and_nobody_gets_less_for_wanting_more() -> None:
    for count in (1, 2, 3, 7, 8, 40):
        for wanted in product((0, 5, 30), repeat=min(count, 3)):
            wants = [*wanted, *[10] * (count - len(wanted))]
            shares = fair_shares(wants)
            assert sum(shares) == SENDS
            assert max(shares) - min(shares) <= SENDS
            if count <= SENDS // LEAST_SENDS:
                assert min(shares) >= LEAST_SENDS
            more = fair_shares([wants[0] + 1, *wants[1:]])
            assert more[0] >= shares[0]


def test_a_share_grows_only_by_what_others_have_left() -> None:
    assert next_share(10, 0, 30) == 0
    assert next_share(10, 0, 25) == 5
    assert next_share(10, 30, 0) == 30  # given up first, and only then taken by others
    assert next_share(10, 10, 20) == 10


MINE = Kind("1.5.0", 7, "a~1")


def older(version: str) -> bool:
    return version == "1.4.0"


def nothing(version: str) -> bool:  # noqa: ARG001 - follows none
    return False


@pytest.mark.parametrize(
    ("others", "follows"),
    [([], nothing), ([MINE, MINE], nothing), ([MINE, replace(MINE, version="1.4.0")], older)],
)
def test_a_kiosk_joins_its_like_and_those_it_follows(
    others: list[Kind], follows: Callable[[str], bool]
) -> None:
    assert refusal(MINE, others, follows) == ""


@pytest.mark.parametrize(
    ("other", "setting"),
    [
        (replace(MINE, bot_id=8), "BOT_TOKEN"),
        (replace(MINE, panels="b~1"), "PANEL_URL, PANEL_KEY, PANELS, ACCESS or CURRENCY"),
    ],
)
def test_a_kiosk_with_other_settings_may_not_join(other: Kind, setting: str) -> None:
    assert refusal(MINE, [MINE, other], older) == (
        f"Other kiosks run on this database with another {setting}. Give this one the same settings, or "
        "stop the others first."
    )


@pytest.mark.parametrize(
    ("version", "follows"), [("1.6.0", lambda _: True), ("1.4.0", nothing), ("1.3.0", older)]
)
def test_a_kiosk_that_cannot_run_beside_another_version_may_not_join(
    version: str, follows: Callable[[str], bool]
) -> None:
    assert refusal(MINE, [replace(MINE, version=version)], follows) == (
        f"Other kiosks run on this database in another version ({version}; this is 1.5.0). Stop them "
        "first, then start the new version."
    )

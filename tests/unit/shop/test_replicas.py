"""How kiosks share what Telegram takes in a second."""

from itertools import product

from shop.replicas import LEAST_SENDS, SENDS, fair_shares, next_share


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

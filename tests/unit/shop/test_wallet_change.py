"""What a change of a wallet needs before it is booked: nothing, the amount again, a second operator."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import JournalKind
from shop.ledger.wallet_change import (
    ALONE_AFTER,
    HOLDS,
    ChangeLimits,
    ChangeState,
    WalletChange,
    after_confirm,
    after_typing,
    check_second,
    entry_of,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = ChangeLimits(50, 500)
CHANGE = WalletChange(7, 900, 101, 50, "USD", "a gift", ChangeState.ASKED, False, None, NOON, NOON)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("micro", "tapped", "typed"),
    [
        (50, ChangeState.DONE, ChangeState.DONE),
        (51, ChangeState.CONFIRMED, ChangeState.DONE),
        (500, ChangeState.CONFIRMED, ChangeState.DONE),
        (501, ChangeState.CONFIRMED, ChangeState.SECOND),
    ],
)
def test_a_change_above_its_limits_is_typed_twice_or_needs_a_second(
    sign: int, micro: int, tapped: ChangeState, typed: ChangeState
) -> None:
    change = replace(CHANGE, micro=sign * micro)
    assert after_confirm(change, LIMITS) is tapped
    assert after_typing(change, LIMITS) is typed
    assert after_confirm(replace(change, is_typed_twice=True), LIMITS) is typed
    assert after_confirm(replace(change, undoes=3), LIMITS) is (typed if sign > 0 else ChangeState.DONE)


def test_without_a_second_limit_nobody_else_is_asked() -> None:
    assert after_typing(replace(CHANGE, micro=10**15), ChangeLimits(50, None)) is ChangeState.DONE


def test_whoever_asked_is_the_second_only_alone_and_after_a_while() -> None:
    check_second(CHANGE, 901, is_alone=False, now=NOON)
    with pytest.raises(ShopError) as refused:
        check_second(CHANGE, 900, is_alone=False, now=NOON + ALONE_AFTER)
    assert refused.value.key == "change_needs_second"
    for passed, seconds in ((0, 60), (59.1, 1), (-100, 60)):
        with pytest.raises(ShopError) as early:
            check_second(CHANGE, 900, is_alone=True, now=NOON + timedelta(seconds=passed))
        assert (early.value.key, early.value.values["seconds"]) == ("change_too_soon", seconds)
    check_second(CHANGE, 900, is_alone=True, now=NOON + ALONE_AFTER)


def test_it_holds_for_an_hour() -> None:
    assert not CHANGE.has_lapsed(NOON + HOLDS - timedelta(seconds=1))
    assert CHANGE.has_lapsed(NOON + HOLDS)
    assert CHANGE.has_lapsed(NOON - HOLDS), "by a clock that was set back"


def test_the_smallest_credit_is_one() -> None:
    for micro, kind in ((1, JournalKind.CREDIT), (-1, JournalKind.DEBIT)):
        assert entry_of(replace(CHANGE, micro=micro), 901).kind is kind


def test_the_journal_has_the_rows_key() -> None:
    gift, fine = entry_of(CHANGE, 901), entry_of(replace(CHANGE, micro=-50), 901)
    assert (gift.key, gift.kind, gift.actor_id) == ("admin:change:7", JournalKind.CREDIT, 901)
    assert (fine.key, fine.kind) == ("admin:change:7", JournalKind.DEBIT)
    assert sum(line.amount_micro for line in gift.postings if line.account == CHANGE.wallet) == 50
    assert sum(line.amount_micro for line in fine.postings if line.account == CHANGE.wallet) == -50

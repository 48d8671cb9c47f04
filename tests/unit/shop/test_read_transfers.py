"""Transfers read from a bank: which one was told before, and for which one a person has to look."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.ledger.matching import BY_AMOUNT
from shop.ledger.matching_facts import Doubt
from shop.ledger.read_transfer import (
    MOST_ASKED,
    MOST_OPEN,
    OF_A_DAY,
    ReadTransfer,
    TransferState,
    are_too_many,
    doubt_of_rate,
    is_left_alone,
    told_before,
)
from shop.ledger.references import LENGTH, is_like, read_references, reference_for
from shop.ledger.topup import Invoice
from shop.ledger.transfers import Transfer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MIDNIGHT = NOON.replace(hour=23, minute=59, second=59)
MINE, ANOTHERS = reference_for(1), reference_for(2)


def transfer(
    sender: str = "STATEMENT", text: str = "", at: datetime = NOON, minor: int = 500, **more: object
) -> Transfer:
    facts = {"id": "a", "currency": "EUR", **more}
    return Transfer(amount_minor=minor, at=at, text=text, sender=sender, **facts)  # type: ignore[arg-type]  # a table's rest


def read(
    number: int,
    told: Transfer,
    state: TransferState = TransferState.CREDITED,
    same_as: int | None = None,
) -> ReadTransfer:
    return ReadTransfer(number, "bank", told, state, None, same_as, None, (), None, NOON)


def test_a_statement_repeats_what_a_notification_told() -> None:
    before = read(1, transfer("BANK", f"pay {MINE}"))
    assert told_before(transfer(text=MINE), [before]) is before


@pytest.mark.parametrize(
    "now",
    [
        transfer(minor=501),
        transfer(currency="USD"),
        transfer(sender="BANK"),
        transfer(is_reversal=True),
        transfer(at=NOON + BY_AMOUNT + timedelta(seconds=1)),
        transfer(at=NOON - BY_AMOUNT - timedelta(seconds=2)),
        transfer(text=ANOTHERS),
    ],
)
def test_other_money_was_not_told_before(now: Transfer) -> None:
    before = transfer("BANK", MINE)
    assert told_before(now, [read(1, before)]) is None
    assert not is_left_alone(now, [read(1, before, TransferState.DISMISSED)])


@pytest.mark.parametrize("at", [NOON + BY_AMOUNT, NOON - BY_AMOUNT])
@pytest.mark.parametrize("text", ["", "thanks", MINE])
def test_the_same_money_may_be_told_a_day_apart_and_without_its_reference(text: str, at: datetime) -> None:
    now, before = transfer(text=text, at=at), transfer("BANK", MINE)
    assert told_before(now, [read(1, before)]) is not None
    assert is_left_alone(now, [read(1, before, TransferState.DISMISSED)])


def test_one_shared_reference_of_several_is_enough() -> None:
    before = read(1, transfer("BANK", f"{MINE} {ANOTHERS}"))
    assert told_before(transfer(text=ANOTHERS), [before]) is before


@pytest.mark.parametrize("minute", [14, 29, 44, 59])
def test_a_source_that_names_only_a_day_may_mean_one_elsewhere(minute: int) -> None:
    day = MIDNIGHT.replace(minute=minute)
    farthest = BY_AMOUNT + OF_A_DAY
    assert told_before(transfer(at=day), [read(1, transfer("BANK", at=day - farthest))]) is not None
    assert told_before(transfer(at=day + farthest), [read(1, transfer("BANK", at=day))]) is not None
    beyond = farthest + timedelta(seconds=1)
    assert told_before(transfer(at=day), [read(1, transfer("BANK", at=day - beyond))]) is None


@pytest.mark.parametrize("at", [MIDNIGHT.replace(second=58), MIDNIGHT.replace(minute=58)])
def test_a_source_that_names_the_time_means_it(at: datetime) -> None:
    before = read(1, transfer("BANK", at=at - BY_AMOUNT - timedelta(seconds=1)))
    assert told_before(transfer(at=at), [before]) is None


@pytest.mark.parametrize("state", [state for state in TransferState if state is not TransferState.CREDITED])
def test_only_money_that_was_credited_counts_as_told_before(state: TransferState) -> None:
    assert told_before(transfer(), [read(1, transfer("BANK"), state)]) is None


@pytest.mark.parametrize("state", [state for state in TransferState if state is not TransferState.DISMISSED])
def test_only_what_a_person_dismissed_is_left_alone(state: TransferState) -> None:
    assert not is_left_alone(transfer(), [read(1, transfer("BANK"), state)])


def test_each_line_stands_for_one_notification_the_nearest_in_time() -> None:
    far = read(1, transfer("BANK", at=NOON - timedelta(hours=3)))
    near = read(2, transfer("BANK", at=NOON + timedelta(hours=2)))
    assert told_before(transfer(), [far, near]) is near
    taken = read(3, transfer(at=NOON), TransferState.TOLD_BEFORE, same_as=2)
    assert told_before(transfer(), [far, near, taken]) is far
    by_another = read(3, transfer("OTHER"), TransferState.TOLD_BEFORE, same_as=2)
    assert told_before(transfer(), [far, near, by_another]) is near


@pytest.mark.parametrize("state", TransferState)
def test_a_transfer_is_decided_once_nothing_is_open_about_it(state: TransferState) -> None:
    one = read(12, transfer(), state)
    assert one.is_decided == (state not in {TransferState.READ, TransferState.DOUBTFUL})
    assert (one.subject, one.charge_id) == ("transfer:12", "t12")


@pytest.mark.parametrize(
    ("currency", "before", "minor", "late", "doubt"),
    [
        ("EUR", 0, 1_000, 0, None),
        ("EUR", 0, 1_001, 0, Doubt.MUCH_MORE),
        ("EUR", 500, 500, 0, None),
        ("EUR", 500, 501, 0, Doubt.MUCH_MORE),
        ("EUR", 0, 500, 1, Doubt.LATE),
        ("EUR", 0, 1_001, 1, Doubt.LATE),
        ("USD", 9_999, 9_999, 1, None),
    ],
)
def test_a_rate_holds_until_its_invoice_ends_and_for_twice_the_amount(
    currency: str, before: int, minor: int, late: int, doubt: Doubt | None
) -> None:
    asked = Invoice("p", 7, "bank", currency, 500, 5_000_000, "USD", NOON)
    came = transfer(minor=minor, currency=currency, at=NOON + timedelta(seconds=late))
    assert doubt_of_rate(came, asked, before) is doubt


@pytest.mark.parametrize(
    ("still_open", "ended", "too_many"),
    [
        (MOST_OPEN - 1, 0, False),
        (MOST_OPEN, 0, True),
        (0, MOST_ASKED - 1, False),
        (0, MOST_ASKED, True),
        (1, MOST_ASKED - 1, True),
    ],
)
def test_nobody_asks_for_more_payments_than_anybody_makes(
    still_open: int, ended: int, too_many: bool
) -> None:
    ends = [NOON + timedelta(seconds=1)] * still_open + [NOON] * ended
    assert are_too_many(ends, NOON) is too_many


# --- references --------------------------------------------------------------------------------------------


def test_a_mistyped_reference_is_seen_whichever_slip_it_was() -> None:
    """A sign mistyped, left out or put in, or two neighbours swapped, at every place of the code."""
    code = reference_for(7)
    assert read_references(f"pay {code}").right == (code,)
    wrong = {code[:n] + sign + code[n + 1 :] for n in range(LENGTH) for sign in "8B" if sign != code[n]}
    wrong |= {code[:n] + code[n + 1 :] for n in range(LENGTH)}
    wrong |= {code[:n] + sign + code[n:] for n in range(LENGTH + 1) for sign in "8B"}
    wrong |= {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(LENGTH - 1)}
    for one in wrong - {code}:
        found = read_references(f"pay {one}")
        assert not found.right
        assert one in found.mistyped, one
        assert is_like(one, code)


def test_words_and_numbers_are_no_mistyped_references() -> None:
    for text in ("thanks a lot", "transfer", "20260301", "1234567", "invoice", "DE44500105175407324931"):
        assert read_references(text) == read_references("")


@pytest.mark.parametrize(
    ("surcharge_micro", "before", "minor", "doubt"),
    [
        (-500_000, 0, 1_000, None),
        (-500_000, 0, 1_001, Doubt.MUCH_MORE),
        (-500_000, 500, 501, Doubt.MUCH_MORE),
        (500_000, 500, 9_999, None),
    ],
)
def test_a_bonus_too_holds_for_twice_the_amount_and_longer_than_a_rate(
    surcharge_micro: int, before: int, minor: int, doubt: Doubt | None
) -> None:
    asked = Invoice("p", 7, "bank", "USD", 500, 5_000_000, "USD", NOON, surcharge_micro=surcharge_micro)
    late = transfer(minor=minor, currency="USD", at=NOON + timedelta(days=1))
    assert doubt_of_rate(late, asked, before) is doubt

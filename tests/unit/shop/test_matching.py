"""Whose a bank transfer is: by its reference, by an amount of one person alone, or for a person to say."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chaos import transfers as chaos
from shop.ledger.matching import (
    AFTER,
    BEFORE,
    BY_AMOUNT,
    MOST_ADDED,
    decide,
    is_sender_allowed,
    unique_amount,
)
from shop.ledger.matching_facts import (
    Again,
    Decision,
    Doubt,
    Doubtful,
    Expected,
    Known,
    Nobodys,
    Part,
    Reverses,
    Settled,
    Sign,
    Why,
)
from shop.ledger.references import (
    ALPHABET,
    LENGTH,
    REFERENCES,
    References,
    is_right,
    read_references,
    reference_for,
)
from shop.ledger.transfers import Transfer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SEED = 20_260_301


def asked(topup_id: int, minor: int = 50_000, *, unique: bool = False, currency: str = "EUR") -> Expected:
    code = reference_for(topup_id)
    return Expected(topup_id, 100 + topup_id, minor, currency, code, NOON, NOON + HOUR, unique)


def came(text: str = "", minor: int = 50_000, number: str = "t1", **further: object) -> Transfer:
    at = further.pop("at", NOON + MINUTE)
    assert isinstance(at, datetime)
    return replace(Transfer(number, minor, "EUR", at, text, "BANK"), **further)  # type: ignore[arg-type] # by name


ANN, BOB, EVE = asked(1), asked(2, 50_001, unique=True), asked(3, 70_000)
WAITING = (ANN, BOB, EVE)


def decided(transfer: Transfer, *known: Known, waiting: tuple[Expected, ...] = WAITING) -> Decision:
    return decide(transfer, waiting, known, max(transfer.at, NOON + HOUR))


def doubt_of(decision: Decision) -> Doubt:
    assert isinstance(decision, Doubtful), decision
    return decision.why


# --- references -----------------------------------------------------------------------------------------


def test_references_are_six_signs_without_look_alikes_and_all_different() -> None:
    codes = [reference_for(number) for number in range(REFERENCES)]
    assert len(set(codes)) == REFERENCES
    assert all(len(code) == LENGTH for code in codes)
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUV")
    assert reference_for(REFERENCES + 7) == codes[7]


def test_any_one_mistyped_sign_and_any_two_swapped_neighbours_are_noticed() -> None:
    for number in range(REFERENCES):
        code = reference_for(number)
        if number % 50:  # the check below says why these suffice
            continue
        for place in range(LENGTH):
            others = (code[:place] + sign + code[place + 1 :] for sign in ALPHABET if sign != code[place])
            assert not any(map(is_right, others)), code
        for place in range(LENGTH - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_right(swapped), (code, swapped)


def test_the_check_notices_every_slip_whatever_stands_beside_it() -> None:
    """It is a weighed sum: a slip changes it by the same whatever the other signs are, so these are all."""
    size = len(ALPHABET)
    for weight in range(1, LENGTH + 1):
        changes = {
            weight * (one - other) % size for one in range(size) for other in range(size) if one != other
        }
        assert 0 not in changes
    for first in range(1, LENGTH):
        weights = (first, first + 1)
        for one in range(size):
            for other in range(size):
                before, after = (one, other), (other, one)
                sums = [sum(w * s for w, s in zip(weights, signs, strict=True)) for signs in (before, after)]
                assert one == other or (sums[0] - sums[1]) % size


def test_a_slip_of_one_sign_is_seen_as_a_mistyped_reference() -> None:
    for number in range(0, REFERENCES, 997):
        code = reference_for(number)
        for place in range(LENGTH):
            for sign in "AKX47O058Ж":
                slipped = code[:place] + sign + code[place + 1 :]
                found = read_references(f"for {slipped} thanks")
                assert found == (References((code,), ()) if slipped == code else References((), (slipped,)))
            assert read_references(code[:place] + code[place + 1 :]).mistyped
            assert read_references(code[:place] + "9" + code[place:]) != References((), ())


@pytest.mark.parametrize(
    "written",
    [
        "{0}",
        "{1}",
        "{2} {3}",
        "{2}-{3}",
        "{2} - {3}",
        "{4}",
        "pay ({0}), please",
        "ref:{0}.",
        "a\n{0}\tb",
        "№{0}/x",
    ],
)
def test_a_reference_is_found_however_it_is_written(written: str) -> None:
    code = reference_for(77)
    text = written.format(code, code.lower(), code[:3], code[3:].lower(), " ".join(code))
    assert read_references(text) == References((code,), ())


def test_a_reference_in_look_alike_cyrillic_or_wide_letters_is_found() -> None:
    code = next(reference_for(n) for n in range(1_000) if set(reference_for(n)[::2]) <= set("ACEHKMPTXY"))
    cyrillic = code.translate(str.maketrans("ACEHKMPTXY", "АСЕНКМРТХУ"))
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert cyrillic != code
    assert read_references(cyrillic).right == read_references(wide).right == (code,)


def test_banks_own_words_are_no_references() -> None:
    text = (
        "Rs.45,000.00 credited to a/c XX4679 on 20NOV24 (UPI Ref No 225524688883) MBVCB.3278907687 FT26013 "
        "СЧЁТ1234 12:30 Перевод MARKET CHANGE 13-Sep-2026 NIP/FIRSTBANK DE89370400440532013000"
    )
    assert read_references(text) == References((), ())


def test_two_references_are_both_found_and_one_twice_is_one() -> None:
    one, two = reference_for(1), reference_for(2)
    assert read_references(f"{one} or {two}").right == (one, two)
    assert read_references(f"{one} {one.lower()}").right == (one,)


# --- amounts and senders --------------------------------------------------------------------------------


def test_the_fewest_coins_are_added() -> None:
    assert unique_amount(50_000, []) == 50_001
    assert unique_amount(50_000, [50_001, 50_002, 50_004]) == 50_003
    assert unique_amount(49_999, [49_999]) == 50_001
    assert unique_amount(12_345, []) == 12_345
    assert unique_amount(50_000, range(50_000, 50_000 + MOST_ADDED)) == 50_000 + MOST_ADDED
    assert unique_amount(50_000, range(50_000, 50_001 + MOST_ADDED)) is None


@pytest.mark.parametrize(
    ("sender", "counts"),
    [
        ("AD-HDFCBK-S", True), (" ad-hdfcbk-s ", True), ("900", True), ("СберБанк", True),
        ("сбербанк", False), ("HDFCBK", False), ("AD-HDFСBK-S", False), ("AD-HDFCB\u212a-S", False),
        ("AD-HDFCBK-S\u200b", False),
        ("ＡＤ-HDFCBK-S", False), ("", False), (" ", False), ("9000", False),
    ],
)  # fmt: skip
def test_only_the_operators_senders_count(sender: str, counts: bool) -> None:
    assert is_sender_allowed(sender, ["AD-HDFCBK-S", "900", "СберБанк", ""]) is counts


# --- by reference ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minor", "why"), [(50_000, Why.REFERENCE), (40_000, Why.LESS), (50_001, Why.MORE)])
def test_a_right_reference_settles_with_what_came(minor: int, why: Why) -> None:
    assert decided(came(f"for {ANN.reference}", minor)) == Settled(ANN.topup_id, why)


def test_a_second_part_counts_too() -> None:
    first = Known(came(ANN.reference, 20_000, "t0"), ANN.topup_id)
    assert decided(came(ANN.reference, 30_000), first) == Part(ANN.topup_id)


def test_what_was_decided_is_decided_once() -> None:
    one = came(ANN.reference)
    assert decided(one, Known(one, ANN.topup_id)) == Again()
    assert decided(one, Known(one, is_decided=False)) == Settled(ANN.topup_id, Why.REFERENCE)
    assert doubt_of(decided(one, Known(replace(one, amount_minor=1)))) is Doubt.SAME_ID


def test_what_may_be_the_same_money_from_another_source_is_doubtful() -> None:
    before = Known(came(ANN.reference, number="t0"), ANN.topup_id)
    late = came(ANN.reference, at=NOON + timedelta(days=2))
    assert doubt_of(decided(came(ANN.reference), before)) is Doubt.TWIN
    assert doubt_of(decided(late, before)) is Doubt.TWIN
    waits = Known(before.transfer, is_decided=False)
    assert doubt_of(decided(came(ANN.reference), waits)) is Doubt.TWIN
    others = Known(came(EVE.reference, number="t0"), EVE.topup_id)
    assert decided(came(ANN.reference), others) == Settled(ANN.topup_id, Why.REFERENCE)


@pytest.mark.parametrize(
    ("at", "doubt"),
    [
        (NOON - BEFORE, None),
        (NOON - BEFORE - MINUTE, Doubt.EARLY),
        (NOON + HOUR + AFTER, None),
        (NOON + HOUR + AFTER + MINUTE, Doubt.LATE),
    ],
)
def test_a_reference_counts_within_its_time(at: datetime, doubt: Doubt | None) -> None:
    decision = decided(came(ANN.reference, at=at))
    assert decision == Settled(1, Why.REFERENCE) if doubt is None else doubt_of(decision) is doubt


def test_a_transfer_of_the_future_is_doubtful_but_not_the_end_of_this_day() -> None:
    today, later = came(ANN.reference, at=NOON + BY_AMOUNT), came(ANN.reference, at=NOON + BY_AMOUNT + MINUTE)
    assert decide(today, WAITING, (), NOON) == Settled(1, Why.REFERENCE)
    assert doubt_of(decide(later, WAITING, (), NOON)) is Doubt.FUTURE


def test_another_currency_is_doubtful_and_names_its_top_up() -> None:
    decision = decided(came(ANN.reference, currency="USD"))
    assert isinstance(decision, Doubtful)
    assert decision.why is Doubt.CURRENCY
    assert decision.candidates[0].topup_id == ANN.topup_id
    assert Sign.OTHER_CURRENCY in decision.candidates[0].signs
    assert Sign.HAD_IT not in decision.candidates[0].signs


def test_an_amount_is_the_asked_one_or_near_it_and_not_both() -> None:
    decision = decided(came(minor=50_000), waiting=(ANN, asked(4)))
    assert isinstance(decision, Doubtful)
    assert [Sign.AMOUNT in one.signs for one in decision.candidates] == [True, True]
    assert [Sign.NEAR_AMOUNT in one.signs for one in decision.candidates] == [False, False]


def test_only_what_goes_back_was_had_before() -> None:
    paid_twice = decided(came(ANN.reference, number="t2"), CREDITED)
    assert isinstance(paid_twice, Doubtful)
    assert not any(Sign.HAD_IT in one.signs for one in paid_twice.candidates)


def test_a_reference_of_nobody_two_or_mistyped_is_doubtful() -> None:
    assert doubt_of(decided(came(reference_for(99)))) is Doubt.NOBODYS_REFERENCE
    assert doubt_of(decided(came(f"{ANN.reference} {EVE.reference}"))) is Doubt.SEVERAL_REFERENCES
    slipped = ANN.reference[:5] + ("A" if ANN.reference[5] != "A" else "C")
    assert doubt_of(decided(came(slipped))) is Doubt.MISTYPED
    assert doubt_of(decided(came(f"{ANN.reference} and {slipped}"))) is Doubt.MISTYPED
    twins = (ANN, replace(EVE, reference=ANN.reference))
    assert doubt_of(decided(came(ANN.reference), waiting=twins)) is Doubt.TWO_OWNERS


def test_a_mistyped_reference_beside_anothers_unique_amount_is_not_theirs() -> None:
    slipped = ANN.reference[1] + ANN.reference[0] + ANN.reference[2:]
    decision = decided(came(slipped, BOB.amount_minor))
    assert isinstance(decision, Doubtful)
    assert {one.topup_id for one in decision.candidates[:2]} == {ANN.topup_id, BOB.topup_id}
    assert decision.candidates[0].topup_id == ANN.topup_id


def test_a_right_reference_with_anothers_unique_amount_is_its_own() -> None:
    assert decided(came(ANN.reference, BOB.amount_minor)) == Settled(ANN.topup_id, Why.MORE)


# --- by amount ------------------------------------------------------------------------------------------


def test_a_unique_amount_settles_without_a_reference() -> None:
    assert decided(came("thank you", BOB.amount_minor)) == Settled(BOB.topup_id, Why.AMOUNT)


def test_an_amount_that_was_not_made_unique_is_doubtful() -> None:
    assert doubt_of(decided(came(minor=ANN.amount_minor))) is Doubt.AMOUNT_ONLY


def test_an_amount_of_two_is_doubtful() -> None:
    both = (BOB, asked(9, BOB.amount_minor))
    decision = decided(came(minor=BOB.amount_minor), waiting=both)
    assert doubt_of(decision) is Doubt.SAME_AMOUNT
    other = (BOB, asked(9, BOB.amount_minor, currency="USD"))
    assert decided(came(minor=BOB.amount_minor), waiting=other) == Settled(BOB.topup_id, Why.AMOUNT)


def test_an_equal_transfer_that_waits_makes_it_doubtful() -> None:
    waits = Known(came(minor=BOB.amount_minor, number="t0", at=NOON - 9 * BY_AMOUNT), is_decided=False)
    assert doubt_of(decided(came(minor=BOB.amount_minor), waits)) is Doubt.SAME_AMOUNT


def test_an_equal_transfer_of_the_same_day_may_be_the_same_money() -> None:
    was = came(minor=BOB.amount_minor, number="t0", at=NOON + MINUTE - BY_AMOUNT)
    assert doubt_of(decided(came(minor=BOB.amount_minor), Known(was, 77))) is Doubt.TWIN
    longer = replace(was, at=was.at - MINUTE)
    assert decided(came(minor=BOB.amount_minor), Known(longer, 77)) == Settled(BOB.topup_id, Why.AMOUNT)


@pytest.mark.parametrize(
    ("at", "doubt"),
    [
        (NOON - BEFORE - MINUTE, Doubt.EARLY),
        (NOON + BY_AMOUNT, None),
        (NOON + BY_AMOUNT + MINUTE, Doubt.LATE),
    ],
)
def test_an_amount_counts_for_a_day(at: datetime, doubt: Doubt | None) -> None:
    decision = decided(came(minor=BOB.amount_minor, at=at))
    assert decision == Settled(2, Why.AMOUNT) if doubt is None else doubt_of(decision) is doubt


def test_a_reference_inside_of_another_word_or_with_two_slips_is_not_no_reference() -> None:
    code = ANN.reference
    for text in (f"ТТ{code}QQ9", f"xx{code}yy", "X" + code[1:4] + "X" + code[5]):
        assert doubt_of(decided(came(text, BOB.amount_minor))) is Doubt.MISTYPED


def test_what_points_to_nobody_is_nobodys() -> None:
    assert decided(came("rent", 12_345_678)) == Nobodys()
    assert decided(came("rent"), waiting=()) == Nobodys()


def test_left_out_coins_are_doubtful_with_whose_they_are() -> None:
    decision = decided(came(minor=50_000), waiting=(BOB, EVE))
    assert isinstance(decision, Doubtful)
    assert [one.topup_id for one in decision.candidates] == [BOB.topup_id]
    assert Sign.NEAR_AMOUNT in decision.candidates[0].signs


def test_a_settled_top_up_no_longer_asks() -> None:
    paid = Known(came(BOB.reference, BOB.amount_minor, "t0", at=NOON - 2 * BY_AMOUNT), BOB.topup_id)
    assert doubt_of(decided(came(minor=BOB.amount_minor), paid)) is Doubt.AMOUNT_ONLY
    again = asked(9, BOB.amount_minor, unique=True)
    assert decided(came(minor=BOB.amount_minor), paid, waiting=(BOB, again)) == Settled(9, Why.AMOUNT)


def test_at_most_three_candidates_are_named_the_likeliest_first() -> None:
    crowd = tuple(asked(n, 50_000 + n) for n in range(10, 20))
    slipped = crowd[7].reference[1] + crowd[7].reference[0] + crowd[7].reference[2:]
    decision = decided(came(slipped, crowd[3].amount_minor), waiting=crowd)
    assert isinstance(decision, Doubtful)
    assert len(decision.candidates) == 3
    assert [one.topup_id for one in decision.candidates[:2]] == [17, 13]
    assert Sign.LIKE_REFERENCE in decision.candidates[0].signs


# --- taken back -----------------------------------------------------------------------------------------

CREDITED = Known(came(ANN.reference, number="t0"), ANN.topup_id)


def back(reverses: str | None = "t0", minor: int = 50_000, number: str = "r1") -> Transfer:
    return came("storno", minor, number, is_reversal=True, reverses=reverses)


def test_a_reversal_names_what_it_takes_back_once() -> None:
    assert decided(back(), CREDITED) == Reverses("t0")
    assert decided(back(), CREDITED, Known(back(number="r0"), is_decided=False)) == Reverses("t0")
    assert doubt_of(decided(back(), CREDITED, Known(back(number="r0")))) is Doubt.UNKNOWN_REVERSAL
    assert decided(back(), CREDITED, Known(back())) == Again()


@pytest.mark.parametrize("reversal", [back("t9"), back(None), back(minor=49_999), back("r1")])
def test_a_reversal_of_what_is_not_known_is_doubtful(reversal: Transfer) -> None:
    assert doubt_of(decided(reversal, CREDITED)) is Doubt.UNKNOWN_REVERSAL


def test_a_doubtful_reversal_names_whose_such_money_was() -> None:
    decision = decided(back(None), CREDITED)
    assert isinstance(decision, Doubtful)
    assert decision.candidates[0].topup_id == ANN.topup_id
    assert Sign.HAD_IT in decision.candidates[0].signs


def test_what_was_taken_back_before_it_was_decided_is_not_credited() -> None:
    known = Known(back("t1"), is_decided=False)
    assert doubt_of(decided(came(ANN.reference), known)) is Doubt.REVERSED
    assert doubt_of(decided(came(minor=BOB.amount_minor), known)) is Doubt.REVERSED


# --- many -----------------------------------------------------------------------------------------------


def test_a_thousand_transfers_are_credited_rightly_and_once() -> None:
    result = chaos.run(1_000, SEED)
    assert result.is_good, result.first
    assert result.n >= 1_000


@pytest.mark.parametrize("forgotten", ["senders", "twins", "waits", "slips"])
def test_a_policy_that_forgets_a_rule_is_found(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, facts = decide, "shop.ledger.matching._Facts"
    if forgotten == "senders":
        monkeypatch.setattr("chaos.transfer_shop.is_sender_allowed", lambda *_: True)
    elif forgotten == "twins":
        monkeypatch.setattr(f"{facts}._is_same_money", lambda *_: False)
    elif forgotten == "waits":
        monkeypatch.setattr(
            "chaos.transfer_shop.decide", lambda transfer, waiting, _, now: right(transfer, waiting, (), now)
        )
    else:
        monkeypatch.setattr("shop.ledger.references._NEAR_SHAPE", re.compile("(?!)"))
        monkeypatch.setattr(f"{facts}._is_like", lambda *_: False)
    assert chaos.run(1_000, SEED).wrong


def test_a_policy_that_settles_nothing_by_itself_falls_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chaos.transfer_shop.decide", lambda *_: Nobodys())
    result = chaos.run(300, SEED)
    assert not result.wrong
    assert result.short

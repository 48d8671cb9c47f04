"""What an orphan looks like, as pure policy: a table of facts and judgements."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.ordering.order import OrderState
from shop.reconciliation.orphan_numbers import ByKey, answers_by_key, controls, numbers_to_ask
from shop.reconciliation.orphans import (
    Account,
    Facts,
    Fits,
    Judgement,
    Looks,
    OurOrder,
    Sure,
    judge,
    loss_micro,
)
from shop.replies import PanelState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OURS = OurOrder(22, OrderState.VOIDED, "7", "instagram.com/ann", 100, 100, 90_000, NOON)
LISTED = Facts("500", "7", "instagram.com/ann", 100, 90_000, NOON, has_zone=True)
ACCOUNT = Account(begun_at=NOON - 100 * HOUR, first_number=400)


def judged(*ours: OurOrder, account: Account = ACCOUNT, **told: Any) -> Judgement:
    return judge(replace(LISTED, **told), ours or (OURS,), account)


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        ({}, Sure.SURE),
        ({"charge_micro": None, "created_at": None}, Sure.LIKELY),
        ({"quantity": None, "charge_micro": None}, Sure.LIKELY),
        ({"charge_micro": 95_000}, Sure.LIKELY),
        ({"link_key": None}, Sure.LIKELY),
        ({"link_key": None, "created_at": None}, None),
        ({"link_key": None, "charge_micro": None}, Sure.POSSIBLE),
        ({"service_id": None, "link_key": None, "quantity": None}, Sure.POSSIBLE),
        ({"service_id": None, "quantity": None, "charge_micro": None, "created_at": None}, Sure.POSSIBLE),
        ({"service_id": None, "charge_micro": None, "created_at": None}, Sure.LIKELY),
        ({"service_id": None, "charge_micro": None, "quantity": None}, Sure.LIKELY),
        ({"service_id": "8"}, None),
        ({"link_key": "instagram.com/bob"}, None),
        ({"quantity": 99}, None),
        ({"created_at": NOON - HOUR}, None),
        ({"created_at": NOON + 23 * HOUR}, Sure.SURE),
        ({"created_at": NOON + 25 * HOUR}, None),
        ({"created_at": NOON - HOUR, "has_zone": False}, Sure.SURE),
        ({"created_at": NOON - 16 * HOUR, "has_zone": False}, None),
        ({"link_key": None, "charge_micro": 95_000}, None),
        ({"state": PanelState.CANCELED, "charge_micro": 0}, Sure.SURE),
    ],
)
def test_how_sure_it_is_and_what_speaks_against_it(told: dict[str, Any], sure: Sure | None) -> None:
    judgement = judged(**told)
    assert judgement.sure == sure
    assert judgement.order_id == (None if sure is None else 22)


def test_several_alike_are_never_sure_and_the_best_is_named() -> None:
    twin = replace(OURS, id=23)
    assert judged(twin, OURS) == Judgement(Looks.OURS, 22, Sure.POSSIBLE, tuple(Fits))
    other = replace(OURS, id=21, cost_micro=50_000)
    assert judged(other, OURS).order_id == 22
    assert judged(other, OURS).sure is Sure.SURE


def test_numbers_alone_are_told_by_charge_and_the_numbers_beside_them() -> None:
    alone: dict[str, Any] = {"service_id": None, "link_key": None, "quantity": None, "created_at": None}
    near: dict[str, Any] = {"after": NOON - HOUR, "before": NOON + HOUR}
    assert judged(**alone, **near).fits == (Fits.CHARGE, Fits.TIME)
    assert judged(**alone, after=NOON + 25 * HOUR, before=NOON + 26 * HOUR).looks is Looks.NOTHING
    assert judged(**alone, after=None, before=NOON - HOUR).looks is Looks.NOTHING
    assert judged(**alone, **near, remains=101).looks is Looks.NOTHING
    assert judged(**alone).looks is Looks.NOTHING, "the charge alone is nothing"


def test_a_drip_feed_may_be_listed_by_run_and_charged_by_run() -> None:
    spread = replace(OURS, quantity=1000, each=100)
    assert judged(spread, charge_micro=9_000).sure is Sure.SURE
    assert judged(spread, quantity=1000).sure is Sure.SURE


def test_an_order_whose_data_was_deleted_has_no_link_to_compare() -> None:
    assert judged(replace(OURS, link_key=None)).sure is Sure.LIKELY


@pytest.mark.parametrize(
    ("told", "looks"),
    [
        ({"created_at": ACCOUNT.begun_at - HOUR}, Looks.BEFORE),
        ({"created_at": ACCOUNT.begun_at - HOUR, "has_zone": False}, Looks.NOTHING),
        ({"created_at": ACCOUNT.begun_at - 20 * HOUR, "has_zone": False}, Looks.BEFORE),
        ({"created_at": ACCOUNT.begun_at + HOUR}, Looks.NOTHING),
        ({"created_at": None, "number": "399"}, Looks.BEFORE),
        ({"created_at": None, "number": "401"}, Looks.NOTHING),
        ({"created_at": None, "number": "ord_1"}, Looks.NOTHING),
    ],
)
def test_what_fits_none_of_ours(told: dict[str, Any], looks: Looks) -> None:
    assert judged(**{"service_id": "8", **told}).looks is looks
    shared = replace(ACCOUNT, is_shared=True)
    expected = looks if looks is Looks.BEFORE else Looks.OTHERS
    assert judged(account=shared, **{"service_id": "8", **told}).looks is expected


def test_so_many_numbers_are_asked_about_and_none_beyond_ours() -> None:
    known = [100, 105, 5_000]
    first, asked_to = numbers_to_ask(known, None, maximum=3)
    assert (first, asked_to) == (["4001", "4002", "4003"], 4003)
    assert numbers_to_ask(known, asked_to, maximum=2) == (["4004", "4005"], 4005)
    assert numbers_to_ask(known, 5_000) == ([], 5_000)
    assert numbers_to_ask([7], None) == ([], 7)
    assert controls([]) == []
    assert controls([7, 4]) == ["3", "2", "1"]
    assert controls([200, 100]) == ["99", "98", "97", "96", "95"]


@pytest.mark.parametrize(
    ("before", "answered", "refused", "after"),
    [
        (ByKey.UNKNOWN, 0, 0, ByKey.UNKNOWN),
        (ByKey.UNKNOWN, 1, 1, ByKey.UNKNOWN),
        (ByKey.UNKNOWN, 1, 5, ByKey.YES),
        (ByKey.UNKNOWN, 6, 0, ByKey.NO),
        (ByKey.YES, 1, 0, ByKey.YES),
        (ByKey.YES, 60, 40, ByKey.NO),
        (ByKey.NO, 0, 100, ByKey.NO),
    ],
)
def test_whether_a_panel_answers_by_key_is_learned(
    before: ByKey, answered: int, refused: int, after: ByKey
) -> None:
    assert answers_by_key(before, answered=answered, refused=refused) is after


def test_what_was_given_back_there_is_no_loss() -> None:
    assert loss_micro(None, None) is None
    assert loss_micro(90_000, None) == 90_000
    assert loss_micro(90_000, PanelState.REFUNDED) == 0


@pytest.mark.parametrize(("has_zone", "doubt"), [(True, timedelta(minutes=10)), (False, timedelta(hours=15))])
def test_what_was_made_before_our_first_order_is_not_ours(has_zone: bool, doubt: timedelta) -> None:
    first = ACCOUNT.begun_at
    strange = replace(LISTED, link_key="elsewhere", service_id="99", has_zone=has_zone)
    before = replace(strange, created_at=first - doubt - timedelta(seconds=1))
    assert judge(before, [OURS], ACCOUNT).looks is Looks.BEFORE
    assert judge(replace(strange, created_at=first - doubt), [OURS], ACCOUNT).looks is Looks.NOTHING

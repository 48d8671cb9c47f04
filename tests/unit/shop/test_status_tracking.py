"""Following: what a report means for an order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.ordering.order import AT_WORK, FINISHED, Order, OrderState
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.status_tracking import follow
from shop.ordering.terms import Terms
from shop.replies import ItemError, PanelState, StatusReport

THEN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = THEN + timedelta(minutes=5)
TERMS = Terms("1", "Likes", "https://instagram.com/p/a", 1000, {}, 900_000, "USD")
ORDER = Order(1, 7, "main", TERMS, OrderState.PENDING, THEN, THEN, panel_order_id="55")

REPORTS = st.builds(
    StatusReport,
    state=st.sampled_from([None, *PanelState]),
    word=st.text(max_size=20),
    charge=st.none() | st.decimals(min_value=0, max_value=100, places=5),
    start_count=st.none() | st.integers(0, 10**9),
    remains=st.none() | st.integers(-10, 2000),
)


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (PanelState.PENDING, OrderState.PENDING),
        (PanelState.PROCESSING, OrderState.PROCESSING),
        (PanelState.IN_PROGRESS, OrderState.IN_PROGRESS),
        (PanelState.PAUSED, OrderState.IN_PROGRESS),
        (PanelState.COMPLETED, OrderState.COMPLETED),
        (PanelState.PARTIAL, OrderState.PARTIAL),
        (PanelState.CANCELED, OrderState.CANCELED),
        (PanelState.REFUNDED, OrderState.CANCELED),
        (PanelState.EXPIRED, OrderState.COMPLETED),
    ],
)
def test_each_word_of_the_panel(says: PanelState, state: OrderState) -> None:
    change = follow(ORDER, StatusReport(says, says.value, remains=300), NOW)
    assert change.after.state is state
    assert change.finishes is (state in FINISHED)
    assert change.alert is None


@pytest.mark.parametrize(
    ("report", "given_back", "alert"),
    [
        (StatusReport(PanelState.PARTIAL, "Partial", remains=333), 299_700, None),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=1000), 900_000, None),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=0), 0, "partial_unclear"),
        (StatusReport(PanelState.PARTIAL, "Partial", Decimal("0.3"), remains=0), 0, "partial_unclear"),
        (StatusReport(PanelState.PARTIAL, "Partial"), 0, "partial_unclear"),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=1001), 0, "partial_unclear"),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=-1), 0, "partial_unclear"),
        (StatusReport(PanelState.CANCELED, "Canceled"), 900_000, None),
        (StatusReport(PanelState.REFUNDED, "Refunded", charge=Decimal("0.5")), 900_000, None),
        (
            StatusReport(PanelState.CANCELED, "Canceled", charge=Decimal("0.5"), remains=7),
            900_000,
            "canceled_charged",
        ),
        (StatusReport(PanelState.COMPLETED, "Completed", remains=500), 0, None),
        (StatusReport(PanelState.FAILED, "Fail", remains=500), 0, "status_failed"),
    ],
)
def test_what_is_given_back(report: StatusReport, given_back: int, alert: str | None) -> None:
    at_work = replace(ORDER, remains=900)  # an older count, higher than any that may be believed now
    change = follow(at_work, report, NOW)
    assert (change.after.refunded_micro, change.refunds_micro, change.alert) == (
        given_back,
        given_back,
        alert,
    )


@pytest.mark.parametrize(
    ("report", "given_back"),
    [
        (StatusReport(PanelState.PARTIAL, "Partial", remains=333), 299_700),
        (StatusReport(PanelState.PARTIAL, "Partial"), 0),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=1001), 0),
        (StatusReport(PanelState.PARTIAL, "Partial", remains=-1), 0),
        (StatusReport(PanelState.CANCELED, "Canceled"), 900_000),
        (StatusReport(PanelState.COMPLETED, "Completed", remains=500), 0),
    ],
)
def test_a_free_orders_discount_is_given_back_by_no_older_count(
    report: StatusReport, given_back: int
) -> None:
    free = replace(TERMS, price_micro=0, discount_micro=900_000, coupon="GIFT")
    ended = follow(replace(ORDER, terms=free, remains=900), report, NOW)
    assert ended.after.discount_back_micro == given_back
    assert ended.moves_money == bool(given_back)


def test_the_count_of_a_free_orders_end_stays_when_the_next_report_has_none() -> None:
    free = replace(TERMS, price_micro=0, discount_micro=900_000, coupon="GIFT")
    ended = follow(
        replace(ORDER, terms=free, remains=900), StatusReport(PanelState.PARTIAL, "Partial", remains=333), NOW
    )
    again = follow(ended.after, StatusReport(PanelState.PARTIAL, "Partial"), NOW)
    assert again.after.remains == 333
    assert not again.moves_money


FREE = replace(TERMS, price_micro=0)
FREE_BY_COUPON = replace(FREE, discount_micro=900_000, coupon="GIFT")


@pytest.mark.parametrize("terms", [TERMS, FREE, FREE_BY_COUPON], ids=["priced", "free", "by coupon"])
def test_an_end_that_gave_all_back_and_is_taken_back_alerts_also_for_a_free_order(terms: Terms) -> None:
    canceled, completed = (
        StatusReport(PanelState.CANCELED, "Canceled"),
        StatusReport(PanelState.COMPLETED, "Completed"),
    )
    ended = follow(replace(ORDER, terms=terms), canceled, NOW)
    assert ended.alert is None
    undone = follow(ended.after, completed, NOW)
    assert undone.alert == "refund_undone"
    done = follow(replace(ORDER, terms=terms), completed, NOW)
    assert follow(done.after, canceled, NOW).alert == "completed_undone"


PARTIAL = StatusReport(PanelState.PARTIAL, "Partial", remains=300)


@pytest.mark.parametrize("terms", [TERMS, FREE_BY_COUPON], ids=["priced", "by coupon"])
@pytest.mark.parametrize("remains", [300, 999, 0, None, -1, 5000])
def test_a_canceled_order_that_was_delivered_in_part_after_all_alerts(
    terms: Terms, remains: int | None
) -> None:
    """The customer has all of the price back, and the panel charges for what it delivered."""
    ended = follow(replace(ORDER, terms=terms), StatusReport(PanelState.CANCELED, "Canceled"), NOW)
    change = follow(ended.after, replace(PARTIAL, remains=remains), NOW)
    assert change.alert == "refund_undone"
    assert change.after.refunded_micro == terms.price_micro
    assert follow(change.after, replace(PARTIAL, remains=remains), NOW).alert is None


@pytest.mark.parametrize("terms", [TERMS, FREE_BY_COUPON], ids=["priced", "by coupon"])
def test_a_canceled_order_of_which_all_is_missing_takes_nothing_back(terms: Terms) -> None:
    ended = follow(replace(ORDER, terms=terms), StatusReport(PanelState.CANCELED, "Canceled"), NOW)
    assert follow(ended.after, replace(PARTIAL, remains=1000), NOW).alert is None


@pytest.mark.parametrize(("remains", "alert"), [(299, "refund_undone"), (0, "refund_undone"), (301, None)])
def test_a_part_that_shrinks_after_it_went_back_alerts(remains: int, alert: str | None) -> None:
    ended = follow(ORDER, PARTIAL, NOW)
    change = follow(ended.after, replace(PARTIAL, remains=remains), NOW)
    assert change.alert == alert
    assert change.after.refunded_micro == max(270_000, 900 * remains)
    assert follow(change.after, replace(PARTIAL, remains=remains), NOW).alert is None


@pytest.mark.parametrize("remains", [None, -1, 1001])
def test_a_count_that_says_nothing_takes_no_part_back(remains: int | None) -> None:
    ended = follow(ORDER, PARTIAL, NOW)
    assert follow(ended.after, replace(PARTIAL, remains=remains), NOW).alert is None


def test_a_part_that_becomes_the_whole_takes_nothing_back() -> None:
    ended = follow(ORDER, PARTIAL, NOW)
    assert follow(ended.after, StatusReport(PanelState.CANCELED, "Canceled"), NOW).alert is None


@pytest.mark.parametrize("remains", [None, 0])
def test_an_unclear_part_after_money_went_back_does_not_say_that_nothing_did(remains: int | None) -> None:
    resumed = follow(ORDER, PARTIAL, NOW).after
    resumed = follow(resumed, StatusReport(PanelState.IN_PROGRESS, "In progress"), NOW).after
    change = follow(resumed, replace(PARTIAL, remains=remains), NOW)
    assert (change.alert, change.after.refunded_micro) == ("refund_undone", 270_000)


def test_a_start_below_zero_is_not_believed() -> None:
    report = StatusReport(PanelState.IN_PROGRESS, "In progress", start_count=-7)
    assert follow(ORDER, report, NOW).after.start_count is None
    assert follow(replace(ORDER, start_count=7), report, NOW).after.start_count == 7


def test_a_part_of_a_free_order_that_is_taken_back_alerts_and_a_completed_one_that_goes_on_does_not() -> None:
    order = replace(ORDER, terms=FREE_BY_COUPON)
    partial = follow(order, StatusReport(PanelState.PARTIAL, "Partial", remains=333), NOW)
    going_on = StatusReport(PanelState.IN_PROGRESS, "In progress")
    assert follow(partial.after, going_on, NOW).alert == "refund_undone"
    done = follow(order, StatusReport(PanelState.COMPLETED, "Completed"), NOW)
    assert follow(done.after, going_on, NOW).alert is None


@given(st.lists(REPORTS, max_size=12), st.integers(0, 10**12), st.none() | st.integers(1, 5_000_000_000))
def test_no_sequence_of_reports_gives_back_more_than_the_price_or_takes_back(
    reports: list[StatusReport], price: int, quantity: int | None
) -> None:
    order = replace(ORDER, terms=replace(TERMS, price_micro=price, quantity=quantity))
    for report in reports:
        change = follow(order, report, NOW)
        assert 0 <= change.before.refunded_micro <= change.after.refunded_micro <= price
        order = change.after


def test_an_unknown_word_keeps_the_last_state_and_alerts_once() -> None:
    report = StatusReport(None, "Reembolsado", remains=10)
    first = follow(ORDER, report, NOW)
    assert (first.after.state, first.alert) == (OrderState.PENDING, "status_word")
    assert follow(first.after, report, NOW).alert is None


def test_failed_keeps_the_last_state_and_alerts() -> None:
    change = follow(ORDER, StatusReport(PanelState.FAILED, "Fail"), NOW)
    assert (change.after.state, change.alert) == (OrderState.PENDING, "status_failed")


def test_an_error_for_this_id_changes_nothing_but_alerts_once() -> None:
    change = follow(ORDER, ItemError("Incorrect order ID"), NOW)
    assert (change.after.state, change.shows, change.alert) == (OrderState.PENDING, False, "status_error")
    assert follow(change.after, ItemError("Incorrect order ID"), NOW).alert is None


def test_remains_zero_while_at_work_finishes_nothing() -> None:
    change = follow(ORDER, StatusReport(PanelState.IN_PROGRESS, "In progress", remains=0), NOW)
    assert not change.finishes


def test_what_the_panel_did_not_say_stays() -> None:
    known = replace(ORDER, start_count=10, remains=500, charge="0.5")
    after = follow(known, StatusReport(PanelState.IN_PROGRESS, "In progress"), NOW).after
    assert (after.start_count, after.remains, after.charge) == (10, 500, "0.5")


@pytest.mark.parametrize("remains", [-1, 1001])
def test_counts_that_cannot_be_are_not_believed(remains: int) -> None:
    known = replace(ORDER, remains=500)
    report = StatusReport(PanelState.IN_PROGRESS, "In progress", remains=remains)
    assert follow(known, report, NOW).after.remains == 500


def test_nothing_that_is_said_of_another_order_changes_one_that_was_taken_back() -> None:
    """Earlier releases let it keep the number and had the panel asked about it."""
    taken_back = replace(
        ORDER, state=OrderState.CANCELED, refunded_micro=900_000, reason=Reason(ReasonKind.TAKEN_BACK)
    )
    change = follow(taken_back, StatusReport(PanelState.IN_PROGRESS, "In progress", remains=300), NOW)
    assert change.after == replace(taken_back, checked_at=NOW, ask_at=None)


def test_an_end_is_not_for_ever() -> None:
    done = follow(ORDER, StatusReport(PanelState.COMPLETED, "Completed"), NOW).after
    assert done.finished_at == NOW
    again = follow(done, StatusReport(PanelState.IN_PROGRESS, "In progress"), NOW + timedelta(hours=1))
    assert (again.after.state, again.after.finished_at, again.shows) == (OrderState.IN_PROGRESS, None, True)


@pytest.mark.parametrize(
    "begins",
    [
        StatusReport(PanelState.IN_PROGRESS, "In progress"),
        StatusReport(PanelState.PROCESSING, "Processing", remains=999),
        StatusReport(PanelState.COMPLETED, "Completed"),
    ],
    ids=["said so", "counted some", "was complete at once"],
)
def test_the_first_sign_of_delivery_is_dated_once(begins: StatusReport) -> None:
    waits = follow(ORDER, StatusReport(PanelState.PENDING, "Pending", remains=1000), NOW).after
    assert waits.begun_at is None
    begun = follow(waits, begins, NOW + timedelta(minutes=2)).after
    assert begun.begun_at == NOW + timedelta(minutes=2)
    later = follow(begun, StatusReport(PanelState.COMPLETED, "Completed"), NOW + timedelta(hours=2)).after
    assert later.begun_at == NOW + timedelta(minutes=2)


@pytest.mark.parametrize("remains", [None, 0, 1000])
def test_an_order_in_line_has_not_begun(remains: int | None) -> None:
    report = StatusReport(PanelState.PROCESSING, "Processing", remains=remains)
    assert follow(ORDER, report, NOW).after.begun_at is None


@given(st.lists(REPORTS, max_size=8))
def test_no_sequence_of_reports_breaks_an_order(reports: list[StatusReport]) -> None:
    order = ORDER
    for number, report in enumerate(reports):
        change = follow(order, report, NOW + timedelta(minutes=number))
        order = change.after
        assert order.state in AT_WORK | FINISHED
        assert order.remains is None or 0 <= order.remains <= 1000
        assert (order.finished_at is not None) is (order.state in FINISHED)
        assert order.terms is TERMS
        assert order.delivered is None or 0 <= order.delivered <= 1000


def test_charge_is_kept_as_the_panels_own_text() -> None:
    after = follow(ORDER, StatusReport(PanelState.PARTIAL, "Partial", charge=Decimal("0.27819")), NOW).after
    assert after.charge == "0.27819"


DRIP = replace(
    ORDER,
    terms=replace(TERMS, fields={"runs": 10, "interval": 5}, cost_micro=500_000),
)


@pytest.mark.parametrize(
    ("remains", "charge", "given_back"),
    [
        (400, "0.30", 360_000),  # the charge is the delivered part of the whole: it can mean nothing else
        (400, "0.50", None),  # charged in full: the 400 may be anything
        (40, "0.30", None),  # 40 of the last run, as the charge shows
        (4, "0.30", None),  # four runs
        (400, None, None),
        (0, "0.50", 0),
    ],
)
def test_a_partial_drip_is_the_operators_unless_the_charge_agrees(
    remains: int, charge: str | None, given_back: int | None
) -> None:
    told = None if charge is None else Decimal(charge)
    change = follow(DRIP, StatusReport(PanelState.PARTIAL, "Partial", told, remains=remains), NOW)
    assert change.after.state is OrderState.PARTIAL
    assert change.after.refunded_micro == (given_back or 0)
    assert change.alert == ("partial_unclear" if given_back is None else None)


@pytest.mark.parametrize("report", [ItemError("Incorrect order ID"), StatusReport(None, " ")])
@pytest.mark.parametrize("state", OrderState)
def test_an_order_that_has_ended_may_be_forgotten_by_its_panel(
    state: OrderState, report: ItemError | StatusReport
) -> None:
    """Each old order that the panel had cleared away was a card to the operators, which was over at once."""
    change = follow(replace(ORDER, state=state), report, NOW)
    assert (change.after.state, change.refunds_micro) == (state, 0)
    assert (change.alert is not None) is (state in AT_WORK)

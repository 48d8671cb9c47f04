"""The circuit breaker to its edges: what counts as a failure, for how long, and what the operator reads."""

import pytest

from panel.limits import CircuitBreaker
from playground.clock import HandClock
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

LOST = Unknown("ReadTimeout")
BLOCKED = Rejected(Refusal.BLOCKED, "error code: 1010")


def opened_by_orders(clock: HandClock, cool_down: float = 60) -> CircuitBreaker:
    breaker = CircuitBreaker(clock, cool_down)
    for _ in range(3):
        breaker.saw(LOST)
    return breaker


def test_a_new_one_is_closed_and_says_nothing() -> None:
    breaker = CircuitBreaker(HandClock())
    assert (breaker.state, breaker.why, breaker.since, breaker.is_about_orders) == ("closed", "", None, False)
    assert (breaker.allows_add(), breaker.allows_read(), breaker.seconds_left) == (True, True, 0)


def test_the_operator_reads_why_it_opened() -> None:
    lost = opened_by_orders(HandClock())
    assert lost.why == "3 orders in a row got no clear answer: ReadTimeout"
    assert lost.is_about_orders
    down = CircuitBreaker(HandClock())
    for _ in range(5):
        down.read_failed("ConnectError")
    assert down.why == "the panel keeps failing: ConnectError"
    assert not down.is_about_orders
    mixed = CircuitBreaker(HandClock())
    for _ in range(4):
        mixed.read_failed("ConnectError")
    mixed.saw(LOST)
    assert mixed.why == "the panel keeps failing: ReadTimeout"


@pytest.mark.parametrize(("seconds", "state"), [(15, "open"), (15.25, "closed")])
def test_five_failures_count_if_a_minute_holds_them(seconds: float, state: str) -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        breaker.read_failed("timeout")
        clock.advance(seconds)
    assert breaker.state == state


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (NotSent("ConnectError"), "open"),
        (BLOCKED, "open"),
        (NotSent("too many requests", 2, 429), "closed"),
        (NotSent("too many requests", None, 429), "closed"),
        (NotSent("the pace", 2), "closed"),
        (Rejected(Refusal.LINK, "Bad link"), "closed"),
    ],
)
def test_only_what_never_reached_the_panel_is_its_failure(outcome: AddOutcome, state: str) -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(5):
        breaker.saw(outcome)
    assert breaker.state == state


def test_a_working_read_forgets_failures_but_not_lost_orders() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(4):
        breaker.read_failed("timeout")
    breaker.read_worked()
    breaker.read_failed("timeout")
    assert breaker.state == "closed"
    breaker.saw(LOST)
    breaker.saw(LOST)
    breaker.read_worked()
    breaker.saw(LOST)
    assert (breaker.state, breaker.is_about_orders) == ("open", True)


def test_the_cool_down_is_as_long_as_it_was_made() -> None:
    clock = HandClock()
    breaker = opened_by_orders(clock, cool_down=10)
    assert breaker.seconds_left == 10
    clock.advance(9.5)
    assert (breaker.state, breaker.allows_add(), breaker.seconds_left) == ("open", False, 0.5)
    clock.advance(0.5)
    assert (breaker.state, breaker.allows_add(), breaker.seconds_left) == ("half-open", True, 0)
    breaker.started()
    clock.advance(9.5)
    assert not breaker.allows_add()
    clock.advance(0.5)
    assert breaker.allows_add()


def test_a_trial_that_fails_opens_it_again_for_the_same_reason() -> None:
    clock = HandClock()
    breaker = opened_by_orders(clock)
    clock.advance(60)
    breaker.started()
    breaker.saw(NotSent("ConnectError"))
    assert (breaker.state, breaker.seconds_left, breaker.is_about_orders) == ("open", 60, True)
    assert breaker.allows_read()
    assert breaker.why == "the panel keeps failing: ConnectError"


def test_a_throttled_trial_leaves_the_next_one_free() -> None:
    clock = HandClock()
    breaker = opened_by_orders(clock)
    clock.advance(60)
    breaker.started()
    assert not breaker.allows_add()
    breaker.saw(NotSent("too many requests", 2, 429))
    assert (breaker.state, breaker.allows_add()) == ("half-open", True)


def test_a_call_before_the_cool_down_is_over_is_no_trial() -> None:
    clock = HandClock()
    breaker = opened_by_orders(clock)
    breaker.started()
    clock.advance(60)
    assert breaker.allows_add()


def test_more_failures_do_not_put_off_the_next_try() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        breaker.read_failed("timeout")
    clock.advance(30)
    breaker.read_failed("again")
    assert (breaker.seconds_left, breaker.why) == (30, "the panel keeps failing: timeout")


def test_once_it_closes_all_is_forgotten() -> None:
    clock = HandClock()
    breaker = opened_by_orders(clock)
    clock.advance(60)
    breaker.started()
    breaker.saw(Accepted("1"))
    assert (breaker.state, breaker.why, breaker.since, breaker.is_about_orders) == ("closed", "", None, False)
    breaker.saw(LOST)
    breaker.saw(LOST)
    assert breaker.state == "closed"

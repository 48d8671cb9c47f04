"""The minimum gap, the back-off and the circuit breaker, on a clock moved by hand."""

import asyncio
from datetime import UTC, datetime

import pytest

from panel.limits import BackOff, CircuitBreaker, MinimumGap, retry_after
from playground.clock import HandClock
from shop.replies import Accepted, NotSent, Refusal, Rejected, Unknown

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LOST = Unknown("ReadTimeout")
REFUSED = NotSent("ConnectError")


async def test_calls_keep_their_distance() -> None:
    clock = HandClock()
    pace = MinimumGap(clock, gap=2)
    starts = []
    for _ in range(3):
        await pace.wait()
        starts.append(clock.monotonic())
    assert starts == [0, 2, 4]


async def test_calls_at_the_same_time_are_spread() -> None:
    clock = HandClock()
    pace = MinimumGap(clock, gap=2)
    await asyncio.gather(*(pace.wait() for _ in range(3)))
    assert clock.monotonic() >= 4


def test_the_panel_says_how_long_to_wait() -> None:
    clock = HandClock()
    back_off = BackOff(clock)
    assert back_off.throttled("add", 30) == 30
    assert back_off.left("add") == 30
    assert back_off.left("status") == 0
    clock.advance(31)
    assert back_off.left("add") == 0


def test_without_a_word_the_wait_doubles_until_it_works_again() -> None:
    back_off = BackOff(HandClock())
    assert [back_off.throttled("add", None) for _ in range(7)] == [2, 4, 8, 16, 32, 60, 60]
    back_off.worked("add")
    assert back_off.throttled("add", None) == 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "30"}, 30),
        ({"retry-after": "1.5"}, 1),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:20 GMT"}, 20),
        ({"retry-after": "Thu, 01 Jan 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "99999999"}, 3600),
        ({"x-ratelimit-reset": "45"}, 45),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 45)}, 45),
        ({"retry-after": "soon", "x-ratelimit-reset": "45"}, 45),
    ],
)
def test_headers_that_ask_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_three_unknowns_in_a_row_stop_orders_but_not_reads() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(2):
        breaker.saw(LOST)
    assert breaker.allows_add()
    breaker.saw(LOST)
    assert not breaker.allows_add()
    assert breaker.allows_read()
    assert breaker.state == "open"
    assert "3 orders in a row" in breaker.why


def test_an_answer_in_between_starts_the_row_anew() -> None:
    breaker = CircuitBreaker(HandClock())
    for outcome in (LOST, LOST, Rejected(Refusal.LINK, "Bad link"), LOST, LOST, Accepted("1")):
        breaker.saw(outcome)
    assert breaker.state == "closed"


def test_reads_that_work_do_not_excuse_lost_orders() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(3):
        breaker.saw(LOST)
        breaker.read_worked()
    assert not breaker.allows_add()


def test_five_failures_within_a_minute_stop_everything() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(4):
        breaker.saw(REFUSED)
    assert breaker.allows_add()
    breaker.read_failed("timeout")
    assert not breaker.allows_add()
    assert not breaker.allows_read()


def test_it_tells_since_when_and_for_how_long_nothing_goes_through() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    assert (breaker.since, breaker.seconds_left) == (None, 0)
    began = clock.now()
    for _ in range(3):
        breaker.saw(LOST)
    clock.advance(20)
    assert (breaker.since, breaker.seconds_left) == (began, 40)
    clock.advance(40)
    assert breaker.seconds_left == 0
    breaker.started()
    breaker.saw(LOST)
    assert (breaker.since, breaker.seconds_left) == (began, 60), "it never went through in between"
    breaker.saw(Accepted("1"))
    assert (breaker.since, breaker.seconds_left) == (None, 0)


def test_slow_failures_do_not_add_up() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(10):
        breaker.saw(REFUSED)
        clock.advance(20)
    assert breaker.state == "closed"


def test_after_the_cool_down_one_goes_through() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        breaker.saw(LOST)
    clock.advance(60)
    assert breaker.state == "half-open"
    assert [breaker.allows_add() for _ in range(3)] == [True, True, True], "asking alone uses nothing up"
    breaker.started()
    assert not breaker.allows_add()
    breaker.saw(LOST)
    assert breaker.state == "open"
    clock.advance(60)
    assert breaker.allows_add()
    breaker.saw(Accepted("1"))
    assert breaker.state == "closed"
    assert breaker.why == ""


def test_a_trial_that_nobody_reports_on_does_not_stop_it_for_ever() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        breaker.saw(LOST)
    clock.advance(60)
    breaker.started()
    assert not breaker.allows_add()
    clock.advance(60)
    assert breaker.allows_add()


def test_a_working_read_closes_what_failures_opened() -> None:
    clock = HandClock()
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        breaker.read_failed("timeout")
    clock.advance(60)
    assert breaker.allows_read()
    breaker.read_worked()
    assert breaker.state == "closed"


def test_throttling_is_no_failure_and_an_edge_block_is() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(9):
        breaker.saw(NotSent("too many requests", retry_after=2, http_status=429))
    assert breaker.state == "closed"
    for _ in range(5):
        breaker.saw(Rejected(Refusal.BLOCKED, "error code: 1010"))
    assert breaker.state == "open"


def test_failures_open_it_however_long_the_kiosk_has_run() -> None:
    clock = HandClock()
    clock.advance(100_000)
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        breaker.read_failed("timeout")
    assert breaker.state == "open"


def test_once_orders_go_again_failing_reads_are_stopped_as_before() -> None:
    breaker = CircuitBreaker(HandClock())
    for _ in range(3):
        breaker.saw(LOST)
    assert breaker.allows_read(), "lost orders stop only orders"
    breaker.saw(Accepted("1"))
    for _ in range(5):
        breaker.read_failed("timeout")
    assert not breaker.allows_read()

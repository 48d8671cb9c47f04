"""What makes the kiosk dead or unready, in plain lines."""

import pytest

from health.readiness import Facts, Phase, why_dead, why_not_ready

GOOD = Facts(Phase.RUNNING)


def test_a_kiosk_that_runs_is_alive_and_ready() -> None:
    assert why_dead(GOOD) == why_not_ready(GOOD) == []


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (Facts(Phase.STARTING), "The kiosk is starting."),
        (Facts(Phase.ENDING), "The kiosk is ending."),
        (Facts(Phase.RUNNING, has_lock=False), "The lock on the database is gone: another kiosk may use it."),
        (Facts(Phase.RUNNING, database="It does not answer."), "It does not answer."),
        (Facts(Phase.RUNNING, updates="No poll is answered."), "No poll is answered."),
    ],
)
def test_what_keeps_it_from_serving_is_no_reason_to_start_it_again(facts: Facts, line: str) -> None:
    assert why_not_ready(facts) == [line]
    assert why_dead(facts) == []


def test_a_loop_that_has_ended_is_a_reason_unless_the_kiosk_ends() -> None:
    assert why_dead(Facts(Phase.RUNNING, ended_loops=["outbox"])) == ["The loop 'outbox' has ended."]
    assert why_dead(Facts(Phase.ENDING, ended_loops=["outbox"])) == []


def test_all_that_is_wrong_is_listed() -> None:
    assert len(why_not_ready(Facts(Phase.RUNNING, ["turns"], False, "No.", "No."))) == 4


def test_updates_are_no_news_before_the_start_is_over() -> None:
    assert why_not_ready(Facts(Phase.STARTING, updates="No poll yet.")) == ["The kiosk is starting."]

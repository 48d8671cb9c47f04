"""The decoder returns one of its outcomes for any body."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chaos import bodies
from panel.explain import explain, explain_lines
from panel.lenient_json import text_of
from panel.readers.add import read_add
from panel.reply import Answer, fold
from panel.values.texts import identifier
from shop.replies import Accepted
from shop.typed import as_number, without_sign

VERDICTS = {
    *("ok", "rejected", "auth", "funds", "unsupported", "throttled", "ambiguous", "unusable", "item_errors"),
}

statuses = st.sampled_from(bodies.STATUSES)
actions = st.sampled_from(bodies.ACTIONS)
requests = st.sampled_from(bodies.ASKED)
keys = st.sampled_from(bodies.KEYS)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)


def leaves(value: Any) -> Iterator[str]:
    """Return the texts of everything in `value` that could be an id, as an id is spelled."""
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        digits = f"{Decimal(str(value)):f}" if isinstance(value, float) else str(value)  # 1.3e+16 has all
        spelled = without_sign(as_number(digits))
        yield re.sub(r"\.0+$", "", spelled)


@settings(deadline=None)  # other tests run at the same time
@given(actions, statuses, json_values, requests)
def test_any_json_gets_a_verdict(
    action: str, status: int | None, value: Any, request_: dict[str, str]
) -> None:
    line = {"action": action, "http_status": status, "body": json.dumps(value), "request": request_}
    (only,) = explain_lines([json.dumps(line)])
    assert json.loads(only)["verdict"] in VERDICTS


@settings(deadline=None)  # other tests run at the same time
@given(actions, statuses, st.binary(max_size=200))
def test_any_bytes_get_a_verdict(action: str, status: int | None, body: bytes) -> None:
    assert explain(action, Answer(status, text_of(body))).word in VERDICTS


@settings(deadline=None)  # other tests run at the same time
@given(json_values, statuses)
def test_an_accepted_order_has_an_id_that_the_answer_holds(value: Any, status: int | None) -> None:
    outcome = read_add(fold(Answer(status, json.dumps(value))))
    if isinstance(outcome, Accepted):
        assert outcome.panel_order_id in {identifier(leaf) for leaf in leaves(value)}


@settings(deadline=None)  # other tests run at the same time
@given(st.integers(min_value=1, max_value=10**12), json_values)
def test_a_cut_answer_is_never_accepted(order: int, more: Any) -> None:
    body = json.dumps({"order": order, "more": more})
    for end in range(len(body)):
        assert not isinstance(read_add(fold(Answer(200, body[:end]))), Accepted)


def test_two_thousand_generated_bodies() -> None:
    result = bodies.run(2_000)
    assert result.is_good, f"{result.row()} {result.first}"


def test_the_same_seed_makes_the_same_bodies() -> None:
    assert list(bodies.cases(50, seed=3)) == list(bodies.cases(50, seed=3))
    assert list(bodies.cases(50, seed=3)) != list(bodies.cases(50, seed=4))


def test_the_row_says_the_seed() -> None:
    result = bodies.run(10)
    assert f"seed={result.seed}" in result.row()

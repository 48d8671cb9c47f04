"""An answer is folded once into kind, fields and refusal."""

import pytest

from panel.refusal_phrases import Kind
from panel.reply import Answer, Reply, ReplyKind, fold
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused


def folded(body: str, code: int = 200) -> Reply:
    return fold(Answer(code, body))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"a":1}', ReplyKind.OBJECT),
        ("[1]", ReplyKind.LIST),
        ('"word"', ReplyKind.SCALAR),
        ("7", ReplyKind.SCALAR),
        ("", ReplyKind.UNREADABLE),
        ('{"a":', ReplyKind.UNREADABLE),
        ("<html></html>", ReplyKind.UNREADABLE),
    ],
)
def test_every_answer_has_a_kind(body: str, kind: ReplyKind) -> None:
    assert folded(body).kind is kind


def test_fields_have_plain_lower_case_names() -> None:
    reply = folded('{" Status ":"Pending","CHARGE":"1"}')
    assert reply.fields == {"status": "Pending", "charge": "1"}
    assert reply.value == {" Status ": "Pending", "CHARGE": "1"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"error":"Not enough funds"}', Kind.FUNDS),
        ('[{"error":"Not enough funds"}]', Kind.FUNDS),
        ("Not enough funds", Kind.FUNDS),
        ('{"data":{"error":"Invalid API key"}}', Kind.AUTH),
    ],
)
def test_a_refusal_is_found_wherever_it_stands(body: str, kind: Kind) -> None:
    refusal = folded(body).refusal
    assert refusal is not None
    assert refusal.kind is kind


@pytest.mark.parametrize(
    "body", ['{"order":1}', '[{"error":"Not enough funds"},{"order":1}]', "<html></html>", "[]"]
)
def test_no_refusal_is_made_up(body: str) -> None:
    assert folded(body).refusal is None


def test_an_item_is_folded_like_a_reply() -> None:
    reply = folded('{"1":{"error":"Incorrect order ID"},"2":{"Status":"Pending"}}')
    assert reply.refusal is None
    wrong, right = (reply.item(reply.value[key]) for key in ("1", "2"))
    assert wrong.refusal is not None
    assert wrong.refusal.kind is Kind.ORDER
    assert (right.refusal, right.fields) == (None, {"status": "Pending"})


def test_what_is_wrapped_is_unwrapped_and_nothing_else() -> None:
    wrapped = folded('{"status":"success","data":[{"order":1}]}')
    assert wrapped.inner().value == [{"order": 1}]
    bare = folded('{"order":1}')
    assert bare.inner() is bare


@pytest.mark.parametrize(
    ("body", "code", "problem"),
    [
        ("nonsense", 200, PanelGarbled),
        ("nonsense", 429, PanelRefused),
        ("Not enough funds", 200, PanelRefused),
        ("<html></html>", 403, PanelElsewhere),
        ('{"error":"Internal error"}', 200, PanelGarbled),
        ('{"error":"Not enough funds"}', 200, PanelRefused),
    ],
)
def test_a_reply_that_is_no_consent_raises(body: str, code: int, problem: type[PanelError]) -> None:
    with pytest.raises(problem):
        folded(body, code).require_consent()

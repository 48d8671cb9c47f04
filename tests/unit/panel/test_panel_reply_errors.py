"""Which error an answer without consent raises, and with which words."""

import pytest

from panel.refusal_phrases import Kind
from panel.reply import Answer, Reply, ReplyKind, fold
from shop.errors import PanelElsewhere, PanelError, PanelGarbled, PanelRefused
from shop.heard import refusal_key


def folded(body: str, code: int | None = 200, taught: dict[str, Kind] | None = None) -> Reply:
    return fold(Answer(code, body, retry_after=7, taught=taught or {}))


def raised(body: str, code: int | None = 200, taught: dict[str, Kind] | None = None) -> PanelError:
    with pytest.raises(PanelError) as caught:
        folded(body, code, taught).require_consent()
    return caught.value


@pytest.mark.parametrize(
    ("body", "code", "refused"),
    [
        ('{"error":"Not enough funds"}', 200, PanelRefused("funds", "Not enough funds", 7)),
        ('{"error":"Bad link"}', 429, PanelRefused("throttled", "Bad link", 7)),
        ('{"error":"Whatever"}', 200, PanelRefused("other", "Whatever", 7)),
        ('{"error":"Whatever"}', 401, PanelRefused("auth", "Whatever", 7)),
        ("Bad link", 200, PanelRefused("link", "Bad link", 7)),
        ('"Bad link"', 200, PanelRefused("link", "Bad link", 7)),
        ("", 429, PanelRefused("throttled", "the panel asks for fewer calls (HTTP 429)", 7)),
    ],
)
def test_a_refusal_keeps_its_kind_its_words_and_the_wait(body: str, code: int, refused: PanelRefused) -> None:
    assert raised(body, code) == refused


@pytest.mark.parametrize(
    ("body", "code", "kind", "words"),
    [
        ('{"error":"Server Error"}', 200, PanelGarbled, "the panel had an error of its own: Server Error"),
        ('{"error":"Whatever"}', 500, PanelGarbled, "the panel had an error of its own: Whatever"),
        ("", 200, PanelGarbled, "the answer is empty (HTTP 200)"),
        ("", None, PanelGarbled, "the answer is empty (HTTP unknown)"),
        ("null", 200, PanelGarbled, "the answer is neither an object nor a list (HTTP 200)"),
        ("Whatever", 200, PanelGarbled, "there is no JSON in the answer (HTTP 200)"),
        ("Server Error", 500, PanelGarbled, "there is no JSON in the answer (HTTP 500)"),
        ("", 403, PanelElsewhere, "a server in front of the panel refused the call (HTTP 403)"),
        ("Whatever", 404, PanelElsewhere, "there is no panel at this address (HTTP 404)"),
    ],
)
def test_an_answer_that_proves_nothing_says_what_it_is(
    body: str, code: int | None, kind: type[PanelError], words: str
) -> None:
    problem = raised(body, code)
    assert (type(problem), str(problem)) == (kind, words)


def test_a_reply_with_a_value_needs_no_consent_to_be_read() -> None:
    folded('{"error":"Bad link"}').require_value()
    folded("[]").require_value()
    folded('{"order":1}').require_consent()


@pytest.mark.parametrize(
    ("body", "kind", "is_json"),
    [("{}", ReplyKind.OBJECT, True), ("[]", ReplyKind.LIST, True), ("1", ReplyKind.SCALAR, False)],
)
def test_fields_and_rows_are_what_is_read(body: str, kind: ReplyKind, is_json: bool) -> None:
    assert (folded(body).kind, folded(body).is_json, folded(body).fields) == (kind, is_json, {})


def test_a_reply_says_whether_it_was_mended_and_how_often_it_came() -> None:
    assert (folded('{"order":1,}').mended, folded('{"order":1}').mended) == (True, False)
    assert (folded('{"order":1}{"order":1}').copies, folded('{"order":1}').copies) == (2, 1)


@pytest.mark.parametrize("size", [200, 201])
def test_a_text_without_json_is_a_refusal_if_it_is_a_sentence(size: int) -> None:
    text = "Not enough funds".ljust(size, "!")
    refusal = folded(f' "{text}" \n').refusal
    assert (refusal is not None) is (size == 200)
    assert refusal is None or (refusal.kind, refusal.text) == (Kind.FUNDS, text)


@pytest.mark.parametrize(
    "text",
    [
        *("", '""', "<html>Not enough funds", "[Not enough funds", "{Not enough funds"),
        *("\x1f\ufffd\x08\ufffd}", "Not enough\x07 funds"),
    ],
)
def test_what_is_no_sentence_is_no_refusal(text: str) -> None:
    assert folded(text).refusal is None


def test_a_text_is_one_with_an_end_as_in_c_and_with_lines() -> None:
    assert folded("Not enough\r\n\tfunds\0\0").refusal is not None


@pytest.mark.parametrize("key", ["data", "result", "response", "DATA"])
def test_a_wrapper_is_opened_if_it_holds_something(key: str) -> None:
    assert folded(f'{{"status":true,"{key}":{{"order":1}}}}').inner().fields == {"order": 1}
    closed = folded(f'{{"{key}":"text"}}')
    assert closed.inner() is closed
    rows = folded(f'[{{"{key}":[1]}}]')
    assert rows.inner() is rows
    named = folded('{"data":[1],"mine":[2]}')
    assert named.inner(("mine", "data")).value == [2]


def test_a_taught_text_means_what_the_operator_said() -> None:
    taught = {refusal_key("Kota doldu"): Kind.FUNDS, refusal_key("Bad link"): Kind.VAGUE}
    assert raised("Kota doldu", taught=taught) == PanelRefused("funds", "Kota doldu", 7)
    assert isinstance(raised('{"error":"Bad link"}', taught=taught), PanelGarbled)
    assert raised('{"error":"Not enough funds"}', taught=taught) == PanelRefused(
        "funds", "Not enough funds", 7
    )
    answer = Answer(200, "", taught=taught)
    assert (answer.is_taught("KOTA DOLDU!"), answer.is_taught("Kota")) == (True, False)


def test_only_words_that_nobody_knows_are_strange() -> None:
    strange = {
        text: folded("{}").refusal_of(text).is_strange for text in ("Whatever", "Bad link", "Server Error")
    }
    assert strange == {"Whatever": True, "Bad link": False, "Server Error": False}

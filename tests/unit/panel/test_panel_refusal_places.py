"""Where panels put a refusal, under which names, and how its texts become one."""

import pytest

from panel.refusal_phrases import Kind
from panel.refusals import NO_REASON, kind_by_code, proxy_block, refusal_in


def kind_of(text: str) -> Kind:
    return Kind.VAGUE if "oops" in text else Kind.FUNDS if "balance" in text else Kind.OTHER


def found(members: dict[str, object], code: int = 200) -> str | None:
    refusal = refusal_in(members, code, kind_of)
    return None if refusal is None else refusal[0]


@pytest.mark.parametrize("key", ["error", "errors", "error_message", "error_msg", "errormessage", "err"])
@pytest.mark.parametrize(
    "inside", [None, "data", "result", "response", "order", "status", "refill", "cancel"]
)
def test_an_error_has_its_names_here_and_one_level_down(key: str, inside: str | None) -> None:
    members: dict[str, object] = {key: "Bad link"} if inside is None else {inside: {key.upper(): "Bad link"}}
    assert found(members) == "Bad link"


@pytest.mark.parametrize("word", ["", " ", "0", "False", "null", "None", "no", "OK", " success "])
def test_a_word_may_say_that_there_is_no_error(word: str) -> None:
    assert found({"error": word}) is None


@pytest.mark.parametrize("nothing", [None, 0, False, [], {}])
def test_an_empty_error_is_none(nothing: object) -> None:
    assert found({"error": nothing, "order": 1}) is None


@pytest.mark.parametrize("key", ["message", "msg", "detail", "details", "reason", "title"])
def test_an_error_without_words_has_those_of_its_message(key: str) -> None:
    assert found({"error": 1, key: "Bad link"}) == "Bad link"
    assert found({"error": True, "data": {key: "Bad link"}}) == "Bad link"
    assert found({"error": True, key: "Here", "data": {key: "Deep"}}) == "Here"
    assert found({"error": "Bad link", key: "Other words"}) == "Bad link"


def test_several_messages_are_told_once_each() -> None:
    assert found({"error": 1, "message": "A", "msg": "B", "detail": "A"}) == "A; B"
    assert found({"error": ["A", " ", 5, "B "]}) == "A; B"
    assert (
        found({"error": {"link": ["A", "B"], "code": "C", "x": {"y": ["D"]}}}) == "link: A; link: B; C; y: D"
    )


@pytest.mark.parametrize(("depth", "is_read"), [(4, True), (5, False)])
def test_texts_are_read_four_levels_deep(depth: int, is_read: bool) -> None:
    listed: object = "A"
    mapped: object = "A"
    for _ in range(depth):
        listed, mapped = [listed], {"x": mapped}
    assert found({"error": listed}) == ("A" if is_read else NO_REASON)
    assert found({"error": mapped}) == ("A" if is_read else NO_REASON)


@pytest.mark.parametrize("key", ["status", "success", "ok", "result", "response"])
@pytest.mark.parametrize("word", [False, "Error", "errors", "FAIL", "failed", "failure", "false", "KO"])
def test_a_status_may_say_that_it_failed(key: str, word: object) -> None:
    assert found({key: word}) == NO_REASON
    assert found({key: word, "msg": "Bad link"}) == "Bad link"


@pytest.mark.parametrize("zero", [0, "0"])
def test_a_nought_beside_a_message_is_a_failure_except_of_a_result(zero: object) -> None:
    for key in ("status", "success", "ok", "response"):
        assert found({key: zero, "message": "Hm"}) == "Hm"
        assert found({key: zero}) == (NO_REASON if key in {"success", "ok"} else None)
    assert found({"result": zero, "message": "Hm"}) is None
    assert found({"status": True, "message": "Hm"}) is None


@pytest.mark.parametrize(
    "key",
    [
        *("order", "order_id", "orders", "data", "services", "charge", "remains", "refill", "cancel", "id"),
        *("status", "success", "ok", "result", "response", "balance"),
    ],
)
def test_beside_the_data_a_message_is_a_remark(key: str) -> None:
    assert found({key: "7", "message": "Low balance"}) is None
    assert found({key: "7", "message": "Low balance"}, 400) == "Low balance"


def test_a_message_alone_is_an_error_if_its_words_are_one() -> None:
    assert found({"message": "No balance"}) == "No balance"
    assert found({"message": "Your balance"}) is None
    assert found({"message": "Not now"}) is None
    assert found({"message": "oops"}) == "oops"
    assert found({"balance": None, "message": "No balance"}) is None
    assert found({"id": "", "message": "No balance"}) == "No balance"
    assert found({}, 400) is None


@pytest.mark.parametrize("key", ["status", "code", "status_code", "statuscode"])
@pytest.mark.parametrize(
    ("number", "code"), [(399, 200), (400, 400), ("422", 422), (599, 599), (600, 200), ("x", 200)]
)
def test_an_answer_may_give_its_own_error_number(key: str, number: object, code: int) -> None:
    assert refusal_in({"error": "A", key: number}, 200, kind_of) == ("A", code)
    assert refusal_in({"error": "A", key: number}, 400, kind_of) == ("A", 400)
    assert refusal_in({"error": "A", key: number}, 399, kind_of) == ("A", code if code >= 400 else 399)


@pytest.mark.parametrize(
    ("code", "kind"), [(499, Kind.OTHER), (500, Kind.VAGUE), (599, Kind.VAGUE), (200, Kind.OTHER)]
)
def test_a_servers_own_failure_proves_nothing(code: int, kind: Kind) -> None:
    assert kind_by_code(Kind.OTHER, code) is kind


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "Just a moment",
            "Attention required! | Cloudflare",
            "CHECKING your browser",
            "_cf_chl_opt",
            "ddos-guard",
        ),
        *(
            "/cdn-cgi/challenge-platform",
            '{"cloudflare_error":  TRUE}',
            "error code: 1005",
            "error: 1020",
            "imunify360",
        ),
        *("Sorry, you have been blocked", "sgcaptcha", "incapsula incident", "Sucuri Website Firewall"),
    ],
)
def test_a_firewall_is_known_by_its_page(sign: str) -> None:
    for code in (200, 403, 503):
        why = f"a firewall in front of the panel refused the call (HTTP {code})"
        assert proxy_block(code, f"<html>{sign}</html>", "") == why
    for code in (500, 502, 504, 520, 530):
        assert proxy_block(code, sign, "") is None, "the panel may have run before"
    assert proxy_block(531, sign, "") is not None


@pytest.mark.parametrize(
    ("code", "text", "is_blocked"),
    [
        (200, "error 1004", False),
        (200, "error 10055", False),
        (200, "error 1013", False),
        (299, "", False),
        (300, "", True),
        (404, " ", False),
        (404, '<html>"', True),
        (404, ' {"error":"x"}', False),
        (403, ' "x"', False),
        (403, "x", True),
        (401, "x", False),
    ],
)
def test_what_stands_in_front_of_the_panel(code: int, text: str, is_blocked: bool) -> None:
    assert (proxy_block(code, text, "") is not None) is is_blocked

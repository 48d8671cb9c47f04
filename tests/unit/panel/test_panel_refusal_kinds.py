"""What kind of refusal an answer is, to its edges."""

import pytest

from panel.refusal_phrases import Kind
from panel.refusals import NO_REASON, kind_by_code, proxy_block, refusal_in


def kind_of(text: str) -> Kind:
    return Kind.FUNDS if "balance" in text else Kind.OTHER


@pytest.mark.parametrize(
    ("number", "is_data"), [(100, True), (101, False), (115, False), (199, False), (200, True), (0, False)]
)
def test_a_message_beside_a_status_is_a_remark_but_for_the_numbers_of_errors(
    number: int, is_data: bool
) -> None:
    found = refusal_in({"status": number, "message": "Not enough balance"}, 200, kind_of)
    assert found == (None if is_data else ("Not enough balance", 200))


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        ({"error": "Bad link"}, ("Bad link", 200)),
        ({"error": "Bad link", "code": 422}, ("Bad link", 422)),
        ({"errors": {"link": ["Bad", "Odd"], "x": "y"}}, ("link: Bad; link: Odd; y", 200)),
        ({"error": True, "message": "No."}, ("No.", 200)),
        ({"error": 1}, (NO_REASON, 200)),
        ({"error": "false"}, None),
        ({"status": "error", "message": "No."}, ("No.", 200)),
        ({"status": False}, (NO_REASON, 200)),
        ({"status": 0, "message": "No."}, ("No.", 200)),
        ({"balance": "1", "message": "Not enough balance"}, None),
        ({"message": "Thank you"}, None),
    ],
)
def test_a_refusal_is_found_under_any_of_its_names(
    members: dict[str, object], refusal: tuple[str, int] | None
) -> None:
    assert refusal_in(members, 200, kind_of) == refusal


def test_a_message_of_an_error_code_is_a_refusal_whatever_it_says() -> None:
    assert refusal_in({"message": "Thank you"}, 404, kind_of) == ("Thank you", 404)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (401, Kind.AUTH),
        (402, Kind.FUNDS),
        (405, Kind.UNSUPPORTED),
        (429, Kind.THROTTLED),
        (404, Kind.LINK),
        (500, Kind.VAGUE),
    ],
)
def test_a_code_tells_what_words_do_not(code: int, kind: Kind) -> None:
    assert kind_by_code(Kind.LINK, code) is kind
    assert kind_by_code(Kind.VAGUE, code) is Kind.VAGUE


@pytest.mark.parametrize("text", ['{"a":1}', "[]", '"no"', '\ufeff \t\r\n{"a":1}'])
@pytest.mark.parametrize("code", [403, 404])
def test_a_panel_that_answers_in_json_was_reached(code: int, text: str) -> None:
    assert proxy_block(code, text, "") is None


@pytest.mark.parametrize(
    ("code", "text", "redirect", "why"),
    [
        (403, "Forbidden", "", "a server in front of the panel refused the call (HTTP 403)"),
        (404, "Not found", "", "there is no panel at this address (HTTP 404)"),
        (404, "", "", None),
        (502, "Bad gateway", "", None),
        (200, "OK", "", None),
        (
            302, "", "https://a.example",
            "the panel's address redirects to https://a.example; set the right one",
        ),
        (399, "", "", "the panel's address redirects; set the right one"),
        (400, "", "", None),
    ],
)  # fmt: skip
def test_what_stands_before_the_panel_is_told_apart_from_it(
    code: int, text: str, redirect: str, why: str | None
) -> None:
    assert proxy_block(code, text, redirect) == why

"""Readers of panels' answers, read closer: where each rule ends, and what is told of what cannot be read."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from panel.explain import explain_lines
from panel.lenient_json import Unmendable, mend
from panel.limits import MinimumGap
from panel.parse_catalogue import read_services
from panel.parse_orders import read_orders
from panel.parse_request import read_request
from panel.parse_status import read_status
from panel.profile import Lexicon, ProfileProblem, check_panel_url, load_profile, meanings_of
from panel.refusal_phrases import Kind
from panel.refusals import NO_REASON, kind_by_code, proxy_block, refusal_in
from panel.reply import Answer, fold
from panel.values import paragraph
from shop.heard import Heard, HeardText, key_of
from shop.replies import ItemError, PanelState, Requested, Unclear

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def explained(*lines: Any) -> list[dict[str, Any]]:
    return [json.loads(told) for told in explain_lines(json.dumps(line) for line in lines)]


def test_a_line_that_cannot_be_explained_says_what_it_needs_and_which_it_is() -> None:
    good = {"action": " ADD ", "body": '{"order":1}'}
    unnumbered = explained(
        good, "x", {"action": "add"}, {**good, "http_status": "20"}, {**good, "request": 5}
    )
    assert unnumbered == [
        {"action": "add", "verdict": "ok", "read": {"order": "1"}},
        {
            "error": "This line is not a JSON object; it needs an action, an http_status and a body.",
            "line": 2,
        },
        {"error": "This line needs an action and a body, both as text.", "line": 3},
        {"error": "The http_status must be a number like 200, or null where it is not known.", "line": 4},
        {"action": "add", "verdict": "ok", "read": {"order": "1"}},
    ]


@pytest.mark.parametrize("request_", [5, None, [], "1,2"])
def test_a_request_that_is_no_object_asks_about_nothing(request_: object) -> None:
    [told] = explained({"action": "status", "body": '{"status":"Completed"}', "request": request_})
    assert (told["verdict"], list(told["read"]["items"])) == ("ok", [""])


@pytest.mark.parametrize("body", ["[]", "{}"])
def test_an_empty_answer_to_an_unknown_action_is_told_as_empty(body: str) -> None:
    [told] = explained({"action": "packages", "body": body})
    assert (told["verdict"], told["read"]) == ("unusable", {"reason": "the answer is empty"})


def test_an_answer_to_an_unknown_action_is_told_as_its_value() -> None:
    [told] = explained({"action": "packages", "body": '{"a": [1]}'})
    assert told["read"] == {"value": {"a": [1]}}


# --- requests, reports and lists ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"message":"Your request was accepted"}', Requested),
        ('{"status":"odd","message":"Your request was accepted"}', Unclear),
        ('{"status":"success","message":"Your request was accepted"}', Requested),
    ],
)
def test_words_that_say_yes_count_unless_a_status_says_something_else(body: str, outcome: type) -> None:
    assert isinstance(read_request("cancel", fold(Answer(200, body)), ["88"]).outcome, outcome)


def test_an_order_about_which_the_panel_says_nothing_has_no_report() -> None:
    body = '{"1":"", "2":"Completed", "3":"Order not found"}'
    by_id = read_status(fold(Answer(200, body)), ["1", "2", "3"]).by_id
    assert "1" not in by_id
    assert by_id["3"] == ItemError("Order not found")
    assert by_id["2"] != ItemError("Completed")


@pytest.mark.parametrize("status", ["success", "Success", "true", "True", True])
def test_a_panel_may_say_in_words_that_there_are_no_orders(status: object) -> None:
    body = json.dumps({"status": status, "data": "No orders"})
    assert read_orders(fold(Answer(200, body))).orders == ()


def test_a_state_without_end_is_kept_in_short() -> None:
    [order] = read_orders(fold(Answer(200, json.dumps([{"order": "1", "status": "x" * 600}])))).orders
    assert order.word == "x" * 200


# --- the catalogue -----------------------------------------------------------------------------------------

ROW = {"service": 1, "name": "Followers", "category": "First", "type": "Default", "rate": "0.90"}


def listed(*rows: dict[str, Any]) -> Any:
    return read_services(fold(Answer(200, json.dumps(rows))))


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("refill", "refill"),
        ("cancel", "cancel"),
        ("dripfeed", "dripfeed"),
        ("drip_feed", "dripfeed"),
        ("drip-feed", "dripfeed"),
    ],
)
def test_each_flag_is_read_under_its_own_names(name: str, flag: str, said: bool) -> None:
    [service] = listed({**ROW, name: said}).services
    flags = {one: getattr(service, one) for one in ("refill", "cancel", "dripfeed")}
    assert flags == {**dict.fromkeys(flags), flag: said}


@pytest.mark.parametrize(
    ("row", "why", "called"),
    [
        ({"service": 0}, "no number", "Followers"),
        ({"service": 0, "name": ""}, "no number", "?"),
        ({"rate": None}, "no rate", "1"),
        ({"rate": ""}, "no rate", "1"),
        ({"rate": "1,25"}, "unreadable rate", "1"),
        ({"min": "1,000"}, "unreadable minimum or maximum", "1"),
    ],
)
def test_a_row_left_out_says_why(row: dict[str, Any], why: str, called: str) -> None:
    read = listed({**ROW, "service": 2}, {**ROW, **row})
    assert (dict(read.reasons), read.refused) == ({why: (called,)}, 1)


@pytest.mark.parametrize("empty", [None, ""])
def test_a_limit_that_is_empty_is_none(empty: object) -> None:
    [service] = listed({**ROW, "min": empty, "max": empty}).services
    assert (service.min, service.max) == (None, None)


def test_a_description_is_kept_up_to_four_thousand_characters() -> None:
    assert paragraph("x" * 5_000) == "x" * 4_000


# --- refusals ----------------------------------------------------------------------------------------------


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
        (404, "Not found", "", "there is no panel at this address (HTTP 404); check PANEL_URL"),
        (404, "", "", None),
        (502, "Bad gateway", "", None),
        (200, "OK", "", None),
        (
            302, "", "https://a.example",
            "the panel's address redirects to https://a.example; set PANEL_URL to the right one",
        ),
        (399, "", "", "the panel's address redirects; set PANEL_URL to the right one"),
        (400, "", "", None),
    ],
)  # fmt: skip
def test_what_stands_before_the_panel_is_told_apart_from_it(
    code: int, text: str, redirect: str, why: str | None
) -> None:
    assert proxy_block(code, text, redirect) == why


# --- JSON that is mended -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("levels", "is_read"), [(40, True), (41, False)])
def test_sloppy_json_is_mended_to_the_depth_that_is_read(levels: int, is_read: bool) -> None:
    text = "[" * levels + "Yes," + "]" * levels
    if is_read:
        assert mend(text, json.JSONDecoder())
        return
    with pytest.raises(Unmendable):
        mend(text, json.JSONDecoder())


# --- the profile and what was taught -----------------------------------------------------------------------


def own_file(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_alias_of_a_currency_names_a_currency(tmp_path: Path) -> None:
    profile = load_profile(own_file(tmp_path, 'currency_aliases = { " dollars " = "USD" }'))
    assert dict(profile.currency_aliases) == {"DOLLARS": "USD"}
    for wrong in ("dollars", "US$", ""):
        with pytest.raises(ProfileProblem, match="currency_aliases"):
            load_profile(own_file(tmp_path, f'currency_aliases = {{ A = "{wrong}" }}'))


def taught(heard: Heard, key: str, meaning: str | None) -> HeardText:
    return HeardText(1, heard, key, key, 1, NOON, meaning)


def test_what_an_operator_taught_beats_the_profile_and_what_is_obsolete_is_skipped() -> None:
    lexicon = Lexicon()
    lexicon.learn(
        [
            taught(Heard.REFUSAL, "no money", "funds"),
            taught(Heard.STATE, "listo", "completed"),
            taught(Heard.REFUSAL, "odd", "gone_meaning"),
            taught(Heard.STATE, "raro", "gone_meaning"),
            taught(Heard.STATE, "nuevo", None),
        ]
    )
    assert (lexicon.refusals, lexicon.states) == ({"no money": Kind.FUNDS}, {"listo": PanelState.COMPLETED})
    lexicon.use({"no money": Kind.AUTH, "bad": Kind.LINK}, {"listo": PanelState.FAILED})
    assert lexicon.refusals == {"no money": Kind.FUNDS, "bad": Kind.LINK}
    assert lexicon.states == {"listo": PanelState.COMPLETED}
    lexicon.learn([])
    assert (lexicon.refusals["no money"], lexicon.states["listo"]) == (Kind.AUTH, PanelState.FAILED)


@pytest.mark.parametrize(
    ("heard", "text", "key"),
    [
        (Heard.STATE, "✅ In_Progress.", "inprogress"),
        (Heard.STATE, " ✅ ", "✅"),
        (Heard.REFUSAL, "Please wait 5 s!", "please wait # s"),
        (Heard.REFUSAL, "Error 17", "error 17"),
    ],
)
def test_words_are_heard_by_what_they_say(heard: Heard, text: str, key: str) -> None:
    assert key_of(heard, text) == key


def test_every_state_can_be_taught_and_every_refusal_but_the_vague_ones() -> None:
    assert meanings_of(Heard.STATE) == tuple(PanelState)
    refusals = meanings_of(Heard.REFUSAL)
    assert "funds" in refusals
    assert list(refusals) == sorted(refusals)


LIKE = "https://panel.example/api/v2"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://panel.example/", "must begin with https://, or the key could be read on its way."),
        ("ftp://panel.example/", "must begin with https:// and name a host."),
        ("https:///api", "must begin with https:// and name a host."),
        ("https://panel.example:x/", f"cannot be read; it should look like {LIKE}."),
        ("https://panel.example/a b", f"must be plain ASCII without spaces, like {LIKE}."),
        ("https://a:b@x.example/", "must not hold a user name or password; the key goes into PANEL_KEY."),
        ("https://panel.example/?key=", "must not hold the key; it goes into PANEL_KEY."),
        ("https://panel.example/#api", "must not have a part after #."),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(url: str, problem: str) -> None:
    assert check_panel_url(url) == f"The panel's address {problem}"


# --- pace --------------------------------------------------------------------------------------------------


class StandingClock:
    """Stands still, and counts how often somebody slept by it."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return 5.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_only_a_call_that_comes_too_soon_waits() -> None:
    clock = StandingClock()
    pace = MinimumGap(clock, gap=2)
    await pace.wait()
    assert clock.slept == []
    await pace.wait()
    await pace.wait()
    assert clock.slept == [2, 4]

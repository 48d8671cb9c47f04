"""The client over a scripted transport, and against the fake panel in both dialects."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs

import httpx
import pytest

from panel.client import PanelClient
from playground.clock import HandClock
from playground.panel import FakePanel
from playground.panel.in_process import FakePanelTransport
from shop.errors import PanelError, PanelGarbled, PanelRefused, PanelUnreachable
from shop.ports import Panel
from shop.replies import (
    Accepted,
    AddRequest,
    ItemError,
    NotAsked,
    NotSent,
    PanelState,
    RefillState,
    Refusal,
    Refused,
    Rejected,
    Requested,
    StatusReport,
    Unclear,
    Unknown,
)

Dialect = Literal["seed", "mainstream"]
Form = dict[str, str]

URL = "https://panel.example/api/v2"
KEY = "canary-4f2a9c77"
ORDER = AddRequest("1", "https://instagram.com/somebody", {"quantity": 100})
DONE = {"charge": "1", "start_count": "1", "status": "Completed", "remains": "0", "currency": "USD"}


class Script:
    """Answers each form with `reply`'s result, and keeps the forms."""

    def __init__(self, reply: Callable[[Form], Any]) -> None:
        self.forms: list[Form] = []
        self._reply = reply

    def __call__(self, request: httpx.Request) -> httpx.Response:
        form = {name: value for name, (value,) in parse_qs(request.content.decode()).items()}
        self.forms.append(form)
        reply = self._reply(form)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx.Response):
            return reply
        return httpx.Response(200, text=reply if isinstance(reply, str) else json.dumps(reply))


def scripted(
    reply: Callable[[Form], Any], profile: str = "mainstream", clock: HandClock | None = None
) -> tuple[PanelClient, Script]:
    script = Script(reply)
    transport = httpx.MockTransport(script)
    return PanelClient(URL, KEY, profile, clock or HandClock(), transport), script


def faked(dialect: Dialect, profile: str) -> tuple[PanelClient, FakePanel]:
    clock = HandClock()
    fake = FakePanel(key=KEY, dialect=dialect, clock=clock)
    return PanelClient(URL, KEY, profile, clock, FakePanelTransport(fake)), fake


SPEAKERS: list[tuple[Dialect, str]] = [
    ("seed", "seed"),
    ("seed", "both"),
    ("seed", "auto"),
    ("mainstream", "mainstream"),
    ("mainstream", "both"),
    ("mainstream", "auto"),
]


@pytest.mark.parametrize(("dialect", "profile"), SPEAKERS)
async def test_an_order_from_start_to_end(dialect: Dialect, profile: str) -> None:
    client, fake = faked(dialect, profile)
    panel: Panel = client
    services = await panel.services()
    before = (await panel.balance()).amount
    outcome = await panel.add(ORDER)
    assert isinstance(outcome, Accepted)
    assert fake.orders[outcome.panel_order_id].link == ORDER.link
    price = Decimal(services[0].rate_micro) / 10**6 * 100 / 1000
    assert (await panel.balance()).amount == before - price
    fake.advance(10_000)
    (report,) = (await panel.status([outcome.panel_order_id])).values()
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.COMPLETED
    assert isinstance(await panel.refill(outcome.panel_order_id), Requested)


async def test_a_price_in_another_currency_than_the_balance_is_none() -> None:
    row = {"name": "Likes", "category": "C", "type": "Default", "min": 1, "max": 10}
    rows = [{"service": 1, "rate": "0.90 EUR", **row}, {"service": 2, "rate": "0.90", **row}]
    panel, _ = scripted(
        lambda form: rows if form["action"] == "services" else {"balance": "5", "currency": "$"}
    )
    assert [service.id for service in await panel.services()] == ["1", "2"]
    await panel.balance()
    assert [service.id for service in await panel.services()] == ["2"]
    assert panel.left_out == {"a price in another currency": ("1",)}


async def test_a_balance_that_names_no_currency_leaves_the_one_that_was_named() -> None:
    """Else fifteen thousand rupiahs are sold as fifteen, whenever a balance comes without its currency."""
    row = {"name": "Likes", "category": "C", "type": "Default", "min": 1, "max": 10}
    rows = [{"service": 1, "rate": "15.000", **row}, {"service": 2, "rate": "950", **row}]
    balances = [{"balance": "5", "currency": None}, {"balance": "5", "currency": "IDR"}]
    panel, _ = scripted(lambda form: rows if form["action"] == "services" else balances.pop())
    assert [(await panel.balance()).currency, (await panel.balance()).currency] == ["IDR", None]
    assert [service.id for service in await panel.services()] == ["2"]


async def test_a_profiles_word_for_the_currency_counts_for_prices_as_for_the_balance(tmp_path: Path) -> None:
    rows = [{"service": 1, "rate": "0.90", "currency": "$", "name": "Likes", "min": 1, "max": 10}]
    for line in ('currency = "INR"', 'currency_aliases = { "$" = "CAD" }'):
        own = tmp_path / "own.toml"
        own.write_text(line, encoding="utf-8")
        panel, _ = scripted(
            lambda form: rows if form["action"] == "services" else {"balance": "5", "currency": "$"}, str(own)
        )
        assert (await panel.balance()).currency in {"INR", "CAD"}
        assert [service.id for service in await panel.services()] == ["1"]


async def test_a_charge_in_another_currency_than_the_balance_is_none() -> None:
    charged = {"charge": "95200", "currency": "IRT"}
    answers = {
        "balance": {"balance": "5", "currency": "USD"},
        "status": {"7": {**DONE, **charged}, "8": {**DONE, "charge": "0.3", "currency": "usd"}},
        "orders": [{"order": 7, "status": "Completed", **charged}],
    }
    panel, _ = scripted(lambda form: answers[form["action"]])
    await panel.balance()
    reports = await panel.status(["7", "8"])
    assert {number: str(getattr(one, "charge", None)) for number, one in reports.items()} == {
        "7": "None",
        "8": "0.3",
    }
    [listed] = (await panel.orders()).orders
    assert listed.charge is None


async def test_a_number_is_asked_about_as_the_panel_spells_it_and_found_as_it_answers() -> None:
    answers = {"add": {"order": "#23501.0"}, "status": {"23501.0": DONE, "0": DONE}}
    panel, script = scripted(lambda form: answers[form["action"]])
    outcome = await panel.add(ORDER)
    assert isinstance(outcome, Accepted)
    assert outcome.panel_order_id == "23501"
    assert (await panel.status(["23501", "7"])).keys() == {"23501"}
    assert script.forms[1]["orders"] == "23501,7"


@pytest.mark.parametrize(("dialect", "profile"), SPEAKERS)
async def test_many_orders_and_a_stranger(dialect: Dialect, profile: str) -> None:
    panel, _ = faked(dialect, profile)
    ids = []
    for number in range(3):
        outcome = await panel.add(AddRequest("1", f"https://instagram.com/{number}", {"quantity": 100}))
        assert isinstance(outcome, Accepted)
        ids.append(outcome.panel_order_id)
    reports = await panel.status([*ids, "999999"])
    assert set(reports) == {*ids, "999999"}
    assert isinstance(reports["999999"], ItemError)


@pytest.mark.parametrize(("dialect", "profile"), SPEAKERS)
async def test_a_cancel_is_asked_under_the_name_the_panel_knows(dialect: Dialect, profile: str) -> None:
    panel, _ = faked(dialect, profile)
    outcome = await panel.add(ORDER)
    assert isinstance(outcome, Accepted)
    assert isinstance(await panel.cancel(outcome.panel_order_id), Requested)
    assert isinstance(await panel.cancel("999999"), Refused)


async def test_what_is_not_wanted_any_more_at_its_turn_is_not_asked_for() -> None:
    panel, fake = faked(*SPEAKERS[0])
    calls = len(fake.calls)

    async def unwanted() -> bool:
        return False

    for asking in (panel.cancel, panel.refill):
        assert isinstance(await asking("1", unwanted), NotAsked)
    assert len(fake.calls) == calls


@pytest.mark.parametrize("dialect", ["seed", "mainstream"])
async def test_auto_finds_the_dialect_without_an_order(dialect: Dialect) -> None:
    panel, fake = faked(dialect, "auto")
    assert panel.profile_name == "both"
    assert await panel.detect() == dialect
    assert panel.profile_name == dialect
    assert {call.form["action"] for call in fake.calls} == {"services", "balance"}
    assert await panel.detect() == dialect
    assert len(fake.calls) == 2


async def test_a_known_host_needs_no_question() -> None:
    panel = PanelClient("https://www.smmbros.in/api/v2", KEY, "auto", HandClock())
    assert await panel.detect() == "seed"
    await panel.aclose()


async def test_in_doubt_both_links_are_sent() -> None:
    panel, script = scripted(lambda _form: {"order": 1}, "auto")
    await panel.add(ORDER)
    assert script.forms[0]["url"] == script.forms[0]["link"] == ORDER.link


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        ("reset_before", 0),
        ("reset_after", 1),
        ("hang_before", 0),
        ("half_body", 1),
        ("truncated", 1),
        ("html_502_before", 0),
        ("html_502_after", 1),
        ("garbage", 1),
        ("empty_after", 1),
        ("error_vague", 0),
        ("error_vague_after", 1),
    ],
)
async def test_a_lost_answer_is_unknown_whether_it_arrived_or_not(fault: str, arrived: int) -> None:
    panel, fake = faked("mainstream", "mainstream")
    fake.arm(fault)
    assert isinstance(await panel.add(ORDER), Unknown)
    assert len(fake.orders) == arrived


async def test_the_fake_panels_refusals() -> None:
    panel, fake = faked("mainstream", "mainstream")
    fake.arm("no_funds")
    outcome = await panel.add(ORDER)
    assert isinstance(outcome, Rejected)
    assert outcome.why is Refusal.FUNDS
    fake.arm("throttle_429", action="add")
    throttled = await panel.add(ORDER)
    assert isinstance(throttled, NotSent)
    assert throttled.retry_after == 3
    fake.arm("bad_key", action="balance")
    with pytest.raises(PanelRefused, match="auth"):
        await panel.balance()
    for fault in ("catalogue_empty", "catalogue_html"):
        fake.arm(fault)
        with pytest.raises(PanelGarbled):
            await panel.services()


async def test_swapped_rows_are_asked_for_one_by_one() -> None:
    panel, fake = faked("mainstream", "mainstream")
    ids = []
    for number in range(3):
        outcome = await panel.add(AddRequest("1", f"https://instagram.com/{number}", {"quantity": 100}))
        assert isinstance(outcome, Accepted)
        ids.append(outcome.panel_order_id)
    truth = await panel.status(ids)
    fake.arm("status_swapped_order")
    assert await panel.status(ids) == truth


async def test_missing_orders_are_no_news() -> None:
    panel, _ = scripted(lambda _form: {"1": DONE, "3": DONE})
    assert set(await panel.status(["1", "2"])) == {"1"}


@pytest.mark.parametrize("ids", [[], [str(number) for number in range(101)]])
async def test_one_to_a_hundred_ids(ids: list[str]) -> None:
    panel, script = scripted(lambda _form: {})
    with pytest.raises(ValueError, match="1 to 100"):
        await panel.status(ids)
    assert script.forms == []


async def test_one_id_and_many_go_under_different_names() -> None:
    panel, script = scripted(lambda form: dict.fromkeys(form.get("orders", "7").split(","), DONE))
    await panel.status(["7"])
    await panel.status(["7", "8"])
    assert [form.get("order") for form in script.forms] == ["7", None]
    assert [form.get("orders") for form in script.forms] == [None, "7,8"]


@pytest.mark.parametrize("refusal", ["Incorrect request", "Incorrect order ID"])
async def test_a_panel_that_refuses_many_is_asked_one_by_one(refusal: str) -> None:
    panel, script = scripted(lambda form: DONE if "order" in form else {"error": refusal})
    assert set(await panel.status(["1", "2"])) == {"1", "2"}
    assert [form.get("orders", form.get("order")) for form in script.forms] == ["1,2", "1", "2"]


IDS = [str(number) for number in range(1, 101)]
UNREADABLE: list[Any] = [
    "[]",
    httpx.Response(500, text="<h1>Fatal error</h1>"),
    "null",
    {"error": "Something went wrong"},
]


@pytest.mark.parametrize("unreadable", UNREADABLE)
@pytest.mark.parametrize("bad", [("1",), ("64",), ("100",), ("3", "97")])
@pytest.mark.parametrize("action", ["status", "refill_status"])
async def test_one_that_cannot_be_read_keeps_nobody_from_the_others(
    unreadable: Any, bad: tuple[str, ...], action: str
) -> None:
    def answers(form: Form) -> Any:
        asked = next(form[name] for name in ("orders", "order", "refills", "refill") if name in form)
        return unreadable if set(bad) & set(asked.split(",")) else dict.fromkeys(asked.split(","), DONE)

    panel, script = scripted(answers)
    assert set(await getattr(panel, action)(IDS)) == set(IDS) - set(bad)
    assert len(script.forms) <= 1 + 21 * len(bad)
    assert panel.breaker.state == "closed"


@pytest.mark.parametrize("bad", [("2",), ("1", "5")])
async def test_one_that_cannot_be_read_keeps_nobody_from_the_others_at_the_seed(bad: tuple[str, ...]) -> None:
    def answers(form: Form) -> Any:
        return {"error": "Incorrect request"} if "orders" in form else "[]" if form["order"] in bad else DONE

    panel, script = scripted(answers, "seed")
    assert set(await panel.status(IDS[:6])) == set(IDS[:6]) - set(bad)
    assert len(script.forms) == 7


@pytest.mark.parametrize("unreadable", UNREADABLE[1:])
async def test_several_that_cannot_be_read_in_a_row_are_the_panels_trouble(unreadable: Any) -> None:
    panel, script = scripted(lambda _form: unreadable)
    with pytest.raises(PanelError):
        await panel.status(IDS)
    assert len(script.forms) == 4


def always(answer: Any) -> Callable[[Form], Any]:
    return lambda _form: answer


async def test_what_is_about_all_orders_is_asked_once() -> None:
    for refusal in ("Incorrect API key", "Too many requests", "The panel is under maintenance"):
        panel, script = scripted(always({"error": refusal}))
        with pytest.raises(PanelError):
            await panel.status(IDS)
        assert len(script.forms) == 1


async def test_each_refill_asked_about_has_its_own_state_or_error() -> None:
    rows = [{"refill": 1, "status": "Completed"}, {"refill": 2, "status": {"error": "Refill not found"}}]
    panel, script = scripted(lambda _form: rows)
    reports = await panel.refill_status(["1", "2"])
    assert isinstance(reports["2"], ItemError)
    assert not isinstance(reports["1"], ItemError)
    assert reports["1"].state is RefillState.COMPLETED
    assert script.forms[0]["refills"] == "1,2"


async def test_the_seed_has_no_refill_numbers() -> None:
    panel, script = scripted(lambda _form: {}, "seed")
    with pytest.raises(PanelRefused, match="unsupported"):
        await panel.refill_status(["1"])
    assert script.forms == []


@pytest.mark.parametrize("error", ["Incorrect request", "Incorrect order ID"])
async def test_both_names_are_tried_only_after_a_refusal_of_the_first(error: str) -> None:
    panel, script = scripted(lambda form: {"cancel": 1} if "order" in form else {"error": error}, "both")
    assert isinstance(await panel.cancel("5"), Requested)
    assert [("order" in form, "orders" in form) for form in script.forms] == [(False, True), (True, False)]


@pytest.mark.parametrize("reply", ["", {"error": "Cannot cancel"}, {"error": "Internal server error"}])
async def test_both_names_are_not_tried_after_anything_else(reply: Any) -> None:
    panel, script = scripted(lambda _form: reply, "both")
    assert isinstance(await panel.cancel("5"), Refused | Unclear)
    assert len(script.forms) == 1


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (httpx.ConnectError("refused"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
        (httpx.PoolTimeout("busy"), NotSent),
        (httpx.ReadTimeout("slow"), Unknown),
        (httpx.WriteError("gone"), Unknown),
        (httpx.RemoteProtocolError("gone"), Unknown),
        (RuntimeError("anything"), Unknown),
    ],
)
async def test_a_transport_without_a_trace_is_judged_by_its_errors(
    problem: Exception, expected: type[NotSent | Unknown]
) -> None:
    reached: list[str] = []
    transport = httpx.MockTransport(Script(lambda _form: problem))
    panel = PanelClient(URL, KEY, "both", HandClock(), transport, observe=reached.append)
    assert isinstance(await panel.add(ORDER), expected)
    assert reached == ["sent"]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (httpx.ConnectError("All connection attempts failed"), "All connection attempts failed"),
        (httpx.ConnectTimeout(""), "no connection to the panel came about in time"),
        (httpx.ReadTimeout(""), "the panel took too long to answer"),
        (httpx.ReadError(""), "the connection to the panel broke"),
        (RuntimeError(""), "RuntimeError"),
        (RuntimeError(f"of {KEY}"), "of [key]"),
    ],
)
async def test_operators_read_in_words_what_broke(problem: Exception, words: str) -> None:
    panel, _ = scripted(lambda _form: problem)
    with pytest.raises(PanelUnreachable) as raised:
        await panel.balance()
    assert words in str(raised.value)
    assert words == type(problem).__name__ or type(problem).__name__ not in str(raised.value)


async def test_a_transport_without_a_trace_reaches_the_points_after_the_answer() -> None:
    reached: list[str] = []
    transport = httpx.MockTransport(Script(lambda _form: {"order": 1}))
    panel = PanelClient(URL, KEY, "both", HandClock(), transport, observe=reached.append)
    await panel.add(ORDER)
    assert reached == ["sent", "answered"]


async def test_a_panel_that_keeps_failing_is_left_alone_for_a_while() -> None:
    clock = HandClock()
    panel, script = scripted(lambda _form: httpx.ConnectError("refused"), clock=clock)
    for _ in range(5):
        with pytest.raises(PanelUnreachable):
            await panel.balance()
    with pytest.raises(PanelUnreachable, match="keeps failing"):
        await panel.balance()
    assert len(script.forms) == 5
    assert not panel.breaker.allows_add()
    clock.advance(60)
    with pytest.raises(PanelError):
        await panel.balance()
    assert len(script.forms) == 6


async def test_a_throttled_read_waits() -> None:
    clock = HandClock()
    panel, script = scripted(lambda _form: httpx.Response(429, headers={"Retry-After": "9"}), clock=clock)
    for _ in range(2):
        with pytest.raises(PanelRefused) as caught:
            await panel.balance()
        assert caught.value.retry_after == pytest.approx(9, abs=0.2)
    assert len(script.forms) == 1
    clock.advance(9)
    with pytest.raises(PanelRefused):
        await panel.balance()
    assert len(script.forms) == 2


async def test_a_catalogue_may_be_long_and_a_balance_may_not() -> None:
    rows = [{"service": number, "name": "x" * 400, "rate": "1"} for number in range(1, 4_001)]
    panel, _ = scripted(lambda form: rows if form["action"] == "services" else " " * (1 << 20) + "{}")
    assert len(await panel.services()) == 4_000
    with pytest.raises(PanelGarbled, match="larger"):
        await panel.balance()


@pytest.mark.parametrize(("url", "profile"), [("http://panel.example/", "auto"), (URL, "nowhere.toml")])
def test_a_wrong_setting_is_refused_at_once(url: str, profile: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        PanelClient(url, KEY, profile, HandClock())

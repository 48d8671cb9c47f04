"""Numbers of orders that are texts: whole at every action, and none that is an address or an error."""

import json
from urllib.parse import parse_qs

import httpx
import pytest

from panel.client import PanelClient
from panel.readers.add import read_add
from panel.readers.request import read_request
from panel.reply import Answer, fold
from playground.clock import HandClock
from playground.panel import FakePanel
from playground.panel.in_process import FakePanelTransport
from shop.replies import (
    Accepted,
    AddRequest,
    ItemError,
    PanelState,
    Requested,
    StatusReport,
    Unclear,
)

URL, KEY = "https://panel.example/api/v2", "canary-4f2a9c77"
LINK = "https://instagram.com/somebody"


@pytest.mark.parametrize(
    "number",
    [
        "ORD-12/2024",
        "ord/12",
        "INV/2024/06/0012",
        "SMM_7/1",
        "12A/2024",
        "ORD-12",
        "A113",
        "a1b2-c3",
        "TRX.12",
        "LINK-20511",
        "MAX-1048576",
        "SERVICE-00123",
    ],
)
def test_a_number_may_have_letters_dashes_and_slashes(number: str) -> None:
    outcome = read_add(fold(Answer(200, json.dumps({"order": number}))))
    assert isinstance(outcome, Accepted)
    assert outcome.panel_order_id == number


@pytest.mark.parametrize(
    "written",
    [
        "12/2024",
        "12/05/2024",
        "5/10",
        "/orders/5",
        "orders/5",
        "api/v2/5",
        "panel.example/orders/5",
        "//5",
        "ORD//5",
        "ORD-5/",
        "N/A-1",
        "err/113",
        "error/5",
        "http/404",
        "ORD-1,ORD-2",
        "ORD-1;ORD-2",
        "ORD:12",
        "ORD-ABC/X",
        "max-10000",
        "MIN_10000",
        "MIN-100",
        "LINK-1-20511",
        "PENDING-20511",
        "ERROR-20511",
        "INVALID-20511",
    ],
)
def test_a_date_a_share_an_address_or_an_error_is_no_number(written: str) -> None:
    assert not isinstance(read_add(fold(Answer(200, json.dumps({"order": written})))), Accepted)


@pytest.mark.parametrize("dialect", ["seed", "mainstream"])
async def test_a_panel_whose_numbers_are_texts_works_whole(dialect: str) -> None:
    clock = HandClock()
    fake = FakePanel(key=KEY, dialect="seed" if dialect == "seed" else "mainstream", clock=clock)
    fake.numbered = "ORD-{}/2024"
    panel = PanelClient(URL, KEY, dialect, clock, FakePanelTransport(fake))
    numbers = []
    for name in ("a", "b", "c"):
        outcome = await panel.add(AddRequest("1", f"{LINK}/{name}", {"quantity": 100}))
        assert isinstance(outcome, Accepted)
        numbers.append(outcome.panel_order_id)
    assert numbers[0] == "ORD-23501/2024"
    assert isinstance(await panel.cancel(numbers[2]), Requested)
    fake.advance(10_000)
    for asked in (numbers[:2], numbers[:1]):
        reports = await panel.status([*asked, "ORD-1/2024"])
        assert isinstance(reports["ORD-1/2024"], ItemError)
        assert reports.keys() == {*asked, "ORD-1/2024"}
        for number in asked:
            report = reports[number]
            assert isinstance(report, StatusReport)
            assert report.state is PanelState.COMPLETED
    assert (await panel.status(numbers[:1])).keys() == set(numbers[:1])
    assert isinstance(await panel.refill(numbers[0]), Requested)


async def test_slashes_and_commas_are_encoded_in_the_form() -> None:
    bodies: list[bytes] = []

    def answers(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        asked = parse_qs(request.content.decode())["orders"][0].split(",")
        return httpx.Response(200, text=json.dumps({one: {"status": "Pending"} for one in asked}))

    panel = PanelClient(URL, KEY, "mainstream", HandClock(), httpx.MockTransport(answers))
    assert (await panel.status(["ORD-1/24", "ORD-2/24"])).keys() == {"ORD-1/24", "ORD-2/24"}
    assert b"orders=ORD-1%2F24%2CORD-2%2F24" in bodies[0]


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize(
    "word", ["err_113", "error113", "insufficient_balance_1", "not_found_404", "HTTP500"]
)
def test_an_errors_word_with_a_number_is_no_yes(action: str, word: str) -> None:
    outcome = read_request(action, fold(Answer(200, json.dumps({action: word}))), ["7"]).outcome
    assert isinstance(outcome, Unclear)


def test_a_refill_may_have_a_number_of_letters() -> None:
    for body in ({"refill": "RF-9/24"}, {"ORD-1/24": {"refill": "RF-9/24"}}):
        outcome = read_request("refill", fold(Answer(200, json.dumps(body))), ["ORD-1/24"]).outcome
        assert outcome == Requested("RF-9/24")
    same = read_request("refill", fold(Answer(200, '{"refill":"ORD-1/24"}')), ["ORD-1/24"]).outcome
    assert same == Requested(None)

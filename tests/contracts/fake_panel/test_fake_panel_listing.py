"""How the fake panel lists orders, and what the client makes of it."""

from typing import Any

import pytest

from panel.client import PanelClient
from playground.clock import HandClock
from playground.panel import FakePanel
from playground.panel.in_process import FakePanelTransport
from playground.panel.listing import Listing, Shape
from shop.errors import PanelRefused

LINK = "https://x.com/a?b=1&c=2"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def panel(clock: HandClock) -> FakePanel:
    """A panel with five orders of ours."""
    panel = FakePanel(key="k", dialect="mainstream", clock=clock)
    for number in range(5):
        panel.place({"service": "1", "link": f"{LINK}{number}", "quantity": "100"}, "link")
    return panel


@pytest.fixture
def client(panel: FakePanel, clock: HandClock) -> PanelClient:
    return PanelClient("https://p.example/api", "k", "mainstream", clock, FakePanelTransport(panel))


@pytest.mark.parametrize("shape", ["rows", "pages", "map"])
async def test_each_shape_is_read_as_the_same_orders(
    shape: Shape, panel: FakePanel, client: PanelClient, clock: HandClock
) -> None:
    panel.listing = Listing(shape)
    listed = {one.number: one for one in (await client.orders()).orders}
    assert set(listed) == set(panel.orders)
    for true in panel.orders.values():
        one = listed[true.id]
        assert (one.service_id, one.link, one.quantity) == ("1", true.link, 100)
        assert one.charge == true.charge
        assert one.created_at == clock.now().replace(microsecond=0)
        assert one.has_zone is (shape == "pages")


async def test_pages_overlap_and_end(panel: FakePanel, client: PanelClient) -> None:
    panel.listing = Listing("pages", page_size=3)
    first, second, third = [[one.number for one in (await client.orders(n)).orders] for n in (1, 2, 3)]
    assert first[-1] == second[0], "one stands on both"
    assert set(first) | set(second) == set(panel.orders)
    assert set(third) <= set(second)


async def test_a_bare_list_sends_the_same_page_again(panel: FakePanel, client: PanelClient) -> None:
    panel.listing = Listing("rows")
    assert (await client.orders(2)).orders == (await client.orders(1)).orders


async def test_it_lists_late(panel: FakePanel, client: PanelClient, clock: HandClock) -> None:
    panel.listing = Listing("rows", late=60)
    assert (await client.orders()).orders == ()
    clock.advance(60)
    assert len((await client.orders()).orders) == 5


async def test_most_panels_list_nothing(client: PanelClient) -> None:
    with pytest.raises(PanelRefused) as refused:
        await client.orders()
    assert refused.value.why == "unsupported"
    assert client.breaker.allows_read(), "that is no trouble"


async def test_it_may_tell_of_anybodys_orders(panel: FakePanel, client: PanelClient) -> None:
    panel.skip_ids(1)
    others = str(int(max(panel.orders)) + 1)
    assert await told(client, others) == {}
    panel.tells_of_others = True
    assert set(await told(client, others)) == {others}
    assert await told(client, panel.next_id) == {}, "nobody has ordered that yet"


async def told(client: PanelClient, number: str) -> dict[str, Any]:
    reports = await client.status([number, "1"])
    return {one: report for one, report in reports.items() if one == number and hasattr(report, "charge")}

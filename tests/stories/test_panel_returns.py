"""The panel is away for a while and comes back: what waited goes out soon, and once."""

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/waits/"
AWAY_MINUTES, SOON_SECONDS = 20, 120


async def test_an_order_that_was_tried_many_times_goes_out_soon_after_the_panels_return(
    harness: Harness,
) -> None:
    harness.panel.arm("catalogue_html", 1_000, action="add")  # a firewall stands before it
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    for _ in range(AWAY_MINUTES):
        await harness.passes(60)
    tried = [call for call in harness.panel.calls if call.action == "add"]
    assert len(tried) > 1
    assert not harness.panel.orders_for(LINK)
    harness.panel.disarm()
    for _ in range(SOON_SECONDS // 5):
        await harness.passes(5)
    assert len(harness.panel.orders_for(LINK)) == 1
    await harness.ann.sees("Order 1 ·")
    await harness.audited()

"""Ordering in one line: /order with arguments, placed, followed, completed."""

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/abc123/"


async def test_from_one_line_to_a_finished_order(harness: Harness) -> None:
    ann, panel = harness.ann, harness.panel
    service = panel.catalogue.of_type("Default")

    await ann.says(f"/order {service.id} {LINK} {service.min}")
    await ann.sees("Check your order", service.name[:20], LINK, "Price", "Confirm", "Cancel")
    assert not panel.orders

    await ann.taps("Confirm")
    await ann.sees("Order 1")
    [order] = panel.orders.values()
    assert (order.link, order.quantity) == (LINK, service.min)
    await ann.sees("Pending")

    for _ in range(40):
        await harness.passes(60)
    await ann.sees("Completed", "is done")
    await harness.audited()

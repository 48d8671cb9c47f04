"""Whether an order is spread over time: a drip-feed, or a subscription."""

from typing import Any

from sqlalchemy import Row

from storage.orders.tables import orders

SPREADING = (
    orders.c.terms[("fields", "runs")].as_string().label("runs"),
    orders.c.terms["per_post_micro"].as_string().label("per_post_micro"),
)
"""The columns that tell it, as text: a server's numbers of JSON are small."""


def is_spread(row: Row[Any]) -> bool:
    """Return True if the time that the order takes tells nothing of its service."""
    return row.runs is not None or int(row.per_post_micro or 0) > 0

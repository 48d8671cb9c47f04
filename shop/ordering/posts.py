"""A subscription paid beforehand: what came of its posts, and what goes back when it ends.

Panels report a subscription's state and a number of posts, and no charge. Most count the posts that were
served; some repeat how many were ordered, or count down. Only a number that was seen to rise is a count of
what was served, and money moves by nothing else: where it is not certain, an operator decides.
"""

from dataclasses import replace

from shop.ordering.change import Change
from shop.ordering.order import Order
from shop.replies import PanelState, StatusReport


def posts_left(order: Order, report: StatusReport) -> int | None:
    """Return how many of the posts are still to come by this report, or by the last one that was believed.

    None if no report had a number that is possible. What was served once is served: it never rises again.
    """
    ordered, said = order.terms.quantity or 0, report.posts
    if said is None or said > ordered:
        return order.remains
    return ordered - said if order.remains is None else min(order.remains, ordered - said)


def posts_refunded(change: Change, report: StatusReport) -> Change:
    """Return the change with what goes back at an end: the price of the posts that did not come.

    All posts cost the same, so the parts are exact. Nothing goes back, and the operator is alerted, if an
    end does not say for certain how many came; the same end said again proves no more.
    """
    order = change.after
    if not change.finishes:
        return change
    left = _certainly_left(change.before, report)
    if left is None:
        return replace(change, alert="posts_unclear")
    level = order.terms.price_micro * left // (order.terms.quantity or 1)
    if level <= order.refunded_micro:
        return change
    return replace(change, after=replace(order, refunded_micro=level))


def _certainly_left(before: Order, report: StatusReport) -> int | None:
    """Return how many posts did not come by the report of an end; None if that is not certain."""
    ordered, said, known = before.terms.quantity or 0, report.posts, before.remains
    if report.state is PanelState.COMPLETED and said in {None, ordered}:
        return 0
    if said is None or said >= ordered:
        return None  # no number, or one that may be how many were ordered: then it would have been completed
    if known is None:  # no count before that it could have risen from
        return ordered if said == 0 and report.state is PanelState.CANCELED else None
    return ordered - said if ordered - said <= known else None

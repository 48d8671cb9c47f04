"""The half-filled order whose place another one has taken: every screen of that one leads back to it."""

from dataclasses import replace

from handlers.buttons import START, Button
from handlers.context import Context
from handlers.view import Row, View, shortened
from shop.ordering.draft import Draft

SHOWN = 30
"""Signs of a service's name that stand on a button."""


def with_way_to_left(context: Context, draft: Draft | None, view: View) -> View:
    """Return the screen of this draft with a button that leads back to what it took the place of."""
    left = draft.left if draft is not None else None
    service = context.services.storefront.service(left.service_id) if left is not None else None
    if service is None:
        return view
    label = context.turn.t.label("Back to {service}", service=shortened(service.name, SHOWN))
    way: Row = (("↩️ " + label, Button(START, "", "left")),)
    return replace(view, rows=(*view.rows[:-1], way, *view.rows[-1:]))

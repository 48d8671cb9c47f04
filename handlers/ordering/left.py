"""The half-filled order whose place another one has taken: every screen of that one leads back to it."""

from dataclasses import replace

from handlers.buttons import START, Button
from handlers.context import Context
from handlers.view import Row, View, shortened
from locales import Translator
from locales.widths import width_of
from shop.catalogue.labels import LIMIT
from shop.ordering.draft import Draft


def with_way_to_left(context: Context, draft: Draft | None, view: View) -> View:
    """Return the screen of this draft with a button that leads back to what it took the place of."""
    left = draft.left if draft is not None else None
    service = context.services.storefront.service(left.service_id) if left is not None else None
    if service is None:
        return view
    way: Row = ((label_of_left(service.name, context.turn.t), Button(START, "", "left")),)
    return replace(view, rows=(*view.rows[:-1], way, *view.rows[-1:]))


def label_of_left(name: str, t: Translator) -> str:
    """Return the button's label with as much of the service's name as a phone shows."""

    def with_name(name: str) -> str:
        return "↩️ " + t.label("Back to {service}", service=name)

    return with_name(shortened(name, max(LIMIT - width_of(with_name("")), 1)))

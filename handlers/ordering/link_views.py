"""Links as people read them, and the buttons of those that a person ordered for before."""

from collections.abc import Sequence

from handlers.buttons import DRAFT, Button
from handlers.view import Row, shortened
from locales import Translator
from shop.catalogue.labels import LIMIT, Entry, labels
from shop.catalogue.storefront import short_key

_SIGN = "🔗 "


def without_scheme(link: str) -> str:
    """A link as people read it: without its scheme."""
    return link.partition("://")[2].removeprefix("www.").rstrip("/") or link


def short_link(link: str) -> str:
    """A link as people read it, and not too long."""
    return shortened(without_scheme(link), 44)


def link_key(link: str) -> str:
    """A short stable key for a link: a button's data has no room for the link, and should not show it."""
    return short_key(link)


def link_rows(draft_id: str, links: Sequence[str]) -> list[Row]:
    """A button for each link, told apart by its end."""
    entries = [Entry("", without_scheme(link), str(place)) for place, link in enumerate(links, start=1)]
    return [
        ((_SIGN + label, Button(DRAFT, draft_id, "link", link_key(link))),)
        for label, link in zip(labels(entries, LIMIT - len(_SIGN)), links, strict=True)
    ]


def odd_link_rows(draft_id: str, link: str, t: Translator) -> tuple[Row, Row]:
    """The decision about an odd link: use it as it is, or send another."""
    return (
        (("👌 " + t.label("Use it anyway"), Button(DRAFT, draft_id, "anyway", link_key(link))),),
        (("✏️ " + t.label("Another link"), Button(DRAFT, draft_id, "another", link_key(link))),),
    )

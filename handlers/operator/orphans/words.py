"""The words for what an orphan looks like, why, and what was decided about it."""

from locales import Translator, marked
from shop.reconciliation.found_orphan import FoundOrphan
from shop.reconciliation.orphans import Decided, Fits, Looks, Sure

SIGNS: dict[Looks, str] = {Looks.OURS: "🧭", Looks.BEFORE: "🕰", Looks.OTHERS: "👥", Looks.NOTHING: "❔"}

_FITS: dict[Fits, str] = {
    Fits.LINK: marked("the link"),
    Fits.SERVICE: marked("the service"),
    Fits.QUANTITY: marked("the quantity"),
    Fits.CHARGE: marked("the charge"),
    Fits.TIME: marked("the time"),
}

_SURE: dict[Sure, str] = {
    Sure.SURE: marked("<b>It is order {order}, as good as certain.</b> The same: {what}."),
    Sure.LIKELY: marked("<b>It is probably order {order}.</b> The same: {what}."),
    Sure.POSSIBLE: marked("<b>It may be order {order}.</b> The same: {what}."),
}

_LOOKS: dict[Looks, str] = {
    Looks.BEFORE: marked("It is older than the shop's first order here, so it is your own."),
    Looks.OTHERS: marked("It fits none of our orders, and others order on this account too."),
    Looks.NOTHING: marked(
        "It fits none of our orders. Perhaps you placed it on the panel's own site; if not, somebody else "
        "may know the key."
    ),
}

_LINES: dict[Looks, str] = {
    Looks.BEFORE: marked("from before the shop"),
    Looks.OTHERS: marked("of others on this account"),
    Looks.NOTHING: marked("fits none of our orders"),
}


def sign_of(orphan: FoundOrphan) -> str:
    """Return the sign that a list gives it."""
    if orphan.decided is Decided.ORDER:
        return "💸" if orphan.is_given_back else "✅"
    if orphan.decided is not None and orphan.decided_by is not None:
        return "🙋" if orphan.decided is Decided.OWN else "🗄"
    return SIGNS[orphan.looks or Looks.NOTHING]


def short_line(orphan: FoundOrphan, t: Translator) -> str:
    """Say in a few words what it is, or looks like."""
    if orphan.decided is Decided.ORDER:
        return t.label("order {order}", order=str(orphan.order_id))
    if orphan.decided is Decided.NOBODYS:
        return t.label("nobody's")
    if orphan.decided is Decided.OWN and orphan.decided_by is not None:
        return t.label("ours, not a customer's")
    if orphan.looks is Looks.OURS:
        return t.label("looks like order {order}", order=str(orphan.order_id))
    return t.label(_LINES[orphan.looks or Looks.NOTHING])


def likeness(orphan: FoundOrphan, t: Translator) -> str:
    """Say what it looks like, and why."""
    if orphan.looks is not Looks.OURS or orphan.sure is None:
        return t(_LOOKS[orphan.looks if orphan.looks in _LOOKS else Looks.NOTHING])
    what = t.series([t(_FITS[fit]) for fit in orphan.fits])
    return t(_SURE[orphan.sure], order=str(orphan.order_id), what=what)

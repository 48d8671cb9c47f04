"""Refills in words: why one was refused, and when the next can be asked for."""

from locales import Translator, marked
from shop.ordering.refilling import Refilling, RefillStanding
from shop.replies import RefillRefusal

REFUSED_BECAUSE: dict[RefillRefusal | None, str] = {
    RefillRefusal.SERVICE: marked("Refill: not possible, this service has none"),
    RefillRefusal.OVER: marked("Refill: refused, the time for it is over"),
    RefillRefusal.NOT_YET: marked("Refill: refused, it was too early"),
    None: marked("Refill: not possible for this order"),
}
"""A refusal in our words; the panel's own are for operators."""


def refill_line(refill: RefillStanding | None, t: Translator) -> str:
    """Say until when a refill can be asked for, or from when again; "" where there is nothing to say."""
    if refill is None or refill.at is None:
        return ""
    match refill.what:
        case Refilling.OPEN:
            return t("A refill can be asked for until {moment}.", moment=refill.at)
        case Refilling.OVER:
            return t("A refill could be asked for until {moment}.", moment=refill.at)
        case Refilling.RESTING:
            return t("You can ask for a refill again from {moment}.", moment=refill.at)
        case _:
            return ""

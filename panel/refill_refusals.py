"""Why a panel refused a refill, as far as its words show: for its service, for good, or for now."""

from functools import cache
from re import Pattern

from panel.refusal_phrases import pattern_of
from shop.heard import as_words
from shop.replies import RefillRefusal

# The first match decides: "the refill period has already expired" is over, and "not available for this
# service until the order is completed" is only too early.
_PHRASES: tuple[tuple[RefillRefusal, tuple[str, ...]], ...] = (
    (
        RefillRefusal.OVER,
        (
            "days/period/time/window/guarantee/warranty is/are/was/has/have over/expired/ended/passed",
            "days/period/time/window/guarantee/warranty ... has/have already expired/ended/passed",
            "days/period/time/window/guarantee/warranty expired/ended/exceeded",
            "refill/refills is/was/has/have expired/over/ended",
            "refill expired",
            "срок ... истек/истёк/закончился/прошел/прошёл",
        ),
    ),
    (
        RefillRefusal.NOT_YET,
        (
            "yet/until/wait/hour/hours/later/already/after/before",
            "order/orders ... not completed/complete/finished",
            "pending/active/running refill/refills",
            "уже/подождите/час/часа/часов/позже",
        ),
    ),
    (
        RefillRefusal.SERVICE,
        (
            "refill/refills/refilling ... disabled/not/unavailable/no/never/cannot/off ... service/services",
            "service/services ... not/no/without/never/doesnt/isnt ... refill/refills/refilled/refillable",
            "no/without refill/refills ... service/services",
            "рефил*/восстановлен*/докрутк* ... недоступ*/отключ*/запрещ* ... услуг*/сервис*",
        ),
    ),
)


@cache
def _patterns() -> tuple[tuple[RefillRefusal, Pattern[str]], ...]:
    """Compile the phrases, at the first refusal."""
    return tuple((why, pattern_of(phrases)) for why, phrases in _PHRASES)


def refill_refusal(text: str) -> RefillRefusal | None:
    """Return why this text refuses a refill; None if it does not say."""
    padded = f" {as_words(text)} "
    return next((why for why, pattern in _patterns() if pattern.search(padded)), None)

"""Offered amounts that cannot be paid, reported to the operator at start and by `doctor`."""

from payments.base import Way
from payments.tariff import Tariff
from shop.currency import in_digits


def unpayable(tariff: Tariff) -> list[str]:
    """Return a sentence for each way that cannot take some of the buttons, or nothing at all."""
    return [line for way in tariff.set_up if (line := _remark(tariff, way)) is not None]


def _remark(tariff: Tariff, way: Way) -> str | None:
    bounds = tariff.bounds(way, exact=True)
    if bounds is None:
        outside = "TOPUP_LEAST to TOPUP_MOST is outside the range of one payment"
        return f"Nothing can be paid by {way.called}: {way.reason_unpayable(tariff.currency) or outside}."
    minimum, maximum = bounds
    lost = [micro for micro in tariff.amounts_micro if not minimum <= micro <= maximum]
    if not lost:
        return None
    named = ", ".join(in_digits(micro, tariff.currency) for micro in lost)
    none = "" if tariff.buttons(way) else "; no button is left"
    return (
        f"TOPUP_AMOUNTS: {named} {tariff.currency} cannot be paid by {way.called}, "
        f"which takes {in_digits(minimum, tariff.currency)} to {in_digits(maximum, tariff.currency)}{none}."
    )

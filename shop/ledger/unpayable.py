"""Amounts that are offered and cannot be paid, told to the operator at the start and by `doctor`."""

from decimal import Decimal

from shop.ledger.bill_bounds import card_bounds
from shop.ledger.topup import Tariff, Way
from shop.money import amount_text

WAYS = {Way.STARS: "Stars", Way.CARD: "card", Way.MANUAL: "hand"}


def unpayable(tariff: Tariff) -> list[str]:
    """A sentence for each way by which some of the buttons, or nothing at all, can be paid."""
    lines = []
    for way in tariff.set_up:
        bounds = tariff.bounds(way, drift=Decimal(1))
        if bounds is None:
            lines.append(f"Nothing can be paid by {WAYS[way]}: {_why(tariff, way)}.")
        elif lost := [micro for micro in tariff.amounts_micro if not bounds[0] <= micro <= bounds[1]]:
            named = ", ".join(amount_text(micro) for micro in lost)
            least, most = (amount_text(one) for one in bounds)
            none = "" if tariff.buttons(way) else "; no button is left"
            lines.append(
                f"TOPUP_AMOUNTS: {named} {tariff.currency} cannot be paid by {WAYS[way]}, "
                f"which takes {least} to {most}{none}."
            )
    return lines


def _why(tariff: Tariff, way: Way) -> str:
    if way is Way.CARD and card_bounds(tariff.currency) is None:
        return f"Telegram charges no card in {tariff.currency}"
    return "TOPUP_LEAST to TOPUP_MOST is outside of what Telegram takes as one bill"

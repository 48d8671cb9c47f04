"""How a broadcast's audience and its moment read, on every screen that shows them."""

from collections.abc import Iterator

from locales import Translator
from locales.translator import own_name
from shop.audience import Audience
from shop.broadcast import Broadcast


def audience_lines(audience: Audience, t: Translator) -> Iterator[str]:
    """What must be true of whoever gets it, one line each; none for everybody."""
    if audience.languages:
        yield "🌐 " + t("Language: {language}", language=", ".join(map(own_name, audience.languages)))
    if audience.active_days is not None:
        yield "🕓 " + t("Wrote or ordered in the last {days} days", days=audience.active_days)
    if audience.ordered is not None:
        yield "🛒 " + (t("Ordered before") if audience.ordered else t("Never ordered"))
    if audience.has_money:
        yield "💰 " + t("Has money in the wallet")
    if audience.service_id:
        yield "🎯 " + t("Bought service {service}", service=audience.service_id)
    if audience.category:
        yield "🎯 " + t("Bought in {category}", category=audience.category)
    if audience.listed is not None:
        yield "📋 " + t.plural("{n} person on a list", "{n} people on a list", len(audience.listed))
    if audience.important:
        yield "❗ " + t("Also to those who want no news of the shop")


def time_lines(broadcast: Broadcast, t: Translator) -> Iterator[str]:
    """When it begins, and whether each person gets it in their daytime; none for at once."""
    if broadcast.starts_at is not None:
        yield "🕰 " + t("Begins {moment}", moment=broadcast.starts_at)
    if broadcast.by_day:
        yield "☀️ " + t("To each person between 9:00 and 21:00 by their own clock")

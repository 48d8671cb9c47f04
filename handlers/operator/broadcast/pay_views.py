"""What a faster broadcast costs, before anybody agrees to it."""

from handlers.buttons import BROADCAST, Button
from handlers.operator.broadcast.views import back_to_preview
from handlers.view import Row, View
from locales import Translator
from shop.broadcast import Broadcast, stars_for

USUAL_PER_SECOND, PAID_PER_SECOND = 30, 1_000


def faster(draft: Broadcast, people: int, stars: int, t: Translator) -> View:
    """How long it takes either way, and what Telegram takes for the faster one."""
    text = t(
        "⚡ <b>Faster, for Stars</b>\n"
        "People: {people}. At the usual pace about {usual} min, for nothing. Paid: about {paid} min, "
        "for at most <b>{cost} Stars</b> from the bot's balance, which has {stars}. Telegram takes a tenth "
        "of a Star for each message beyond {free} a second, and only from bots with very many users.",
        people=people,
        usual=_minutes(people, USUAL_PER_SECOND),
        paid=_minutes(people, PAID_PER_SECOND),
        cost=stars_for(people),
        stars=stars,
        free=USUAL_PER_SECOND,
    )
    number = str(draft.id)
    pay = (
        "⚡ " + t.label("Pay at most {stars} Stars", stars=stars_for(people)),
        Button(BROADCAST, number, "pace", "yes"),
    )
    usual = ("🐢 " + t.label("The usual pace"), Button(BROADCAST, number, "pace", "no"))
    rows: tuple[Row, ...] = ((pay,), (usual,), back_to_preview(draft.id, t))
    return View(text, rows)


def _minutes(people: int, per_second: int) -> int:
    return max(1, -(-people // (per_second * 60)))

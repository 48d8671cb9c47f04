"""Ask us, /support, /paysupport and /terms."""

from telegram import Update

from handlers.context import Context
from handlers.show import say, show
from handlers.welcome.support_views import called, pay_support, support, terms
from shop.notice import person_asks
from shop.tickets.ticket import About, Asked


async def asked_for_support(_update: Update, context: Context) -> None:
    """/support, or Ask us."""
    await _listen(context)
    await show(context, support(context.services.rules.words, context.turn.t))


async def asked_about_receipt(_update: Update, context: Context) -> None:
    """Ask us, below a declined receipt: as a message of its own, for that one leads to another receipt."""
    await context.turn.answer()
    await _listen(context)
    await say(context, support(context.services.rules.words, context.turn.t))


async def asked_about_payment(_update: Update, context: Context) -> None:
    """/paysupport."""
    await _listen(context, About.PAYMENT)
    await show(context, pay_support(context.services.rules.words, context.turn.t))


async def read_terms(_update: Update, context: Context) -> None:
    """/terms, or Terms."""
    await show(context, terms(context.services.rules.words, context.turn.t))


async def called_operator(_update: Update, context: Context) -> None:
    """Call the operator, on screens of an earlier release: the operators are told, once an hour."""
    services, turn = context.services, context.turn
    now, person = services.clock.now(), turn.person
    asked = person_asks(services.access.operators, person.id, person.name, now)
    await services.stores.outbox.enqueue(asked, now)
    services.wakeups.outbox()
    await show(context, called(turn.t))


async def _listen(context: Context, about: About = About.SHOP) -> None:
    """Take the next messages for the shop, as after Write to the shop: many write at once, without a tap."""
    services = context.services
    if not services.rules.words.contact:
        asked = Asked(None, None, about)
        await services.stores.tickets.ask(context.turn.person.id, asked, services.clock.now())

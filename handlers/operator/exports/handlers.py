"""An owner exports orders, people or the book: three taps, then a worker makes the file."""

from telegram import Update

from handlers.context import Context
from handlers.operator.exports.views import being_made, choose_form, choose_kind, choose_span
from handlers.show import show
from shop.errors import ShopError
from shop.transfer.export import Export, ExportKind, FileForm, Span, bounds
from shop.zones import clock_of


async def opened_exports(_update: Update, context: Context) -> None:
    """Its door."""
    await show(context, choose_kind(context.turn.t))


async def chose_kind(_update: Update, context: Context) -> None:
    """Orders, People or The book."""
    await show(context, choose_span(_kind(context), context.turn.t))


async def chose_span(_update: Update, context: Context) -> None:
    """A time."""
    kind, span, t = _kind(context), _span(context.button.value), context.turn.t
    since, until = bounds(span, context.services.clock.now(), clock_of(t.zone))
    await show(context, choose_form(kind, span, since, until, t))


async def chose_form(update: Update, context: Context) -> None:
    """CSV or XLSX: the worker makes the file, and this card says how far it is."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    span_word, _, form_word = context.button.value.partition(".")
    kind, span = _kind(context), _span(span_word)
    if form_word not in set(FileForm):
        raise ShopError("button_old")
    since, until = bounds(span, now, clock_of(turn.t.zone))
    card = await show(context, being_made(kind, 0, turn.t))
    wanted = Export(0, kind, FileForm(form_word), span, since, until, turn.person.id, card)
    await services.stores.exports.ask(wanted, update.update_id, now)
    services.wakeups.files()


def _kind(context: Context) -> ExportKind:
    if context.button.of not in set(ExportKind):
        raise ShopError("button_old")
    return ExportKind(context.button.of)


def _span(word: str) -> Span:
    if word not in set(Span):
        raise ShopError("button_old")
    return Span(word)

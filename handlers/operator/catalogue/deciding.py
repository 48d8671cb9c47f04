"""What operators decide about services and categories: hide, show, pin, move, rename, describe, a picture."""

from collections.abc import Awaitable, Callable, Sequence

from telegram import Update

from handlers.buttons import CURATED, Button
from handlers.context import Context, typed_text
from handlers.operator.already import already, is_mine
from handlers.operator.catalogue.browsing import show_category, show_service
from handlers.operator.catalogue.card_views import Asked, ask_for
from handlers.operator.catalogue.finding import card_of_category, card_of_service, category_of, service_of
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.ordering.list_views import category_name, service_key
from handlers.paging import is_number
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did
from shop.catalogue.curating import (
    LONGEST_CATEGORY,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    Curated,
    Decider,
    Decision,
    Target,
    in_plain_words,
    order_after_move,
)
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.pricing.price_list import category_key
from storage.catalogue.curating import subject_of

Shows = Callable[[Context, str], Awaitable[None]]


async def decided_about_service(_update: Update, context: Context) -> None:
    """Hide, Show, Pin, Unpin, Panel's name, Panel's words: of a service."""
    service = service_of(context, context.button.of)
    await _decide(context, Target(Curated.SERVICE, service.id))
    await show_service(context, service_key(service))


async def decided_about_category(_update: Update, context: Context) -> None:
    """Hide, Show, Pin, Unpin, Panel's name, No picture: of a category."""
    category = category_of(context, context.button.of)
    await _decide(context, Target(Curated.CATEGORY, category_key(category.panels_name)))
    await show_category(context, category.key)


async def _decide(context: Context, of: Target) -> None:
    """Do once what the button says; whoever comes second is told who was first."""
    store, by = context.services.stores.curating, decider(context)
    match context.button.action:
        case "hide" | "chide":
            done, did = await store.show(of, by, is_shown=False), Did.CATALOGUE_HIDDEN
        case "show":
            done, did = await store.show(of, by, is_shown=True), Did.CATALOGUE_SHOWN
        case "cshow":  # what a rule hides in it stays hidden: services are shown one by one
            done, did = await store.show(of, by, is_shown=None), Did.CATALOGUE_SHOWN
        case "pin" | "cpin":
            done, did = await store.pin(of, by, is_pinned=True), Did.CATALOGUE_PINNED
        case "unpin" | "cunpin":
            done, did = await store.pin(of, by, is_pinned=False), Did.CATALOGUE_UNPINNED
        case "unname" | "cunname":
            done, did = await store.name(of, by, ""), Did.CATALOGUE_RENAMED
        case "unwords":
            done, did = await store.describe(of, by, ""), Did.CATALOGUE_DESCRIBED
        case _:
            done, did = await store.picture(of, by, ""), Did.CATALOGUE_UNPICTURED
    await follow(context, subject_of(of), did, done=done)


def decider(context: Context) -> Decider:
    """Return who decides in this turn."""
    return Decider(context.turn.person.id, context.services.clock.now())


async def follow(context: Context, subject: str, *did: Did, done: bool) -> None:
    """Put on show what was decided; if somebody else had done it before, say who."""
    if not done and not await is_mine(context, subject):
        first = await already(context, subject, *did)
        await context.turn.answer(toast_for(first, context.turn.t), alert=True)
    await context.services.suppliers.follow_decisions()


async def moved_service(_update: Update, context: Context) -> None:
    """Move up, Move down: a service one place, among those that are pinned as it is."""
    card, decisions = (
        card_of_service(context, context.button.of),
        context.services.storefront.curated.decisions,
    )
    order = [one.id for one in card.category.services if _like(decisions.of(one), card.decision)]
    await _move(context, Target(Curated.SERVICE, card.service.id), order, stands_at=card.at)
    await show_service(context, context.button.of)


async def moved_category(_update: Update, context: Context) -> None:
    """Move up, Move down: a category one place, among those of its section that are pinned as it is."""
    card, decisions = (
        card_of_category(context, context.button.of),
        context.services.storefront.curated.decisions,
    )
    names = [one.panels_name for one in card.section.categories]
    order = [category_key(name) for name in names if _like(decisions.of_category(name), card.decision)]
    key = category_key(card.category.panels_name)
    await _move(context, Target(Curated.CATEGORY, key), list(dict.fromkeys(order)), stands_at=card.at)
    await show_category(context, context.button.of)


def _like(one: Decision, other: Decision) -> bool:
    return one.is_pinned is other.is_pinned


async def _move(context: Context, of: Target, order: Sequence[str], *, stands_at: int) -> None:
    """Move by one place, unless it stands elsewhere than on the card: a turn that is repeated."""
    button, services = context.button, context.services
    if not is_number(button.value) or int(button.value) != stands_at:
        return
    by = -1 if button.action in {"up", "cup"} else 1
    first = order_after_move(order, order.index(of.key), by)
    if not first:
        t = context.turn.t
        await context.turn.answer(
            t.label("It stands first already.") if by < 0 else t.label("It stands last already.")
        )
        return
    await services.stores.curating.arrange(of, decider(context), first)
    await services.suppliers.follow_decisions()


async def wished_name(_update: Update, context: Context) -> None:
    """Rename, on a service's card."""
    service = service_of(context, context.button.of)
    back = Button(CURATED, service_key(service), "service")
    about = f"{Curated.SERVICE}:{service.id}"
    await _ask(context, DeskAsks.CATALOGUE_NAME, about, ("name", service.name, LONGEST_NAME), back)


async def wished_description(_update: Update, context: Context) -> None:
    """Describe, on a service's card."""
    service = service_of(context, context.button.of)
    back = Button(CURATED, service_key(service), "service")
    shown: tuple[Asked, str, int] = ("words", service.name, LONGEST_DESCRIPTION)
    await _ask(context, DeskAsks.CATALOGUE_DESCRIPTION, f"{Curated.SERVICE}:{service.id}", shown, back)


async def wished_category_name(_update: Update, context: Context) -> None:
    """Rename, on a category's card."""
    category = category_of(context, context.button.of)
    back, about = Button(CURATED, category.key, "category"), f"{Curated.CATEGORY}:{category.key}"
    shown: tuple[Asked, str, int] = ("name", category_name(category, context.turn.t), LONGEST_CATEGORY)
    await _ask(context, DeskAsks.CATALOGUE_NAME, about, shown, back)


async def wished_picture(_update: Update, context: Context) -> None:
    """Picture, on a category's card."""
    category = category_of(context, context.button.of)
    back, about = Button(CURATED, category.key, "category"), f"{Curated.CATEGORY}:{category.key}"
    shown: tuple[Asked, str, int] = ("picture", category_name(category, context.turn.t), 0)
    await _ask(context, DeskAsks.CATALOGUE_PICTURE, about, shown, back)


async def _ask(
    context: Context, asks: DeskAsks, about: str, shown: tuple[Asked, str, int], back: Button
) -> None:
    turn = context.turn
    await ask_at_desk(context, asks, about)
    await show(context, ask_for(*shown, back, turn.t))


async def typed_catalogue_name(update: Update, context: Context) -> None:
    """The new name of a service or a category: customers read it from now on."""
    kind, of = _asked_about(context)
    name = " ".join(in_plain_words(typed_text(update)).split())
    limit = LONGEST_NAME if kind is Curated.SERVICE else LONGEST_CATEGORY
    if not 0 < len(name) <= limit:
        raise ShopError("catalogue_name_unfit", limit=limit)
    target, shows = _target_of(context, kind, of)
    await context.services.stores.curating.name(target, decider(context), name)
    await _answered(context, shows, of)


async def typed_description(update: Update, context: Context) -> None:
    """The description of a service in the shop's own words."""
    kind, of = _asked_about(context)
    words = in_plain_words(typed_text(update))
    if not 0 < len(words) <= LONGEST_DESCRIPTION:
        raise ShopError("catalogue_words_unfit", limit=LONGEST_DESCRIPTION)
    target, shows = _target_of(context, kind, of)
    await context.services.stores.curating.describe(target, decider(context), words)
    await _answered(context, shows, of)


async def sent_category_picture(update: Update, context: Context) -> None:
    """The picture above a category's page."""
    kind, of = _asked_about(context)
    photo = update.message.photo if update.message else ()
    if not photo:
        raise ShopError("live_not_photo")
    target, shows = _target_of(context, kind, of)
    await context.services.stores.curating.picture(target, decider(context), photo[-1].file_id)
    await _answered(context, shows, of)


def _asked_about(context: Context) -> tuple[Curated, str]:
    kind, _, of = context.turn.desk_about.partition(":")
    if kind not in set(Curated):
        raise ShopError("button_old")
    return Curated(kind), of


def _target_of(context: Context, kind: Curated, of: str) -> tuple[Target, Shows]:
    """Return what was asked about, and what shows its card."""
    if kind is Curated.SERVICE:
        return Target(kind, service_of(context, of).id), show_service
    return Target(kind, category_key(category_of(context, of).panels_name)), show_category


async def _answered(context: Context, shows: Shows, of: str) -> None:
    await note_answered(context)
    await context.services.suppliers.follow_decisions()
    await shows(context, of)

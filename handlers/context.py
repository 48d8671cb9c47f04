"""What a handler can reach: the services and its turn.

PTB makes a context for each update; ours has `services` and `turn`, typed,
instead of untyped `bot_data`.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from telegram import Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from handlers.buttons import Button
from handlers.price_lines import Prices
from handlers.simple_updates import TappedCard
from handlers.view import beginning
from locales import Catalogues, Translator
from messaging import outbox
from messaging.calls import call
from panel.limits import CircuitBreaker
from panel.profile import Lexicon
from payments.desk import PaymentDesk
from payments.tariff import Tariff
from shop.catalogue.curating import Reach
from shop.catalogue.routes import Target
from shop.catalogue.storefront import Offer, Storefront
from shop.clock import Clock
from shop.desk_question import DeskQuestion
from shop.errors import ShopError
from shop.growth.invitations import InviteRules
from shop.ledger.receipt import Topup
from shop.ledger.wallet_change import ChangeLimits
from shop.live_values import LiveSettings
from shop.maintenance import Gate
from shop.membership.membership import MembershipOffer
from shop.notice import Priority
from shop.ordering.draft import LEFT, PRESET_NAME, Draft
from shop.ordering.order import Order
from shop.own_words import OwnWords
from shop.person import MAY_ORDER, OPERATING, STAFF, Access, Person, Role
from shop.preferences import Wish
from shop.pricing.board import PanelPrices, Pricing
from shop.replies import ItemError, StatusReport
from shop.suppliers import Supplier
from shop.tickets.desk import Desk
from shop.tickets.ticket import Asked, Found
from shop.wakeups import Wakeups
from storage.growth.questions import Asks
from storage.stores import PanelStores, Stores

log = logging.getLogger("kiosk.handlers")


@dataclass(frozen=True)
class Rules:
    """What the operator has set. Amounts are micro-units; `credit_micro` None is no limit.

    `changes` says above which amounts operators confirm twice, `desk` where questions go, `gate` what every
    purchase asks: whether the shop is closed; `live` is what owners change in the chat.
    A coupon may lead to a price below the cost by `coupon_loss_ppm` of it, in millionths. Without asking, a
    fallback may cost more than the price by `fallback_loss_ppm` of that.
    """

    tariff: Callable[[str], Tariff]
    credit_micro: int | None
    changes: ChangeLimits
    unknown_hours: int
    words: OwnWords
    desk: Desk
    live: LiveSettings
    coupon_loss_ppm: int = 0
    fallback_loss_ppm: int = 0
    invites: InviteRules = field(default_factory=InviteRules)
    gate: Gate = field(default_factory=Gate)
    membership: MembershipOffer = field(default_factory=MembershipOffer)


@dataclass(frozen=True)
class PanelDesk:
    """What handlers see of one supplier's panel.

    `look_up` asks about one of its numbers; it raises PanelError, in seconds. `left_out` names why services
    are not on show, `services` counts those that are; `follow_stops` takes those off that were stopped.
    `is_shared`: by the settings, others use the account, too.
    """

    supplier: Supplier
    stores: PanelStores
    prices: PanelPrices
    breaker: CircuitBreaker
    lexicon: Lexicon
    look_up: Callable[[str], Awaitable[StatusReport | ItemError | None]]
    left_out: Callable[[], Mapping[str, tuple[str, ...]]]
    services: Callable[[], int]
    follow_stops: Callable[[], Awaitable[None]]
    comment_separators: Callable[[], tuple[str, ...]]
    is_shared: bool


@dataclass(frozen=True)
class Suppliers:
    """The suppliers by panel account, PANEL_URL's first, and what is asked across them.

    `find` returns a service on sale or hidden. `cost_at` returns what an order would cost at another service,
    in micro-units of its price's currency; None if that is not known. `follow_decisions` puts on show what
    operators decided about the catalogue. `reach` says what a rule of these words would hide beside all
    others, as if the one of this number were off.
    """

    desks: Mapping[str, PanelDesk]
    find: Callable[[str], Offer | None]
    cost_at: Callable[[Order, Target], int | None]
    follow_decisions: Callable[[], Awaitable[None]]
    reach: Callable[[Sequence[str], int | str | None], Awaitable[Reach]]


@dataclass(frozen=True)
class Services:
    """What the handlers work with. `rules_now` returns what the operator has set at this moment."""

    clock: Clock
    access: Access
    catalogues: Catalogues
    storefront: Storefront
    board: Pricing
    stores: Stores
    rules_now: Callable[[], Rules]
    suppliers: Suppliers
    payments: PaymentDesk
    wakeups: Wakeups

    @property
    def rules(self) -> Rules:
        """What the operator has set, as it is now: owners change it in the chat."""
        return self.rules_now()

    @property
    def tariff(self) -> Tariff:
        """How people top up, in the shop's currency."""
        return self.rules.tariff(self.board.currency)

    @property
    def panels(self) -> Mapping[str, PanelDesk]:
        """The suppliers by panel account, PANEL_URL's first."""
        return self.suppliers.desks

    @property
    def panel(self) -> PanelDesk:
        """The supplier of PANEL_URL."""
        return next(iter(self.panels.values()))

    def at(self, panel: str) -> PanelDesk:
        """Return the supplier of this panel account; of PANEL_URL if it is none any more."""
        return self.panels.get(panel, self.panel)

    def cuts_at(self, panel: str) -> tuple[str, ...]:
        """Return the marks at which this panel account cuts comments, as known by now."""
        return self.at(panel).comment_separators()

    @property
    def live(self) -> LiveSettings:
        """What owners change in the chat."""
        return self.rules.live

    def prices(self, person_id: int, t: Translator) -> Prices:
        """Return how prices are shown to this person in this language now."""
        return Prices(t, self.board.for_person(person_id) if self.board.closed is None else None)


@dataclass
class Turn:
    """One update of one person, from start to end.

    `asks_amount`: a top-up waits for its amount. `asks` is what the person writes to the shop about,
    `ticket` the one whose message they reply to, `enters` what else they are asked to type, `desk_asks` what
    a member of staff is asked at the desk. `is_known`: there is a row of theirs.
    """

    update: Update
    person: Person
    role: Role
    t: Translator
    draft: Draft | None = None
    topup: Topup | None = None
    composing: int | None = None
    seeks_orders: bool = False
    wish: Wish | None = None
    asks_amount: bool = False
    asks: Asked | None = None
    ticket: Found | None = None
    enters: Asks | None = None
    desk_asks: DeskQuestion | None = None
    is_known: bool = False
    failure: Exception | None = None
    answered: bool = field(default=False)

    @property
    def may_order(self) -> bool:
        """True if this person may use the shop."""
        return self.role in MAY_ORDER

    @property
    def operates(self) -> bool:
        """True if this person runs the shop."""
        return self.role in OPERATING

    @property
    def serves(self) -> bool:
        """True if this person is on the staff, if only to answer people."""
        return self.role in STAFF

    @property
    def owns(self) -> bool:
        """True if this person gives roles and changes settings."""
        return self.role is Role.OWNER

    @property
    def fills_in(self) -> bool:
        """True if an order is being filled in: its draft waits for an answer."""
        return self.draft is not None and self.draft.question != LEFT

    @property
    def names_preset(self) -> bool:
        """True if this person is asked for a preset's name."""
        return self.draft is not None and self.draft.question == PRESET_NAME

    @property
    def tapped_message_id(self) -> int | None:
        """The message whose button was tapped."""
        query = self.update.callback_query
        return query.message.message_id if query is not None and query.message is not None else None

    @property
    def tapped_card(self) -> Message | TappedCard | None:
        """The message whose button was tapped, if it can still be edited."""
        query = self.update.callback_query
        card = query.message if query is not None else None
        return card if isinstance(card, Message | TappedCard) else None

    @property
    def own_draft(self) -> Draft:
        """The draft being filled in. Raises ShopError if it is gone."""
        if self.draft is None:
            raise ShopError("button_old")
        return self.draft

    @property
    def desk_about(self) -> str:
        """What the question at the desk is about, like a number; "" without a question."""
        return self.desk_asks.about if self.desk_asks is not None else ""

    @property
    def asked_topup(self) -> Topup:
        """The top-up question that waits for an answer. Raises ShopError if there is none."""
        if self.topup is None:
            raise ShopError("button_old")
        return self.topup

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """Answer the tapped button, once: a second answer would never be seen.

        A failed answer never fails the turn: the work is done even if the button still spins.
        """
        query = self.update.callback_query
        if query is None or self.answered:
            return
        self.answered = True
        try:
            await call(query.get_bot(), _answer(query.id, text, alert=alert), Priority.PERSON)
        except TelegramError as error:
            if not (isinstance(error, BadRequest) and too_late(error)):
                log.warning("A tapped button was not answered: %s", error)


LONGEST_ANSWER = 200
"""UTF-16 units that Telegram shows of the answer to a tap; it refuses more."""


def _answer(query_id: str, text: str | None, *, alert: bool) -> outbox.Message:
    said = {} if text is None else {"text": beginning(text, LONGEST_ANSWER)}
    shown = {"show_alert": True} if alert else {}
    return outbox.Message("answerCallbackQuery", {"callback_query_id": query_id, **said, **shown})


def too_late(error: BadRequest) -> bool:
    """Return True if Telegram no longer waits for this answer."""
    words = str(error).lower()
    return "query is too old" in words or "query id is invalid" in words


def typed_text(update: Update) -> str:
    """Return the text of the message; "" for a tap, and for a message without words of its own."""
    return (update.message.text if update.message is not None else None) or ""


current_turn: ContextVar[Turn] = ContextVar("current_turn")

_Data = dict[Any, Any]
Bot: TypeAlias = ExtBot[Any]


class Context(CallbackContext[Bot, _Data, _Data, _Data]):
    """PTB's context with the services and the turn."""

    @property
    def services(self) -> Services:
        """Everything a handler can reach."""
        services: Services = self.application.bot_data["services"]
        return services

    @property
    def turn(self) -> Turn:
        """The turn this update is in."""
        return current_turn.get()

    @property
    def button(self) -> Button:
        """The tapped button. Raises ShopError if this kiosk did not write it."""
        query = self.turn.update.callback_query
        button = Button.read(query.data if query else None)
        if button is None:
            raise ShopError("button_old")
        return button

    @property
    def tapped_number(self) -> int:
        """The number of the row the tapped button is about. Raises ShopError if it is not a row's number."""
        number = self.button.number
        if number is None:
            raise ShopError("button_old")
        return number


App: TypeAlias = Application[Bot, Context, _Data, _Data, _Data, JobQueue[Context]]

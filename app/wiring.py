"""Everything inside the kiosk, made from the settings: read it from top to bottom."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from handlers.context import PanelDesk, Rules, Services
from jobs.periodic import Rounds
from jobs.reconciler import Reconciler
from locales import Catalogues
from messaging.patience import Tell
from panel.client import PanelClient
from payments.base import Ports, TelegramStars
from payments.desk import PaymentDesk
from payments.registry import Ways
from settings import Settings
from shop import notice
from shop.catalogue.storefront import Storefront
from shop.clock import Clock
from shop.errors import PanelUnreachable
from shop.identity import Identity, panel_name
from shop.person import Access
from shop.pricing.board import Pricing
from shop.pricing.costing import Costing
from shop.pricing.quotes import parts_per_million
from shop.reconciliation.decide import PROBE, WIDE_PROBE
from shop.replies import ItemError, StatusReport
from shop.wakeups import Wakeups
from storage.audit import Books
from storage.catalogue.heard import HeardTexts
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.core.database import Database
from storage.ledger.checkouts import Checkouts
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.statements import Statements
from storage.ledger.store import Ledger
from storage.ledger.topups import Topups
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.open_cases import OpenCases
from storage.messages.outbox import Outbox
from storage.orders.drafts import Drafts
from storage.orders.endings import Endings
from storage.orders.lists import Lists
from storage.orders.queue import OrderQueue
from storage.orders.requests import Requests
from storage.orders.store import Orders
from storage.people.identity import Identities
from storage.people.store import People
from storage.reconciliation.resolutions import Resolutions
from storage.reconciliation.store import CaseStore
from storage.reconciliation.surroundings import SurroundingsStore
from storage.stores import Stores
from storage.tidying import Tidying
from storage.waits import Waits


def stores_of(settings: Settings) -> Stores:
    """On the database of these settings, which is not opened by this."""
    database, operators = Database(settings.database_url), settings.admin_ids
    credit_micro, ledger = settings.credit_micro, Ledger(database)
    today = identity_of(settings)
    panel, bot_id = today.panel, today.bot_id
    offered_as = f"{settings.access}:{settings.currency}"
    return Stores(
        database=database,
        books=Books(database, ledger),
        broadcasts=Broadcasts(database),
        checkouts=Checkouts(database, operators=operators),
        drafts=Drafts(database, offered_as=offered_as),
        heard=HeardTexts(database, panel=panel),
        identities=Identities(database, today),
        inbox=Inbox(database, bot_id=bot_id),
        cases=CaseStore(database, panel=panel, operators=operators),
        lists=Lists(database, bot_id=bot_id),
        open_cases=OpenCases(database, operators=operators),
        orders=Orders(
            database, panel=panel, operators=operators, credit_micro=credit_micro, offered_as=offered_as
        ),
        queue=OrderQueue(database, panel=panel, operators=operators, credit_micro=credit_micro),
        surroundings=SurroundingsStore(database, panel=panel),
        resolutions=Resolutions(database, panel=panel, operators=operators, credit_micro=credit_micro),
        endings=Endings(database, panel=panel, operators=operators, credit_micro=credit_micro),
        outbox=Outbox(database),
        overcharges=Overcharges(database, panel=panel),
        payments=Payments(database, operators=operators, credit_micro=credit_micro, bot_id=bot_id),
        people=People(database),
        price_rules=PriceRules(database, usual_ppm=parts_per_million(settings.markup_percent)),
        requests=Requests(database, panel=panel),
        shelf=CatalogueStore(database, panel=panel),
        stars_list=StarsList(database, bot_id=bot_id),
        statements=Statements(database),
        tidying=Tidying(database),
        ledger=ledger,
        topups=Topups(database, operators=operators),
        waits=Waits(database),
    )


def identity_of(settings: Settings) -> Identity:
    """Which bot, panel account, access and currency these settings name."""
    panel = panel_name(settings.panel_url, settings.key)
    return Identity(panel, settings.bot_id, settings.access, settings.currency)


def rounds_with(
    settings: Settings, stores: Stores, panel: PanelClient, clock: Clock, *, wakeups: Wakeups
) -> Rounds:
    """What runs by the clock."""
    return Rounds(
        panel=panel,
        clock=clock,
        storefront=Storefront(),
        board=Pricing(currency=settings.currency, from_wallets=settings.access == "shop", clock=clock),
        price_rules=stores.price_rules,
        shelf=stores.shelf,
        overcharges=stores.overcharges,
        orders=stores.orders,
        requests=stores.requests,
        broadcasts=stores.broadcasts,
        inbox=stores.inbox,
        outbox=stores.outbox,
        open_cases=stores.open_cases,
        tidying=stores.tidying,
        books=stores.books,
        operators=settings.admin_ids,
        wake_outbox=wakeups.outbox,
    )


def operators_told(stores: Stores, clock: Clock, operators: Iterable[int], *, wakeups: Wakeups) -> Tell:
    """See messaging.patience.Tell."""

    async def tell(alert: str, key: str, word: str) -> None:
        alerts = [
            notice.alert(operator, alert, key, alert=alert, word=word[:200]) for operator in sorted(operators)
        ]
        await stores.outbox.enqueue(alerts, clock.now())
        wakeups.outbox()

    return tell


def payments_with(
    ways: Ways, stores: Stores, stars: TelegramStars, clock: Clock, *, wakeups: Wakeups
) -> PaymentDesk:
    """The ways to pay, at work on our rows."""
    ports = Ports(clock=clock, stars=stars, stars_records=stores.stars_list, unpaid=stores.payments.unpaid)
    return PaymentDesk(ways, stores.payments, ports, clock=clock, arrived=wakeups.outbox)


def costing_with(rounds: Rounds, panel: PanelClient) -> Costing:
    """What reckons an order's cost once more before it is handed over."""
    return Costing(rounds.board, rounds.storefront, lambda: panel.profile.comment_separators)


def inquirer_with(
    settings: Settings, stores: Stores, panel: PanelClient, clock: Clock, *, wakeups: Wakeups
) -> Reconciler:
    """What finds out about lost answers."""
    return Reconciler(
        panel=panel,
        cases=stores.cases,
        surroundings=stores.surroundings,
        resolutions=stores.resolutions,
        follower=stores.orders,
        clock=clock,
        probes={"no": 0, "auto": PROBE, "yes": WIDE_PROBE}[settings.panel_probe],
        shared=settings.panel_account == "shared",
        unknown_hours=settings.unknown_hours,
        settled=wakeups.case_settled,
    )


LOOK_UP_SECONDS = 10
"""A person waits for the answer; panels take one or two seconds."""


def looking_up(panel: PanelClient) -> Callable[[str], Awaitable[StatusReport | ItemError | None]]:
    """See handlers.context.PanelDesk."""

    async def look_up(panel_order_id: str) -> StatusReport | ItemError | None:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                return (await panel.status([panel_order_id])).get(panel_order_id)
        except TimeoutError:
            raise PanelUnreachable("the panel takes too long to answer") from None

    return look_up


def services_of(
    settings: Settings,
    stores: Stores,
    panel: PanelClient,
    rounds: Rounds,
    *,
    payments: PaymentDesk,
    wakeups: Wakeups,
) -> Services:
    """What the handlers work with."""
    return Services(
        clock=rounds.clock,
        access=Access(
            operators=settings.admin_ids, allowed=settings.allowed_ids, open=settings.access == "shop"
        ),
        catalogues=Catalogues.load(),
        storefront=rounds.storefront,
        board=rounds.board,
        stores=stores,
        rules=Rules(
            tariff=payments.ways.tariff,
            credit_micro=settings.credit_micro,
            credit_ask_micro=settings.credit_ask_micro,
            unknown_hours=settings.unknown_hours,
            account_is_shared=settings.panel_account == "shared",
        ),
        panel=PanelDesk(
            breaker=panel.breaker,
            lexicon=panel.lexicon,
            look_up=looking_up(panel),
            left_out=lambda: {**panel.left_out, **rounds.storefront.unsold},
            follow_stops=rounds.follow_stops,
            comment_separators=lambda: panel.profile.comment_separators,
        ),
        payments=payments,
        wakeups=wakeups,
    )

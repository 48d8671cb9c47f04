"""The kiosk's inner parts, each made from the settings, the stores and what it works with."""

import asyncio
from collections.abc import Awaitable, Callable

from handlers.counter import Counter, PanelDesk, Rules
from jobs.periodic import Rounds
from jobs.reconciler import Reconciler
from locales import Catalogues
from panel.client import PanelClient
from settings import Settings
from shop.clock import Clock
from shop.costing import Costing
from shop.errors import PanelUnreachable
from shop.inquire import PROBE, WIDE_PROBE
from shop.person import Access
from shop.price_board import PriceBoard
from shop.replies import ItemError, StatusReport
from shop.showcase import Showcase
from shop.wakeups import Wakeups
from storage.ledger.payments import Payment
from storage.stores import Stores


def rounds_with(
    settings: Settings, stores: Stores, panel: PanelClient, clock: Clock, *, wakeups: Wakeups
) -> Rounds:
    """What runs by the clock."""
    return Rounds(
        panel=panel,
        clock=clock,
        showcase=Showcase(),
        board=PriceBoard(currency=settings.currency, from_wallets=settings.access == "shop", clock=clock),
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


def costing_with(rounds: Rounds, panel: PanelClient) -> Costing:
    """What reckons an order's cost once more before it is handed over."""
    return Costing(rounds.board, rounds.showcase, lambda: panel.profile.comment_separators)


def inquirer_with(
    settings: Settings, stores: Stores, panel: PanelClient, clock: Clock, *, wakeups: Wakeups
) -> Reconciler:
    """What finds out about lost answers."""
    return Reconciler(
        panel=panel,
        inquiries=stores.inquiries,
        surroundings=stores.surroundings,
        verdicts=stores.verdicts,
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
    """See handlers.counter.PanelDesk."""

    async def look_up(panel_order_id: str) -> StatusReport | ItemError | None:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                return (await panel.status([panel_order_id])).get(panel_order_id)
        except TimeoutError:
            raise PanelUnreachable("the panel takes too long to answer") from None

    return look_up


def counter_with(
    settings: Settings,
    stores: Stores,
    panel: PanelClient,
    rounds: Rounds,
    *,
    give_back: Callable[[Payment], Awaitable[bool]],
    wakeups: Wakeups,
) -> Counter:
    """What the handlers work with."""
    return Counter(
        clock=rounds.clock,
        access=Access(
            operators=settings.admin_ids, allowed=settings.allowed_ids, open=settings.access == "shop"
        ),
        catalogues=Catalogues.load(),
        showcase=rounds.showcase,
        board=rounds.board,
        stores=stores,
        rules=Rules(
            tariff=settings.tariff,
            credit_micro=settings.credit_micro,
            credit_ask_micro=settings.credit_ask_micro,
            unknown_hours=settings.unknown_hours,
            account_is_shared=settings.panel_account == "shared",
        ),
        panel=PanelDesk(
            breaker=panel.breaker,
            lexicon=panel.lexicon,
            look_up=looking_up(panel),
            left_out=lambda: {**panel.left_out, **rounds.showcase.unsold},
            follow_stops=rounds.follow_stops,
            comment_separators=lambda: panel.profile.comment_separators,
        ),
        give_back=give_back,
        wakeups=wakeups,
    )

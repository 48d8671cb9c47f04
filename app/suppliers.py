"""The parts that each supplier has for itself: its client, its queue, its watches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.looking_up import looking_up
from handlers.context import PanelDesk
from jobs.catalogue import CatalogueSync
from jobs.checking import Asked
from jobs.late_orders import LateWatch
from jobs.panel_queue import PanelQueue
from jobs.panel_watch import PanelWatch
from jobs.reconciler import Reconciler
from jobs.start_times import StartTimes
from jobs.supplier_work import SupplierWork
from panel.client import PanelClient
from shop.catalogue.late import news_within
from shop.identity import FIRST_PANEL
from shop.reconciliation.decide import PROBE, WIDE_PROBE

if TYPE_CHECKING:
    from app.wiring import Parts
    from panel_accounts import PanelAccount
    from shop.pricing.board import PanelPrices
    from storage.stores import PanelStores


class SupplierParts:
    """The parts at one panel account, built from the shop's. Building opens and calls nothing."""

    def __init__(self, parts: Parts, account: PanelAccount, stores: PanelStores, prices: PanelPrices) -> None:
        settings, clock, wakeups, live = parts.settings, parts.clock, parts.wakeups, parts.live
        self.supplier = supplier = stores.supplier
        own_name = supplier.name or FIRST_PANEL
        self.stores = stores
        self.prices = prices
        self.alerts = alerts = parts.alerts.at(supplier.name)
        self.panel = panel = PanelClient(
            account.url,
            account.key.get_secret_value(),
            account.profile,
            clock,
            transport=parts.transports.panel_of(supplier.name),
            limits=parts.transports.panel_limits,
            proxy=settings.way_to_panel,
            calls=account.calls,
            took=lambda seconds, *words: parts.observed.panel_calls.took(seconds, own_name, *words),
            may_act=parts.place.is_sure,
        )
        self.catalogue = CatalogueSync(
            panel=panel,
            clock=clock,
            assortment=parts.assortment,
            board=parts.pricing,
            prices=prices,
            price_rules=parts.stores.price_rules,
            store=stores.catalogue,
            overcharges=stores.overcharges,
            reports=parts.stores.sync_reports,
            alerts=alerts,
        )
        self.queue = PanelQueue(
            panel=panel,
            queue=stores.queue,
            requests=stores.requests,
            clock=clock,
            wakeups=wakeups,
            costs=parts.costs_of_placed,
            cannot_price=lambda: prices.closed is not None,
            unrefilled=parts.storefront.unrefilled,
            placed=lambda: parts.observed.placed.add(own_name),
        )
        self.reconciler = Reconciler(
            panel=panel,
            cases=stores.cases,
            surroundings=stores.surroundings,
            resolutions=stores.resolutions,
            follower=stores.orders,
            clock=clock,
            probes=lambda: {"no": 0, "auto": PROBE, "yes": WIDE_PROBE}[account.probe or live.now.panel_probe],
            shared=account.account == "shared",
            unknown_hours=lambda: live.now.unknown_hours,
            settled=wakeups.case_settled,
        )
        self.work = SupplierWork(
            panel=panel,
            clock=clock,
            catalogue=self.catalogue,
            orders=stores.orders,
            requests=stores.requests,
            alerts=alerts,
            wake_outbox=wakeups.outbox,
        )
        self.late_watch = LateWatch(
            stores.late,
            alerts,
            parts.storefront.measured,
            clock,
            lambda: news_within(timedelta(seconds=live.now.sweep_seconds)),
            wakeups.outbox,
        )
        self.watch = PanelWatch(
            supplier=supplier.name,
            stores=parts.stores.alerts,
            watching=stores.watching,
            catalogue=stores.catalogue,
            alerts=alerts,
            breaker=panel.breaker,
            clock=clock,
            trouble=lambda: self.catalogue.trouble,
        )
        self.start_times = StartTimes(stores.scheduled, clock, wakeups, parts.gate)

    @property
    def balance_seconds(self) -> int:
        """How often the balance is read: often, where no order needs it and so none brings one."""
        return 60 if self.panel.by_reference else 300

    def desk(self) -> PanelDesk:
        """Return what handlers see of the panel."""
        panel, storefront = self.panel, self.catalogue.assortment
        return PanelDesk(
            supplier=self.supplier,
            stores=self.stores,
            prices=self.prices,
            breaker=panel.breaker,
            lexicon=panel.lexicon,
            look_up=looking_up(panel),
            left_out=lambda: {**panel.left_out, **storefront.unsold(self.supplier.panel)},
            services=lambda: storefront.count(self.supplier.panel),
            follow_stops=self.catalogue.follow_stops,
            comment_separators=lambda: panel.profile.comment_separators,
            is_shared=self.reconciler.shared,
        )

    def asked(self) -> Asked:
        """Return where this account is asked when somebody refreshes something."""
        return Asked(self.panel, self.stores.orders, self.catalogue.refresh)

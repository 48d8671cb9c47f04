"""The parts that each supplier has for itself: its client, its queue, its watches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core_parts import CoreParts
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
    from settings.panel_accounts import PanelAccount
    from shop.pricing.board import PanelPrices
    from storage.stores import PanelStores


class SupplierParts:
    """The parts at one panel account, built from the shop's. Building opens and calls nothing."""

    def __init__(
        self, parts: CoreParts, account: PanelAccount, stores: PanelStores, prices: PanelPrices
    ) -> None:
        self.supplier = stores.supplier
        self.stores = stores
        self.prices = prices
        self.alerts = parts.alerts.at(self.supplier.name)
        self.panel = self._client(parts, account)
        self.catalogue = self._sync(parts)
        self.queue = self._queue(parts)
        self.reconciler = self._reconciler(parts, account)
        self.work = SupplierWork(
            panel=self.panel,
            clock=parts.clock,
            catalogue=self.catalogue,
            orders=stores.orders,
            swept=stores.swept,
            requests=stores.requests,
            alerts=self.alerts,
            wake_outbox=parts.wakeups.outbox,
        )
        self.late_watch = self._late_watch(parts)
        self.watch = self._watch(parts)
        self.start_times = StartTimes(stores.scheduled, parts.clock, parts.wakeups, parts.gate)

    @property
    def _own_name(self) -> str:
        return self.supplier.name or FIRST_PANEL

    def _client(self, parts: CoreParts, account: PanelAccount) -> PanelClient:
        """Return who calls this panel."""
        own_name = self._own_name
        return PanelClient(
            account.url,
            account.key.get_secret_value(),
            account.profile,
            parts.clock,
            transport=parts.transports.panel_of(self.supplier.name),
            limits=parts.transports.panel_limits,
            proxy=parts.settings.way_to_panel,
            calls=account.calls,
            took=lambda seconds, *words: parts.observed.panel_calls.took(seconds, own_name, *words),
            may_act=parts.place.is_sure,
        )

    def _sync(self, parts: CoreParts) -> CatalogueSync:
        """Return what reads the catalogue anew."""
        return CatalogueSync(
            panel=self.panel,
            clock=parts.clock,
            assortment=parts.assortment,
            board=parts.pricing,
            prices=self.prices,
            price_rules=parts.stores.price_rules,
            store=self.stores.catalogue,
            overcharges=self.stores.overcharges,
            reports=parts.stores.sync_reports,
            alerts=self.alerts,
            name=self.supplier.name,
        )

    def _queue(self, parts: CoreParts) -> PanelQueue:
        """Return what sends orders and requests."""
        own_name, prices = self._own_name, self.prices
        return PanelQueue(
            panel=self.panel,
            queue=self.stores.queue,
            requests=self.stores.requests,
            clock=parts.clock,
            wakeups=parts.wakeups,
            costs=parts.costs_of_placed,
            cannot_price=lambda: prices.closed is not None,
            unrefilled=parts.storefront.unrefilled,
            placed=lambda: parts.observed.placed.add(own_name),
        )

    def _reconciler(self, parts: CoreParts, account: PanelAccount) -> Reconciler:
        """Return what finds out about orders whose answer was lost."""
        live = parts.live
        return Reconciler(
            panel=self.panel,
            cases=self.stores.cases,
            surroundings=self.stores.surroundings,
            resolutions=self.stores.resolutions,
            follower=self.stores.swept,
            clock=parts.clock,
            probes=lambda: {"no": 0, "auto": PROBE, "yes": WIDE_PROBE}[account.probe or live.now.panel_probe],
            shared=account.account == "shared",
            unknown_hours=lambda: live.now.unknown_hours,
            settled=parts.wakeups.case_settled,
        )

    def _late_watch(self, parts: CoreParts) -> LateWatch:
        """Return what looks for orders that take much longer."""
        live = parts.live
        return LateWatch(
            self.stores.late,
            self.alerts,
            parts.storefront.measured,
            parts.clock,
            lambda: news_within(timedelta(seconds=live.now.sweep_seconds)),
            parts.wakeups.outbox,
        )

    def _watch(self, parts: CoreParts) -> PanelWatch:
        """Return what sees whether this supplier is in order."""
        return PanelWatch(
            supplier=self.supplier.name,
            stores=parts.stores.alerts,
            watching=self.stores.watching,
            catalogue=self.stores.catalogue,
            alerts=self.alerts,
            breaker=self.panel.breaker,
            clock=parts.clock,
            trouble=lambda: self.catalogue.trouble,
        )

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
        return Asked(self.panel, self.stores.swept, self.catalogue.refresh)

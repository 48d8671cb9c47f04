"""The client of one account at one panel: the shop's `Panel`, over HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import httpx

from panel import lenient_json
from panel.account import Account, always, observe_nothing
from panel.calls import Caller, Lost, MayBegin, Observe, TimeLimits
from panel.limits import BackOff, CircuitBreaker, MinimumGap
from panel.params import add_params
from panel.profile import (
    AUTO,
    Clues,
    Lexicon,
    Profile,
    check_panel_url,
    load_profile,
    profile_of_clues,
    profile_of_host,
)
from panel.readers.add import read_add
from panel.readers.catalogue import read_balance, read_services
from panel.readers.orders import OrdersPage, read_orders
from panel.readers.request import Request, read_request
from panel.readers.status import read_refill_status, read_status
from panel.refusal_phrases import Kind
from panel.reply import fold
from panel.report_calls import Reader, ReportCalls
from panel.values.money import AccountMoney
from shop.catalogue.services import Service
from shop.clock import Clock
from shop.currency import currency_named
from shop.errors import PanelGarbled, PanelRefused
from shop.observed import Took, took_nothing
from shop.ports import Still
from shop.replies import (
    AddOutcome,
    AddRequest,
    Balance,
    ItemError,
    NotAsked,
    NotSent,
    RefillReport,
    RequestOutcome,
    StatusReport,
    Unclear,
    Unknown,
)

__all__ = ["PanelClient", "TimeLimits", "check_panel_url"]

ORDERS_A_PAGE = 100
"""What a page of the panel's own list is asked to hold; panels that ignore it send all, or what they like."""


class PanelClient:
    """One account at one panel.

    `profile` is "auto", a built-in profile's name or the path of one. The key is
    in no text, log line or exception that leaves this class. `observe` is told
    "sent" and "answered" on every `add`, so that a test can act
    between the steps. Every call goes through `proxy` (http:// or socks5://) where there is one.
    `calls` status calls may be in flight at once, None for as many as the profile says. `took` is told how
    long each call took, with its action and outcome. `may_act` is asked just before the first byte of what
    cannot be taken back: an order, a refill, a cancellation.
    Raises ValueError for an address or a profile that cannot be used.
    """

    def __init__(
        self,
        url: str,
        key: str,
        profile: str,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        observe: Observe = observe_nothing,
        limits: TimeLimits | None = None,
        proxy: str = "",
        calls: int | None = None,
        took: Took = took_nothing,
        may_act: MayBegin = always,
    ) -> None:
        problem = check_panel_url(url)
        if problem is not None:
            raise ValueError(problem)
        known = profile_of_host(url) if profile == AUTO else load_profile(profile)
        self.breaker = CircuitBreaker(clock)
        self.lexicon = Lexicon()
        self._observe = observe
        self._back_off = BackOff(clock)
        self._account = Account(
            url=url,
            key=key,
            caller=Caller(url, clock=clock, transport=transport, limits=limits or TimeLimits(), proxy=proxy),
            pace=MinimumGap(clock, 0),
            back_off=self._back_off,
            breaker=self.breaker,
            lexicon=self.lexicon,
            clock=clock,
            took=took,
            may_act=may_act,
        )
        self._calls = calls
        self._clues = Clues()
        self._is_settled = known is not None
        self.left_out: Mapping[str, tuple[str, ...]] = {}
        """Why rows of the last catalogue were not services, with the first rows of each reason."""
        self._currency: str | None = None  # of the last balance that named one
        self._reports = ReportCalls(self._account, clock)
        self._use_profile(known or load_profile(AUTO))

    def __repr__(self) -> str:
        return f"PanelClient({self._account.host}, profile={self.profile_name})"

    @property
    def profile(self) -> Profile:
        """The dialect in use; the undecided profile until "auto" is settled."""
        return self._profile

    @property
    def profile_name(self) -> str:
        """The name of the dialect in use."""
        return self._profile.name

    @property
    def named_by(self) -> str:
        """See shop.ports.Panel."""
        return self._profile.idempotency_field

    @property
    def by_reference(self) -> bool:
        """See shop.ports.Panel."""
        return self._profile.evidence == "reference"

    @property
    def pace(self) -> MinimumGap:
        """The minimum gap between two calls, in seconds; can be set."""
        return self._account.pace

    @property
    def calls(self) -> int:
        """How many status calls may be in flight at once; orders, too, where they go `by_reference`."""
        return self._calls or self._profile.calls

    @property
    def seconds_to_next_add(self) -> float:
        """Seconds until the panel accepts orders again; 0 if it does now."""
        return self._back_off.left("add")

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._account.aclose()

    async def detect(self) -> str:
        """Settle "auto" from the catalogue and the balance; return the profile's name.

        Sends no `add`. Raises PanelError if the panel does not answer.
        """
        if not self._is_settled and self._clues.has_flags is None:
            await self.services()
        if not self._is_settled and self._clues.is_sloppy is None:
            await self.balance()
        return self.profile_name

    async def services(self) -> list[Service]:
        """Return everything on sale. Raises PanelError, also for an empty or unreadable list."""
        listing = await self._account.ask(
            "services",
            {},
            lambda reply: read_services(reply, self._money),
            maximum=lenient_json.LARGEST_CATALOGUE,
        )
        self.left_out = listing.reasons
        if not listing.services:
            raise PanelGarbled("the panel says that it has no services for this account")
        self._clues.has_flags = listing.has_flags
        self._learn()
        return list(listing.services)

    async def balance(self) -> Balance:
        """Return the account's balance, its currency under our name for it. Raises PanelError."""
        balance, is_sloppy = await self._account.ask(
            "balance", {}, lambda reply: read_balance(reply, self._profile.currency)
        )
        self._clues.is_sloppy = is_sloppy
        self._learn()
        named = currency_named(balance.currency, self._profile.currency_aliases)
        self.take_currency(named)
        return replace(balance, currency=named)

    def take_currency(self, currency: str | None) -> None:
        """Take a balance's currency, also of one read elsewhere; None leaves the one named before."""
        self._currency = currency or self._currency

    async def add(self, request: AddRequest) -> AddOutcome:
        """Place one order: one attempt on its own connection, no retry. Never raises."""
        if wait := self._back_off.left("add"):
            return NotSent("the panel asked for fewer orders a minute", retry_after=wait)
        self.breaker.started()
        try:
            answer = await self._account.call(
                "add", add_params(request, self._profile), observe=self._observe
            )
        except Lost as lost:
            return _lost(lost)
        outcome = read_add(fold(answer))
        if isinstance(outcome, NotSent):
            wait = self._back_off.throttled("add", outcome.retry_after)
            return NotSent(outcome.reason, wait, outcome.http_status, outcome.excerpt)
        self._back_off.worked("add")
        return outcome

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """Return the reports on 1 to 100 orders. Raises PanelError; ValueError for none or more."""

        def reader(asked: Sequence[str]) -> Reader[StatusReport]:
            return lambda reply: read_status(reply, asked, self.lexicon.states, order_ids, self._money)

        return await self._reports.ask("status", "order", order_ids, reader)

    async def orders(self, page: int = 1) -> OrdersPage:
        """Return a page of the panel's own list of our orders, the first is 1. Raises PanelError.

        Few panels have one: of the others most refuse the action. Those that do not know pages send the
        first one again.
        """
        if self._profile.lists_orders == "no":
            raise PanelRefused(Kind.UNSUPPORTED.value, "the profile says that this panel lists no orders")
        params = {"limit": str(ORDERS_A_PAGE)}
        if page > 1:
            params |= {"page": str(page), "offset": str((page - 1) * ORDERS_A_PAGE)}
        return await self._account.ask(
            "orders",
            params,
            lambda reply: read_orders(reply, self.lexicon.states, self._money),
            maximum=lenient_json.LARGEST_CATALOGUE,
        )

    @property
    def _money(self) -> AccountMoney:
        """The account's currency as far as its last balance named it, and the panel's names for others."""
        return AccountMoney(
            self._currency, None if self._profile.currency else self._profile.currency_aliases
        )

    async def refill_status(self, refill_ids: Sequence[str]) -> dict[str, RefillReport | ItemError]:
        """Return the reports on 1 to 100 refills. Raises PanelError; ValueError for none or more."""
        if not self._profile.refill_ids:
            raise PanelRefused(Kind.UNSUPPORTED.value, "this panel gives refills no numbers")

        def reader(asked: Sequence[str]) -> Reader[RefillReport]:
            return lambda reply: read_refill_status(reply, asked, refill_ids)

        return await self._reports.ask("refill_status", "refill", refill_ids, reader)

    async def refill(self, order_id: str, still: Still | None = None) -> RequestOutcome:
        """Ask for a refill, if it is `still` wanted when its turn comes. Never raises."""
        return await self._request("refill", order_id, self._profile.refill_by, still)

    async def cancel(self, order_id: str, still: Still | None = None) -> RequestOutcome:
        """Ask for a cancellation, if it is `still` wanted when its turn comes. Never raises."""
        return await self._request("cancel", order_id, self._profile.cancel_by, still)

    @property
    def takes_many(self) -> bool:
        """True unless the panel lately failed to answer for many at once."""
        return self._reports.takes_many

    async def _request(
        self, action: str, order_id: str, numbered_by: str, still: Still | None
    ) -> RequestOutcome:
        """Ask with one parameter, and with the other if the panel missed it."""
        first, *others = ("orders", "order") if numbered_by == "both" else (numbered_by,)
        asked = await self._request_by(action, first, order_id, still)
        if others and asked.names_wrong_parameter:
            asked = await self._request_by(action, others[0], order_id, still)
        return asked.outcome

    async def _request_by(self, action: str, parameter: str, order_id: str, still: Still | None) -> Request:
        if wait := self._back_off.left(action):
            return Request(NotAsked("the panel asked for fewer requests", wait))
        try:
            answer = await self._account.call(action, {parameter: order_id}, still=still)
        except Lost as lost:
            return Request(Unclear(str(lost)) if lost.sent else NotAsked(str(lost)))
        asked = read_request(action, fold(answer), [order_id])
        if asked.kind is not Kind.THROTTLED:
            self._back_off.worked(action)
            return asked
        wait = self._back_off.throttled(action, answer.retry_after)
        return Request(NotAsked("the panel asks for fewer requests", wait))

    def _learn(self) -> None:
        """Settle "auto" once both the catalogue and the balance were seen."""
        if not self._is_settled and self._clues.are_enough:
            self._is_settled = True
            self._use_profile(profile_of_clues(self._clues))

    def _use_profile(self, profile: Profile) -> None:
        self._profile = profile
        self._reports.use(profile)
        self.lexicon.use(profile.refusals, profile.states)
        self._account.headers = {**profile.headers, "user-agent": profile.user_agent}
        self._account.pace.gap = profile.pace


def _lost(lost: Lost) -> AddOutcome:
    if not lost.sent:
        return NotSent(str(lost))
    if lost.begun is None:
        return Unknown(str(lost))
    return Unknown(str(lost), lost.begun.http_status, lost.begun.excerpt)

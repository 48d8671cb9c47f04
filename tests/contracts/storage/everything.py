"""Every public method of every store, called once on rows of every kind."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from shop.acts import Act, Did
from shop.alerts import AlertKind, Condition
from shop.audience import Audience
from shop.catalogue.curating import Curated, Decider, Target
from shop.catalogue.hiding_rules import RuleState, SetState
from shop.catalogue.routes import Target as Route
from shop.catalogue.routes import Way
from shop.catalogue.service_news import Told, Weighed
from shop.catalogue.services import Service
from shop.catalogue.sync_report import Moved, ServiceChange, SyncReport
from shop.desk_figures import PERIODS
from shop.desk_question import DeskAsks, DeskQuestion
from shop.errors import ShopError
from shop.growth.invitations import InviteRules
from shop.growth.typed_coupons import read_coupon
from shop.identity import Identity
from shop.ledger.journals import granting
from shop.ledger.merchant import MerchantCall, MerchantFacts, Step, Verdict
from shop.ledger.payment import Doubt
from shop.ledger.topup import STARS, Hint, Invoice, Paid
from shop.ledger.transfers import Transfer
from shop.ledger.wallet_change import ChangeLimits, WantedChange
from shop.live_values import LiveKey
from shop.membership.charges import Subscribed
from shop.membership.membership import MAY_RENEW, InApp, Renewal
from shop.notice import Priority, alert, finished
from shop.ordering.desk_list import DeskGroup, DeskList, Narrowed
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.order_list import GROUPS, ListPlace
from shop.ordering.order_search import Wanted
from shop.ordering.presets import PresetItem
from shop.ordering.request import RequestKind, RequestState
from shop.people.listing import PeopleFilter, PeoplePlace
from shop.person import GivenRole, Person, Standing
from shop.preferences import Loudness, QuietHours, Wish
from shop.pricing.changes import Change, Signed
from shop.pricing.price_list import Scope
from shop.quality.rule import FailRule
from shop.reconciliation.decide import Orphan
from shop.reconciliation.orphans import Decided, Fits, FoundBy, Judgement, Looks, Sure
from shop.reconciliation.readings import Reading
from shop.replies import Balance, ListedOrder
from shop.statistics.facts import buckets_of, weeks_of
from shop.suppliers import Supplier
from shop.tickets.ticket import About, Asked, Said, Side, Voice
from shop.transfer.export import Export, ExportKind, FileForm, Span
from shop.transfer.people_import import Found
from shop.transfer.people_lines import PersonRow
from shop.waiting import Place
from shop.waiting import Waits as WaitsFor
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.audit import Audit
from storage.bundles.store import Bundles
from storage.catalogue.curating import Curating
from storage.catalogue.heard import HeardTexts
from storage.catalogue.hiding_rules import HidingRules
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.rate_moves import RateMoves
from storage.catalogue.routes import ServiceRoutes
from storage.catalogue.store import CatalogueStore
from storage.catalogue.sync_reports import SyncReports
from storage.desk.acts import Acts
from storage.desk.cards import StaffCards
from storage.desk.door import Door
from storage.desk.figures import DeskFigures
from storage.desk.live_values import LiveValues
from storage.desk.maintenance import MaintenanceStore
from storage.desk.order_watch import OrderWatch
from storage.desk.questions import DeskQuestions
from storage.desk.staff import StaffStore
from storage.desk.standstill import Standstills
from storage.desk.statistics import Statistics
from storage.desk.upkeep_tables import standstill
from storage.desk.waiting import WaitingForStaff
from storage.erasing.store import Erasures, UnderWay
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.growth.invitations import Invitations
from storage.growth.questions import Asks, GrowthQuestions
from storage.ledger.bank_transfers import Transfers
from storage.ledger.checkouts import Checkouts
from storage.ledger.merchants import Merchants
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.statements import Statements
from storage.ledger.topups import Topups
from storage.ledger.wallet_changes import WalletChanges
from storage.membership.store import Memberships
from storage.messages.asides import Asides
from storage.messages.inbox import Arrival, Waiting
from storage.messages.open_cases import OpenCases
from storage.messages.turn_start import TurnStarts
from storage.monitored import Monitored
from storage.orders.at_desk import DeskOrders
from storage.orders.endings import Endings
from storage.orders.late import LateOrders
from storage.orders.lists import Lists
from storage.orders.measured import EndedOrders
from storage.orders.presets import Presets
from storage.orders.quality import Qualities
from storage.orders.ratings import Ratings
from storage.orders.scheduled import ScheduledOrders
from storage.orders.searches import OrderSearches
from storage.orders.shared_cards import SharedCards
from storage.orders.tables import orders
from storage.orphans.looks import OrphanLooks
from storage.orphans.store import Orphans
from storage.people.bot_texts import BotTexts
from storage.people.directory import Directory
from storage.people.favourites import Favourites
from storage.people.identity import Identities
from storage.people.notes import Notes
from storage.people.own_things import OwnThings
from storage.people.service_news import ServiceNews
from storage.tickets.desk import DeskRecords
from storage.tidying import Tidying
from storage.transfer.exports import START, Cut, Exports
from storage.transfer.imports import Imports
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

LATER = NOON + 30 * MINUTE
LEAST = LiveKey("topup_least")
LONG_AGO = datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
"""A minute after the first row of the crowd."""

CAROL = 500
"""One of the crowd, whose orders have ended."""

OPERATORS = frozenset({OLGA})
TODAY = Identity(PANEL, BOT, "private", "USD")
RICH = Reading(5_000_000_000_000, LATER, LATER)
LOOKED = Weighed((Told("77", "Followers", "USD", 1_000_000),), ("78",), ())

Calls = Sequence[Callable[[], Awaitable[object]]]


async def happens(calls: Calls) -> None:
    """Call these one after the other; a refusal is an answer too."""
    for call in calls:
        with suppress(ShopError):
            await call()


async def begins(stores: StoresUnderTest) -> None:
    """Do what happens once in a database's life: give existing rows their names."""
    database = stores.database
    one, other = (Identities(database, replace(TODAY, panel=panel)) for panel in (PANEL, "other"))
    await happens([lambda: one.begin(NOON), lambda: other.move_panel(NOON), lambda: one.move_panel(NOON)])


EVERYTHING = Audience(
    languages=("en",), active_days=7, ordered=True, has_money=True, service_id="77", listed=(ANN, BOB)
)
"""An audience of whom everything is asked that can be asked at once."""


def _verdict(step: Step, _facts: MerchantFacts) -> Verdict:
    return Verdict(step, reason=1)


@dataclass
class Everything:
    """The other stores, and every call of them; the newest of `at_work` is at the panel."""

    stores: StoresUnderTest
    at_work: int

    def __post_init__(self) -> None:
        database = self.stores.database
        self.payments = Payments(database, operators=OPERATORS, bot_id=BOT)
        self.topups = Topups(database, operators=OPERATORS)
        self.texts = HeardTexts(database, panel=PANEL)
        self.audit = Audit(database, self.stores.ledger)
        self.stars, self.waits = StarsList(database, bot_id=BOT), Waits(database)

    async def happens(self) -> None:
        """All of it."""
        await self.audit.tend()
        await self._an_answer_was_lost()
        await self._orphans()
        await self._orders()
        await self._people()
        await self._letters()
        await self._tickets()
        await self._money()
        await self._desk()
        await self._curating()
        await self._maintenance()
        await self._transfer()
        await self._changes_of_wallets()
        await self._alerts()
        await self._growth()
        await self._panel()
        await self._suppliers()
        await self._quality()
        await self._time()
        await self._other_settings()

    async def _an_answer_was_lost(self) -> None:
        cases, surroundings = self.stores.cases, self.stores.surroundings
        resolutions = self.stores.resolutions
        await self.stores.queue.recover(LATER)
        await self.stores.queue.recover_left_behind([PANEL], LATER)
        look = await cases.find_due(LATER + MINUTE)
        assert look is not None
        lost = look.order.id
        await cases.note_check(look, "soon", RICH, LATER, orphans=(Orphan("9", 1, 1),))
        rich, poor = (
            Reading(micro, LATER + minutes * MINUTE, LATER + minutes * MINUTE)
            for micro, minutes in ((RICH.micro, 2), (1_000_000, 3))
        )
        by_hand = await self._numbered("4")
        await happens(
            (
                lambda: cases.list_waiting(limit=9),
                lambda: cases.list_left_behind([PANEL], limit=9),
                lambda: cases.find(lost),
                lambda: cases.find_holder("90"),
                cases.find_latest_open,
                lambda: cases.asked_in(lost, OLGA, 5, LATER),
                lambda: cases.resending(look, LATER),
                lambda: cases.note_number(look, "90", LATER),
                lambda: cases.note_other_number(look, "91", is_ignored=True),
                lambda: cases.note_placed(look, "92", LATER),
                lambda: cases.ignores("request_id"),
                lambda: cases.later(look, LATER),
                lambda: surroundings.surroundings(look),
                lambda: surroundings.list_followed(LATER, minimum_micro=0),
                lambda: surroundings.refunds_since(NOON),
                lambda: cases.list_taken(["1", "2"]),
                cases.in_flight,
                lambda: cases.would_teach(LATER),
                lambda: cases.note_balance(rich),
                lambda: cases.note_balance(poor),
            )
        )
        assert await cases.tell_unexplained(LATER + 3 * MINUTE)
        await happens(
            (
                lambda: resolutions.ask(lost, "moved", LATER, LATER),
                lambda: resolutions.wait(lost, LATER, LATER),
                lambda: resolutions.give_up(LATER),
                lambda: resolutions.ask_left_behind([PANEL], LATER, LATER, LATER),
                lambda: resolutions.give_up(LATER, here=[PANEL]),
                lambda: resolutions.renumber(by_hand.id, "40", LATER, by=OLGA, wrong="4"),
                lambda: resolutions.take_back(by_hand.id, LATER, by=OLGA, wrong="40"),
            )
        )

    async def _orphans(self) -> None:
        """Orders that the panel has and we do not; the panel of all these orders is looked through."""
        looks, orphans = OrphanLooks(self.stores.database), Orphans(self.stores.database)
        listed = [ListedOrder(f"orphan{n}", "77", f"https://a.b/{n}", 5, Decimal(1)) for n in range(9)]
        await looks.begin(PANEL, NOON)
        between = {"orphan1": (NOON, LATER)}
        await orphans.keep(PANEL, listed, FoundBy.LIST, NOON, between=between)
        await orphans.keep(PANEL, listed[:2], FoundBy.NUMBERS, LATER)
        numbers = [one.id for one in await orphans.list_undecided(PANEL)]
        lost = await looks.list_lost(PANEL, LATER)
        voided = next((one.id for one in lost if one.state is OrderState.VOIDED), 1)
        ours = Judgement(Looks.OURS, voided, Sure.SURE, (Fits.LINK,))
        likenesses = {number: Judgement(Looks.NOTHING) for number in numbers} | {numbers[0]: ours}
        await orphans.judged(PANEL, likenesses, LATER)
        await happens(
            (
                lambda: looks.find(PANEL),
                looks.list_all,
                lambda: looks.looked(PANEL, LATER, asked_to=5, wants_list=False),
                lambda: looks.wish(LATER),
                lambda: looks.list_numbered(PANEL, LATER),
                lambda: orphans.find(numbers[0]),
                lambda: orphans.list_waiting(limit=9),
                lambda: orphans.list_waiting(limit=9, after=numbers[-1]),
                lambda: orphans.decide(numbers[1], Decided.OWN, OLGA, LATER),
                lambda: orphans.lose(numbers[0], voided, LATER, by=OLGA, currency="USD"),
                lambda: orphans.undo(numbers[1], OLGA, LATER),
                lambda: orphans.decide_rest(OLGA, LATER),
                lambda: orphans.list_decided(limit=9),
                lambda: orphans.list_decided(limit=9, after=numbers[0]),
            )
        )

    async def _orders(self) -> None:
        stores, database = self.stores, self.stores.database
        queue, requests = stores.queue, stores.requests
        endings = Endings(database, panel=PANEL, operators=OPERATORS)
        await happens(
            (
                queue.is_holding,
                lambda: queue.is_due(LATER),
                lambda: queue.hold(LATER),
                lambda: queue.put_off("away", LATER),
                lambda: queue.claim(LATER + 5 * MINUTE, RICH),
                lambda: stores.swept.to_ask(LATER),
                stores.orders.count_by_state,
                stores.orders.list_running,
                stores.orders.find_longest_held,
                stores.orders.list_refunds_held,
                stores.orders.list_refunds_left,
                lambda: stores.swept.refunds(NOON),
                lambda: stores.swept.list_unheard(NOON),
                lambda: stores.swept.list_lingering(NOON),
                *(
                    (lambda one=one, way=way: stores.orders.list_page(ANN, one, size=7, **way))
                    for one, groups in GROUPS.items()
                    for way in ({}, {"after": ListPlace(groups[0], 5)}, {"before": ListPlace(groups[-1], 5)})
                ),
                lambda: stores.orders.list_found(ANN, Wanted.read("1"), size=7),
                lambda: stores.orders.list_found(ANN, Wanted.read("likes"), size=7),
                lambda: stores.orders.list_services(ANN),
                lambda: stores.orders.list_latest(ANN, limit=8, before=5),
                lambda: stores.orders.list_numbered([1, 2]),
                lambda: stores.orders.find_shown(1),
                lambda: stores.orders.list_links(ANN, limit=8),
                *self._of_mass_orders(),
                *self._of_the_desk(),
                lambda: endings.end(self.at_work, LATER, refund=True, by=OLGA),
            )
        )
        ended = EndedOrders(database, panel=PANEL)
        newest = await ended.list_ended(limit=1000)
        await ended.list_ended(limit=1000, before=newest[-1])
        ratings = Ratings(database, panel=PANEL)
        latest = await ratings.list_rated(limit=1000)
        await ratings.list_rated(limit=1000, before=latest[-1])
        await happens(
            [lambda: ratings.rate(latest[0].order_id, owner=latest[0].person_id, stars=5, now=LATER)]
        )
        cards = SharedCards(database)
        await happens([lambda: cards.share("AAAA1", order_id=self.at_work, owner=ANN, now=LATER)])
        shared = await cards.list_shared(after=0, limit=500)
        await happens([lambda: cards.tell(shared, LATER)])
        late = LateOrders(database, panel=PANEL)
        for state in sorted(AT_WORK):
            await late.list_at_work(state, after=0, limit=1000)
        await late.tell([self.at_work], LATER)
        await late.list_late(limit=20)
        scheduled = ScheduledOrders(database, panel=PANEL)
        await scheduled.enter_queue(await scheduled.list_due(LATER), LATER)
        await scheduled.count()
        asked_before = await stores.swept.to_ask(LATER, limit=1)
        await stores.swept.to_ask(LATER, after=asked_before[0])
        await stores.swept.find_due(asked_before)
        first = await stores.order(1)
        await stores.orders.find_twin(ANN, first.terms)
        await stores.orders.card_stands(first, 77, LATER, tell=True)
        await requests.ask(first, RequestKind.REFILL, LATER)
        claimed = await requests.claim(LATER)
        assert claimed is not None
        assert await requests.is_wanted(*claimed)
        await happens(
            (
                lambda: requests.put_off(*claimed, 5, LATER),
                lambda: requests.answered(
                    *claimed, state=RequestState.REQUESTED, text="", refill_id="1", now=LATER
                ),
                lambda: requests.refills_to_follow(10, LATER),
                lambda: requests.recover(LATER),
                lambda: requests.list_unrefilled(NOON),
                lambda: requests.end_silent(LATER, LATER),
                lambda: requests.find_order(1),
                lambda: requests.heard([claimed[0]], [claimed[0]]),
                lambda: requests.unheard([claimed[0]]),
            )
        )

    def _of_the_desk(self) -> Calls:
        """Everybody's orders, as the staff lists them."""
        at_desk, day = DeskOrders(self.stores.database), (NOON, NOON + timedelta(days=1))
        lists = [
            DeskList(group, by, of)
            for group in DeskGroup
            for by, of in ((None, 0), *((one, CAROL if one is Narrowed.PERSON else 1) for one in Narrowed))
        ]
        beside: Sequence[dict[str, int]] = ({}, {"older_than": 5000}, {"newer_than": 5000})
        return (
            *(
                lambda one=one, way=way: at_desk.list_page(one, size=6, day=day, **way)
                for one in lists
                for way in beside
            ),
            lambda: at_desk.count_few(most=100),
            *(
                lambda words=words: at_desk.find_by_words(Wanted.read(words))
                for words in ("77", "likes", "instagram.com/p/abc")
            ),
            lambda: self._timeline(at_desk),
        )

    async def _timeline(self, at_desk: DeskOrders) -> None:
        await at_desk.get_timeline(await self.stores.order(self.at_work))

    def _of_mass_orders(self) -> Calls:
        presets, bundles = Presets(self.stores.database), Bundles(self.stores.database)
        own = OwnThings(self.stores.database, here=[PANEL])
        mass, listed = self.stores.mass_orders, MassList("list1", ANN, (TypedLine("77", "a.b/c", "5"),))
        return (
            lambda: mass.save(listed, None, LATER),
            lambda: mass.find("list1", ANN),
            lambda: mass.find_running(ANN),
            lambda: self.stores.massed(count=2, now=LATER),
            lambda: mass.find_of_order(self.at_work),
            lambda: mass.list_quoted("none", ANN),
            lambda: mass.end_bundle("list1", LATER),
            lambda: bundles.add("Start", update_id=5, now=LATER),
            lambda: bundles.change(1, lambda one: replace(one, name="Better"), LATER),
            lambda: bundles.put_on_sale(1, 2, by=OLGA, now=LATER),
            bundles.list_of_shop,
            lambda: bundles.find(1),
            bundles.list_on_sale,
            lambda: bundles.find_on_sale(1),
            lambda: bundles.take_off_sale(1, by=OLGA, now=LATER),
            lambda: mass.shown("list1", 5),
            lambda: presets.add(ANN, "Likes", (PresetItem("77", "Likes", 5),), LATER),
            lambda: own.to_choose_from(ANN),
            lambda: own.at_home(ANN, orders=30, currency="USD"),
            lambda: presets.list_of(ANN),
            lambda: presets.find(1, ANN),
            lambda: presets.rename(1, ANN, "More"),
            lambda: presets.drop(1, ANN),
        )

    async def _people(self) -> None:
        stores, database = self.stores, self.stores.database
        drafts, people, inbox = stores.drafts, stores.people, stores.inbox
        favourites, searches = Favourites(database), OrderSearches(database)
        told = ServiceNews(database)
        erasures = Erasures(database, operators=OPERATORS)
        directory, notes = Directory(database), Notes(database)
        newest = 200_001
        await happens(
            (
                lambda: inbox.take_in([Arrival(newest, ANN, "{}"), Arrival(newest + 1, ANN, "{}")], LATER),
                lambda: inbox.park("{}", "no update", LATER),
                lambda: inbox.list_waiting(after=0, limit=10),
                lambda: inbox.list_next(limit=10, busy=[BOB]),
                lambda: inbox.find_raw(ANN, newest),
                lambda: inbox.has_earlier_of(Waiting(newest, newest, ANN, "{}", 0, LATER), "1387"),
            )
        )
        [first, second] = await inbox.list_waiting(after=0, limit=2)
        await stores.break_by_hand(
            f"UPDATE draft SET list_due_at = '2026-03-01 12:00:00+00', answered_by = {newest} "  # noqa: S608 - a number
            f"WHERE person_id = {BOB}",
        )
        await happens(
            (
                lambda: Lists(database, bot_id=BOT).requeue_due(LATER),
                lambda: inbox.failed_once(first.seq, "no"),
                lambda: inbox.done(first.seq, LATER),
                lambda: inbox.set_aside(second.seq, "no", LATER),
                lambda: inbox.forget_before(LONG_AGO),
                inbox.count_by_state,
                lambda: TurnStarts(database).get(ANN, 1, LATER, is_staff=True),
                lambda: drafts.find(ANN),
                lambda: drafts.find_card("draft1"),
                lambda: drafts.shown("draft1", 5),
                lambda: drafts.drop(ANN, LATER),
                lambda: people.find(ANN),
                lambda: favourites.keep(ANN, "77", LATER),
                lambda: favourites.list_of(ANN),
                lambda: favourites.drop(ANN, "77"),
                lambda: told.start(ANN, LATER),
                lambda: told.list_due(LATER, limit=50),
                lambda: told.known_to(ANN),
                lambda: told.note(ANN, LOOKED, notice=alert(ANN, "a", "n"), now=LATER, next_at=LATER),
                lambda: told.stop(ANN),
                lambda: searches.ask(ANN, LATER),
                lambda: searches.answer(ANN, "likes", newest, LATER),
                lambda: searches.find(ANN),
                lambda: searches.drop(ANN),
                *(
                    (lambda one=one, after=after: directory.list_page(one, size=6, after=after, among=[ANN]))
                    for one in PeopleFilter
                    for after in (None, PeoplePlace(LATER, ANN))
                ),
                lambda: directory.search("@nobody", number=None, limit=9),
                lambda: directory.search("no body", number=None, limit=9),
                lambda: directory.search("1", number=1, limit=9),
                lambda: directory.facts(ANN, "USD"),
                lambda: notes.add(ANN, "Friendly.", by=OLGA, update_id=7, now=LATER),
                lambda: notes.find(1),
                lambda: notes.list_of(ANN, limit=5, before=9),
                lambda: notes.delete(1, OLGA, LATER),
                lambda: people.choose_language(ANN, "ru", "ru"),
                lambda: people.ask(ANN, Wish.QUIET, LATER),
                lambda: people.choose_notices(ANN, Loudness.SILENT),
                lambda: people.choose_quiet(ANN, QuietHours(1320, 480), newest),
                lambda: people.choose_zone(ANN, "Europe/Berlin", newest),
                lambda: people.drop_question(ANN),
                lambda: people.accept_terms(ANN, "f00d", LATER),
                lambda: people.unreachable(ANN, LATER),
                lambda: people.count_reachable([ANN, BOB]),
                lambda: erasures.open_matters(ANN),
                lambda: erasures.begin(CAROL, LATER),
                lambda: erasures.go_on(CAROL, LATER),
                erasures.list_under_way,
                lambda: erasures.wipe_traces(UnderWay(CAROL, LATER, is_cleared=True), LATER),
                lambda: people.count_reachable(None),
                lambda: people.count_reachable([ANN, BOB], EVERYTHING, NOON),
                lambda: people.find_listed([ANN, BOB], ["ann"]),
                lambda: people.choose_shop_news(ANN, LATER, wanted=False),
                lambda: BotTexts(database).note("description", "Followers.", LATER),
                lambda: BotTexts(database).list_written("description"),
            )
        )

    async def _letters(self) -> None:
        stores, outbox = self.stores, self.stores.outbox
        cases = OpenCases(stores.database, operators=OPERATORS)
        broadcasts = stores.broadcasts
        await happens(
            (
                lambda: outbox.enqueue([alert(OLGA, "a", "b")], LATER),
                lambda: outbox.list_due(Priority.NOTICE, LATER, limit=8, busy=[BOB]),
                lambda: outbox.moved(ANN, ANN),
                lambda: broadcasts.find_asked(OLGA, 1, LATER),
                lambda: broadcasts.find(1),
                lambda: broadcasts.leave(OLGA),
                lambda: broadcasts.drop(OLGA, 5),
                lambda: broadcasts.tally(1),
                lambda: broadcasts.show_progress(LATER),
                lambda: broadcasts.shown_in(1, 5, NOON),
                lambda: broadcasts.begin_due(None, LATER),
                lambda: broadcasts.release_held(LATER),
                lambda: broadcasts.take_up(LATER),
                lambda: broadcasts.list_begun(before=None, limit=9),
                lambda: broadcasts.list_begun(before=7, limit=9),
                lambda: broadcasts.count_deletable(1, LATER),
                cases.count,
                lambda: cases.tell_newcomers(LATER),
                lambda: cases.remind(LATER + timedelta(days=2)),
                lambda: cases.requeue_alerts(OLGA, LATER),
            )
        )
        await outbox.enqueue([finished(n, ANN, "completed", "digest") for n in range(1, 8)], LATER)
        [end, *_] = [one for one in await stores.messages(now=LATER) if one.kind == "finished"]
        await outbox.gather(end, LATER)
        card, *rest = await stores.messages(now=LATER)
        await outbox.sent([(card, 5)], LATER)
        await outbox.later(rest[0], LATER, "no", counts=True)
        await outbox.failed(rest[1], "no", LATER)
        number = await broadcasts.ask(OLGA, LATER)
        await broadcasts.compose(number, "sendMessage", {"text": "hi"}, number)
        part = {"type": "photo", "media": "x"}
        await broadcasts.add_to_album(OLGA, "album", part, update_id=number, now=LATER)
        await broadcasts.album_refused(number, "WEBPAGE_CURL_FAILED")
        await broadcasts.set_content(number, OLGA, {"text": "hello"})
        await broadcasts.set_audience(number, OLGA, EVERYTHING)
        await broadcasts.set_time(number, OLGA, starts_at=LATER, by_day=True)
        await broadcasts.set_paid(number, OLGA, paid=True)
        await broadcasts.ask_anew(number, OLGA, LATER)
        await broadcasts.compose(number, "sendMessage", {"text": "hi"}, number)
        await broadcasts.start(number, OLGA, [ANN, BOB], LATER)
        await broadcasts.pause(number, OLGA, LATER)
        await broadcasts.go_on(number, OLGA, LATER)
        await broadcasts.stop(number, OLGA, LATER)
        await broadcasts.delete_again(number, OLGA, LATER)
        again = await broadcasts.copy(number, OLGA, LATER)
        assert again is not None
        await broadcasts.edited(OLGA, 7, written_at=LATER, now=LATER)
        await broadcasts.set_audience(again, OLGA, Audience())
        await broadcasts.start(again, OLGA, None, LATER)
        await broadcasts.stop(again, OLGA, LATER)

    async def _tickets(self) -> None:
        tickets, desk = self.stores.tickets, DeskRecords(self.stores.database)
        group, asked = -1_001_234_567_890, Asked(None, None, About.SHOP)
        question = Said(ANN, ANN, 700_001, "text", "Where is it?")
        answer = Said(OLGA, group, 700_001, "text", "On its way", html="On its <b>way</b>")
        await tickets.ask(ANN, asked, LATER)
        ticket = await tickets.write(asked, question, [group], LATER)
        written = await tickets.answer(ticket.id, answer, Voice.OPERATOR, places=[group], now=LATER)
        picture = replace(question, message_id=700_002, kind="photo", album="1387")
        await happens(
            (
                lambda: tickets.write(asked, picture, [group], LATER),
                lambda: tickets.write_to(
                    BOB,
                    asked,
                    replace(answer, message_id=700_009),
                    Act(OLGA, Did.CUSTOMER_WRITTEN_TO, BOB),
                    places=[group],
                    now=LATER,
                ),
                lambda: tickets.add_to_album(replace(picture, message_id=700_003), [group], LATER),
                lambda: tickets.find(ticket.id),
                lambda: tickets.find_message(written.id),
                lambda: tickets.find_head(ticket.id, group),
                lambda: tickets.find_copy(written.id, group, Side.DESK),
                lambda: tickets.edit(
                    replace(question, text="Edited"), [group], LATER, is_staff=False, update_id=9
                ),
                lambda: tickets.find_latest(ticket.id),
                lambda: tickets.opened_at(written, OLGA, 70),
                lambda: tickets.find_at(group, reply_to=5, topic_id=7),
                lambda: tickets.list_open(limit=5),
                lambda: tickets.list_of(ANN, limit=5),
                lambda: tickets.list_messages(ticket.id, limit=5),
                lambda: tickets.leave(ANN, 5),
                lambda: desk.current(group),
                lambda: desk.topic_is_gone(ticket.id, group, LATER),
                lambda: desk.stuck(ticket.id, written.id, [group], LATER),
                lambda: desk.redirect(group, [OLGA], LATER),
                lambda: desk.moved(group, -5, LATER),
                lambda: desk.bring_home([OLGA], [OLGA], LATER),
                lambda: tickets.close(ticket.id, [OLGA], LATER),
                lambda: tickets.reopen(ticket.id, [OLGA], LATER, owner=ANN),
                lambda: tickets.close(ticket.id, [OLGA], LONG_AGO - timedelta(days=500)),
            )
        )

    async def _money(self) -> None:
        stores, payments, topups = self.stores, self.payments, self.topups
        bill = Invoice("new", ANN, "stars", STARS, 77, 1_001_000, "USD", LATER + 60 * MINUTE)
        unshown = replace(bill, payload="unshown")
        money = Paid("stars", "stx9", ANN, "new", STARS, 70)
        statements = Statements(stores.database)
        gift = granting("a gift", stores.wallet(ANN), 10**15, actor_id=OLGA, reason="")
        checkouts = Checkouts(stores.database, operators=OPERATORS)
        await happens(
            (
                lambda: payments.offer(bill, LATER),
                lambda: payments.offer(unshown, LATER),
                lambda: payments.drop(unshown, LATER),
                lambda: payments.check(
                    payload="new", person_id=ANN, currency=STARS, amount_minor=77, now=LATER
                ),
                lambda: checkouts.tell_unended(LATER + timedelta(days=1)),
                lambda: payments.with_commission(money, 7),
                lambda: payments.was_returned("stars", "stx2", LATER),
                payments.returns.list_returning,
                lambda: payments.list_unpaid("stars", LATER),
                lambda: payments.list_followed("stars", LATER),
                lambda: payments.followed_from(LATER),
                lambda: payments.list_booked("stars", NOON, 60, [1, 2]),
                lambda: payments.shown(replace(bill, gateway_id="g1", url="https://pay.example/g1")),
                lambda: payments.numbered(replace(bill, gateway_id="g1")),
                lambda: payments.find_hinted("stars", Hint("g1", "", is_signed=True)),
                lambda: payments.find_hinted("stars", Hint("", "new", is_signed=False, payload="new")),
                lambda: payments.find_invoice(1, ANN),
                lambda: payments.list_payable(ANN, LATER, limit=5),
                lambda: payments.last_way(ANN),
                lambda: payments.list_latest(ANN, limit=5),
                lambda: payments.list_latest(ANN, limit=5, before=2),
                lambda: payments.find(1),
                self.stars.begins,
                self.stars.compared,
                lambda: self.stars.compared_to(1, LATER),
                lambda: self.stars.states(["stx1"]),
                lambda: self.stars.booked(["stx1"]),
                lambda: topups.list_waiting(limit=5),
                lambda: topups.is_asking(ANN),
                lambda: topups.drop(ANN, LATER),
                lambda: topups.find(1),
                lambda: topups.find_asked(ANN, 7, LATER),
                lambda: topups.ask(BOB, "stars", "USD", LATER),
                lambda: statements.get_wallet(ANN, "USD", limit=10),
                lambda: statements.get_wallet(ANN, "USD", limit=None),
                lambda: statements.find_line(ANN, "reserve:1"),
                lambda: stores.ledger.balance(stores.wallet(ANN)),
                lambda: stores.ledger.book(gift, LATER),
                stores.ledger.halted,
                lambda: stores.ledger.go_on(LATER),
                lambda: stores.ledger.stop("a test", LATER),
                lambda: stores.ledger.go_on(LATER),
            )
        )
        question = await topups.find_asked(BOB, 9, LATER)
        assert question is not None
        await topups.amount_given(replace(question, amount_micro=5), 9, LATER, by_hand=False)
        await topups.ask(BOB, "manual", "USD", LATER, amount_micro=5)
        told = await topups.find_asked(BOB, 10, LATER)
        assert told is not None
        by_hand = await topups.has_paid(BOB, told.id, LATER)
        await topups.receipt_given(by_hand, {"photo": "a", "album": "1387"}, 10, LATER)
        assert await topups.more_given(BOB, "1387", {"photo": "b"}, update_id=11, now=LATER)
        handed_in = await topups.hand_in(BOB, by_hand.id, LATER)
        await topups.list_same(handed_in, {"a mark": ""}, limit=3)
        paid = await payments.find_charge("stars", "stx1")
        assert paid is not None
        assert await payments.returns.tries(paid.id) == 0
        refused = await payments.returns.begin_return(paid.id, LATER)
        left = await payments.returns.list_left(LATER + timedelta(days=1))
        assert [one.key for one in left] == [refused.key]
        await payments.returns.begin_asking(refused, LATER, None)
        assert await payments.returns.refused(refused, LATER, Doubt("Telegram"), LATER)
        for end in (payments.returns.not_returned, payments.returns.returned):
            begun = await payments.returns.begin_return(paid.id, LATER)
            await payments.returns.begin_asking(begun, LATER, None)
            await payments.returns.end_asking(begun, LATER, arrived=False)
            await payments.returns.doubted(begun, Doubt("Telegram", "it said little"), LATER)
            assert [one.doubt for one in await payments.returns.list_doubtful(ANN)] == ["it said little"]
            await end(begun, LATER)
        with suppress(ShopError):
            await payments.returns.settle_doubt(begun, LATER, went_back=True, by=OLGA)

        await self._memberships()
        await self._merchants()
        await self._transfers()

    async def _memberships(self) -> None:
        """One that is joined, stopped, allowed again and over, and an offer that nobody took."""
        rows, month = Memberships(self.stores.database, self.payments), timedelta(days=30)
        bill = Invoice("join", ANN, "stars", STARS, 100, 1_300_000, "USD", LATER + 60 * MINUTE)
        await rows.offer(replace(bill, payload="left", person_id=BOB), "member", LATER)
        await rows.offer(bill, "member", LATER)
        told = Subscribed(LATER, LATER + month, is_first=True)
        await self.payments.paid(Paid("stars", "stxm1", ANN, "join", STARS, 100, subscribed=told), LATER)
        mine = await rows.find_running(ANN, LATER)
        assert mine is not None
        change = partial(rows.want, mine.id, ANN, now=LATER)
        await happens(
            (
                lambda: rows.is_offer("join"),
                lambda: rows.load_members(LATER),
                lambda: rows.find_paid("stars", "stxm1"),
                lambda: rows.list_due(LATER + month - timedelta(hours=1)),
                lambda: rows.changed_in_app(ANN, "join", InApp.CANCELED, LATER),
                lambda: change(Renewal.STOPPING, instead_of=MAY_RENEW),
                rows.list_to_tell,
                lambda: rows.told(mine.id, Renewal.STOPPING, Renewal.STOPPED, LATER),
                lambda: change(Renewal.ALLOWING, instead_of=(Renewal.STOPPED,)),
                lambda: rows.tell_ended(LATER + month + timedelta(hours=3)),
            )
        )

    async def _merchants(self) -> None:
        """A gateway that calls: every step of a transaction."""
        merchants = Merchants(self.stores.database, self.payments.crediting)
        for number in ("11", "12"):
            bill = Invoice(f"called {number}", ANN, "payme", "UZS", 77, 770_000, "UZS", LATER + 60 * MINUTE)
            await self.payments.offer(replace(bill, gateway_id=number, surcharge_micro=7_000), LATER)
        for number, steps in (
            ("11", (Step.CREATE, Step.PERFORM, Step.GIVE_BACK)),
            ("12", (Step.CREATE, Step.CANCEL)),
        ):
            call = MerchantCall("payme", f"t{number}", number, LATER)
            for step in (*steps, Step.NOTHING):
                await merchants.settle(call, partial(_verdict, step), LATER)
        await merchants.list_asked("payme", NOON, LATER)

    async def _transfers(self) -> None:
        """Bank transfers: credited, taken back, doubtful, and settled by an operator."""
        transfers = Transfers(self.stores.database, self.payments, operators=OPERATORS)
        bill = Invoice("by bank", ANN, "bank", "USD", 500, 5_000_000, "USD", LATER + 60 * MINUTE)
        own = await transfers.offer(bill, LATER)
        minor, reference = own.invoice.amount_minor, own.invoice.gateway_id
        told = Transfer("e1", minor, "USD", LATER, reference, "BANK")
        back = replace(told, id="e2", text="", is_reversal=True, reverses="e1")
        mistyped = reference[1:] + reference[0]
        doubtful = [replace(told, id=f"e{n}", amount_minor=minor + n, text=mistyped) for n in (3, 4)]
        numbers = await transfers.take_in("bank", [told, back, *doubtful], LATER)
        while await transfers.decide_next(LATER):
            continue
        assert [one.id for one in await transfers.list_doubtful(limit=5)] == numbers[2:]
        await transfers.settle(numbers[2], OLGA, own.id, LATER)
        await transfers.settle(numbers[3], OLGA, None, LATER)
        await transfers.find(numbers[0])
        await transfers.list_these(numbers)
        await transfers.list_invoices([own.id])
        await self.payments.card_at(own.id, 7, LATER)
        assert await self.payments.is_shown_in(own.id, ANN, 7)
        await transfers.report_unknown_sender("bank", "SOMEBODY", LATER)

    async def _desk(self) -> None:
        """Roles, the door, questions of the desk, and the log."""
        database = self.stores.database
        crew, acts, asked = StaffStore(database), Acts(database), DeskQuestions(database)
        live = LiveValues(database)
        queue, figures = WaitingForStaff(database, panels=[PANEL]), DeskFigures(database, panel=PANEL)
        cards, watch = StaffCards(database), OrderWatch(database, operators=OPERATORS)
        days = {days: NOON - timedelta(days=days - 1) for days in PERIODS}
        door = Door(database)
        await happens(
            (
                lambda: crew.give_role(BOB, GivenRole.SUPPORT, OLGA, LATER),
                crew.list_staff,
                lambda: crew.find_member(BOB),
                lambda: door.ask_in(Person(9_001, "New", "en"), OPERATORS, LATER),
                lambda: door.find(9_001),
                lambda: door.find_card(9_001, OLGA),
                lambda: door.list_standing(Standing.ASKING, limit=7),
                lambda: door.list_standing(Standing.ASKING, after=9_001, limit=7),
                door.count,
                lambda: crew.stand(9_001, Standing.LET_IN, OLGA, LATER),
                lambda: crew.put_out(9_001, OLGA, LATER),
                lambda: crew.stand(BOB, Standing.ASKING, None, LATER),
                lambda: crew.stand(9_001, Standing.BANNED, OLGA, LATER, reason="rude"),
                crew.roster,
                lambda: crew.unban(9_001, OLGA, LATER),
                lambda: crew.take_role(BOB, OLGA, LATER),
                lambda: acts.note(Act(OLGA, Did.BANNED, BOB, 1, "thing:1", 5, "USD"), LATER),
                lambda: acts.note_once(Act(OLGA, Did.PANEL_ASKED, subject="thing:2"), LATER),
                lambda: acts.list_latest(before=10, limit=5),
                lambda: acts.list_of_person(BOB, 5),
                lambda: acts.list_of_order(1, 5),
                lambda: acts.last("thing:1", (Did.BANNED,)),
                lambda: queue.list_page(tuple(WaitsFor), LATER, limit=9),
                lambda: queue.list_page(tuple(WaitsFor), LATER, limit=9, after=Place(NOON, WaitsFor.LATE, 1)),
                lambda: queue.count(tuple(WaitsFor), LATER),
                lambda: queue.list_refused(LATER),
                lambda: queue.see_to(WaitsFor.LATE, 1, OLGA, LATER),
                lambda: queue.see_to(WaitsFor.REFUSED, 0, OLGA, LATER),
                lambda: figures.list_sold(days),
                lambda: figures.list_all(days),
                lambda: figures.spent(LATER),
                lambda: Statistics(database).read(buckets_of(LATER, None, 90), weeks_of(LATER, None)),
                lambda: cards.stands("receipt:1", OLGA, 5, LATER),
                lambda: cards.is_of_queue("receipt:1", OLGA, 5),
                lambda: cards.find_subject(OLGA, 5),
                lambda: cards.find_place("receipt:1", OLGA),
                lambda: cards.find_former(OLGA, 1),
                lambda: cards.leaves(OLGA, 5),
                lambda: watch.switch(OLGA, NOON, on=True),
                lambda: watch.is_on(OLGA),
                lambda: watch.tell(LATER),
                lambda: watch.switch(OLGA, NOON, on=False),
                lambda: asked.ask(OLGA, DeskQuestion(DeskAsks.STAFF_ID), LATER),
                lambda: asked.answered(OLGA, 7),
                lambda: asked.drop(OLGA),
                lambda: live.change(LEAST, "2", follows=0, form="typed:7", by=OLGA, now=LATER),
                lambda: live.last_change(LEAST),
                live.list_all,
            )
        )

    async def _curating(self) -> None:
        """What operators decide about the catalogue, and what syncs change."""
        database = self.stores.database
        curating, rules, reports = Curating(database), HidingRules(database), SyncReports(database)
        by, likes = Decider(OLGA, LATER), Target(Curated.SERVICE, "21")
        change = ServiceChange(Moved.NEW, "7", "New", after_micro=5)
        report = SyncReport({Moved.NEW: 1}, (change,), "USD", 70)
        await happens(
            (
                lambda: curating.show(likes, by, is_shown=False),
                lambda: curating.name(likes, by, "Hearts"),
                lambda: curating.describe(likes, by, "Ours"),
                lambda: curating.picture(likes, by, "file"),
                lambda: curating.pin(likes, by, is_pinned=True),
                lambda: curating.arrange(likes, by, ["22", "21"]),
                curating.load,
                lambda: rules.propose("mass report", by, update_id=77),
                lambda: rules.find(1),
                lambda: rules.change(1, RuleState.ON, by),
                lambda: rules.turn_set("polls", SetState.ON, by),
                lambda: rules.answer(["reports"], SetState.ON, by),
                lambda: reports.add(report, LATER),
                lambda: reports.list_latest(limit=5),
                lambda: reports.list_latest(before=10, limit=5),
                lambda: reports.find(1),
            )
        )

    async def _transfer(self) -> None:
        """Files go out and come in."""
        exports, imports = Exports(self.stores.database), Imports(self.stores.database)
        wanted = Export(0, ExportKind.ORDERS, FileForm.CSV, Span.WEEK, LATER, None, OLGA, 5)
        cem = PersonRow(2, 5001, "Cem", None, "en", 1_000_000, "gold", banned=True)
        sent = {"source": "oldbot", "file_id": "f", "currency": "USD", "asked_by": OLGA, "message_id": 5}
        await happens(
            (
                lambda: exports.ask(wanted, 1, LATER),
                exports.begin_next,
                *(
                    partial(exports.page, Cut(replace(wanted, kind=kind, since=None), "USD", START, 2**40))
                    for kind in ExportKind
                ),
                *(partial(exports.last_key, kind) for kind in ExportKind),
                lambda: exports.end(1, LATER),
                lambda: imports.ask(**sent, update_id=1, now=LATER),  # type: ignore[arg-type]  # of two kinds
                lambda: imports.ask(**sent, update_id=2, now=LATER),  # type: ignore[arg-type]  # facts by their names
                lambda: imports.ask(**sent, update_id=3, now=LATER),  # type: ignore[arg-type]  # likewise
                lambda: imports.begin_next(LATER),
                lambda: imports.clear(1),
                lambda: imports.stage(1, "oldbot", [cem]),
                lambda: imports.weigh("oldbot", [cem]),
                lambda: imports.keep(
                    source="oldbot",
                    currency="USD",
                    asked_by=OLGA,
                    found=Found(people=1),
                    file_hash="",
                    now=LATER,
                ),
                lambda: imports.checked(1, Found(people=1, sum_micro=1_000_000), "hash", LATER),
                lambda: imports.find(1),
                lambda: imports.confirm(1, OLGA, LATER, admits=True),
                lambda: imports.book_some(1, LATER),
                lambda: imports.sum_in_ledger(1, 0),
                lambda: imports.finish(1),
                lambda: imports.refuse(2, LATER),
                lambda: imports.checked(3, Found(), "hash", LATER),
                lambda: imports.drop(3, OLGA, LATER),
                imports.clear,
            )
        )

    async def _maintenance(self) -> None:
        """The shop closes and opens; somebody waits for it."""
        closing = MaintenanceStore(self.stores.database)
        await happens(
            (
                lambda: closing.say("We move.", OLGA, LATER),
                lambda: closing.expect(LATER + 60 * MINUTE, OLGA, LATER),
                lambda: closing.close(OLGA, LATER),
                lambda: closing.wish(BOB, LATER),
                closing.state,
                closing.count_wishes,
                lambda: closing.open(OLGA, LATER),
                lambda: closing.tell_waiting(LATER),
            )
        )

        still, restored = Standstills(self.stores.database), {"id": 1, "was_closed": False}
        moments = {"backup_at": NOON, "restored_at": LATER}
        row = standstill.insert().values(**restored, **moments)
        await self.stores.database.write(lambda connection: connection.execute(row) and None)
        await happens(
            (
                still.state,
                still.count_orders,
                lambda: still.compared({"stars": "none"}, {}, LATER),
                lambda: still.go_on(LATER, 60 * MINUTE),
            )
        )

    async def _changes_of_wallets(self) -> None:
        changes = WalletChanges(self.stores.database, operators=frozenset({OLGA, BOB}))
        version = (await changes.wallet_now(self.stores.wallet(ANN))).version
        gifts = [WantedChange(OLGA, number, ANN, 99, "USD", "a gift") for number in (1, 2)]
        asked = [await changes.ask(gift, LATER) for gift in gifts]
        limits, number = ChangeLimits(5, 50), asked[0].id
        await changes.confirm(number, OLGA, version=version, limits=limits, now=LATER)
        await changes.typed_again(number, OLGA, version=version, limits=limits, now=LATER)
        await changes.confirm(number, BOB, version=version, limits=limits, now=LATER)
        undo = WantedChange(BOB, 3, ANN, -99, "USD", "a gift", undoes=asked[0].id)
        await happens(
            (
                lambda: changes.ask(undo, LATER),
                lambda: changes.drop(asked[1].id, OLGA, LATER),
                lambda: changes.find(asked[0].id),
                lambda: changes.others(OLGA),
                lambda: changes.is_undone(asked[0].id),
                lambda: changes.list_waiting(limit=5),
            )
        )

    async def _alerts(self) -> None:
        """What is wrong, its cards, and what the watch over it and a monitor read."""
        alerts, watching = Alerts(self.stores.database), Watching(self.stores.database, panel=PANEL)
        monitored = Monitored(self.stores.database, bot_id=BOT, suppliers={PANEL: "main"})
        heap = [Condition(AlertKind.STATUS_FAILED, f"order:{n}", {"order_id": n}) for n in range(9)]
        down = Condition(AlertKind.PANEL_DOWN)
        await happens(
            (
                lambda: alerts.begin([down, *heap], LATER),
                lambda: alerts.begin([replace(down, rings=True)], LATER),
                lambda: alerts.is_due(LATER),
                lambda: alerts.place_due((OLGA, BOB), LATER),
                lambda: alerts.list_open(9),
                lambda: alerts.list_of({AlertKind.PANEL_DOWN}),
                lambda: alerts.find(1),
                lambda: alerts.find_place(1, OLGA),
                lambda: alerts.list_heap(1),
                lambda: alerts.look_after(1, OLGA, LATER),
                lambda: alerts.mute(1, OLGA, LATER),
                lambda: alerts.last_facts(AlertKind.GATEWAY_MISMATCH, "gate"),
                lambda: alerts.settle_by_hand(1, OLGA, LATER),
                lambda: alerts.unmute(1, OLGA, LATER),
                lambda: alerts.settle({AlertKind.PANEL_DOWN}, [], LATER),
                lambda: alerts.begin([Condition(AlertKind.WEBHOOK_REMOVED)], LATER),
                lambda: alerts.end_lapsed(LATER + 600 * MINUTE),
                lambda: alerts.end_of_others({""}, LATER),
                lambda: alerts.spread((OLGA, -5), LATER),
                lambda: alerts.ring_again(LATER + 2000 * MINUTE),
                lambda: alerts.leave(-5, LATER),
                lambda: alerts.end(AlertKind.STATUS_FAILED, "order:1", LATER),
                lambda: alerts.backup_made(LATER),
                alerts.last_backup,
                lambda: watching.week_micro(LATER),
                watching.largest_waiting,
                lambda: watching.is_accepted_since(LATER),
                lambda: watching.undecided(LATER),
                watching.refunds_held,
                lambda: watching.standings([1, 2]),
                lambda: watching.count_star_payments(BOT, LATER),
                monitored.answers,
                monitored.takes_writes,
                lambda: monitored.count(LATER, NOON, LATER, ["card", "stars"]),
            )
        )

    async def _growth(self) -> None:
        database = self.stores.database
        coupons, questions = Coupons(database), GrowthQuestions(database)
        invites = InviteRules(1_000, "USD")
        invitations = Invitations(database, rules=lambda: invites, operators=OPERATORS, bot_id=BOT)
        gifts = Gifts(database)
        ten, five = (read_coupon(words.split(), "USD", LATER) for words in ("TEN 10%", "FIVE 5 uses 9"))
        rich = Invoice(
            "rich", ANN, "stars", STARS, 77, 10**15, "USD", LATER + 60 * MINUTE, surcharge_micro=-5
        )
        await self.payments.offer(rich, LATER)
        await self.payments.paid(Paid("stars", "stx10", ANN, "rich", STARS, 77), LATER)
        offered = [await gifts.offer(ANN, 5, "USD", LATER) for _ in range(3)]
        await happens(
            (
                *(
                    (lambda one=one: coupons.make(one, by=OLGA, update_id=1, now=LATER))
                    for one in (ten, five)
                ),
                *(
                    (lambda one=one: coupons.enter(ANN, one.key, currency="USD", update_id=2, now=LATER))
                    for one in (five, ten)
                ),
                lambda: coupons.ready_of(ANN, "USD", LATER),
                lambda: self.stores.reserved(ANN, coupon="TEN", discount_micro=5),
                lambda: coupons.list_live(limit=20),
                lambda: coupons.list_live(limit=20, before=2),
                lambda: coupons.put_away(ANN),
                lambda: coupons.stop("ten", LATER, by=1),
                lambda: questions.ask(ANN, Asks.GIFT, LATER),
                lambda: questions.answered(ANN, 7),
                lambda: questions.missed(ANN),
                lambda: questions.drop(ANN),
                lambda: invitations.code_of(ANN, LATER),
                lambda: invitations.tally(ANN),
                lambda: invitations.came(BOB, "nobody's", 1, LATER),
                invitations.list_due,
                lambda: invitations.reward(BOB, LATER),
                lambda: gifts.giveable(ANN, "USD"),
                *((lambda one=one: gifts.make(ANN, one.id, LATER)) for one in offered),
                lambda: gifts.share("AAAA2", offered[0].id, ANN, LATER),
                lambda: gifts.find_own(ANN, offered[0].id),
                lambda: gifts.find(offered[0].id),
                lambda: gifts.list_open(ANN, limit=10),
                lambda: gifts.take(BOB, offered[0].token, LATER),
                lambda: gifts.cancel(ANN, offered[1].id, LATER),
                lambda: gifts.expire(LATER + timedelta(days=40)),
            )
        )

    async def _panel(self) -> None:
        stores, texts = self.stores, self.texts
        shelf, prices = stores.catalogue, stores.prices
        overcharges = Overcharges(stores.database, panel=PANEL)
        signed = Signed(OLGA, 1, LATER)
        await happens(
            (
                prices.load,
                lambda: prices.change(Change(Scope.DEFAULT, "", 5), signed),
                shelf.get,
                shelf.get_account,
                shelf.get_rates,
                shelf.get_rates_before_zero,
                lambda: shelf.explained(LATER, by=1),
                lambda: shelf.list_names(["1"]),
                lambda: shelf.heard_trouble("no", LATER),
                lambda: shelf.heard_balance(Balance(Decimal(7), "USD"), "seed", LATER),
                lambda: shelf.replace_all(
                    [Service("1", "Likes", "Likes", "Default", 1, 1, 5)], "seed", LATER
                ),
                lambda: texts.list_untaught(limit=5),
                texts.list_taught,
                lambda: texts.find(1),
                lambda: texts.teach(1, "link", by=OLGA, now=LATER),
                overcharges.list_stopped,
                overcharges.list_off_sale,
                lambda: overcharges.resume("1", LATER, by=OLGA),
            )
        )

    async def _suppliers(self) -> None:
        """Services of another panel account, which deliver instead of this one's."""
        routes, other = ServiceRoutes(self.stores.database), Supplier("other")
        shelf = CatalogueStore(self.stores.database, supplier=other)
        likes = Service("9", "Likes", "Likes", "Default", 1, 1, 5)
        [sold] = await shelf.number([likes], LATER)
        await shelf.replace_all([sold], "second", LATER)
        target = Route(sold.id, other.name, sold.number)
        order = await self.stores.reserved(service_id="1")
        await happens(
            (
                lambda: routes.name("1", Way.ROUTE, sold.id, LATER, by=OLGA),
                lambda: routes.name("1", Way.FALLBACK, sold.id, LATER, by=OLGA),
                routes.list_all,
                lambda: routes.list_held(["1"], LATER),
                lambda: routes.hand_over(order, target, 7, LATER),
                lambda: routes.drop("1", Way.ROUTE, LATER, by=OLGA),
                self.stores.orders.find_left_behind,
                lambda: self.stores.orders.give_up_left_behind(LATER),
            )
        )

    async def _quality(self) -> None:
        qualities = Qualities(self.stores.database, panel=PANEL)
        moves, rule = RateMoves(self.stores.database, panel=PANEL), FailRule(20, 10)
        await happens(
            (
                lambda: qualities.list_touched(limit=50),
                lambda: qualities.came_to((NOON, 1)),
                lambda: qualities.list_touched(limit=50),
                lambda: qualities.list_next(limit=5),
                lambda: qualities.came_round("1"),
                lambda: qualities.list_next(limit=5),
                lambda: qualities.measure(["77", "1"], LATER),
                lambda: qualities.find("77"),
                lambda: qualities.list_of([("", "77"), ("", "1")]),
                lambda: qualities.list_worst(limit=6),
                lambda: qualities.list_worst(behind=(500_000, "1"), limit=6),
                lambda: qualities.list_stopped(limit=6),
                qualities.count_stopped,
                lambda: qualities.list_hit(rule, limit=50),
                lambda: qualities.set_rule(rule, LATER, by=OLGA),
                qualities.rule,
                lambda: qualities.stop_failing(LATER),
                lambda: qualities.resume("77", LATER, by=OLGA),
                qualities.told,
                lambda: qualities.tell(["a"], Condition(AlertKind.BETTER_OFFER), LATER),
                lambda: self.stores.catalogue.replace_all(
                    [Service("1", "Likes", "Likes", "Default", 2, 1, 5)], "seed", LATER
                ),
                lambda: moves.list_latest("1", limit=5),
            )
        )

    async def _time(self) -> None:
        tidying, asides = Tidying(self.stores.database), Asides(self.stores.database)
        await happens(
            (
                lambda: asides.list(5),
                asides.count,
                lambda: asides.find_raw(1),
                lambda: asides.put_back(1),
                lambda: tidying.tidy(LATER),
                lambda: self.waits.beat(LATER),
                self.waits.last_beat,
                lambda: self.waits.move(timedelta(seconds=1), LATER),
                lambda: self.waits.wake_too_late(LATER),
                lambda: self.waits.was_off(MINUTE, LATER),
                lambda: self.audit.run(LATER),
            )
        )

    async def _other_settings(self) -> None:
        database = self.stores.database
        other = Identities(database, Identity("other", BOT + 1, "shop", "EUR"))
        same = Identities(database, TODAY)
        await happens(
            (
                same.today,
                same.known,
                same.refusals,
                lambda: same.settle(LATER),
                other.refusals,
                lambda: other.settle(LATER),
                lambda: other.write_down(LATER, access="private"),
                lambda: other.leave_panel(LATER),
            )
        )

    async def _numbered(self, panel_order_id: str) -> Order:
        [number] = await self.stores.all(select(orders.c.id).where(orders.c.panel_order_id == panel_order_id))
        return await self.stores.order(number.id)

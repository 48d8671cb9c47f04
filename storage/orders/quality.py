"""How good each service is by its latest ended orders, and what takes a failing one off sale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, literal, or_, select, tuple_, update

from shop.acts import Act, Did
from shop.alerts import AlertKind, Condition
from shop.quality.outcomes import Outcome, Quality, failures, quality_of
from shop.quality.rule import FailRule
from storage.alerts.rows import begin, end
from storage.core.database import Database
from storage.core.prepared import padded
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.orders.past import past_of
from storage.orders.quality_tables import fail_rule, quality_progress, quality_stopped, service_quality
from storage.orders.tables import order_ended_for_another, order_ended_itself, orders

AT_ONCE = 50
"""Services that are taken off sale in one unit; the next takes more."""

RULE = "fail_rule:1"
"""How acts name the rule."""

_SECOND = timedelta(seconds=1)
_table = service_quality.c


@dataclass(frozen=True, slots=True)
class Stopped:
    """Since when a service is off sale because it failed: so many of so many orders."""

    at: datetime
    failed: int
    of: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A row: a service's figures at a panel account, and whether it is off sale."""

    service_id: str
    panel: str
    quality: Quality
    worst: int = 0
    stopped: Stopped | None = None
    resumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetRule:
    """The rule in force, None for none, and who set it when."""

    rule: FailRule | None = None
    by: int | None = None
    at: datetime | None = None


class Qualities:
    """Reads and writes `service_quality`, `quality_progress`, `fail_rule`; panel `""` is PANEL_URL's."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    # Measuring

    @reads
    def list_touched(
        self, connection: Connection, *, panel: str = "", limit: int
    ) -> tuple[list[str], tuple[datetime, int] | None]:
        """Return the services of which orders have ended since the last look, and how far this one went."""
        name = panel or self._panel
        done = _progress(connection, name)
        delivers = func.coalesce(orders.c.sent_service, orders.c.service_id).label("service_id")
        ended = select(delivers, orders.c.finished_at, orders.c.id).where(
            orders.c.panel == name, orders.c.finished_at.is_not(None)
        )
        if done is None or done.finished_at is None:  # what was before the first look comes one by one
            newest = ended.order_by(orders.c.finished_at.desc(), orders.c.id.desc()).limit(limit)
            rows = connection.execute(newest).all()[::-1]
        else:
            since = tuple_(literal(done.finished_at), literal(done.order_id))
            later = ended.where(
                orders.c.finished_at >= done.finished_at, tuple_(orders.c.finished_at, orders.c.id) > since
            )
            rows = connection.execute(later.order_by(orders.c.finished_at, orders.c.id).limit(limit)).all()
        last = (rows[-1].finished_at, rows[-1].id) if rows else None
        return list(dict.fromkeys(row.service_id for row in rows)), last

    @reads
    def list_next(self, connection: Connection, *, panel: str = "", limit: int) -> list[str]:
        """Return the services whose turn it is to be measured once more; none at the end of the round."""
        name = panel or self._panel
        done = _progress(connection, name)
        at, found = "" if done is None else done.service_id, list[str]()
        while len(found) < limit:
            following = [
                connection.execute(
                    select(by).where(orders.c.panel == name, by > at, which).order_by(by).limit(1)
                ).scalar()
                for by, which in _DELIVERING
            ]
            services = [one for one in following if one is not None]
            if not services:
                break
            at = min(services)
            found.append(at)
        return found

    @writes
    def measure(
        self, connection: Connection, services: Sequence[str], now: datetime, *, panel: str = ""
    ) -> None:
        """Measure these services by their latest ended orders, and keep the figures."""
        name = panel or self._panel
        known = select(_table.service_id, _table.resumed_at)
        mine = known.where(_table.panel == name, _table.service_id.in_(padded(services)))
        since = {row.service_id: row.resumed_at for row in connection.execute(mine)}
        rows = [
            _row(name, one, quality_of(past_of(connection, name, one), since.get(one)), now)
            for one in services
        ]
        if rows:
            adding = insert_into(connection, service_quality)
            columns = {key: adding.excluded[key] for key in rows[0] if key not in {"panel", "service_id"}}
            connection.execute(
                adding.on_conflict_do_update(index_elements=["service_id", "panel"], set_=columns), rows
            )

    @writes
    def came_to(self, connection: Connection, last: tuple[datetime, int], *, panel: str = "") -> None:
        """Note that what has ended up to this order was measured."""
        _come(connection, panel or self._panel, finished_at=last[0], order_id=last[1])

    @writes
    def came_round(self, connection: Connection, service_id: str, *, panel: str = "") -> None:
        """Note that the services up to this one were measured once more; empty begins a new round."""
        _come(connection, panel or self._panel, service_id=service_id)

    # Reading

    @reads
    def find(self, connection: Connection, service_id: str) -> Kept | None:
        """Return the figures of the service with this number; None if no order of it has ended.

        Two panel accounts have one only if the shop has moved: then it is the one off sale, or in use last.
        """
        found = select(service_quality).where(_table.service_id == service_id)
        rows = connection.execute(found).all()
        newest = max(rows, key=lambda row: (row.stopped_at is not None, row.measured_at), default=None)
        return None if newest is None else self._kept(newest)

    @reads
    def list_of(self, connection: Connection, services: Collection[tuple[str, str]]) -> dict[str, Kept]:
        """Return the figures of these services, named by panel and number, by number."""
        wanted = {(panel or self._panel, service_id) for panel, service_id in services}
        ids = sorted({service_id for _, service_id in wanted})
        rows = connection.execute(select(service_quality).where(_table.service_id.in_(padded(ids)))).all()
        return {row.service_id: self._kept(row) for row in rows if (row.panel, row.service_id) in wanted}

    @reads
    def list_worst(
        self, connection: Connection, *, behind: tuple[int, str] | None = None, limit: int
    ) -> list[Kept]:
        """Return the services that fail most surely, or those behind this one of the list."""
        found = select(service_quality).order_by(_table.worst.desc(), _table.service_id, _table.panel)
        if behind is not None:
            worst, service_id = behind
            found = found.where(
                _table.worst <= worst,
                or_(_table.worst < worst, _table.service_id > service_id),
            )
        return [self._kept(row) for row in connection.execute(found.limit(limit)).all()]

    @reads
    def list_stopped(self, connection: Connection, *, behind: str = "", limit: int) -> list[Kept]:
        """Return services that are off sale because they failed, by number, behind this one."""
        found = select(service_quality).where(quality_stopped, _table.service_id > behind)
        rows = connection.execute(found.order_by(_table.service_id, _table.panel).limit(limit)).all()
        return [self._kept(row) for row in rows]

    @reads
    def count_stopped(self, connection: Connection) -> int:
        """Return how many services are off sale because they failed."""
        return number_from(connection, select(func.count()).where(quality_stopped))

    # The rule

    @reads
    def rule(self, connection: Connection) -> SetRule:
        """Return the rule in force."""
        return _rule(connection)

    @reads
    def list_hit(self, connection: Connection, rule: FailRule, *, limit: int) -> list[Kept]:
        """Return the services on sale that this rule would take off, those that fail most first."""
        return [self._kept(row) for row in _hit(connection, rule, limit)]

    @writes
    def set_rule(self, connection: Connection, rule: FailRule | None, now: datetime, *, by: int) -> bool:
        """Set the rule, None for none; return False if it was so already."""
        before = _rule(connection).rule
        if before == rule:
            return False
        values = (
            {"percent": None, "last": None} if rule is None else {"percent": rule.percent, "last": rule.last}
        )
        _set(connection, **values, set_by=by, set_at=now)
        details = {} if rule is None else {"percent": rule.percent, "orders": rule.last}
        did = Did.FAIL_RULE_OFF if rule is None else Did.FAIL_RULE_SET
        note_act(connection, Act(by, did, subject=RULE, details=details), now)
        return True

    @writes
    def stop_failing(self, connection: Connection, now: datetime) -> list[str]:
        """Take the services off sale that the rule in force hits, with their alerts; return which."""
        set_rule = _rule(connection)
        if set_rule.rule is None:
            return []
        rows = _hit(connection, set_rule.rule, AT_ONCE)
        for row in rows:
            self._stop(connection, row, set_rule, now)
        return [row.service_id for row in rows]

    def _stop(self, connection: Connection, row: Row[Any], set_rule: SetRule, now: datetime) -> None:
        assert set_rule.rule is not None  # noqa: S101 - see stop_failing; tells mypy
        fresh = _outcomes(row.fresh)[: set_rule.rule.last]
        failed, number = failures(fresh), row.service_id
        this = (_table.panel == row.panel, _table.service_id == number)
        stop = {"stopped_at": now, "stopped_failed": failed, "stopped_of": len(fresh)}
        connection.execute(update(service_quality).where(*this).values(stop))
        facts = {"word": f"{number}: {failed} / {len(fresh)}", "number": number}
        begin(connection, Condition(AlertKind.SERVICE_FAILING, _subject(number), facts), now)
        if set_rule.by is not None:
            details = {"service": number, "failed": failed, "orders": len(fresh)}
            act = Act(set_rule.by, Did.SERVICE_FAILED, subject=_subject(number), details=details)
            note_act(connection, act, now)

    @writes
    def resume(
        self, connection: Connection, service_id: str, now: datetime, *, by: int, panel: str = ""
    ) -> bool:
        """Put a service back on sale, until new orders fail again; return False if it was not off sale."""
        this = and_(_table.panel == (panel or self._panel), _table.service_id == service_id, quality_stopped)
        anew = {"stopped_at": None, "resumed_at": now, "resumed_by": by, "fresh": "", "failed": 0}
        if connection.execute(update(service_quality).where(this).values(anew)).rowcount != 1:
            return False
        subject, details = _subject(service_id), {"service": service_id}
        note_act(connection, Act(by, Did.SERVICE_PUT_BACK, subject=subject, details=details), now)
        end(connection, AlertKind.SERVICE_FAILING, subject, now)
        return True

    # What operators were told of better offers

    @reads
    def told(self, connection: Connection) -> tuple[frozenset[str], datetime | None]:
        """Return the offers that operators were told of last, and when they were compared last."""
        row = connection.execute(select(fail_rule.c.told, fail_rule.c.told_at)).first()
        return (frozenset(), None) if row is None else (frozenset(row.told), row.told_at)

    @writes
    def tell(
        self, connection: Connection, words: Collection[str], news: Condition | None, now: datetime
    ) -> None:
        """Note that these offers are known, and begin the alert of those that are new."""
        _set(connection, told=sorted(words), told_at=now)
        if news is not None:
            begin(connection, news, now)

    def _kept(self, row: Row[Any]) -> Kept:
        stopped = None
        if row.stopped_at is not None:
            stopped = Stopped(row.stopped_at, row.stopped_failed or 0, row.stopped_of or 0)
        return Kept(
            service_id=row.service_id,
            panel=row.panel,
            quality=Quality(
                recent=_outcomes(row.recent),
                fresh=_outcomes(row.fresh),
                lost=row.lost,
                refills=row.refills,
                honoured=row.honoured,
                start=_time(row.start_s),
                finish=_time(row.finish_s),
                nearly_all=_time(row.nearly_all_s),
            ),
            worst=row.worst,
            stopped=stopped,
            resumed_at=row.resumed_at,
        )


def list_failed(connection: Connection, panel: str) -> frozenset[str]:
    """Return the services of this panel account that are off sale because they failed."""
    found = select(_table.service_id).where(quality_stopped, _table.panel == panel)
    return frozenset(connection.execute(found).scalars())


def _subject(service_id: str) -> str:
    return f"service:{service_id}"


def _hit(connection: Connection, rule: FailRule, limit: int) -> list[Row[Any]]:
    """Return the rows on sale that the rule hits: each has failed often enough, by an index."""
    failing = select(service_quality).where(_table.failed > rule.most, ~quality_stopped)
    rows = connection.execute(failing.order_by(_table.failed.desc()).limit(_LOOKED_AT)).all()
    return [row for row in rows if rule.hits(_outcomes(row.fresh))][:limit]


_DELIVERING = (
    (orders.c.service_id, order_ended_itself),
    (orders.c.sent_service, order_ended_for_another),
)
"""By which column orders name the service that delivered them."""

_LOOKED_AT = 1000
"""Failing services that are weighed against a rule at once."""


def _rule(connection: Connection) -> SetRule:
    row = connection.execute(select(fail_rule)).first()
    if row is None:
        return SetRule()
    return SetRule(None if row.percent is None else FailRule(row.percent, row.last), row.set_by, row.set_at)


def _set(connection: Connection, **values: object) -> None:
    adding = insert_into(connection, fail_rule).values(id=1, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))


def _progress(connection: Connection, panel: str) -> Row[Any] | None:
    return connection.execute(select(quality_progress).where(quality_progress.c.panel == panel)).first()


def _come(connection: Connection, panel: str, **values: object) -> None:
    adding = insert_into(connection, quality_progress).values(panel=panel, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["panel"], set_=values))


def _row(panel: str, service_id: str, quality: Quality, now: datetime) -> dict[str, object]:
    return {
        "panel": panel,
        "service_id": service_id,
        "recent": "".join(quality.recent),
        "fresh": "".join(quality.fresh),
        "failed": failures(quality.fresh),
        "worst": quality.failed.least,
        "lost": quality.lost,
        "refills": quality.refills,
        "honoured": quality.honoured,
        "start_s": _seconds(quality.start),
        "finish_s": _seconds(quality.finish),
        "nearly_all_s": _seconds(quality.nearly_all),
        "measured_at": now,
    }


def _outcomes(letters: str) -> tuple[Outcome, ...]:
    return tuple(Outcome(letter) for letter in letters)


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else time // _SECOND


def _time(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)

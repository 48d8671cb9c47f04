"""The people who talk to the bot, and if they can be reached."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, Row, and_, exists, func, or_, select, update

from shop import notice
from shop.audience import EVERYBODY, Audience
from shop.digest import entries_of
from shop.notice import NoticeState, is_owed_again
from shop.people.searching import search_key
from shop.person import Person
from shop.preferences import NOTHING_SET, Loudness, Preferences, Question, QuietHours, Wish
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, given, one_of, padded
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes, writes_until_done
from storage.messages import letters
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_pending, outbox_undelivered
from storage.people.audience import reachable
from storage.people.tables import erasure, person, person_asked

AT_ONCE = 500
"""Rows named in one statement."""


_IS_ERASING = exists().where(erasure.c.person_id == person.c.id, erasure.c.cleared_at.is_(None))
PEOPLE = select(person, _IS_ERASING.label("is_erasing"))
"""People as `person_of` reads them."""

_PERSON = Prepared(PEOPLE.where(person.c.id == given("number")))


def find_person(connection: Connection, person_id: int) -> Person | None:
    """Return the person with this id; None if they never wrote."""
    row = _PERSON.first(connection, number=person_id)
    return person_of(row) if row else None


class People:
    """Reads and writes the `person` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def find(self, connection: Connection, person_id: int) -> Person | None:
        """Return the person with this id; None if they never wrote."""
        return find_person(connection, person_id)

    @writes
    def seen(self, connection: Connection, somebody: Person, now: datetime) -> None:
        """Store this person as they are now; whoever writes can be reached again.

        After a time out of reach, enqueue again missed messages about money or decisions, and one
        summary of the orders that changed meanwhile.
        """
        note_seen(connection, somebody, now)

    @writes
    def choose_language(
        self, connection: Connection, person_id: int, chosen: str | None, language: str
    ) -> None:
        """Store the language this person chose, None for Telegram's; `language` is what they read now."""
        values = {"chosen_language": chosen, "language": language}
        connection.execute(update(person).where(person.c.id == person_id).values(values))

    @writes
    def choose_notices(self, connection: Connection, person_id: int, notices: Loudness) -> None:
        """Store which notices this person wants."""
        _set(connection, person_id, notices=notices)

    @writes
    def choose_quiet(
        self, connection: Connection, person_id: int, hours: QuietHours | None, answered_by: int
    ) -> None:
        """Store this person's quiet hours, None for none; it answers their question, if one waits."""
        both = {"quiet_from": hours.begin, "quiet_until": hours.until} if hours else NO_QUIET
        _set(connection, person_id, **both)
        _answer(connection, person_id, answered_by)

    @writes
    def choose_zone(self, connection: Connection, person_id: int, zone: str, answered_by: int) -> None:
        """Store the zone this person lives in; it answers their question, if one waits."""
        _set(connection, person_id, zone=zone)
        _answer(connection, person_id, answered_by)

    @writes
    def ask(self, connection: Connection, person_id: int, wish: Wish, now: datetime) -> None:
        """Take this person's next words as an answer about `wish`."""
        _set(connection, person_id, question=wish, question_at=now, question_by=None)

    @writes
    def drop_question(self, connection: Connection, person_id: int) -> None:
        """End the question: the person does something else."""
        _set(connection, person_id, question=None, question_at=None, question_by=None)

    @writes
    def accept_terms(self, connection: Connection, person_id: int, version: str, now: datetime) -> None:
        """Store that this person has accepted this version of the shop's terms; the first moment stays."""
        other = or_(person.c.accepted_terms.is_(None), person.c.accepted_terms != version)
        values = {"accepted_terms": version, "accepted_at": now}
        connection.execute(update(person).where(person.c.id == person_id, other).values(values))

    @writes_until_done
    def unreachable(self, connection: Connection, person_id: int, now: datetime) -> None:
        """Mark a person unreachable, and drop their waiting messages: they blocked the bot or are gone."""
        connection.execute(update(person).where(person.c.id == person_id).values(reachable=False))
        letters.lock_waiting(connection, person_id)
        connection.execute(
            update(outbox)
            .where(outbox.c.chat_id == person_id, outbox_pending)
            .values(state=NoticeState.BLOCKED, finished_at=now)
        )

    @writes
    def choose_shop_news(
        self, connection: Connection, person_id: int, now: datetime, *, wanted: bool
    ) -> None:
        """Store if this person wants the shop's news; a broadcast respects it, one under way, too."""
        _set(connection, person_id, shop_news=wanted)
        if not wanted:
            letters.call_off(connection, person_id, now, unless_important=True)

    @reads
    def count_reachable(
        self,
        connection: Connection,
        among: Collection[int] | None,
        audience: Audience = EVERYBODY,
        since: datetime | None = None,
    ) -> int:
        """Return how many a broadcast to this audience would reach; see `reachable`."""
        counting = select(func.count()).select_from(person).where(reachable(among, audience, since))
        return number_from(connection, counting)

    @reads
    def find_listed(
        self, connection: Connection, ids: Iterable[int], usernames: Collection[str]
    ) -> tuple[set[int], dict[str, int]]:
        """Return which of these numbers are people who have written, and the numbers of these @names.

        Names are in small letters, without their @.
        """
        known = connection.execute(select(person.c.id).where(one_of(person.c.id, ids))).scalars()
        name = func.lower(person.c.username)
        found: dict[str, int] = {}
        wanted = sorted(usernames)
        for start in range(0, len(wanted), AT_ONCE):
            some = select(name.label("name"), person.c.id).where(
                name.in_(padded(wanted[start : start + AT_ONCE]))
            )
            found |= {row.name: row.id for row in connection.execute(some).all()}
        return set(known), found


def note_seen(connection: Connection, somebody: Person, now: datetime) -> None:
    """The same as People.seen, in the caller's transaction."""
    was = connection.execute(select(person.c.reachable).where(person.c.id == somebody.id)).scalar()
    values = {
        "name": somebody.name,
        "username": somebody.username,
        "search_key": search_key(somebody.name, somebody.username),
        "language": somebody.language,
        "reachable": True,
        "seen_at": now,
    }
    adding = insert_into(connection, person).values(id=somebody.id, created_at=now, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))
    if not was:
        _enqueue_missed(connection, somebody.id, now)


def _enqueue_missed(connection: Connection, person_id: int, now: datetime) -> None:
    missed = and_(
        outbox_undelivered, outbox.c.chat_id == person_id, outbox.c.state == fixed(NoticeState.BLOCKED)
    )
    found = select(outbox.c.id, outbox.c.kind, outbox.c.payload, outbox.c.finished_at).where(missed)
    owed, changed = [], set()
    for row in connection.execute(found).all():
        if row.kind in {"card", "finished"}:
            changed.add(row.payload["order_id"])
        changed.update(one.order_id for one in entries_of(row.payload))
        if is_owed_again(row.kind, row.payload, row.finished_at, now):
            owed.append(row.id)
    again = {"state": NoticeState.PENDING, "attempts": 0, "not_before": now, "finished_at": None}
    for start in range(0, len(owed), AT_ONCE):
        some = one_of(outbox.c.id, owed[start : start + AT_ONCE])
        connection.execute(update(outbox).where(some).values(again))
    # The rest ends: it is in the summary, or too old.
    connection.execute(update(outbox).where(missed).values(state=NoticeState.STOPPED))
    if changed:
        enqueue(connection, [notice.came_back(person_id, len(changed), now.isoformat())], now)


NO_QUIET = {"quiet_from": None, "quiet_until": None}


def _set(connection: Connection, person_id: int, **values: object) -> None:
    connection.execute(update(person).where(person.c.id == person_id).values(values))


def _answer(connection: Connection, person_id: int, update_id: int) -> None:
    """Note which update answered the question, so that it is read in the same way if it is handled again."""
    asked = and_(person.c.id == person_id, person_asked)
    connection.execute(update(person).where(asked).values(question_by=update_id))


def _preferences(row: Row[tuple[object, ...]]) -> Preferences:
    unset = (row.quiet_from, row.zone, row.question_at, row.news_at) == (None, None, None, None)
    if unset and row.notices == Loudness.ALL and row.shop_news:
        return NOTHING_SET
    asked = row.question_at is not None and row.question in set(Wish)
    return Preferences(
        notices=Loudness(row.notices),
        quiet=None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_until),
        zone=row.zone,
        question=Question(Wish(row.question), row.question_at, row.question_by) if asked else None,
        news=row.news_at is not None,
        shop_news=bool(row.shop_news),
    )


def person_of(row: Row[tuple[object, ...]]) -> Person:
    """Return the person in this row."""
    return Person(
        id=row.id,
        name=row.name,
        language=row.language,
        username=row.username,
        reachable=row.reachable,
        chosen_language=row.chosen_language,
        preferences=_preferences(row),
        accepted_terms=row.accepted_terms,
        is_erasing=bool(row.is_erasing),
        seen_at=row.seen_at,
    )

"""Who may do what, as it was decided in the chat: roles, the door, bans."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, select, update

from shop import notice
from shop.acts import DOOR, WORDS, Act, Did, subject_of
from shop.notice import Notice
from shop.person import Access, GivenRole, Roster, Standing
from shop.standing import Member
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.questions import answered
from storage.desk.tables import staff, standing
from storage.messages import letters
from storage.messages.broadcast_rows import handed_over, stop_asking
from storage.messages.outbox import enqueue
from storage.people.tables import person


async def reread_roster(access: Access, store: "StaffStore") -> None:
    """Have `access` say what the database says now. Called after every change, and at a start."""
    await access.follow(store.roster)


def _of_person(column: Any, number: Any) -> Any:
    """This column of one person: looked up by number, where a join would have PostgreSQL read everybody."""
    return select(column).where(person.c.id == number).scalar_subquery()


_MEMBERS = select(
    staff,
    _of_person(person.c.name, staff.c.person_id).label("name"),
    _of_person(person.c.username, staff.c.person_id).label("username"),
    _of_person(person.c.name, staff.c.given_by).label("by"),
)


class StaffStore:
    """Reads and writes `staff`, and decides in `standing`. Each change stands in the log of acts.

    A change returns True if it was this call that made it. Its caller then has the roster read again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def roster(self, connection: Connection) -> Roster:
        """Return who may do what beside those in the settings."""
        roles: dict[str, set[int]] = {role: set() for role in GivenRole}
        for row in connection.execute(select(staff.c.person_id, staff.c.role)).all():
            roles[row.role].add(row.person_id)
        doors: dict[str, set[int]] = {state: set() for state in Standing}
        decided = standing.c.state.in_((Standing.LET_IN, Standing.BANNED))
        for row in connection.execute(select(standing.c.person_id, standing.c.state).where(decided)).all():
            doors[row.state].add(row.person_id)
        return Roster(
            operators=frozenset(roles[GivenRole.OPERATOR]),
            support=frozenset(roles[GivenRole.SUPPORT]),
            let_in=frozenset(doors[Standing.LET_IN]),
            banned=frozenset(doors[Standing.BANNED]),
        )

    @reads
    def list_staff(self, connection: Connection) -> list[Member]:
        """Return whoever was given a role, the longest here first."""
        found = _MEMBERS.order_by(staff.c.given_at, staff.c.person_id)
        return [_member(row) for row in connection.execute(found).all()]

    @reads
    def find_member(self, connection: Connection, person_id: int) -> Member | None:
        """Return the role that this number was given; None without one."""
        row = connection.execute(_MEMBERS.where(staff.c.person_id == person_id)).first()
        return None if row is None else _member(row)

    @writes
    def give_role(
        self, connection: Connection, person_id: int, role: GivenRole, by: int, now: datetime
    ) -> bool:
        """Give this number a role, in place of a former one, and tell them; False if they have it already."""
        values = {"role": role, "given_by": by, "given_at": now}
        adding = insert_into(connection, staff).values(person_id=person_id, **values)
        given = adding.on_conflict_do_update(
            index_elements=["person_id"], set_=values, where=staff.c.role != role
        )
        if not connection.execute(given).rowcount:
            return False
        _stop_asking(connection, person_id)  # what another role was asked is over
        note_act(connection, _of_role(Did.ROLE_GIVEN, person_id, role, by), now)
        under_way = [] if role is GivenRole.OPERATOR else handed_over(connection, person_id, by)
        enqueue(connection, [notice.role_news(person_id, role, now), *under_way], now)
        return True

    @writes
    def take_role(self, connection: Connection, person_id: int, by: int, now: datetime) -> bool:
        """Take this number's role, and tell them; False if it has none.

        `by` sees from now on how their broadcasts under way stand: nobody else would be told of trouble.
        """
        taking = delete(staff).where(staff.c.person_id == person_id).returning(staff.c.role)
        role = connection.execute(taking).scalar()
        if role is None:
            return False
        _stop_asking(connection, person_id)
        note_act(connection, _of_role(Did.ROLE_TAKEN, person_id, role, by), now)
        under_way = handed_over(connection, person_id, by)
        enqueue(connection, [notice.role_news(person_id, "", now), *under_way], now)
        return True

    @writes
    def stand(
        self,
        connection: Connection,
        person_id: int,
        state: Standing,
        by: int | None,
        now: datetime,
        *,
        reason: str = "",
        only_from: Collection[Standing | None] | None = None,
        news: Sequence[Notice] = (),
    ) -> bool:
        """Store how this person stands, and owe `news`; False if that is so already.

        `only_from`: only if they stand like one of these now (None: nothing was decided about them). Whoever
        has a role is not banned: it is taken first.
        """
        if state is Standing.BANNED and connection.execute(_has_role(person_id)).scalar():
            return False
        row = connection.execute(
            select(standing.c.state).where(standing.c.person_id == person_id).with_for_update()
        ).first()
        was = None if row is None else Standing(row.state)
        if was is state or (only_from is not None and was not in only_from):
            return False
        before = was if state is Standing.BANNED and was is Standing.LET_IN else ""
        values = {"state": state, "reason": reason, "changed_at": now, "changed_by": by, "before": before}
        adding = insert_into(connection, standing).values(person_id=person_id, **values)
        same = standing.c.state == was if was is not None else standing.c.state.is_(None)
        changing = adding.on_conflict_do_update(index_elements=["person_id"], set_=values, where=same)
        if not connection.execute(changing).rowcount:
            return False
        if state is Standing.BANNED:
            letters.call_off(connection, person_id, now)
        if by is not None and (did := _DECISIONS.get(state)) is not None:
            note_act(connection, _of_standing(did, person_id, by, reason), now)
        enqueue(connection, news, now)
        return True

    @writes
    def put_out(self, connection: Connection, person_id: int, by: int, now: datetime) -> bool:
        """Take the right to order from somebody, who may ask again at once; return False if they had none."""
        inside = standing.c.person_id == person_id, standing.c.state == Standing.LET_IN
        if not connection.execute(delete(standing).where(*inside)).rowcount:
            return False
        letters.call_off(connection, person_id, now)
        note_act(connection, _of_standing(Did.PUT_OUT, person_id, by), now)
        return True

    @writes
    def unban(self, connection: Connection, person_id: int, by: int, now: datetime) -> bool:
        """Lift a ban; return False if there is none.

        Somebody who had been let in is in again, and anybody else is as if they had never asked.
        """
        banned = standing.c.person_id == person_id, standing.c.state == Standing.BANNED
        inside = {"state": Standing.LET_IN, "reason": "", "changed_at": now, "changed_by": by, "before": ""}
        back = update(standing).where(*banned, standing.c.before == Standing.LET_IN).values(inside)
        is_in_again = bool(connection.execute(back).rowcount)
        if not is_in_again and not connection.execute(delete(standing).where(*banned)).rowcount:
            return False
        note_act(connection, _of_standing(Did.UNBANNED, person_id, by), now)
        return True


_DECISIONS = {Standing.LET_IN: Did.LET_IN, Standing.REFUSED: Did.REFUSED, Standing.BANNED: Did.BANNED}


def subject_of_role(person_id: int) -> str:
    """Return what the acts about this number's role have in common."""
    return f"staff:{person_id}"


def subject_of_standing(person_id: int) -> str:
    """Return what the acts about this number at the door have in common."""
    return subject_of(DOOR, person_id)


def _stop_asking(connection: Connection, person_id: int) -> None:
    """Take no message of this person for an answer at the desk any more, nor for everybody."""
    answered(connection, person_id, 0)
    stop_asking(connection, person_id)


def _has_role(person_id: int) -> Any:
    return select(exists().where(staff.c.person_id == person_id))


def _of_role(did: Did, person_id: int, role: str, by: int) -> Act:
    return Act(by, did, person_id, subject=subject_of_role(person_id), details={"role": str(role)})


def _of_standing(did: Did, person_id: int, by: int, reason: str = "") -> Act:
    details = {WORDS: reason} if reason else {}
    return Act(by, did, person_id, subject=subject_of_standing(person_id), details=details)


def _member(row: Row[Any]) -> Member:
    return Member(
        person_id=row.person_id,
        role=GivenRole(row.role),
        since=row.given_at,
        name=row.name or "",
        username=row.username,
        by=row.by or str(row.given_by),
    )

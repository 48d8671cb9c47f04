"""Who may do what, as it was decided in the chat: roles, the door, bans."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from shop.acts import WORDS, Act, Did
from shop.person import GivenRole, Roster, Standing
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.tables import staff, standing


class StaffStore:
    """Reads and writes `staff` and `standing`. Each change stands in the log of acts."""

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

    @writes
    def give_role(
        self, connection: Connection, person_id: int, role: GivenRole, by: int, now: datetime
    ) -> None:
        """Give this number a role; a former one ends."""
        values = {"role": role, "given_by": by, "given_at": now}
        adding = insert_into(connection, staff).values(person_id=person_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))
        details = {"role": str(role)}
        note_act(connection, Act(by, Did.ROLE_GIVEN, person_id=person_id, details=details), now)

    @writes
    def take_role(self, connection: Connection, person_id: int, by: int, now: datetime) -> bool:
        """Take this number's role; False if it has none."""
        taking = delete(staff).where(staff.c.person_id == person_id).returning(staff.c.role)
        role = connection.execute(taking).scalar()
        if role is None:
            return False
        details = {"role": role}
        note_act(connection, Act(by, Did.ROLE_TAKEN, person_id=person_id, details=details), now)
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
    ) -> None:
        """Store how this person stands at the door."""
        values = {"state": state, "reason": reason, "changed_at": now, "changed_by": by}
        adding = insert_into(connection, standing).values(person_id=person_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))
        did = _DECISIONS.get(state)
        if by is not None and did is not None:
            details = {WORDS: reason} if reason else {}
            note_act(connection, Act(by, did, person_id=person_id, details=details), now)


_DECISIONS = {Standing.LET_IN: Did.LET_IN, Standing.REFUSED: Did.REFUSED, Standing.BANNED: Did.BANNED}

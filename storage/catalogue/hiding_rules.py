"""Rules that hide services, and what was decided about the default sets; each change with its act."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from shop.acts import Act, Did
from shop.alerts import AlertKind
from shop.catalogue.curating import Decider
from shop.catalogue.hiding_rules import MOST_RULES, HidingRule, RuleState, SetState
from shop.errors import ShopError
from storage.alerts.rows import end
from storage.catalogue.curating_tables import hiding_rule, hiding_set
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act

DRAFTS_KEPT, REMOVED_KEPT = timedelta(days=7), timedelta(days=120)
"""How long rules stay that nobody kept, and those that were removed."""

MAY_BECOME = {
    RuleState.ON: (RuleState.DRAFT, RuleState.OFF, RuleState.REMOVED),
    RuleState.OFF: (RuleState.ON,),
    RuleState.REMOVED: (RuleState.ON, RuleState.OFF),
}
"""From which states a rule comes to each."""

_DONE = {
    RuleState.ON: Did.RULE_ON,
    RuleState.OFF: Did.RULE_OFF,
    RuleState.REMOVED: Did.RULE_REMOVED,
}


def rule_subject(of: int | str) -> str:
    """Name a rule by its number, or a default set by its key, as the log does."""
    return f"hiding:{of}"


class HidingRules:
    """Reads and writes `hiding_rule` and `hiding_set`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def propose(self, connection: Connection, words: str, by: Decider, *, update_id: int) -> int:
        """Keep what was typed as a rule that hides nothing yet; return its number.

        The same message once more is the same rule. Raises ShopError if there are too many rules.
        """
        known = select(hiding_rule.c.id).where(hiding_rule.c.update_id == update_id)
        number: int | None = connection.execute(known).scalar()
        if number is not None:
            return number
        live = hiding_rule.c.state.in_((RuleState.ON, RuleState.OFF))
        if number_from(connection, select(func.count()).where(live)) >= MOST_RULES:
            raise ShopError("rules_many", limit=MOST_RULES)
        _tidy(connection, by.at)
        values = {"words": words, "state": RuleState.DRAFT, "made_by": by.person_id, "changed_at": by.at}
        adding = insert_into(connection, hiding_rule).values(update_id=update_id, **values)
        return number_from(connection, adding.returning(hiding_rule.c.id))

    @reads
    def find(self, connection: Connection, rule_id: int) -> HidingRule | None:
        """Return the rule with this number; None if there is none (any more)."""
        row = connection.execute(select(hiding_rule).where(hiding_rule.c.id == rule_id)).first()
        return None if row is None else HidingRule(row.id, row.words, RuleState(row.state))

    @writes
    def change(self, connection: Connection, rule_id: int, to: RuleState, by: Decider) -> bool:
        """Keep a rule, turn it off or on, remove it or take it back; False if it does not stand so."""
        this = and_(hiding_rule.c.id == rule_id, hiding_rule.c.state.in_(MAY_BECOME[to]))
        changing = update(hiding_rule).where(this).values(state=to, changed_at=by.at)
        words = connection.execute(changing.returning(hiding_rule.c.words)).scalar()
        if words is None:
            return False
        act = Act(by.person_id, _DONE[to], subject=rule_subject(rule_id), details={"rule": words})
        note_act(connection, act, by.at)
        return True

    @writes
    def turn_set(self, connection: Connection, key: str, state: SetState, by: Decider) -> bool:
        """Turn a default set on or off; False if that was decided already."""
        signed = {"state": state, "changed_by": by.person_id, "changed_at": by.at}
        adding = insert_into(connection, hiding_set).values(key=key, **signed)
        changing = adding.on_conflict_do_update(
            index_elements=["key"], set_=signed, where=hiding_set.c.state != state
        )
        if connection.execute(changing.returning(hiding_set.c.key)).first() is None:
            return False
        _note_set(connection, key, state, by)
        return True

    @writes
    def answer(self, connection: Connection, keys: Collection[str], state: SetState, by: Decider) -> bool:
        """Decide about the default sets of which a shop was asked; False if somebody has decided already."""
        decided = []
        for key in keys:
            adding = insert_into(connection, hiding_set).values(
                key=key, state=state, changed_by=by.person_id, changed_at=by.at
            )
            added = connection.execute(adding.on_conflict_do_nothing().returning(hiding_set.c.key)).first()
            decided += [key] if added is not None else []
        for key in decided:
            _note_set(connection, key, state, by)
        end(connection, AlertKind.HARMFUL_OFFERS, "", by.at)
        return bool(decided)


def _note_set(connection: Connection, key: str, state: SetState, by: Decider) -> None:
    did = Did.DEFAULT_SET_ON if state is SetState.ON else Did.DEFAULT_SET_OFF
    act = Act(by.person_id, did, subject=rule_subject(key), details={"rule": key})
    note_act(connection, act, by.at)


def _tidy(connection: Connection, now: datetime) -> None:
    """Forget what nobody kept, and what was removed long ago."""
    unkept = and_(hiding_rule.c.state == RuleState.DRAFT, hiding_rule.c.changed_at < now - DRAFTS_KEPT)
    removed = and_(hiding_rule.c.state == RuleState.REMOVED, hiding_rule.c.changed_at < now - REMOVED_KEPT)
    connection.execute(delete(hiding_rule).where(or_(unkept, removed)))

"""What operators decided about services and categories; each change with its act, in one transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from shop.acts import Act, Did
from shop.catalogue.curating import Curated, Decider, Decision, Decisions, Target
from shop.catalogue.hiding_rules import HidingRule, RuleState, SetState
from shop.catalogue.storefront import short_key
from storage.catalogue.curating_tables import curated, hiding_rule, hiding_set
from storage.core.database import Database
from storage.core.prepared import padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act

OLDER_SHOP = ""
"""The key of the mark that a shop is older than the default sets."""

LONGEST_TOLD = 60
"""Characters of a name in the log."""


def subject_of(of: Target) -> str:
    """Name a service or a category as the log does; a category's name may be long."""
    return f"catalogue:{of.kind}:{of.key if of.kind is Curated.SERVICE else short_key(of.key)}"


class Curating:
    """Reads and writes `curated`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def load(self, connection: Connection) -> Decisions:
        """Return everything that operators decided about the catalogue."""
        found: dict[Curated, dict[str, Decision]] = {kind: {} for kind in Curated}
        for row in connection.execute(select(curated)).all():
            found[Curated(row.kind)][row.key] = _decision(row._mapping)
        rules = select(hiding_rule).where(hiding_rule.c.state.in_((RuleState.ON, RuleState.OFF)))
        sets = {row.key: SetState(row.state) for row in connection.execute(select(hiding_set)).all()}
        asks_first = sets.pop(OLDER_SHOP, None) is not None
        return Decisions(
            services=found[Curated.SERVICE],
            categories=found[Curated.CATEGORY],
            rules=tuple(
                HidingRule(row.id, row.words, RuleState(row.state))
                for row in connection.execute(rules.order_by(hiding_rule.c.id)).all()
            ),
            sets=sets,
            asks_first=asks_first,
        )

    @writes
    def show(self, connection: Connection, of: Target, by: Decider, *, is_shown: bool | None) -> bool:
        """Have this sold whatever rules say, hidden, or left to the rules; False if it stands so already."""
        if _find(connection, of, by).is_shown is is_shown:
            return False
        _put(connection, of, by, is_shown=is_shown)
        did = Did.CATALOGUE_HIDDEN if is_shown is False else Did.CATALOGUE_SHOWN
        _note(connection, did, of, by)
        return True

    @writes
    def name(self, connection: Connection, of: Target, by: Decider, name: str) -> bool:
        """Give this a name of the shop's own; empty: the panel's again. False if it has that name."""
        before = _find(connection, of, by).name
        if before == name:
            return False
        _put(connection, of, by, name=name)
        details = {"before": before[:LONGEST_TOLD] or "–", "after": name[:LONGEST_TOLD] or "–"}
        _note(connection, Did.CATALOGUE_RENAMED, of, by, **details)
        return True

    @writes
    def describe(self, connection: Connection, of: Target, by: Decider, words: str) -> bool:
        """Describe this in the shop's own words; empty: the panel's again. False if it is described so."""
        if _find(connection, of, by).description == words:
            return False
        _put(connection, of, by, description=words)
        _note(connection, Did.CATALOGUE_DESCRIBED, of, by)
        return True

    @writes
    def picture(self, connection: Connection, of: Target, by: Decider, file_id: str) -> bool:
        """Put this picture on top of its page; empty: none. False if it is there."""
        if _find(connection, of, by).picture == file_id:
            return False
        _put(connection, of, by, picture=file_id)
        _note(connection, Did.CATALOGUE_PICTURED if file_id else Did.CATALOGUE_UNPICTURED, of, by)
        return True

    @writes
    def pin(self, connection: Connection, of: Target, by: Decider, *, is_pinned: bool) -> bool:
        """Put this before all others, or back to its place; False if it stands so already."""
        if _find(connection, of, by).is_pinned is is_pinned:
            return False
        _put(connection, of, by, is_pinned=is_pinned)
        _note(connection, Did.CATALOGUE_PINNED if is_pinned else Did.CATALOGUE_UNPINNED, of, by)
        return True

    @writes
    def arrange(self, connection: Connection, of: Target, by: Decider, order: Sequence[str]) -> bool:
        """Put these first, in this order, because one of them was moved. False if they stand so already."""
        places = {one: at for at, one in enumerate(order)}
        stands = select(curated.c.key, curated.c.position).where(
            curated.c.kind == of.kind, curated.c.key.in_(padded(places)), curated.c.position.is_not(None)
        )
        if places == {row.key: row.position for row in connection.execute(stands).all()}:
            return False
        for one, at in places.items():
            _put(connection, Target(of.kind, one), by, position=at)
        _note(connection, Did.CATALOGUE_MOVED, of, by)
        return True


def _find(connection: Connection, of: Target, by: Decider) -> Decision:
    """Return what was decided; whoever decides about the same meanwhile waits for this transaction."""
    signed = {"changed_by": by.person_id, "changed_at": by.at}
    adding = insert_into(connection, curated).values(kind=of.kind, key=of.key, **signed)
    connection.execute(adding.on_conflict_do_nothing())
    found = select(curated).where(curated.c.kind == of.kind, curated.c.key == of.key).with_for_update()
    return _decision(connection.execute(found).mappings().one())


def _decision(row: RowMapping) -> Decision:
    return Decision(**{name: row[name] for name in Decision.__dataclass_fields__})


def _put(connection: Connection, of: Target, by: Decider, **values: object) -> None:
    signed = {**values, "changed_by": by.person_id, "changed_at": by.at}
    adding = insert_into(connection, curated).values(kind=of.kind, key=of.key, **signed)
    connection.execute(adding.on_conflict_do_update(index_elements=["kind", "key"], set_=signed))


def _note(connection: Connection, did: Did, of: Target, by: Decider, **details: str) -> None:
    about = {"what": of.key[:LONGEST_TOLD], **details}
    note_act(connection, Act(by.person_id, did, subject=subject_of(of), details=about), by.at)

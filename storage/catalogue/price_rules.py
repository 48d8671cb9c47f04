"""The price list as rows, changed one rule at a time; each change is stored with its author and time."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, or_, select

from shop.acts import Act, Did
from shop.pricing.changes import Change, Signed, Value
from shop.pricing.price_list import PriceList, Rule, Scope, percent_text, rate_text
from storage.catalogue.tables import person_level, price_change, price_rule
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act


class PriceRules:
    """Reads and writes `price_rule`, `person_level` and `price_change`.

    `usual_ppm` is the settings' markup, which applies if no default is set.
    """

    def __init__(self, database: Database, *, usual_ppm: int) -> None:
        self._database = database
        self._usual_ppm = usual_ppm

    @reads
    def load(self, connection: Connection) -> PriceList:
        """See shop.pricing.changes.Rules."""
        rows = connection.execute(select(price_rule)).all()
        levels = connection.execute(select(person_level)).all()
        return PriceList.of(
            (Rule(Scope(row.scope), row.key, row.value) for row in rows),
            {row.person_id: row.level for row in levels},
            usual_ppm=self._usual_ppm,
        )

    @writes
    def change(
        self, connection: Connection, wanted: Change, by: Signed, *, rates_in_use: Collection[str] = ()
    ) -> Value:
        """See shop.pricing.changes.Rules. The same message handled again after a crash changes nothing."""
        done = and_(
            price_change.c.update_id == by.update_id,
            price_change.c.changed_by == by.operator_id,
            price_change.c.scope == wanted.scope,
            price_change.c.key == wanted.key,
            price_change.c.after.is_not_distinct_from(_text(wanted.value)),
        )
        earlier = connection.execute(select(price_change.c.before).where(done)).first()
        if earlier is not None:
            return _value(wanted.scope, earlier.before)
        before = _before(connection, wanted)
        _put(connection, wanted, by, rates_in_use)
        connection.execute(
            price_change.insert().values(
                scope=wanted.scope,
                key=wanted.key,
                before=_text(before),
                after=_text(wanted.value),
                changed_by=by.operator_id,
                changed_at=by.at,
                update_id=by.update_id,
            )
        )
        if wanted.scope is Scope.PERSON:
            _note_level(connection, wanted, before, by)
        elif wanted.value != before:
            _note_rule(connection, wanted, before, by)
        return before


def _note_level(connection: Connection, wanted: Change, before: Value, by: Signed) -> None:
    details = {"level": str(wanted.value or "–"), "before": str(before or "–")}
    act = Act(by.operator_id, Did.LEVEL_SET, person_id=int(wanted.key), details=details)
    note_act(connection, act, by.at)


def _note_rule(connection: Connection, wanted: Change, before: Value, by: Signed) -> None:
    """Note a changed rule, named as /prices takes it."""
    rule = " ".join(part for part in (str(wanted.scope), wanted.key) if part)
    details = {"rule": rule, "before": _shown(wanted, before), "after": _shown(wanted, wanted.value)}
    note_act(connection, Act(by.operator_id, Did.PRICE_CHANGED, details=details), by.at)


def _shown(wanted: Change, value: Value) -> str:
    if not isinstance(value, int):
        return "–"
    return rate_text(value) if wanted.scope is Scope.RATE else percent_text(value)


def _before(connection: Connection, wanted: Change) -> Value:
    if wanted.scope is Scope.PERSON:
        found = select(person_level.c.level).where(person_level.c.person_id == int(wanted.key))
    else:
        same = and_(price_rule.c.scope == wanted.scope, price_rule.c.key == wanted.key)
        found = select(price_rule.c.value).where(same)
    before: Value = connection.execute(found).scalar()
    return before


def _put(connection: Connection, wanted: Change, by: Signed, rates_in_use: Collection[str]) -> None:
    signed = {"changed_by": by.operator_id, "changed_at": by.at}
    if wanted.scope is Scope.PERSON:
        number = int(wanted.key)
        connection.execute(delete(person_level).where(person_level.c.person_id == number))
        if wanted.value is not None:
            row = {"person_id": number, "level": wanted.value, **signed}
            connection.execute(insert_into(connection, person_level).values(row))
        return
    same = price_rule.c.key == wanted.key
    if wanted.scope is Scope.RATE:  # one that no panel needs any more must not come back
        same = or_(same, price_rule.c.key.not_in(sorted(rates_in_use)))
    connection.execute(delete(price_rule).where(price_rule.c.scope == wanted.scope, same))
    if wanted.value is not None:
        row = {"scope": wanted.scope, "key": wanted.key, "value": wanted.value, **signed}
        connection.execute(insert_into(connection, price_rule).values(row))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _value(scope: Scope, text: str | None) -> Value:
    return text if text is None or scope is Scope.PERSON else int(text)

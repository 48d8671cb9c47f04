"""The identity this database belongs to: compared with the settings at each start, changed by operators."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from shop.currency import currency_named
from shop.identity import (
    FIRST_PANEL,
    Identity,
    access_refusal,
    bot_refusal,
    currency_refusal,
    panel_refusal,
)
from storage.catalogue.tables import panel_account, service
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.ledger.conversions import convert_leftovers, has_conversion
from storage.ledger.tables import invoice, payment
from storage.ledger.topup_rows import drop_of_others
from storage.messages.tables import inbox
from storage.orders.tables import confirm
from storage.people.behind import behind_bot, behind_currency, behind_panel, behind_wallets, other_currencies
from storage.people.tables import identity
from storage.tables import metadata


class Identities:
    """Reads and writes `identity`, and renames the panel account in rows.

    `today` is the settings' identity: its currency is CURRENCY, whatever the panel names.
    """

    def __init__(self, database: Database, today: Identity) -> None:
        self._database = database
        self._settings = today

    @reads
    def today(self, connection: Connection) -> Identity:
        """Return the settings' identity, with the currency that wallets are in."""
        return self._today(connection)

    @reads
    def refusals(self, connection: Connection) -> list[str]:
        """Return a sentence for each setting that would leave money or orders behind."""
        return self._refusals(connection)

    @writes
    def settle(self, connection: Connection, now: datetime) -> bool:
        """Store the identity after a start that was not refused, and convert what changed with it.

        Return True if the panel account is new, so that nothing about it is known yet.
        """
        known, today = _known(connection), self._today(connection)
        if known is None:
            self._begin(connection, today, now)
        elif known.panel != today.panel:
            self._enter_panel(connection, today, now)
        if known is not None and known.access != today.access:
            _end_cards(connection, now)
        if known is not None and known.currency != today.currency:
            _end_invoices(connection, today.currency, now)
        convert_leftovers(connection, today.currency, now, recorded=_same_currency(known, today))
        if known != today:
            _write(connection, today, now)
        return known is not None and known.panel != today.panel

    @writes
    def begin(self, connection: Connection, now: datetime) -> None:
        """Store the identity for a database of an earlier release, if it has none yet."""
        if _known(connection) is None:
            self._begin(connection, self._today(connection), now)

    @writes
    def leave_panel(self, connection: Connection, now: datetime) -> None:
        """Start with today's panel account: nothing is under way at the earlier one."""
        today = self._today(connection)
        self._enter_panel(connection, today, now)
        _change(connection, now, panel=today.panel)

    @writes
    def move_panel(self, connection: Connection, now: datetime) -> int:
        """Rename the panel account, which has a new address or key, in its rows; return how many orders."""
        known, today = _known(connection), self._today(connection)
        if known is None or known.panel == today.panel:
            return 0
        moved = self._rename_panel(connection, known.panel, today.panel)
        _change(connection, now, panel=today.panel)
        return moved

    @writes
    def write_down(self, connection: Connection, /, now: datetime, **columns: str | int) -> None:
        """Store columns of `identity` that the operator has confirmed."""
        _change(connection, now, **columns)

    @reads
    def known(self, connection: Connection) -> Identity | None:
        """Return the stored identity; None before the first start."""
        return _known(connection)

    def _today(self, connection: Connection) -> Identity:
        settings = self._settings
        if settings.access == "shop":
            return settings
        known = _known(connection)
        panel = settings.panel if known is not None else FIRST_PANEL
        found = select(panel_account.c.currency).where(panel_account.c.panel.in_((settings.panel, panel)))
        told = currency_named(connection.execute(found).scalar())
        if told is None and known is not None and known.panel != settings.panel and known.access != "shop":
            told = known.currency
        return Identity(settings.panel, settings.bot_id, settings.access, told or settings.currency)

    def _refusals(self, connection: Connection) -> list[str]:
        known, today = _known(connection), self._today(connection)
        lines: list[str] = []
        if known is not None and known.panel != today.panel:
            lines += panel_refusal(known, today, behind_panel(connection, known.panel))
        before = known or replace(today, bot_id=_bot_before(connection) or today.bot_id)
        panel = known.panel if known is not None else FIRST_PANEL
        if before.bot_id != today.bot_id:
            lines += bot_refusal(before, today, behind_bot(connection, panel, before.bot_id))
        if before.access != today.access:
            lines += access_refusal(before, today, behind_wallets(connection, panel))
        same = _same_currency(known, today)
        for other in other_currencies(connection, panel, today.currency):
            if same and has_conversion(connection, other, today.currency):
                continue
            lines += currency_refusal(today, other, behind_currency(connection, panel, other))
        return lines

    def _begin(self, connection: Connection, today: Identity, now: datetime) -> None:
        before = replace(today, bot_id=_bot_before(connection) or today.bot_id)
        self._rename_panel(connection, FIRST_PANEL, today.panel)
        _name_bot(connection, before.bot_id)
        _write(connection, before, now)

    def _enter_panel(self, connection: Connection, today: Identity, now: datetime) -> None:
        _take_all_off_sale(connection, now)
        if today.access != "shop":  # wallets keep their currency until the new account names one
            adding = insert_into(connection, panel_account).values(panel=today.panel, currency=today.currency)
            connection.execute(adding.on_conflict_do_nothing(index_elements=["panel"]))

    def _rename_panel(self, connection: Connection, before: str, after: str) -> int:
        """Rename the panel account in every row; return how many orders there were."""
        orders_moved = 0
        for table in (one for one in metadata.sorted_tables if "panel" in one.c and one is not identity):
            if "panel" in table.primary_key.columns:  # rows under the old name know more
                first = select(table.c.panel).where(table.c.panel == before).limit(1)
                if connection.execute(first).first() is not None:
                    connection.execute(table.delete().where(table.c.panel == after))
            renaming = update(table).where(table.c.panel == before).values(panel=after)
            moved = connection.execute(renaming).rowcount
            orders_moved += moved if table.name == "orders" else 0
        return orders_moved


def _same_currency(known: Identity | None, today: Identity) -> bool:
    return known is not None and known.currency == today.currency


def _known(connection: Connection) -> Identity | None:
    row = connection.execute(select(identity)).first()
    return Identity(row.panel, row.bot_id, row.access, row.currency) if row is not None else None


def _bot_before(connection: Connection) -> int | None:
    """Return the bot of the latest update, for a database older than the identity."""
    found = select(inbox.c.bot_id).order_by(inbox.c.seq.desc()).limit(1)
    return connection.execute(found).scalar()


def _name_bot(connection: Connection, bot_id: int) -> None:
    for table in (invoice, payment):
        connection.execute(update(table).where(table.c.bot_id == 0).values(bot_id=bot_id))


def _take_all_off_sale(connection: Connection, now: datetime) -> None:
    """Take the earlier panel's services off sale."""
    connection.execute(update(service).where(service.c.gone_at.is_(None)).values(gone_at=now))


def _end_cards(connection: Connection, now: datetime) -> None:
    """End prices shown under the other access rule, private or shop."""
    shown = (confirm.c.used_at.is_(None), confirm.c.expires_at > now)
    connection.execute(update(confirm).where(*shown).values(expires_at=now))


def _end_invoices(connection: Connection, currency: str, now: datetime) -> None:
    """End invoices and questions about amounts in other currencies, which would be left behind."""
    open_ = (invoice.c.credit_currency != currency, invoice.c.expires_at > now)
    connection.execute(update(invoice).where(*open_).values(expires_at=now))
    drop_of_others(connection, currency, now)


def _write(connection: Connection, who: Identity, now: datetime) -> None:
    values = {
        "panel": who.panel,
        "bot_id": who.bot_id,
        "access": who.access,
        "currency": who.currency,
        "since": now,
    }
    adding = insert_into(connection, identity).values(id=1, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))


def _change(connection: Connection, now: datetime, **columns: str | int) -> None:
    if "access" in columns:
        _end_cards(connection, now)
    if "currency" in columns:
        _end_invoices(connection, str(columns["currency"]), now)
    connection.execute(update(identity).values(since=now, **columns))

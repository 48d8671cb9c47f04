"""The seeded bugs themselves, as replacements of strings; see chaos/mutants.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final


class StalePatch(Exception):
    """The code has changed, so this bug cannot be put in any more: write it again."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A replacement of one string by another in one file."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug: what goes wrong, its swaps, and the tests of which one must fail."""

    name: str
    swaps: tuple[Swap, ...]
    tests: tuple[str, ...]

    def patched(self, tree: Path) -> dict[Path, str]:
        """Return the files with the bug. Raises StalePatch unless each string is there exactly once."""
        files: dict[Path, str] = {}
        for swap in self.swaps:
            path = tree / swap.file
            text = files.get(path) or path.read_text(encoding="utf-8")
            if (times := text.count(swap.old)) != 1:
                raise StalePatch(f"{self.name}: found {times} times in {swap.file}:\n{swap.old}")
            files[path] = text.replace(swap.old, swap.new)
        return files

    @contextmanager
    def put_into(self, tree: Path) -> Iterator[None]:
        """Put the bug into the tree until the block ends."""
        files = self.patched(tree)
        before = {path: path.read_text(encoding="utf-8") for path in files}
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            for path, text in before.items():
                path.write_text(text, encoding="utf-8")


_STORAGE = "tests/contracts/storage"

BUGS: Final = (
    Bug(
        "an answer that did not come is taken for an order not sent, and the order is sent again",
        (
            Swap(
                "panel/client.py",
                "        return Unknown(str(lost))\n",
                "        return NotSent(str(lost))\n",
            ),
        ),
        ("tests/faults/test_panel.py::test_a_lost_answer_is_unconfirmed_and_never_sent_again[hang_after]",),
    ),
    Bug(
        "the attempt is written down after the order was sent",
        (
            Swap(
                "storage/orders/queue.py",
                """        if _TAKE.run(connection, order=row.id, now=now, by_reference=by_reference) != 1:
            return None
""",
                "",
            ),
            Swap(
                "storage/orders/attempts.py",
                "    attempt_id = _ADD_ATTEMPT.scalar(\n        connection,\n",
                "    attempt_id, _ = 0, dict(\n",
            ),
            Swap(
                "storage/orders/settling.py",
                """        if not close_attempt(connection, claimed.attempt_id, settlement, now):
            return False
        settled = columns_of(settlement, now)
        _writing(tuple(settled)).run(connection, order=claimed.order.id, **settled)
""",
                """        made = {"order_id": claimed.order.id, "n": claimed.n, "started_at": now}
        connection.execute(attempt.insert().values(made | evidence_of(settlement, now)))
        settled = columns_of(settlement, now)
        connection.execute(update(orders).where(orders.c.id == claimed.order.id).values(settled))
""",
            ),
        ),
        (
            f"{_STORAGE}/test_order_queue.py::test_what_was_in_flight_at_a_crash_is_unknown_and_stays_so[sqlite]",
        ),
    ),
    Bug(
        "nothing keeps an order from a second attempt that may be sent",
        (
            Swap(
                "storage/migrations/versions/0001_the_first_tables.py",
                """        batch_op.create_index(
            "uq_attempt_once",
            ["order_id"],
            unique=True,
""",
                """        batch_op.create_index(
            "uq_attempt_once",
            ["order_id"],
            unique=False,
""",
            ),
            Swap(
                "storage/orders/queue.py",
                "orders.c.not_before <= now, ~possibly_sent)",
                "orders.c.not_before <= now)",
            ),
        ),
        (
            f"{_STORAGE}/test_order_queue.py::test_the_database_refuses_a_second_attempt_that_may_have_been_sent[sqlite]",
            f"{_STORAGE}/test_order_queue.py::test_an_order_put_back_by_hand_is_not_sent_again_and_stops_nobody[sqlite]",
        ),
    ),
    Bug(
        "a second tap on Confirm is not told from the first",
        (
            Swap(
                "storage/orders/reserving.py",
                "    if card is None or card.used_at is not None:",
                "    if card is None:",
            ),
            Swap(
                "storage/orders/reserving.py",
                '{"token": card.token, "person_id"',
                '{"token": f"{card.token}-{now.timestamp()}-{id(connection)}", "person_id"',
            ),
        ),
        (f"{_STORAGE}/test_reserving.py::test_fifty_taps_at_once_make_one_order[sqlite]",),
    ),
    Bug(
        "an order is paid out of the wallet without having been reserved",
        (
            Swap(
                "storage/orders/reserving.py",
                "    book_all(connection, entries, now, selling.credit_micro, news, opens=not card.ordered_before)\n",
                "",
            ),
            Swap(
                "shop/ledger/journals.py",
                "yield from _moving(JournalKind.CAPTURE, sale, sale.held, sale.sales)",
                "yield from _moving(JournalKind.CAPTURE, sale, sale.wallet, sale.sales)",
            ),
        ),
        (f"{_STORAGE}/test_ledger.py::test_what_was_withdrawn_or_waited_too_long_comes_back[sqlite]",),
    ),
    Bug(
        "each report of a partial end gives back its whole share again",
        (
            Swap(
                "shop/ledger/journals.py",
                "more = min(level_micro, sale.price_micro) - refunded_micro",
                "more = min(level_micro, sale.price_micro)",
            ),
        ),
        (
            f"{_STORAGE}/test_ledger.py::test_ends_that_flip_repeat_or_come_late_never_give_back_more_than_was_due[sqlite]",
        ),
    ),
    Bug(
        "the end of an order is committed before its refund",
        (
            Swap(
                "storage/orders/sweeping.py",
                "                await self._refund(change)\n",
                """                storing = (self._panel, change, self._operators)
                if await self._database.write(lambda connection: following.store_change(connection, *storing)):
                    await self._refund(change)
""",
            ),
            Swap(
                "storage/orders/following.py",
                "    if is_halted(connection) or not store_change(connection, panel, change, operators):\n",
                "    if is_halted(connection):\n",
            ),
        ),
        (
            f"{_STORAGE}/test_ledger.py::test_an_end_and_what_it_gives_back_are_stored_together_or_not_at_all[sqlite]",
        ),
    ),
    Bug(
        "Telegram is told that updates arrived before they are committed",
        (
            Swap(
                "messaging/inbox.py",
                """        await self._commit([one for one in numbered if not self._checkout(one)])
""",
                "",
            ),
            Swap(
                "messaging/inbox.py",
                """        self._offset = max(one["update_id"] for one in numbered) + 1
""",
                """        self._offset = max(one["update_id"] for one in numbered) + 1
        await self._commit([one for one in numbered if not self._checkout(one)])
""",
            ),
        ),
        ("tests/unit/messaging/test_polling.py",),
    ),
    Bug(
        "a price is reckoned in floating point",
        (
            Swap(
                "shop/money.py",
                "    return -(-number // divisor)\n",
                "    return -int(-(number / divisor) // 1)\n",
            ),
        ),
        ("tests/unit/shop/test_money.py", "tests/unit/shop/test_pricing.py"),
    ),
    Bug(
        "a balance is read, reckoned, and written back",
        (
            Swap(
                "storage/ledger/store.py",
                """    row = moving.first(connection, **values)
    if row is None:
        _open(""",
                """    found = connection.execute(select(account).where(is_account(which))).first()
    if found is None:
        _open(connection, which, limit)
        found = connection.execute(select(account).where(is_account(which))).one()
    if move.shape.guards and found.balance_micro + amount < -(limit or 0):
        raise _refusal(connection, which, amount, limit)
    written = account.update().where(account.c.id == found.id).values(
        balance_micro=found.balance_micro + amount, version=found.version + 1
    )
    row = connection.execute(
        written.returning(account.c.id, account.c.balance_micro, account.c.version)
    ).first()
    if row is None:
        _open(""",
            ),
            Swap(
                "storage/ledger/store.py",
                'if connection.dialect.name == "sqlite" or is_listened(connection):',
                "if connection.dialect.name:",
            ),
        ),
        (
            f"{_STORAGE}/test_ledger.py::test_two_hundred_spends_at_once_from_a_wallet_that_affords_fifty[postgresql]",
        ),
    ),
    Bug(
        "Telegram may keep one person's orders for five minutes and show them to another",
        (
            Swap(
                "handlers/inline/handlers.py",
                """        cache_time=0,  # Telegram's default of 300 s would show yesterday's status
        is_personal=True,  # and without this, one person's orders to another
""",
                "",
            ),
        ),
        ("tests/stories/test_my_orders.py",),
    ),
    Bug(
        "the token stands in the log",
        (
            Swap(
                "logs.py",
                '        return self._redact(self._line(record, moment.replace("+00:00", "Z"), trace))\n',
                '        return self._line(record, moment.replace("+00:00", "Z"), trace)\n',
            ),
        ),
        ("tests/unit/top/test_logs.py",),
    ),
    Bug(
        "a mirror's page is taken for Telegram's word",
        (
            Swap(
                "messaging/envelope.py",
                "        raise _a_stranger_said(status, is_download=is_download)\n",
                "        return status, body\n",
            ),
        ),
        (
            "tests/faults/test_who_answered.py::test_whatever_comes_the_kiosk_goes_on[page-send]",
            "tests/faults/test_who_answered.py::test_whatever_comes_the_kiosk_goes_on[json-poll]",
        ),
    ),
    Bug(
        "letters go out by method names that Telegram alone can read",
        (
            Swap(
                "messaging/calls.py",
                """    carrier, url = cast("PostsJson", bot.request), f"{bot.base_url}/{method}"
""",
                """    method = method[0].upper() + method[1:]
    carrier, url = cast("PostsJson", bot.request), f"{bot.base_url}/{method}"
""",
            ),
        ),
        ("tests/faults/test_notices.py::test_not_modified_is_success",),
    ),
    Bug(
        "a refusal in words that nobody knows is believed",
        (
            Swap(
                "panel/readers/add.py",
                "    if refusal.kind in _REFUSES:\n",
                "    if refusal.kind in _REFUSES or refusal.kind is Kind.OTHER:\n",
            ),
        ),
        ("tests/unit/panel/test_panel_closed_world.py", "tests/stories/test_strange_words.py"),
    ),
    Bug(
        "every panel account has the same name in rows, so that another one's numbers are taken for its own",
        (
            Swap(
                "shop/identity.py",
                '    return f"{host_of(url)}~{sign}"\n',
                "    return FIRST_PANEL\n",
            ),
        ),
        (
            "tests/stories/test_identity.py::test_another_panel_is_refused_until_its_orders_are_finished",
            "tests/stories/test_identity.py::test_a_panel_given_up_gives_the_money_back_and_its_numbers_mean_nothing_here",
        ),
    ),
    Bug(
        "a list that its app has cut is taken for whole",
        (
            Swap(
                "shop/ordering/pasting.py",
                "    return units(message) > LONGEST // 2\n",
                "    return units(message) >= LONGEST\n",
            ),
        ),
        ("tests/stories/test_long_lists.py",),
    ),
    Bug(
        "the number of an update that was forgotten comes again",
        (
            Swap(
                "storage/migrations/versions/0006_ids_that_never_come_again.py",
                "        op.create_table(fresh, *_TABLES[name](), sqlite_autoincrement=never_again)\n",
                "        op.create_table(fresh, *_TABLES[name]())\n",
            ),
            Swap(
                "storage/migrations/versions/0006_ids_that_never_come_again.py",
                """        if never_again:
            _carry_on(name, key, fresh)
""",
                "",
            ),
        ),
        (f"{_STORAGE}/test_inbox.py::test_the_number_of_a_forgotten_row_never_comes_again[sqlite]",),
    ),
    Bug(
        "a receipt is only where its letter got to",
        (
            Swap(
                "handlers/operator/review/handlers.py",
                "    receipts = await showed_receipts(context)\n",
                "    receipts = 0\n",
            ),
        ),
        ("tests/stories/test_waiting_for_the_operator.py",),
    ),
    Bug(
        "a letter whose chat must wait is overtaken by the next",
        (
            Swap(
                "storage/messages/outbox.py",
                '    .where(or_(_other.c.attempts < LOSES_ITS_PLACE, _other.c.not_before <= given("now")))\n',
                '    .where(_other.c.not_before <= given("now"))\n',
            ),
        ),
        ("tests/faults/test_notices.py::test_a_storm_of_429_turns_no_chats_order_round",),
    ),
    Bug(
        "an audit that could not check everything lets money go on",
        (
            Swap(
                "storage/audit.py",
                "        if unchecked:\n",
                "        if not findings:\n",
            ),
        ),
        (
            f"{_STORAGE}/test_guards.py::test_what_cannot_be_checked_is_told_and_neither_stops_money_nor_lets_it_go_on[sqlite]",
        ),
    ),
    Bug(
        "orders go to the panel as they came, so that one person's queue is everybody's wait",
        (
            Swap(
                "storage/orders/queue.py",
                ".order_by(orders.c.rank, orders.c.id)",
                ".order_by(orders.c.id)",
            ),
        ),
        (f"{_STORAGE}/test_line.py::test_one_persons_queue_does_not_keep_others_waiting[sqlite]",),
    ),
    Bug(
        "what has become dearer than it was sold for is handed over all the same",
        (
            Swap(
                "shop/pricing/costing.py",
                """        if terms.price_micro < least or terms.per_post_micro < bare.per_post_micro:
            return Unsent.DEARER
""",
                "",
            ),
        ),
        (
            "tests/stories/test_what_it_costs.py::test_what_has_become_dearer_than_its_price_is_not_sent[shop]",
        ),
    ),
    Bug(
        "a balance that has not moved is proof enough that an order is not there",
        (
            Swap(
                "shop/reconciliation/decide.py",
                "    if _would_show(evidence):\n        return Void()\n",
                "    return Void()\n",
            ),
        ),
        (
            "tests/unit/shop/test_decide.py::test_nothing_seen_is_no_proof_at_a_panel_whose_habits_nobody_knows",
            "tests/stories/test_unknown_orders.py::test_a_panel_that_charges_late_is_never_taken_for_one_without_the_order",
        ),
    ),
    Bug(
        "what only operators may do is done for whoever sends its button",
        (
            Swap(
                "handlers/routes.py",
                """    if (wanted is Access.STAFF and not turn.serves) or (wanted in _OPERATING and not turn.operates):
""",
                """    if wanted is Access.STAFF and not turn.serves:
""",
            ),
        ),
        ("tests/stories/test_access_matrix.py",),
    ),
    Bug(
        "an order for another supplier's service goes to the panel of PANEL_URL",
        (
            Swap(
                "storage/orders/reserving.py",
                "        return terms.panel\n",
                "        return self.panel\n",
            ),
        ),
        (
            "tests/stories/test_suppliers.py::test_each_order_goes_to_its_own_supplier_and_nothing_to_the_other",
        ),
    ),
    Bug(
        "a fallback gets the number by which customers know its service",
        (
            Swap(
                "shop/ordering/order.py",
                "        number = self.sent_number or self.terms.panel_number or self.terms.service_id\n",
                "        number = self.terms.panel_number or self.terms.service_id\n",
            ),
        ),
        ("tests/stories/test_fallbacks.py",),
    ),
    Bug(
        "a fallback is handed over whatever it costs",
        (
            Swap(
                "jobs/fallbacks.py",
                "                if cost_micro > most:\n",
                "                if cost_micro > DEAREST:\n",
            ),
        ),
        ("tests/stories/test_fallbacks.py::test_a_loss_beyond_the_limit_asks_the_operator",),
    ),
    Bug(
        "the clock on the wall is believed whatever somebody sets it to",
        (
            Swap(
                "shop/clock.py",
                "        if abs(wall - expected) >= SLEW:\n            return expected\n",
                "",
            ),
        ),
        (
            "tests/unit/shop/test_clock.py::test_a_step_does_not_show_until_adopted",
            "tests/stories/test_clock.py::test_an_order_that_cannot_go_is_given_back_after_its_half_hour",
        ),
    ),
    Bug(
        "a gateway's payment that is still waiting counts as paid",
        (
            Swap(
                "payments/described/reading.py",
                "    if payment.meaning not in CAME:\n        return None\n",
                "",
            ),
        ),
        ("tests/stories/test_gateway_payments.py::test_what_is_paid_is_credited_once",),
    ),
    Bug(
        "a leader that wakes late writes although another one leads",
        (
            Swap(
                "storage/replicas/store.py",
                "        if statement.first(connection, **values) is None:\n            raise Fenced(_GONE_FOR_OTHERS)\n",
                "        statement.first(connection, **values)\n",
            ),
        ),
        (
            "tests/contracts/storage/test_replicas.py::test_who_was_silent_too_long_is_gone_and_writes_nothing_more",
        ),
    ),
    Bug(
        "the sessions of a leader that was stopped keep their locks",
        (
            Swap(
                "storage/replicas/store.py",
                '        connection.execute(_END_SESSIONS, {"names": [session_of(one) for one in ids]})\n',
                "",
            ),
        ),
        (
            "tests/contracts/storage/test_replicas.py::test_who_takes_over_ends_what_one_left_between_two_parts_of_a_statement",
        ),
    ),
)

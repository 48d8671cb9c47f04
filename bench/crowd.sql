-- See crowd.py, which fills in the names in braces.
INSERT INTO person (id, name, language, reachable, created_at, seen_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT i, 'Ann ' || i, 'en', {true}, '{began}', '{began}'
FROM n;
INSERT INTO draft (id, person_id, question, data, updated_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT 'last' || i, i, 'link', '{draft}'{json}, '{began}'
FROM n;
INSERT INTO favourite (person_id, service_id, added_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT i, '1', '{began}'
FROM n;
INSERT INTO served (panel, person_id, rank)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT '{panel}', i, i
FROM n;
INSERT INTO panel_account (panel, balance_micro, currency, balance_at, balance_asked_at)
SELECT '{panel}', 1000000, 'USD', {now}, {now};
INSERT INTO confirm (token, person_id, draft_id, terms, created_at, expires_at, used_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders})
SELECT 'crowd-' || i, {person}, 'draft' || i, '{terms}'{json}, {moment}, {moment}, {moment}
FROM n;
INSERT INTO orders (id, person_id, panel, service_id, link_key, quantity, terms, price_micro, currency, state, confirm_token, panel_order_id, panel_word, remains, refunded_micro, card_message_id, not_before, created_at, placed_at, changed_at, checked_at, finished_at, ask_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders}) , k AS (SELECT i, {kind} AS kind
FROM n)
SELECT i, {person}, '{panel}', '1', 'instagram.com/p/order' || i, 1000, '{terms}'{json}, {price}, 'USD', kind, 'crowd-' || i, CASE WHEN kind <> 'rejected' THEN CAST(i + 10000000 AS TEXT) END, kind, 0, CASE WHEN kind = 'canceled' THEN {price} ELSE 0 END, i, {moment}, {moment}, CASE WHEN kind <> 'rejected' THEN {moment} END, {moment}, {moment}, CASE WHEN kind <> 'in_progress' THEN {moment} END, CASE WHEN kind = 'in_progress' OR (kind <> 'rejected' AND i > {orders} / 10 * 9) THEN {moment} END
FROM k;
INSERT INTO attempt (id, order_id, n, outcome, started_at, finished_at, http_status, excerpt, balance_before_micro)
SELECT id, id, 1, CASE WHEN state = 'rejected' THEN 'rejected' ELSE 'accepted' END, created_at, created_at, 200, 'the panel said {{"order": 1}}', 1000000
FROM orders;
INSERT INTO inquiry (order_id, panel, state, opened_at, due_at, why, verdict, settled_at)
SELECT id, panel, 'settled', created_at, created_at, '', 'adopted', created_at
FROM orders WHERE state = 'completed' AND id % 20 = 0;
INSERT INTO account (id, kind, owner_id, currency, credit_micro, balance_micro, version)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT 2 * i - 1, 'wallet', i, 'USD', CAST(NULL AS BIGINT), 0, 0
FROM n;
INSERT INTO account (id, kind, owner_id, currency, credit_micro, balance_micro, version)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT 2 * i, 'held', i, 'USD', 0, 0, 0
FROM n;
INSERT INTO account (id, kind, currency, balance_micro, version)
VALUES (2 * {people} + 1, 'revenue:sales', 'USD', 0, 0);
INSERT INTO journal (id, key, kind, order_id, reason, created_at)
SELECT 4 * id - 3, 'reserve:' || id, 'reserve', id, '', created_at
FROM orders;
INSERT INTO journal (id, key, kind, order_id, reason, created_at)
SELECT 4 * id - 2, CASE WHEN state = 'rejected' THEN 'void:' ELSE 'capture:' END || id, CASE WHEN state = 'rejected' THEN 'void' ELSE 'capture' END, id, '', created_at
FROM orders;
INSERT INTO journal (id, key, kind, order_id, reason, created_at)
SELECT 4 * id - 1, 'refund:' || id || ':{price}', 'refund', id, '', created_at
FROM orders WHERE state = 'canceled';
INSERT INTO invoice (id, payload, person_id, way, currency, amount_minor, credit_micro, credit_currency, created_at, expires_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders} / 10)
SELECT i, 'bill' || i, {person}, 'stars', 'XTR', 77, 1001000, 'USD', {moment}, {moment}
FROM n;
INSERT INTO payment (id, way, charge_id, person_id, payload, currency, amount_minor, invoice_id, credited_micro, credited_currency, state, created_at, changed_at)
SELECT id, way, 'charge' || id, person_id, payload, currency, amount_minor, id, credit_micro, credit_currency, 'credited', created_at, created_at
FROM invoice;
INSERT INTO checkout (invoice_id, agreed_at, told_at)
SELECT id, created_at, created_at
FROM invoice;
INSERT INTO bank_transfer (way, source_id, amount_minor, currency, at, text, sender, state, created_at, changed_at)
SELECT 'bank', 'line' || id, 1 + id % 9000, 'USD', created_at, 'rent', 'BANK', 'nobodys', created_at, created_at
FROM invoice;
INSERT INTO merchant_transaction (way, their_id, invoice_id, state, amount_minor, asked_at, created_at, canceled_at)
SELECT 'payme', 'left' || id, id, 'canceled', amount_minor, created_at, created_at, created_at
FROM invoice;
INSERT INTO account (id, kind, currency, balance_micro, version)
VALUES (2 * {people} + 2, 'clearing:stars', 'USD', 0, 0);
INSERT INTO journal (id, key, kind, reason, created_at)
SELECT 40 * id, 'topup:stars:' || charge_id, 'topup', '', created_at
FROM payment;
INSERT INTO posting (journal_id, seq, account_id, amount_micro, balance_micro, version)
SELECT journal_id, seq, account_id, amount, sum(amount) OVER (PARTITION BY account_id ORDER BY journal_id ROWS UNBOUNDED PRECEDING), row_number() OVER (PARTITION BY account_id ORDER BY journal_id)
FROM (SELECT journal.id AS journal_id, 0 AS seq, -{price} AS amount, CASE journal.kind WHEN 'reserve' THEN 2 * person_id - 1 WHEN 'refund' THEN 2 * {people} + 1 ELSE 2 * person_id END AS account_id
FROM journal JOIN orders ON orders.id = journal.order_id
UNION ALL SELECT journal.id, 1, {price}, CASE journal.kind WHEN 'reserve' THEN 2 * person_id WHEN 'capture' THEN 2 * {people} + 1 ELSE 2 * person_id - 1 END
FROM journal JOIN orders ON orders.id = journal.order_id
UNION ALL SELECT 40 * id, 0, -credited_micro, 2 * {people} + 2
FROM payment
UNION ALL SELECT 40 * id, 1, credited_micro, 2 * person_id - 1
FROM payment) AS moved;
UPDATE account SET balance_micro = s.balance, version = s.last
FROM (SELECT account_id, sum(amount_micro) AS balance, max(version) AS last
FROM posting GROUP BY account_id) AS s WHERE s.account_id = account.id;
INSERT INTO outbox (dedupe_key, lane, chat_id, kind, payload, state, not_before, created_at, finished_at)
SELECT 'card:' || id, 1, person_id, 'card', '{{"order_id": 1}}'{json}, 'sent', created_at, created_at, created_at
FROM orders;
INSERT INTO outbox (dedupe_key, lane, chat_id, kind, payload, state, not_before, created_at, finished_at)
SELECT 'finished:' || id || ':' || state || ':once', 1, person_id, 'finished', '{{"order_id": 1}}'{json}, 'sent', created_at, created_at, created_at
FROM orders WHERE state <> 'in_progress';
INSERT INTO inbox (bot_id, update_id, person_id, raw, state, received_at, handled_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders})
SELECT 7000000001, i, {person}, '{{}}', 'done', {moment}, {moment}
FROM n;
INSERT INTO topup (id, person_id, way, state, amount_micro, currency, created_at, changed_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders} / 10)
SELECT i, {person}, 'manual', 'dropped', 5000000, 'USD', {moment}, {moment}
FROM n;
INSERT INTO topup (id, person_id, way, state, amount_micro, currency, created_at, changed_at)
SELECT id + {orders}, person_id, way, 'declined', amount_micro, currency, created_at, changed_at
FROM topup;
INSERT INTO receipt_mark (mark, topup_id)
SELECT 'mark of ' || id, id
FROM topup WHERE state = 'declined';
INSERT INTO rating (order_id, panel, stars, rated_at)
SELECT id, panel, 1 + id % 5, finished_at
FROM orders WHERE state = 'completed';
INSERT INTO request (id, order_id, kind, state, text, not_before, errors, created_at, changed_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {orders} / 10)
SELECT i, 10 * i - 5, 'refill', 'done', '', {moment}, 0, {moment}, {moment}
FROM n;

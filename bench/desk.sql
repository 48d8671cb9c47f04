-- See desk.py, which fills in the names in braces.
UPDATE orders SET created_at = {at}, cost_micro = price_micro / 2, cost_here_micro = price_micro / 2, charge_here_micro = CASE WHEN state = 'completed' THEN price_micro / 2 END;
UPDATE orders SET finished_at = {at} WHERE state IN ('rejected', 'canceled', 'completed');
UPDATE orders SET reason = 'service: gone' WHERE state = 'rejected' AND id % 40 = 3;
UPDATE orders SET late_told_at = {at} WHERE state = 'in_progress';
INSERT INTO person (id, name, language, reachable, created_at, seen_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {people})
SELECT 1000000 + i, 'Bob ' || i, 'en', {true}, {at_i}, {at_i}
FROM n;
UPDATE topup SET state = 'waiting' WHERE id <= {waiting};
UPDATE request SET state = 'unclear' WHERE id <= {waiting};
INSERT INTO ticket (person_id, about, state, created_at, changed_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {waiting})
SELECT 1000000 + i, 'shop', 'open', {at_i}, {at_i}
FROM n;
INSERT INTO standing (person_id, state, reason, changed_at)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {waiting})
SELECT 1000000 + i, 'asking', '', {at_i}
FROM n;
INSERT INTO act (at, actor_id, did, subject, details)
WITH RECURSIVE n(i) AS (SELECT 1
UNION ALL SELECT i + 1
FROM n WHERE i < {waiting})
SELECT {at_i}, 900, 'banned', 'thing:' || i, '{{}}'{json}
FROM n;

"""Taps that the version before has taken in and not handled: each is one row, and one effect."""

from pathlib import Path

from tests.stories.upgrade.before import Before, buttons

QUESTION = "SELECT question FROM draft WHERE person_id = {person}"
DRAFT = "SELECT json_extract(data, '$.{of}') FROM draft WHERE person_id = {person}"
COUNT = "SELECT count(*) FROM "
QUEUED: tuple[tuple[int, str, str, object], ...] = (
    (2037, "d:{draft}:pl:instagram", QUESTION, "category"),
    (2038, "d:{draft}:ca:50b3a4a73494", QUESTION, "service"),
    (2039, "d:{draft}:se:1", QUESTION, "offer"),
    (2040, "d:{draft}:pg:1", DRAFT.replace("{of}", "browse.page"), 1),
    (2041, "d:{draft}:no:", COUNT + "draft WHERE person_id = {person}", 0),
    (2043, "d:{draft}:sk:runs", QUESTION, "confirm"),
    (2044, "d:{draft}:bk:", QUESTION, "runs"),
    (2047, "d:{draft}:ch:device=1", DRAFT.replace("{of}", "answers.device"), "1"),
    (2045, "t:{card}:ok:", COUNT + "orders WHERE person_id = {person}", 1),
    (2045, "t:{card}:ok:", COUNT + "orders WHERE person_id = {person}", 1),
    (2001, "o:1:refill:", COUNT + "request WHERE order_id = 1 AND kind = 'refill'", 1),
    (2002, "o:2:reorder:", QUESTION, "confirm"),
    (2005, "o:5:stop:", COUNT + "request WHERE order_id = 5 AND kind = 'cancel'", 1),
    (2029, "u:stars:amount:1000000", COUNT + "invoice WHERE person_id = {person}", 2),
    (2033, "u:manual:amount:5000000", COUNT + "topup WHERE amount_micro = 5000000", 1),
    (
        900,
        "c:9:approve:",
        "SELECT balance_micro FROM account WHERE kind = 'wallet' AND owner_id = 2035",
        10**6,
    ),
    (900, "b:1:stop:", "SELECT state FROM broadcast WHERE id = 1", "stopped"),
    (900, "r:26:voided:", "SELECT reason FROM orders WHERE id = 26", "not_placed"),
    (900, "g:{credit}:sure:", COUNT + "journal WHERE reason = 'for the wait'", 1),
)
"""Who tapped which button as the version before packed it, and what is asked of the rows with what answer."""


def newest(before: Before, person_id: int, subject: str) -> str:
    """What this person's newest button with this subject is about; empty without one."""
    subjects = (data.split(":")[:2] for _, data in buttons(before.players[person_id]) if data)
    return next((of for found, of in subjects if found == subject), "")


async def test_taps_that_were_taken_in_and_not_handled_have_their_effect_once(tmp_path: Path) -> None:
    before = Before(tmp_path / "kiosk.db")
    before.olga.person.says("/credit 2001 1.00 for the wait")
    [credit] = before.took_in(handled=True)
    for person_id, data, query, effect in QUEUED:
        draft, card = (newest(before, person_id, subject) for subject in ("d", "t"))
        before.players[person_id].person.forges(data.format(draft=draft, card=card, credit=credit))
        assert before.rows(query.format(person=person_id)) != [(effect,)], (data, "as it was before")
    assert len(before.took_in()) == len(QUEUED)
    await before.opens()
    await before.settles()
    assert before.rows("SELECT person_id, state, failures, error, raw FROM inbox WHERE state <> 'done'") == []
    for person_id, data, query, effect in QUEUED:
        assert before.rows(query.format(person=person_id)) == [(effect,)], data
    await before.audited()
    await before.closes()

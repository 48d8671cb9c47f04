"""People and balances come from another bot by a file: a dry run, a decision, and each balance once."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from messaging.rate_limit import PacedLimiter
from shop.ledger.journals import Account, AccountKind
from shop.notice import Priority
from storage.ledger.tables import journal
from storage.transfer import imports
from storage.transfer.tables import import_row
from tests.in_process import ANN, BOB, OLGA, Harness
from tests.stories.test_exports import files, taps_at_once

HEAD = "id,name,username,language,balance,currency,level,banned\n"
PEOPLE = HEAD + "5001,Cem,@cem_k,tr,12.50,USD,,no\n5002,<b>Dana</b>,,ru,3.00,,,\n5003,Eve,,,0,USD,,yes\n"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, access="shop", manual_topup="Put it into the tin.")
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def sends(harness: Harness, text: str | bytes, caption: str = "oldbot") -> None:
    """Send a file from the import's door."""
    await harness.olga.says("/admin")
    await harness.olga.taps("More")
    await harness.olga.taps("Import")
    await harness.olga.sees("Import people and balances")
    content = text if isinstance(text, bytes) else text.encode()
    harness.olga.person.sends_document("people.csv", caption, content=content, mime="text/csv")
    await harness.settles()


async def at_the_dry_run(harness: Harness) -> None:
    """Send a file whose card says that it is being read, before the worker has its turn."""
    await harness.olga.says("/admin")
    await harness.olga.taps("More")
    await harness.olga.taps("Import")
    harness.olga.person.sends_document("people.csv", "oldbot", content=PEOPLE.encode(), mime="text/csv")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()
    await harness.olga.sees("oldbot")


async def balance(harness: Harness, person_id: int) -> int:
    return await harness.kiosk.stores.ledger.balance(Account(AccountKind.WALLET, person_id, "USD"))


async def booked(harness: Harness) -> int:
    """Return how many journals brought a balance."""

    def unit(connection: Connection) -> int:
        counted = select(func.count()).where(journal.c.kind == "import")
        return int(connection.execute(counted).scalar_one())

    return await harness.kiosk.stores.database.read(unit)


async def rows_left(harness: Harness) -> int:
    def unit(connection: Connection) -> int:
        return int(connection.execute(select(func.count()).select_from(import_row)).scalar_one())

    return await harness.kiosk.stores.database.read(unit)


async def test_a_dry_run_books_nothing_and_confirm_books_all(shop: Harness) -> None:
    olga = shop.olga
    await sends(shop, PEOPLE)
    await olga.sees("Dry run", "People: 3. New to the shop: 3. Known: 0", "Will be banned: 1")
    await olga.sees("Import 3 people with $15.50?")
    assert await booked(shop) == 0
    await olga.taps("✅ Import")
    await shop.settles()
    await olga.sees("Imported from oldbot: 3 people", "Balances booked: 2, together $15.50")
    await olga.sees("The ledger has the same sum")
    assert (await balance(shop, 5001), await balance(shop, 5002)) == (12_500_000, 3_000_000)
    person = await shop.kiosk.stores.people.find(5001)
    assert person is not None
    assert (person.name, person.username, person.language, person.reachable) == ("Cem", "cem_k", "tr", False)
    assert 5003 in shop.kiosk.access.roster.banned
    assert await rows_left(shop) == 0
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("imported people from oldbot: 3")


async def test_the_dry_run_names_the_columns_that_are_not_read(shop: Harness) -> None:
    """A balance or a ban under a name that nobody here knows would else be left behind without a word."""
    many = "".join(f";extra {n}" for n in range(20))
    await sends(shop, f"user id;Name;баланс;is blocked?{many}\n5001;Cem;12,50;yes\n")
    await shop.olga.sees("These columns are not read: баланс, is blocked?, extra 0,", "extra 7 …")
    await shop.olga.sees("Import 1 person with $0.00?")
    shop.olga.finds_no("extra 8")


async def test_no_column_is_named_where_all_are_read(shop: Harness) -> None:
    await sends(shop, PEOPLE)
    await shop.olga.sees("Dry run")
    shop.olga.finds_no("columns are not read")


async def test_the_balance_is_there_when_they_come(shop: Harness) -> None:
    await sends(shop, PEOPLE)
    await shop.olga.taps("✅ Import")
    await shop.settles()
    cem = shop.telegram.add_person(5001, "Cem", "en")
    cem.says("/wallet")
    await shop.settles()
    assert "Balance: $12.50" in cem.screen()
    assert "Brought over from another bot" in cem.screen()


async def test_the_same_file_again_books_nothing_twice(shop: Harness) -> None:
    for again in (False, True):
        await sends(shop, PEOPLE)
        await shop.olga.sees(f"with ${'0.00' if again else '15.50'}?")
        await shop.olga.taps("✅ Import")
        await shop.settles()
        await shop.olga.sees("Imported from oldbot")
    assert await booked(shop) == 2
    await sends(shop, HEAD + "5001,Cem,,,99.00,USD,,\n5009,Fay,,,1.00,USD,,\n")
    await shop.olga.sees("Booked before from this source, nothing again: 1", "with $1.00?")
    await shop.olga.taps("✅ Import")
    await shop.settles()
    assert await balance(shop, 5001) == 12_500_000
    await sends(shop, "5001,Cem,,,1.00\n", "otherbot")
    await shop.olga.taps("✅ Import")
    await shop.settles()
    assert await balance(shop, 5001) == 13_500_000


async def test_a_second_tap_and_a_repeated_turn_are_told_who(shop: Harness) -> None:
    await sends(shop, PEOPLE)
    await shop.olga.taps("✅ Import")
    await shop.settles()
    shop.olga.person.forges("ai:1:yes:out")
    await shop.settles()
    assert "Olga has done this already" in shop.olga.person.toasts[-1].text
    shop.olga.person.forges("ai:1:drop:")
    await shop.settles()
    assert await booked(shop) == 2


async def test_it_goes_on_where_a_kill_ended_it(shop: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"{7000 + n},P{n},,,1.00\n" for n in range(25))
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    await sends(shop, HEAD + lines)
    await shop.olga.sees("Import 25 people with $25.00?")
    store, now = shop.kiosk.stores.imports, shop.clock.now()
    assert await store.confirm(1, OLGA, now, admits=False)
    half = await store.book_some(1, now)  # then the process dies
    assert half is not None
    assert half.booked == 10
    await shop.restarts()
    await shop.settles()
    assert await booked(shop) == 25
    await shop.olga.sees("Balances booked: 25, together $25.00", "The ledger has the same sum")


async def test_a_dry_run_that_a_kill_ended_begins_anew(shop: Harness) -> None:
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Import")
    shop.olga.person.sends_document("people.csv", "", content=PEOPLE.encode(), mime="text/csv")
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()
    await shop.restarts()
    await shop.settles()
    await shop.olga.sees("Dry run of the file from import", "Import 3 people")
    await shop.forgets_last_turn()
    await shop.settles()
    assert await rows_left(shop) == 3


async def test_wrong_lines_are_listed_with_why(shop: Harness) -> None:
    text = HEAD + (
        "-1001234567890,Group,,,1.00,USD,,\n"
        "abc,Nobody,,,1.00,USD,,\n"
        "5001,Cem,,,-4.00,USD,,\n"
        '5002,Dana,,,"1,000",USD,,\n'
        "5003,Eve,,,=1+1,USD,,\n"
        "5004,Fay,,,1.00,EUR,,\n"
        "5005,Gus,,,1.00,USD,gold,\n"
        "5006,Hal,,,1.00,USD,,maybe\n"
        "5007,Ida,,,2.00,USD,,\n"
        "5007,Ida again,,,2.00,USD,,\n"
    )
    await sends(shop, text)
    await shop.olga.sees(
        "Line 2: the id is a group's",
        "Line 3: the id is no number",
        "Line 4: the balance is negative",
        "Line 5: the balance can be two amounts",
        "Line 6: the balance is no amount",
        "Line 7: the currency is not the shop's",
        "Line 8: the shop has no such level",
        "Line 9: banned is yes or no",
        "Line 11: the same person stands in an earlier line",
        "Wrong lines, left out: 9. Of them duplicates: 1",
        "Import 1 person with $2.00?",
    )
    assert [name for name, _ in files(shop.olga)] == ["people.csv"]


async def test_many_wrong_lines_come_as_a_file(shop: Harness) -> None:
    await sends(shop, HEAD + "".join(f"x{n},=A{n},,,1.00\n" for n in range(30)) + "5001,Cem,,,1.00\n")
    wrong = next(content for name, content in files(shop.olga) if name.startswith("wrong-lines"))
    lines = list(csv.reader(io.StringIO(wrong.decode("utf-8-sig"))))
    assert len(lines) == 31
    assert lines[1][0] == "2"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Имя;5001".encode("cp1251"), "Save it as CSV in UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Save it as CSV in UTF-8"),
        (b"5001,A\x00B,,,1.00\n", "Save it as CSV in UTF-8"),
        (b"", "has no lines of people"),
        (HEAD.encode(), "has no lines of people"),
        (b"Kunde,Saldo\n5001,12.50\n", "that names them (id, name, username, language, balance,"),
        (b'5001,"never closed,,,1.00\n' + b"x" * 200_000, "is no table from line 1 on"),
        (b"5001,A\n" * 150_001, "more than 150,000 lines"),
    ],
)
async def test_a_bad_file_is_refused_with_the_way_on(shop: Harness, content: bytes, said: str) -> None:
    await sends(shop, content)
    await shop.olga.sees(said, "Nothing was booked.")
    assert await rows_left(shop) == 0


async def test_what_is_no_file_or_has_no_good_source_is_asked_again(shop: Harness) -> None:
    await sends(shop, PEOPLE, "My Old Bot!")
    await shop.olga.sees("small Latin letters")
    await shop.olga.says("here you are")
    await shop.olga.sees("Send the people as a CSV file")
    shop.olga.person.sends_document("people.csv", "oldbot", content=PEOPLE.encode(), mime="text/csv")
    await shop.settles()
    await shop.olga.sees("Import 3 people")


async def test_a_large_sum_is_typed_once_more(shop: Harness) -> None:
    limit = shop.kiosk.services.rules.changes.ask_micro // 1_000_000
    await sends(shop, HEAD + f"5001,Cem,,,{limit + 1}.00\n")
    await shop.olga.taps("✅ Import")
    await shop.olga.sees("Type the sum")
    await shop.olga.says("5")
    await shop.olga.sees("That is another sum")
    await shop.olga.says(f"{limit + 1}.00")
    await shop.settles()
    await shop.olga.sees("Imported from oldbot: 1 person")
    assert await balance(shop, 5001) == (limit + 1) * 1_000_000


async def test_a_sum_that_may_be_read_twice_is_typed_as_it_is_shown(shop: Harness) -> None:
    await sends(shop, HEAD + "5001,Cem,,,51.2150\n")
    await shop.olga.taps("✅ Import")
    await shop.olga.sees("Type the sum")
    for other in ("51.216", "51215", "51.2151"):
        await shop.olga.says(other)
        await shop.olga.sees("That is another sum")
    await shop.olga.says("$51.215")
    await shop.olga.sees("Imported from oldbot: 1 person")
    assert await balance(shop, 5001) == 51_215_000


async def test_given_up_books_nothing(shop: Harness) -> None:
    await sends(shop, PEOPLE)
    await shop.olga.taps("Give it up")
    await shop.olga.sees("The import was given up")
    await shop.settles()
    assert await booked(shop) == 0
    assert await rows_left(shop) == 0


async def test_a_dry_run_that_nobody_confirms_lapses(shop: Harness) -> None:
    await sends(shop, PEOPLE)
    await shop.passes(2 * 86_400)
    assert await rows_left(shop) == 0
    await shop.olga.taps("✅ Import")
    assert await booked(shop) == 0


async def test_known_people_keep_their_own(shop: Harness) -> None:
    await sends(shop, HEAD + f"{ANN},Somebody Else,,ru,5.00,USD,,\n")
    await shop.olga.sees("New to the shop: 0. Known: 1")
    await shop.olga.taps("✅ Import")
    await shop.settles()
    ann = await shop.kiosk.stores.people.find(ANN)
    assert ann is not None
    assert (ann.name, ann.language, ann.reachable) == ("Ann", "en", True)
    assert await balance(shop, ANN) == 5_000_000


async def test_an_export_can_be_imported(shop: Harness) -> None:
    """Also a balance of thousandths, as a part of a price that came back leaves it."""
    await shop.olga.says(f"/credit {ANN} 1.2150 a part of a price")
    await shop.olga.taps("Confirm")
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Export")
    await shop.olga.taps("People")
    await shop.olga.taps("Everything")
    await shop.olga.taps("CSV")
    [(_, content)] = files(shop.olga)
    await sends(shop, content)
    await shop.olga.sees("People: 2. New to the shop: 0. Known: 2")
    shop.olga.finds_no("can be two amounts")
    await shop.olga.taps("✅ Import")
    assert await balance(shop, ANN) == 2 * 1_215_000


@pytest.mark.parametrize("lets_in", [True, False])
async def test_a_private_shop_asks_if_they_are_let_in(database_file: Path, lets_in: bool) -> None:
    harness = Harness(database_file)
    await harness.opens()
    await harness.olga.says("/start")
    await sends(harness, "5001,Cem,,,1.00\n")
    await harness.olga.sees("This shop is private: are they let in?")
    await harness.olga.taps("✅ Import and let them in" if lets_in else "✅ Import, let nobody in")
    await harness.settles()
    cem = harness.telegram.add_person(5001, "Cem", "en")
    cem.says("/menu")
    await harness.settles()
    assert ("shop is private" in cem.screen()) is not lets_in
    await harness.closes()


async def test_a_dry_run_comes_anew_where_its_card_was_deleted(shop: Harness) -> None:
    olga = shop.olga
    await at_the_dry_run(shop)
    await shop.telegram.call("deleteMessage", {"chat_id": OLGA, "message_id": olga.person.last.id})
    await shop.settles()
    await olga.sees("Dry run")
    await olga.taps("✅ Import")
    await olga.sees("Imported from oldbot: 3 people")


async def test_a_dry_run_whose_card_is_left_before_its_turn_comes_as_a_message(
    shop: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = shop.olga
    await at_the_dry_run(shop)
    limiter = shop.kiosk.application.bot.rate_limiter
    assert isinstance(limiter, PacedLimiter)
    paced, left = limiter.paced, list[str]()

    async def after_the_tap(call: Any, method: str, chat_id: Any, priority: Priority, **how: Any) -> Any:
        if priority is Priority.NOTICE and not left:  # what a tap is answered overtakes it
            left.append(method)
            await taps_at_once(shop, "The desk")
        return await paced(call, method, chat_id, priority, **how)

    monkeypatch.setattr(limiter, "paced", after_the_tap)
    await shop.settles()
    assert left == ["editMessageText"]
    await olga.sees("Today: ", "Dry run")


async def test_a_dry_run_does_not_come_over_the_screen_that_its_card_became(shop: Harness) -> None:
    olga = shop.olga
    await at_the_dry_run(shop)
    await taps_at_once(shop, "The desk")
    await shop.settles()
    await olga.sees("Today: ", "Dry run")
    await olga.taps("Import")
    await shop.settles()
    await olga.sees("Imported from oldbot: 3 people")
    assert len([one for one in olga.person.chat if "oldbot: 3 people" in one.text]) == 1


async def test_a_sum_that_another_owner_gave_up_is_asked_for_no_more(database_file: Path) -> None:
    """Whatever was typed was another sum, though nothing waited for one any more."""
    harness = Harness(database_file, access="shop", admin_ids=f"{OLGA},{BOB}", credit_ask="10")
    await harness.opens()
    olga, bob = harness.olga, harness.bob
    await bob.says("/start")
    await sends(harness, PEOPLE)
    await olga.taps("✅ Import")
    await olga.sees("Type the sum to import it")
    await harness.kiosk.stores.imports.drop(1, BOB, harness.clock.now())
    await olga.says("15.50")
    await olga.sees("Nothing was changed, for Bob was first: gave up an import from oldbot")
    await olga.says("youtube views")
    await olga.sees("Found for “youtube views”")
    assert await booked(harness) == 0
    await harness.closes()

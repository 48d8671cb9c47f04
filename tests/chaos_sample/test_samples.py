"""The proofs of `make chaos` that run in this process, briefly; each must also be able to fail."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bench import document
from chaos import confirms, refunds, spends, tested
from chaos.__main__ import TABLE, main
from chaos.databases import EmptyDatabases, empty_databases
from chaos.scorecard import PROOFS, ROWS, Proof
from shop.ledger import journals as book
from tests.contracts.storage.postgres import PostgresServer

SEED = 20_260_301


@pytest.fixture(scope="session")
def both(postgres_server: PostgresServer) -> Iterator[EmptyDatabases]:
    """Both databases, once per worker."""
    with empty_databases(postgres_server) as both:
        yield both


async def test_a_hundred_rounds_of_taps_make_a_hundred_orders(both: EmptyDatabases) -> None:
    result = await confirms.rounds(both, 100, SEED)
    assert result.is_good, result.first
    assert result.n == 100
    assert int(result.counts["taps"]) > 1_000


async def test_five_crowds_on_each_database_spend_what_is_there(both: EmptyDatabases) -> None:
    result = await spends.crowds(both, 5, SEED)
    assert result.is_good, result.first
    assert result.n == 10


def test_two_thousand_sequences_of_reports_give_back_what_is_due() -> None:
    result = refunds.run(2_000, SEED)
    assert result.is_good, result.first
    assert int(result.counts["reports"]) > 2_000


def test_a_refund_that_forgets_what_went_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = book.refunding

    def forgetful(sale: book.Sale, *, refunded_micro: int, level_micro: int) -> Iterable[book.JournalEntry]:
        return right(sale, refunded_micro=0 * refunded_micro, level_micro=level_micro)

    monkeypatch.setattr(refunds, "refunding", forgetful)
    result = refunds.run(200, SEED)
    assert not result.is_good
    assert result.first is not None


def test_the_table_ends_with_every_row_and_1_where_something_fell_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUICK", "1")
    monkeypatch.setattr(
        "chaos.__main__.PROOFS", (Proof("R11", "refunds", 10, 5), Proof("R3", "bodies", 10, 5))
    )
    assert main() == 0
    table = capsys.readouterr().out
    assert "refunds  R11: reports of partial ends in any order  5  " in table
    assert "bodies  R3: " in table
    assert "holds" in table
    assert "QUICK=1" in table
    monkeypatch.setattr(refunds, "floor", lambda fraction: int(fraction) + 1)
    monkeypatch.setattr("chaos.__main__.PROOFS", (Proof("R11", "refunds", 10, 200, alone=True),))
    assert main() == 1
    told = capsys.readouterr().out
    assert "FELL SHORT" in told
    assert "fell short: R11, refunds  n=200" in told


def test_rows_are_written_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUICK", "1")
    monkeypatch.setattr(
        "chaos.__main__.PROOFS", (Proof("R11", "refunds", 10, 5), Proof("R3", "bodies", 10, 5))
    )
    monkeypatch.setattr(document, "DOCS", tmp_path)
    page = tmp_path / TABLE.file
    page.write_text(f"{TABLE.begin}\n{document.END}\n", encoding="utf-8")
    assert main(["R11", "--write"]) == 0
    assert "| refunds | R11: reports of partial ends in any order | 5 |" in page.read_text(encoding="utf-8")
    assert "bodies" not in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["R99"])


def test_every_row_has_a_proof_and_a_place() -> None:
    assert {f"R{number}" for number in range(1, 31)} <= set(ROWS)
    assert {proof.row for proof in PROOFS} == set(ROWS)
    assert len({proof.name for proof in PROOFS}) == len(PROOFS)
    text = (document.DOCS / TABLE.file).read_text(encoding="utf-8")
    assert text.count(TABLE.begin) == text.count(document.END) == 1


@pytest.mark.parametrize(("counts", "passed"), [("tests", 1), ("paths", 3)])
def test_a_row_of_tests_counts_what_passed_and_names_what_did_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, counts: str, passed: int
) -> None:
    (tmp_path / "test_one.py").write_text(
        "def test_good(record_property): record_property('paths', 3)\n"
        "def test_bad(record_property): record_property('paths', 5); assert False\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(tested, "ROOT", tmp_path)
    monkeypatch.setitem(tested.TESTS, "R28", tested.Tests(4, 1, ("test_one.py",), counts))
    result = tested.run(4, "R28")
    assert result.n == passed
    assert [one.rpartition("::")[2] for one in result.wrong] == ["test_bad"]
    assert f"{passed} {counts} passed where there are 4" in result.short[0]


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_every_proof_can_be_run_by_itself(proof: Proof) -> None:
    module = __import__(f"chaos.{proof.module}", fromlist=["run"])
    assert callable(module.run)
    assert callable(module.main)
    assert f"python -m chaos.{proof.module}" in str(module.__doc__)

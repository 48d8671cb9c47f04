"""The proofs of `make chaos` that run in this process, briefly; each must also be able to fail."""

from collections.abc import Iterable, Iterator

import pytest

from chaos import confirms, refunds, spends
from chaos.__main__ import PROOFS, Proof, main
from chaos.databases import EmptyDatabases, empty_databases
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
    monkeypatch.setattr("chaos.__main__.PROOFS", (Proof("refunds", 10, 5), Proof("bodies", 10, 5)))
    assert main() == 0
    table = capsys.readouterr().out
    assert "refunds  n=5" in table
    assert "panel bodies  n=5" in table
    assert "QUICK=1" in table
    monkeypatch.setattr(refunds, "floor", lambda fraction: int(fraction) + 1)
    monkeypatch.setattr("chaos.__main__.PROOFS", (Proof("refunds", 10, 200),))
    assert main() == 1
    assert "fell short: refunds  n=200" in capsys.readouterr().out


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: f"{proof.module}{proof.kind and ' '}{proof.kind}")
def test_every_proof_can_be_run_by_itself(proof: Proof) -> None:
    module = __import__(f"chaos.{proof.module}", fromlist=["run"])
    assert callable(module.run)
    assert callable(module.main)
    assert f"python -m chaos.{proof.module}" in str(module.__doc__)

"""A decision rests on a few of the transfers that were read: with all of them it is the same."""

import random
from collections import Counter
from itertools import count
from typing import ClassVar

import pytest

from chaos.transfer_shop import Message, Shop, Tally
from chaos.transfer_visits import lives
from shop.ledger.matching import AROUND, decide, meant_by
from shop.ledger.matching_facts import Known
from shop.ledger.transfers import Transfer


class FrugalShop(Shop):
    """A shop that decides twice: from all that was read, and from what its rows would give."""

    decided: ClassVar[Counter[str]] = Counter()
    left_out = 0

    def _decides(self, message: Message, transfer: Transfer) -> None:
        waiting = self._waiting()
        all_known = [*self.known.values()]
        few = [one for one in all_known if self._matters(one, transfer, meant_by(transfer, waiting))]
        FrugalShop.left_out += len(all_known) - len(few)
        decision = decide(transfer, waiting, few, self.now)
        assert decision == decide(transfer, waiting, all_known, self.now)
        FrugalShop.decided[type(decision).__name__] += 1
        super()._decides(message, transfer)

    @staticmethod
    def _matters(known: Known, transfer: Transfer, invoices: list[int]) -> bool:
        """Say what storage/ledger/bank_rows selects."""
        one = known.transfer
        is_same = (one.amount_minor, one.currency) == (transfer.amount_minor, transfer.currency)
        is_near = abs(one.at - transfer.at) <= AROUND
        return (
            (is_same and (is_near or not known.is_decided))
            or one.id in {transfer.id, transfer.reverses}
            or one.reverses == transfer.id
            or known.topup_id in invoices
        )


@pytest.mark.parametrize("seed", range(4))
def test_the_transfers_that_matter_decide_as_all_of_them_do(seed: int) -> None:
    FrugalShop.decided, FrugalShop.left_out = Counter(), 0
    dice, numbers = random.Random(seed), count(1)
    for _ in range(4):
        lives(FrugalShop(dice, Tally(), numbers))
    assert {"Settled", "Part", "Doubtful", "Nobodys", "Reverses"} <= set(FrugalShop.decided)
    assert FrugalShop.left_out > sum(FrugalShop.decided.values())

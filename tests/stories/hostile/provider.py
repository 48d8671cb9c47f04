"""What a provider may do in a scenario. A way plays what can happen with it; for the rest it has reasons."""

from abc import ABC
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.stories.hostile.bill import Bill


class Provider(ABC):  # noqa: B024 - World has the abstract methods
    """Whoever takes the money of one way."""

    async def hears(self, bill: Bill) -> None:
        """Have the news reach the kiosk's door, and no further."""
        raise NotImplementedError

    async def tells_in_a_wrong_order(self, bill: Bill) -> None:
        """Have the provider tell the end first, and what was before it afterwards."""
        raise NotImplementedError

    async def signed_now(self, bill: Bill) -> Any:
        """Return the news that the provider would sign now, if it had been paid."""
        raise NotImplementedError

    async def tells_signed(self, bill: Bill, news: Any) -> None:
        """Have these signed news arrive."""
        raise NotImplementedError

    async def forges(self, bill: Bill) -> None:
        """Have somebody without any key tell that it was paid."""
        raise NotImplementedError

    async def alters(self, bill: Bill) -> int:
        """Have the true news arrive with one thing changed in them; return what is right then."""
        raise NotImplementedError

    async def babbles(self, bill: Bill) -> None:
        """Have what makes no sense arrive where the provider tells its news."""
        raise NotImplementedError

    async def tells_of_another_shop(self, bill: Bill) -> int:
        """Have the provider tell of a payment to somebody else; return how many wait for the operator."""
        raise NotImplementedError

    async def mixes_up(self, bill: Bill, anothers: Bill) -> None:
        """Have it told that what Bob paid was paid for Ann's invoice."""
        raise NotImplementedError

    async def repeats_for(self, bill: Bill, second: Bill) -> None:
        """Have the one payment of `bill` told once more, for a second invoice of the same customer."""
        raise NotImplementedError

    async def pays_in_another_currency(self, bill: Bill) -> int:
        """Pay and tell the same number in another currency; return how many wait for the operator."""
        raise NotImplementedError

    async def goes_back(self, bill: Bill) -> bool:
        """Have the provider give all of it back; return False if the kiosk refuses it."""
        raise NotImplementedError

    async def tells_it_went_back(self, bill: Bill, *, times: int = 1) -> bool:
        """Have that told; return False if the kiosk refuses it."""
        raise NotImplementedError

    def goes_down(self, fault: str = "down", times: int = 1) -> None:
        """Let the provider's next answers go wrong in this manner."""
        raise NotImplementedError

    def comes_up(self) -> None:
        """Let the provider answer again."""
        raise NotImplementedError

    def loses_the_making(self, fault: str = "lost") -> bool:
        """Let the next making of an invoice go wrong; return True if it is made all the same."""
        raise NotImplementedError

    def gets_another_key(self) -> Mapping[str, str]:
        """Give the shop another key at the provider; return the settings and keys the shop then needs."""
        raise NotImplementedError

    def sets_their_clock(self, by: timedelta) -> None:
        """Let the provider's clock be ahead of the machine's."""
        raise NotImplementedError

    def says(self, bill: Bill, word: str) -> None:
        """Let the provider call the payment's state by this word; empty for the true one."""
        raise NotImplementedError

"""What a card of a change of a wallet says, read together."""

from dataclasses import dataclass

from handlers.context import Services
from shop.ledger.wallet_change import WalletChange, WalletNow
from shop.person import Person, Role


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with whose wallet it is about, and what is in that now. `asker` is who asked, by name."""

    change: WalletChange
    person: Person
    now: WalletNow
    asker: str = ""
    is_banned: bool = False

    @property
    def is_gift(self) -> bool:
        """True if it gives."""
        return self.change.micro > 0


async def shown_of(services: Services, change: WalletChange) -> Shown:
    """Read what a card of this change says."""
    people = services.stores.people
    person, asker = await people.find(change.person_id), await people.find(change.asked_by)
    number = str(change.person_id)
    return Shown(
        change=change,
        person=person if person is not None else Person(change.person_id, number, "en"),
        now=await services.stores.wallet_changes.wallet_now(change.wallet),
        asker=asker.name if asker is not None else str(change.asked_by),
        is_banned=services.access.role_of(change.person_id) is Role.BANNED,
    )

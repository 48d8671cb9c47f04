"""Three gateways: one that lists, one that takes parts, and one whose link the shop signs itself."""

from collections.abc import Mapping
from typing import ClassVar

from playground.gateways import Bill as TheirBill
from playground.gateways import FakeCryptoPay, FakeHeleket, FakeRobokassa
from tests.stories.hostile.bill import Bill
from tests.stories.hostile.by_gateway import ByGateway
from tests.stories.hostile.table import Need


class CryptoPay(ByGateway):
    """Lists what was paid, and takes all or nothing."""

    name = "crypto_pay"
    making, key_name = "createInvoice", "token"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "crypto_pay_token": FakeCryptoPay.token}
    off: ClassVar[Mapping[str, str]] = {"gateways": "crypto_pay:off", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByGateway.lacks,
        Need.PARTS: "Crypto Pay takes an invoice as a whole.",
        Need.BACK: "Crypto Pay has no refunds.",
        "much_more": "Crypto Pay takes an invoice as a whole.",
        "paid_twice": "A paid invoice takes no second payment.",
    }

    def gets_another_key(self) -> Mapping[str, str]:
        super().gets_another_key()
        return {"crypto_pay_token": "10001:AAanother"}


class Heleket(ByGateway):
    """Makes an invoice again when it is asked again, takes parts, and signs in the body."""

    name = "heleket"
    making, key_name, our_key, tries = "v1/payment", "key", "api_key", 2
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "gateways": "heleket"}
    off: ClassVar[Mapping[str, str]] = {"gateways": "heleket:off", "star_value": "0.013"}
    environment: ClassVar[Mapping[str, str]] = {
        "GATEWAY_HELEKET_MERCHANT": FakeHeleket.merchant,
        "GATEWAY_HELEKET_API_KEY": FakeHeleket.key,
    }

    async def tells(self, bill: Bill, *, times: int = 1) -> None:
        """What is less is final when the invoice's time is over, and told then."""
        await super().tells(bill, times=times)
        if bill.theirs.came < bill.theirs.asked:
            await self.looks(3_700)

    async def goes_back(self, bill: Bill) -> bool:
        self.gateway.gives_back(bill.theirs)
        bill.news.append(self.gateway.hints.pop())
        return True

    async def tells_it_went_back(self, bill: Bill, *, times: int = 1) -> bool:
        await self.tells(bill, times=times)
        return True


class Robokassa(ByGateway):
    """Makes nothing: the shop signs a link, and asks by its own number."""

    name = "robokassa"
    key_name, our_key = "password2", "password2"
    currency, amount = "RUB", 500_000_000
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "gateways": "robokassa"}
    off: ClassVar[Mapping[str, str]] = {"gateways": "robokassa:off", "star_value": "0.013"}
    environment: ClassVar[Mapping[str, str]] = {
        "GATEWAY_ROBOKASSA_LOGIN": FakeRobokassa.login,
        "GATEWAY_ROBOKASSA_PASSWORD1": FakeRobokassa.password1,
        "GATEWAY_ROBOKASSA_PASSWORD2": FakeRobokassa.password2,
    }
    lacks: ClassVar[Mapping[str, str]] = {
        **ByGateway.lacks,
        Need.PARTS: "The link's signature binds the amount: nobody can pay another one.",
        Need.MADE: "Nothing is made: the shop signs the link itself.",
        Need.BACK: "Its answers do not tell of a refund: the operator takes it out by hand.",
        Need.CURRENCIES: "It pays in roubles alone, and its answers name no currency.",
        "much_more": "The link's signature binds the amount: nobody can pay another one.",
        "paid_twice": "A number is paid once.",
    }

    def opened(self, bill: Bill) -> TheirBill:
        assert bill.invoice is not None
        assert isinstance(self.gateway, FakeRobokassa)
        return self.gateway.opens(bill.invoice.url)

"""A strict fake of Robokassa (docs.robokassa.ru): a signed link instead of a call, and answers in XML."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playground.gateways.fake import Asked, Bill, FakeGateway, Hint, Unfit
from playground.panel.reply import Reply

PAGE = "/Merchant/Index.aspx"
STATE = "/Merchant/WebService/Service.asmx/OpStateExt"
NOBODYS, WRONG_SIGNATURE = 3, 1
BEGUN, OVER, PAID = "5", "10", "100"

_LINK = {"MerchantLogin", "OutSum", "InvId", "Description", "ExpirationDate", "Shp_ref", "SignatureValue"}
_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")
_ANSWER = (
    '<?xml version="1.0" encoding="utf-8" ?><OperationStateResponse '
    'xmlns="http://merchant.roboxchange.com/WebService/"><Result><Code>{code}</Code></Result>{more}'
    "</OperationStateResponse>"
)
_MORE = (
    "<State><Code>{state}</Code><StateDate>{at}</StateDate></State><Info><IncSum>{came}</IncSum>"
    "<OutSum>{came}</OutSum></Info><UserField><Field><Name>Shp_ref</Name><Value>{reference}</Value></Field>"
    "</UserField>"
)


@dataclass
class FakeRobokassa(FakeGateway):
    """One shop at Robokassa. It has no bill until somebody opens the link: `opens`."""

    login: str = "kiosk-of-the-playground"
    password1: str = "first-of-the-playground"
    password2: str = "second-of-the-playground"

    def opens(self, link: str) -> Bill:
        """Open a payer's link; return the bill that it makes. Raises Unfit for one that nobody signed."""
        parts = urlsplit(link)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not link.startswith(self.root + PAGE) or set(fields) != _LINK:
            raise Unfit(400, b"an unknown or missing parameter")
        terms = (
            self.login,
            fields["OutSum"],
            fields["InvId"],
            self.password1,
            f"Shp_ref={fields['Shp_ref']}",
        )
        is_signed = _is_same(fields["SignatureValue"], _signed(*terms))
        if fields["MerchantLogin"] != self.login or not is_signed or not _AMOUNT.fullmatch(fields["OutSum"]):
            raise Unfit(400, b"29: a wrong SignatureValue")
        known = self.bills.get(fields["InvId"])
        return known or self.add(
            Bill(
                id=fields["InvId"],
                reference=fields["Shp_ref"],
                asked=Decimal(fields["OutSum"]),
                currency="RUB",
                made_at=self.clock.now(),
                ends_at=datetime.fromisoformat(fields["ExpirationDate"]),
                title=fields["Description"],
            )
        )

    def answer_of(self, asked: Asked) -> Reply:
        if asked.path != STATE:
            raise Unfit(404, b"not found")
        return Reply(200, self._state_of(asked.fields).encode(), "text/xml")

    def hint_of(self, bill: Bill) -> Hint:
        """Return the call to ResultURL; Robokassa makes it when a bill is paid, and for nothing else."""
        amount = f"{bill.came:.6f}"
        signature = _signed(amount, bill.id, self.password2, f"Shp_ref={bill.reference}").upper()
        told = {"OutSum": amount, "InvId": bill.id, "SignatureValue": signature, "Shp_ref": bill.reference}
        return Hint({"content-type": "application/x-www-form-urlencoded"}, urlencode(told).encode())

    def _state_of(self, fields: Mapping[str, Any]) -> str:
        number = str(fields.get("InvoiceID", ""))
        signature = _signed(self.login, number, self.password2)
        if fields.get("MerchantLogin") != self.login or not _is_same(fields.get("Signature", ""), signature):
            return _ANSWER.format(code=WRONG_SIGNATURE, more="")
        bill = self.bills.get(number)
        if bill is None:
            return _ANSWER.format(code=NOBODYS, more="")
        state = bill.word or (PAID if bill.came else OVER if self.is_over(bill) else BEGUN)
        more = _MORE.format(
            state=state, at=f"{self.clock.now():%Y-%m-%dT%H:%M:%S}", came=bill.came, reference=bill.reference
        )
        return _ANSWER.format(code=0, more=more)


def _signed(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


def _is_same(shown: object, made: str) -> bool:
    return hmac.compare_digest(str(shown).lower().encode(), made.encode())

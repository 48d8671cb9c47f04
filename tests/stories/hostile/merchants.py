"""Payme and Click, as they call the shop."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

import httpx

from tests.stories.hostile.bill import Bill
from tests.stories.hostile.by_merchant import EPOCH, KEY, SECRET, SERVICE, ByMerchant
from tests.stories.hostile.table import Need


class Payme(ByMerchant):
    """Creates, performs and cancels transactions; shows its key with each call."""

    name, our_key = "payme", "key"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "gateways": "payme"}
    off: ClassVar[Mapping[str, str]] = {"gateways": "payme:off", "star_value": "0.013"}

    @property
    def is_refused(self) -> bool:
        return "error" in self.answers[-1]

    async def begins(self, bill: Bill, minor: int, their_id: str, *, number: str = "") -> bool:
        assert bill.invoice is not None
        at = (self.shop.clock.now() + self.ahead - EPOCH).total_seconds()
        account = {"invoice": number or bill.invoice.gateway_id}
        made = {"id": their_id, "time": int(at) * 1000, "amount": minor, "account": account}
        await self._asks("CreateTransaction", made)
        return not self.is_refused

    async def ends_it(self, bill: Bill, minor: int, *, settles: bool = True) -> bytes:
        return await self._asks("PerformTransaction", {"id": bill.theirs}, settles=settles)

    async def goes_back(self, bill: Bill) -> bool:
        return True

    async def tells_it_went_back(self, bill: Bill, *, times: int = 1) -> bool:
        for _ in range(times):
            await self._asks("CancelTransaction", {"id": bill.theirs, "reason": 5})
        return not self.is_refused

    async def _asks(self, method: str, params: Mapping[str, Any], *, settles: bool = True) -> bytes:
        shown = base64.b64encode(f"Paycom:{self.key or KEY}".encode()).decode()
        body = json.dumps({"method": method, "params": params, "id": 7}).encode()
        return await self.call(body, {"authorization": f"Basic {shown}"}, settles=settles)


class Click(ByMerchant):
    """Prepares and completes; signs each call."""

    name, our_key = "click", "secret"
    settings: ClassVar[Mapping[str, str]] = {"star_value": "0", "gateways": "click"}
    off: ClassVar[Mapping[str, str]] = {"gateways": "click:off", "star_value": "0.013"}
    lacks: ClassVar[Mapping[str, str]] = {
        **ByMerchant.lacks,
        Need.TIMES: "Its calls name a time that is signed, and does not count.",
        Need.BACK: "What Click completed it cannot cancel.",
    }

    @property
    def is_refused(self) -> bool:
        return bool(self.answers[-1]["error"] < 0)

    async def begins(self, bill: Bill, minor: int, their_id: str, *, number: str = "") -> bool:
        await self.call(self._form(bill, minor, their_id, number=number), {})
        if not self.is_refused:
            self._prepared = {**getattr(self, "_prepared", {}), their_id: self.answers[-1]}
        return not self.is_refused

    async def ends_it(self, bill: Bill, minor: int, *, settles: bool = True) -> bytes:
        known = getattr(self, "_prepared", {}).get(bill.theirs, {})
        prepared = str(known.get("merchant_prepare_id", "99"))
        more = {"action": "1", "merchant_prepare_id": prepared}
        return await self.call(self._form(bill, minor, bill.theirs, **more), {}, settles=settles)

    def _form(self, bill: Bill, minor: int, their_id: str, *, number: str = "", **changed: str) -> bytes:
        assert bill.invoice is not None
        fields = {
            "click_trans_id": their_id,
            "service_id": SERVICE,
            "click_paydoc_id": "9" + their_id,
            "merchant_trans_id": number or bill.invoice.gateway_id,
            "amount": f"{minor // 100}.{minor % 100:02}",
            "action": "0",
            "error": "0",
            "error_note": "Success",
            "sign_time": "2026-01-01 17:00:00",
            **changed,
        }
        signed = fields["click_trans_id"] + SERVICE + (self.key or SECRET) + fields["merchant_trans_id"]
        signed += (
            fields.get("merchant_prepare_id", "") + fields["amount"] + fields["action"] + fields["sign_time"]
        )
        fields["sign_string"] = hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest()
        return str(httpx.QueryParams(fields)).encode()

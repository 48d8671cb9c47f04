"""Who runs the shop, and what kind it is: from whose balance people order, the currency, the prices."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from settings.environment import FromEnvironment
from settings.forms import CurrencyName, Ids, Lower, micro
from settings.words import MUST_BE, amount, group_id, percentage
from shop.currency import EXACT, Steps, own_step


class PeopleSettings(FromEnvironment):
    """The people that the settings name, by their ids at Telegram."""

    admin_ids: Ids
    allowed_ids: Ids = frozenset()
    operators_chat: Annotated[int | None, BeforeValidator(group_id)] = None

    @field_validator("admin_ids")
    @classmethod
    def _names_an_operator(cls, ids: frozenset[int]) -> frozenset[int]:
        if not ids:
            message = "must name at least one person by numeric id"
            raise ValueError(message)
        return ids


class ShopSettings(FromEnvironment):
    """Access, currency and the usual prices."""

    access: Annotated[Literal["private", "shop"], Lower] = "private"
    currency: Annotated[str, CurrencyName, Field(pattern=r"^[A-Z]{3,5}$")] = "USD"
    markup_percent: Annotated[
        str, BeforeValidator(percentage), Field(pattern=r"^([0-9]{1,4}(\.[0-9]{1,4})?|10000(\.0{1,4})?)$")
    ] = "0"
    price_step: Annotated[str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,6}(\.[0-9]{1,4})?)?$")] = ""

    @field_validator("price_step")
    @classmethod
    def _step_is_above_zero(cls, step: str) -> str:
        if step and not micro(step):
            raise ValueError(MUST_BE["PRICE_STEP"])
        return step

    @property
    def steps(self) -> Steps:
        """To what prices are rounded up, and amounts are shown; in private the panel's digits stay."""
        if self.access == "private":
            return EXACT
        step = micro(self.price_step) if self.price_step else own_step(self.currency)
        return Steps(self.currency, step)

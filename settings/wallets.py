"""How far below zero a wallet may go, and what operators confirm before they change one by hand."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from settings.forms import Amount, Lower, micro
from settings.shop import ShopSettings
from settings.words import amount


class WalletSettings(ShopSettings):
    """Credit, and the limits of /credit and /debit."""

    credit_limit: Annotated[
        str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,12}(\.[0-9]{1,6})?)?$")
    ] = ""
    credit_ask: Amount = "50"
    credit_second: Annotated[
        str,
        BeforeValidator(amount),
        Lower,
        Field(pattern=r"^(no|[0-9]{1,12}(\.[0-9]{1,6})?)?$"),
    ] = ""

    @property
    def credit_micro(self) -> int | None:
        """How far below zero a wallet may go, in micro-units; None without a limit; 0 in a shop."""
        if self.access == "shop":
            return 0
        return micro(self.credit_limit) if self.credit_limit else None

    @property
    def credit_ask_micro(self) -> int:
        """Above this amount, in micro-units, an operator types the amount of /credit and /debit twice."""
        return micro(self.credit_ask)

    @property
    def credit_second_micro(self) -> int | None:
        """Above this amount, in micro-units, a second operator confirms the same; None: none ever does."""
        if self.credit_second == "no":
            return None
        return micro(self.credit_second) if self.credit_second else 10 * self.credit_ask_micro

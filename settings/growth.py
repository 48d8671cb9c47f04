"""What brings customers and keeps them: coupons, invitations and the membership."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from settings.forms import Loss, Whole, micro
from settings.shop import ShopSettings
from settings.topup import TopupSettings
from settings.words import amount, casefolded
from shop.growth.invitations import InviteRules
from shop.membership.membership import MOST_STARS, MembershipOffer

LEVEL_NAME = r"^([^\W_][\w-]{0,31})?$"


class GrowthSettings(TopupSettings, ShopSettings):
    """What a shop gives away, and what it offers for a subscription in Stars."""

    coupon_loss: Loss = "0"
    invite_reward: Annotated[
        str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,9}(\.[0-9]{1,6})?)?$")
    ] = ""
    membership_stars: Annotated[int, Whole, Field(ge=0, le=MOST_STARS)] = 0
    membership_level: Annotated[str, BeforeValidator(casefolded), Field(pattern=LEVEL_NAME)] = ""

    @property
    def invites(self) -> InviteRules:
        """What an invitation brings to each side; nothing in private."""
        if self.access == "private" or not self.invite_reward:
            return InviteRules()
        return InviteRules(micro(self.invite_reward), self.currency)

    @property
    def membership(self) -> MembershipOffer:
        """What a membership costs and gives; nothing in private, and without a Star's value."""
        star_micro = micro(self.star_value)
        if self.access == "private" or not (star_micro and self.membership_level):
            return MembershipOffer()
        return MembershipOffer(self.membership_stars, self.membership_level, star_micro)

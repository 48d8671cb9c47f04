"""The words of texts and settings that can be changed in the chat."""

from dataclasses import dataclass

from locales import marked


@dataclass(frozen=True, slots=True)
class Words:
    """What a value is called, what it does, and how it is written: `rule` goes on from "It …"."""

    label: str
    help: str
    rule: str
    choices: tuple[str, ...] = ()


TEXT_WORDS: dict[str, Words] = {
    "welcome": Words(
        marked("Welcome"),
        marked("Your own words on the first screen, below the greeting."),
        marked("can have at most 800 characters"),
    ),
    "footer": Words(
        marked("Footer"),
        marked("A line or two at the end of the first screen and of /help."),
        marked("can have at most 200 characters"),
    ),
    "terms": Words(
        marked("Terms"),
        marked(
            "What /terms says. Customers accept it before their first order or top-up, and again after you "
            "change it in any language."
        ),
        marked("can have at most 3000 characters"),
    ),
    "description": Words(
        marked("Description"),
        marked("What stands in an empty chat with the bot, before somebody taps Start."),
        marked("must have at most 512 characters"),
    ),
    "short_description": Words(
        marked("Short description"),
        marked("What stands on the bot's page, and beside its link where that is shared."),
        marked("must have at most 120 characters"),
    ),
    "support_contact": Words(
        marked("Contact"),
        marked(
            "Who answers customers: Ask us and /support lead there. Without one, customers write to the bot, "
            "and you answer in Tickets."
        ),
        marked("must be a name at Telegram like @ann_helps, or a link that begins with https://"),
    ),
    "banner": Words(
        marked("Picture"),
        marked("A picture above the first screen."),
        marked("must be sent as a photo, not as a file"),
    ),
}

SETTING_WORDS: dict[str, Words] = {
    "star_value": Words(
        marked("Star's value"),
        marked("What one Telegram Star is worth in the shop's currency. 0: Stars are not accepted."),
        marked("must be an amount like 0.013, or 0"),
    ),
    "membership_stars": Words(
        marked("Membership"),
        marked(
            "In a shop: how many Stars a membership costs for 30 days. Who is a member keeps the price they "
            "joined at. 0: there are none, and renewals are stopped on their last day."
        ),
        marked("must be a whole number of Stars from 1 to 10000, or 0"),
    ),
    "membership_level": Words(
        marked("Members' level"),
        marked(
            "The price level that members have while their membership lasts. /prices makes it: "
            "/prices level member -10. Who is a member keeps the level they joined at."
        ),
        marked("must be the name of one price level, like member, or empty"),
    ),
    "topup_amounts": Words(
        marked("Top-up amounts"),
        marked("The amounts on the buttons of a top-up."),
        marked("must be 1 to 8 amounts like 5, 10, 25"),
    ),
    "topup_least": Words(
        marked("Smallest top-up"),
        marked("The smallest amount that somebody may type."),
        marked("must be an amount like 1 or 2.50"),
    ),
    "topup_most": Words(
        marked("Largest top-up"),
        marked("The largest amount that somebody may type."),
        marked("must be an amount like 1000"),
    ),
    "payment_fees": Words(
        marked("Fees and bonuses"),
        marked(
            "What a way to pay costs people on top, or with a minus what they get on top, in percent and as "
            "an amount: card 2.9% + 0.30, stars -5%. Empty: none."
        ),
        marked("must be fees and bonuses of ways to pay, like card 2.9% + 0.30, stars -5%, or empty"),
    ),
    "manual_topup": Words(
        marked("Pay by hand"),
        marked(
            "How to pay you by hand, in your own words: people then send a receipt, and you decide. An "
            "account between backticks gets a button that copies it. Empty: not offered."
        ),
        marked("must have at most 1500 characters"),
    ),
    "invite_reward": Words(
        marked("Invite reward"),
        marked(
            "In a shop: what both sides are credited when an invited person's first order is delivered. It "
            "holds for everybody who has not been credited yet. Empty: there are no invitations."
        ),
        marked("must be an amount like 0.50 or 1, or empty"),
    ),
    "coupon_loss": Words(
        marked("Coupon loss"),
        marked(
            "In a shop: how far below its cost a coupon may take an order, in percent of the cost. 0: never "
            "below it."
        ),
        marked("must be a percentage from 0 to 100 with at most four decimals, like 10"),
    ),
    "fallback_loss": Words(
        marked("Fallback loss"),
        marked(
            "How much more than its price an order may cost at its fallback before you are asked, in percent "
            "of the price. 0: never more than the price without your word."
        ),
        marked("must be a percentage from 0 to 100 with at most four decimals, like 10"),
    ),
    "credit_ask": Words(
        marked("Type twice"),
        marked("Above this amount, the amount of /credit and /debit is typed twice."),
        marked("must be an amount like 50"),
    ),
    "credit_second": Words(
        marked("Second operator"),
        marked(
            "Above this amount, a second operator confirms what one gives or takes. Empty: ten times the "
            "amount that is typed twice. no: never."
        ),
        marked("must be an amount like 500 or 12.50, no, or empty"),
    ),
    "operators_chat": Words(
        marked("Staff group"),
        marked(
            "The group where customers' questions and alerts come. Add the bot to it and send /tickets "
            "there: it tells the number. Empty: they come to the staff's private chats."
        ),
        marked("must be the number of one group, like -1001234567890, or empty"),
    ),
    "unknown_hours": Words(
        marked("Decide within"),
        marked(
            "After so many hours without a decision, an unconfirmed order is voided at the shop's cost. "
            "Cases that you have been asked about keep the time they were given."
        ),
        marked("must be a whole number of hours from 1 to 720"),
    ),
    "panel_probe": Words(
        marked("Lost orders"),
        marked(
            "To find an unconfirmed order, the kiosk asks the panel about order numbers after the last known "
            "one. auto: up to 20, yes: up to 300, no: none."
        ),
        marked("must be auto, yes or no"),
        choices=("auto", "yes", "no"),
    ),
    "sweep_seconds": Words(
        marked("Check every"),
        marked("How often the panel is asked for the status of open orders, in seconds."),
        marked("must be a whole number of seconds from 1 to 86400"),
    ),
}

ALL_WORDS = TEXT_WORDS | SETTING_WORDS

PAYING = "paying"
OF_PAYING = frozenset(
    {
        *("star_value", "membership_stars", "membership_level", "payment_fees", "manual_topup"),
        *("topup_amounts", "topup_least", "topup_most"),
    }
)
"""Settings of how people pay: they have a list of their own, or one screen would have too many buttons."""

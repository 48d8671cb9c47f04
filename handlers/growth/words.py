"""The sentences of coupons, invitations and gifts that cannot be had, by the key of their ShopError."""

from locales import marked

COUPON_ANSWERS: dict[str, str] = {
    "coupon_unknown": marked(
        "I know no coupon of this name, or it is no longer valid. Check it and send it again."
    ),
    "coupon_over": marked("The time of this coupon is over. Send another one."),
    "coupon_used_before": marked("You have used this coupon already. Send another one."),
    "coupon_used_up": marked("This coupon has been used as often as it can be. Send another one."),
}
"""Wrong answers to the question for a coupon; on the confirm card they say why its price is another now."""

GIFT_ANSWERS: dict[str, str] = {
    "gift_amount": marked("Send an amount from {minimum} to {maximum}, in digits."),
    "gift_too_much": marked("You can give up to {most} now. Send a smaller amount."),
}
"""Wrong answers to the question for a gift's amount."""

GROWTH: dict[str, str] = {
    "coupon_private": marked(
        "There are no coupons here: nobody pays in advance in this shop. Tap /menu to go on."
    ),
    "coupon_tries": marked("Those were many names, and none was a coupon. Try again in an hour."),
    "coupon_least": marked("🎟 {code} is for orders from {least}. This one stays at its price."),
    "coupon_no_lower": marked(
        "🎟 {code} takes nothing off this order: its price cannot go lower. "
        "It stays with you for the next one."
    ),
    "coupon_exists": marked(
        "There is a coupon {code} already. Stop it first: /coupon stop {code}, or choose another name."
    ),
    "coupon_usage": marked(
        "I did not get that. /coupon alone shows your coupons, and how one is made and stopped."
    ),
    "coupon_name": marked(
        "A coupon's name has 3 to 32 letters and digits. Spaces, hyphens and capitals make no difference."
    ),
    "coupon_counted": marked(
        "Say how many times this amount can be credited in all, like this: /coupon {code} {amount} uses 100"
    ),
    "invite_none": marked("Invitations bring nothing here at the moment. Tap /menu to go on."),
    "invite_own": marked("That is your own invitation: send its link to a friend."),
    "invite_known": marked("Good to see you again! An invitation counts for those who are new here."),
    "invite_unknown": marked("That invitation is not one of ours. You are welcome all the same."),
    "gift_private": marked(
        "There are no gifts here: nobody pays in advance in this shop. Tap /menu to go on."
    ),
    "gift_too_many": marked(
        "{count} of your gifts wait to be taken, and no more can wait at once. Take one back first."
    ),
    "gift_unknown": marked("I do not know this gift. Ask your friend to send it once more."),
    "gift_own": marked("This is your own gift: send it to a friend. Tap /wallet to take it back."),
    "gift_taken": marked("Somebody was quicker: this gift has been taken already."),
    "gift_over": marked("This gift can no longer be taken: its giver has the money again."),
    "coupon_none": marked("There is no live coupon {code}. /coupon lists those there are."),
}
"""All other sentences."""

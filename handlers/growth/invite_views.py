"""What customers see of invitations."""

from handlers.buttons import INVITE, Button
from handlers.navigation import WALLET, back_and_home
from handlers.view import Copy, Link, View
from locales import Translator
from shop.catalogue.deep_links import link_that_starts, link_to_share
from shop.growth.invitations import INVITE_LINK, InviteRules


def invite_door(t: Translator) -> tuple[str, Button]:
    """The button that leads to one's own link."""
    return "🤝 " + t.label("Invite a friend"), Button(INVITE, "", "open")


def invite_card(
    code: str, username: str, rules: InviteRules, t: Translator, *, invited: int, rewarded: int
) -> View:
    """One's own link, what it brings, and whom it has brought."""
    link = link_that_starts(username, INVITE_LINK + code)
    text = t(
        "🤝 <b>Invite a friend</b>\nYou both get {reward} when your friend's first order is delivered. It "
        "must come to {least} at least, and be paid with money your friend has topped up.\n\n{link}",
        reward=t.money(rules.reward_micro, rules.currency),
        least=t.money(rules.least_micro, rules.currency),
        link=link,
    )
    lines = [text]
    if invited:
        lines += ["", t("Invited: {count}, of them rewarded: {rewarded}", count=invited, rewarded=rewarded)]
    sharing = link_to_share(link, t.label("Come to this shop with me"))
    return View(
        "\n".join(lines),
        (
            (
                ("📋 " + t.label("Copy the link"), Copy(link)),
                ("📨 " + t.label("Share"), Link(sharing)),
            ),
            back_and_home(t, WALLET),
        ),
    )


def welcome_words(rules: InviteRules, t: Translator) -> str:
    """What somebody reads who came by a friend's link."""
    return t(
        "🤝 A friend invited you. You both get {reward} when your first order of at least {least} is "
        "delivered.",
        reward=t.money(rules.reward_micro, rules.currency),
        least=t.money(rules.least_micro, rules.currency),
    )

"""The rule that takes failing services off sale: what it is, what another one would do now."""

from collections.abc import Sequence

from handlers.buttons import QUALITY, Button
from handlers.operator.navigation import back_and_desk
from handlers.operator.quality.views import LIST, RULE, Named, rule_line
from handlers.view import Row, View, shortened
from locales import Translator
from shop.quality.rule import LASTS, FailRule, offered_rules
from storage.orders.quality import SetRule

NAMED = 5
"""Services that a preview names."""

MOST_COUNTED = 200
"""Services that a preview counts; behind that it says "or more"."""


def rule_card(set_rule: SetRule, t: Translator) -> View:
    """The rule in force, and those that can be chosen."""
    lines = [
        t("📏 <b>The rule for failing services</b>"),
        rule_line(set_rule.rule, t),
        "",
        t(
            "Choose how many of a service's last orders may fail. Before anything changes, I show what would "
            "go off sale now. Failed is partial, canceled, refused or lost; what customers canceled "
            "themselves does not count."
        ),
    ]
    rows: list[Row] = [
        tuple(
            (_label(rule, set_rule.rule, t), Button(QUALITY, "", "try", rule.word))
            for rule in offered_rules()
            if rule.last == last
        )
        for last in LASTS
    ]
    if set_rule.rule is not None:
        rows.append((("⏹ " + t.label("Turn the rule off"), Button(QUALITY, "", "sureoff")),))
    return View("\n".join(lines), (*rows, back_and_desk(t, LIST)))


def _label(rule: FailRule, now: FailRule | None, t: Translator) -> str:
    sign = "✅ " if rule == now else ""
    return sign + t.label("{percent} % of {orders}", percent=rule.percent, orders=rule.last)


def preview_card(rule: FailRule, hit: Sequence[Named], on_sale: int, t: Translator) -> View:
    """What this rule would take off sale now; nothing is changed before Yes."""
    lines = [
        t(
            "<b>Take services off sale when more than {percent} % of their last {orders} orders failed?</b>",
            percent=rule.percent,
            orders=rule.last,
        ),
        t("So when more than {most} of the last {orders} failed.", most=rule.most, orders=rule.last),
        "",
        _counted(len(hit), t),
    ]
    lines += [
        t(
            "{number} · {service}: failed {failed} of {orders}",
            number=shortened(one.service_id, 20),
            service=shortened(name, 60),
            failed=rule.failed(one.quality.fresh),
            orders=min(rule.last, len(one.quality.fresh)),
        )
        for one, name in hit[:NAMED]
    ]
    if len(hit) > NAMED:
        lines.append(t("… and {count} more", count=len(hit) - NAMED))
    if len(hit) * 2 > on_sale > 0:
        lines += ["", t("⚠️ That is more than half of what the shop sells.")]
    yes = ("✅ " + t.label("Yes, set this rule"), Button(QUALITY, "", "set", rule.word))
    return View("\n".join(lines), ((yes,), back_and_desk(t, RULE)))


def _counted(count: int, t: Translator) -> str:
    if not count:
        return t("Now it would take nothing off sale.")
    if count >= MOST_COUNTED:
        return t("Now it would take {count} services or more off sale:", count=MOST_COUNTED)
    return t.plural(
        "Now it would take {n} service off sale:", "Now it would take {n} services off sale:", count
    )


def sure_to_turn_off(t: Translator) -> View:
    """One more question before failing services stay on sale."""
    text = t(
        "<b>Turn the rule off?</b>\nNothing more goes off sale by itself. What is off sale already stays "
        "so until you put it back."
    )
    yes = ("✅ " + t.label("Yes, turn it off"), Button(QUALITY, "", "off"))
    return View(text, ((yes,), back_and_desk(t, RULE)))

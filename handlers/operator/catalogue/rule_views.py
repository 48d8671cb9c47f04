"""The screens of hiding rules: what each hides is said before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import RULES, Button
from handlers.operator.catalogue.list_views import SERVICES
from handlers.operator.catalogue.rule_words import name_of_set
from handlers.operator.navigation import back_and_desk
from handlers.paging import page_of
from handlers.view import Row, View, shortened
from locales import Translator
from shop.catalogue.curating import Decisions, Reach
from shop.catalogue.hiding_rules import LONGEST_WORDS, DefaultSet, HidingRule, RuleState, SetState

RULE_LIST = Button(RULES, "", "list")
ON_A_PAGE = 5
EXAMPLES = 12
"""Words of a default set that its card shows."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line of the list: a default set or a rule, by its button, its name and whether it hides."""

    button: Button
    name: str
    is_on: bool


def lines_of(decisions: Decisions, sets: Sequence[DefaultSet], t: Translator) -> list[RuleLine]:
    """Return the default sets, then the rules."""
    return [
        *(
            RuleLine(
                Button(RULES, one.key, "set"),
                name_of_set(one.key, t),
                decisions.state_of(one) is SetState.ON,
            )
            for one in sets
        ),
        *(
            RuleLine(Button(RULES, str(rule.id), "open"), rule.words, rule.state is RuleState.ON)
            for rule in decisions.rules
        ),
    ]


def rule_list(lines: Sequence[RuleLine], wanted: str, t: Translator) -> View:
    """All rules, those of the kiosk first."""
    shown, page, steps = page_of(lines, wanted, ON_A_PAGE, lambda to: Button(RULES, "", "list", to), t)
    first = page * ON_A_PAGE
    rows: list[Row] = [
        ((shortened(f"{_sign(is_on=one.is_on)} {t.number(first + at)} · {one.name}", 30), one.button),)
        for at, one in enumerate(shown, 1)
    ]
    text = t(
        "🚫 <b>Hiding rules</b>\nA rule hides every service whose name, or whose category, has its words. "
        "What you show one by one stays on sale.\n✅ hides · ▫️ off"
    )
    add = (("➕ " + t.label("Add a rule"), Button(RULES, "", "add")),)
    return View(text, (*rows, *steps, add, back_and_desk(t, SERVICES)))


def ask_for_rule(t: Translator) -> View:
    """The question for a rule's words."""
    text = t(
        "Send the words of the rule, at most {limit} characters. They are found as whole words side by side, "
        "in any case and with any accents; <code>*</code> stands for anything.\n"
        "<code>mass report</code> finds “Telegram Mass-Report”.\n"
        "<code>vot*</code> finds “vote” and “votos”.\n"
        "Nothing is hidden before you have seen what it would hide.",
        limit=LONGEST_WORDS,
    )
    return View(text, (back_and_desk(t, RULE_LIST),))


def rule_card(rule: HidingRule, reach: Reach, t: Translator) -> View:
    """A rule, what it hides, and what can be done with it."""
    number = str(rule.id)
    head = t("🚫 <b>Rule: {words}</b>", words=rule.words)
    state = {
        RuleState.DRAFT: t("It is not kept yet."),
        RuleState.ON: t("✅ It hides."),
        RuleState.OFF: t("▫️ It is off."),
        RuleState.REMOVED: t("🗑 It is removed."),
    }[rule.state]
    remove = ("🗑 " + t.label("Remove"), Button(RULES, number, "remove"))
    rows: tuple[Row, ...] = {
        RuleState.DRAFT: ((("✅ " + t.label("Keep and hide"), Button(RULES, number, "keep")),),),
        RuleState.ON: ((("▫️ " + t.label("Turn off"), Button(RULES, number, "off")), remove),),
        RuleState.OFF: ((("✅ " + t.label("Turn on"), Button(RULES, number, "on")), remove),),
        RuleState.REMOVED: ((("↩️ " + t.label("Undo"), Button(RULES, number, "undo")),),),
    }[rule.state]
    text = "\n".join([head, state, "", *_reach_lines(reach, t, is_on=rule.state is RuleState.ON)])
    return View(text, (*rows, back_and_desk(t, RULE_LIST)))


def set_card(default_set: DefaultSet, state: SetState, reach: Reach, t: Translator) -> View:
    """A default set, some of its words, and what it hides."""
    head = t("🚫 <b>Default rule: {name}</b>", name=name_of_set(default_set.key, t))
    said = t("✅ It hides.") if state is SetState.ON else t("▫️ It is off.")
    words = t(
        "It looks for {words} and more, in many languages.", words=t.series(default_set.words[:EXAMPLES])
    )
    turn = (
        ("▫️ " + t.label("Turn off"), Button(RULES, default_set.key, "setoff"))
        if state is SetState.ON
        else ("✅ " + t.label("Turn on"), Button(RULES, default_set.key, "seton"))
    )
    lines = [head, said, words, "", *_reach_lines(reach, t, is_on=state is SetState.ON)]
    return View("\n".join(lines), ((turn,), back_and_desk(t, RULE_LIST)))


def question_card(waiting: Sequence[DefaultSet], reach: Reach, t: Translator) -> View:
    """What an older shop is asked: whether the default rules may hide."""
    names = t.series(name_of_set(one.key, t) for one in waiting)
    head = t("🙈 <b>Hide harmful offers?</b>\nThe default rules are: {names}.", names=names)
    rows: tuple[Row, ...] = (
        (
            ("🙈 " + t.label("Hide"), Button(RULES, "", "hideall")),
            ("👁 " + t.label("Leave"), Button(RULES, "", "leave")),
        ),
    )
    later = t("Each can be turned on and off later, and what you show one by one stays on sale.")
    text = "\n".join([head, "", *_reach_lines(reach, t, is_on=False), "", later])
    return View(text, (*rows, back_and_desk(t, RULE_LIST)))


def _reach_lines(reach: Reach, t: Translator, *, is_on: bool) -> list[str]:
    """How many services it hides, or would; the first of them; a warning where that is most of the shop."""
    if not reach.count:
        return [t("It hides nothing now.")] if is_on else [t("It would hide nothing now.")]
    lines = [
        t.plural("It hides {n} service:", "It hides {n} services:", reach.count)
        if is_on
        else t.plural("It would hide {n} service:", "It would hide {n} services:", reach.count)
    ]
    lines += [
        t("{number} · {service}", number=one.id, service=shortened(one.name, 80)) for one in reach.named
    ]
    if reach.count > len(reach.named):
        lines.append(t("… and {count} more", count=reach.count - len(reach.named)))
    if reach.hides_all:
        lines.append(t("⚠️ That is everything: nothing would be on sale."))
    elif reach.hides_most:
        lines.append(
            t("⚠️ That is more than half of the {count} services on sale without it.", count=reach.on_sale)
        )
    return lines


def _sign(*, is_on: bool) -> str:
    return "✅" if is_on else "▫️"

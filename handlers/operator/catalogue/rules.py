"""Hiding rules: typed, looked at, kept, turned off, removed and taken back."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.catalogue.deciding import decider, follow
from handlers.operator.catalogue.rule_views import (
    ask_for_rule,
    lines_of,
    question_card,
    rule_card,
    rule_list,
    set_card,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.acts import Did
from shop.catalogue.curating import undecided_sets
from shop.catalogue.hiding_rules import DefaultSet, Pattern, RuleState, SetState, default_sets
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.typed import seen
from storage.catalogue.hiding_rules import rule_subject

STATES = {
    "keep": (RuleState.ON, Did.RULE_ON),
    "on": (RuleState.ON, Did.RULE_ON),
    "undo": (RuleState.ON, Did.RULE_ON),
    "off": (RuleState.OFF, Did.RULE_OFF),
    "remove": (RuleState.REMOVED, Did.RULE_REMOVED),
}


async def opened_rules(_update: Update, context: Context) -> None:
    """Rules, or a page of them."""
    decisions = context.services.storefront.curated.decisions
    lines = lines_of(decisions, default_sets(), context.turn.t)
    await show(context, rule_list(lines, context.button.value, context.turn.t))


async def wished_rule(_update: Update, context: Context) -> None:
    """Add a rule: the next message has its words."""
    turn = context.turn
    await ask_at_desk(context, DeskAsks.HIDING_WORDS)
    await show(context, ask_for_rule(turn.t))


async def typed_rule(update: Update, context: Context) -> None:
    """The words of a rule: what it would hide is shown before anything is hidden."""
    services, turn = context.services, context.turn
    words = " ".join(seen(typed_text(update)).split())
    Pattern.of(words)
    number = await services.stores.hiding_rules.propose(
        words, decider(context), update_id=turn.update.update_id
    )
    await note_answered(context)
    await _show_rule(context, number)


async def opened_rule(_update: Update, context: Context) -> None:
    """A rule: its card."""
    await _show_rule(context, context.tapped_number)


async def changed_rule(_update: Update, context: Context) -> None:
    """Keep and hide, Turn on, Turn off, Remove, Undo: once, however often it is tapped."""
    services, number = context.services, context.tapped_number
    state, did = STATES[context.button.action]
    done = await services.stores.hiding_rules.change(number, state, decider(context))
    await follow(context, rule_subject(number), did, done=done)
    await _show_rule(context, number)


async def _show_rule(context: Context, number: int) -> None:
    rule = await context.services.stores.hiding_rules.find(number)
    if rule is None:
        raise ShopError("rule_gone")
    reach = await context.services.suppliers.reach([rule.words], rule.id)
    await show(context, rule_card(rule, reach, context.turn.t))


async def opened_set(_update: Update, context: Context) -> None:
    """A default rule: its card."""
    await _show_set(context, _set_of(context))


async def turned_set(_update: Update, context: Context) -> None:
    """Turn on, Turn off, on a default rule's card."""
    services, default_set = context.services, _set_of(context)
    state, did = (
        (SetState.ON, Did.DEFAULT_SET_ON)
        if context.button.action == "seton"
        else (SetState.OFF, Did.DEFAULT_SET_OFF)
    )
    done = await services.stores.hiding_rules.turn_set(default_set.key, state, decider(context))
    await follow(context, rule_subject(default_set.key), did, done=done)
    await _show_set(context, default_set)


def _set_of(context: Context) -> DefaultSet:
    found = next(
        (default_set for default_set in default_sets() if default_set.key == context.button.of), None
    )
    if found is None:
        raise ShopError("rule_gone")
    return found


async def _show_set(context: Context, default_set: DefaultSet) -> None:
    state = context.services.storefront.curated.decisions.state_of(default_set)
    reach = await context.services.suppliers.reach(default_set.words, default_set.key)
    await show(context, set_card(default_set, state, reach, context.turn.t))


async def opened_question(update: Update, context: Context) -> None:
    """Look, on the card that asks an older shop; the rules, once that is decided."""
    waiting = undecided_sets(context.services.storefront.curated.decisions)
    if not waiting:
        return await opened_rules(update, context)
    words = [word for default_set in waiting for word in default_set.words]
    reach = await context.services.suppliers.reach(words, None)
    await show(context, question_card(waiting, reach, context.turn.t))
    return None


async def answered_question(update: Update, context: Context) -> None:
    """Hide, or Leave: the first answer counts."""
    services = context.services
    hides = context.button.action == "hideall"
    state = SetState.ON if hides else SetState.OFF
    keys = [default_set.key for default_set in default_sets() if default_set.is_on]
    done = await services.stores.hiding_rules.answer(keys, state, decider(context))
    services.wakeups.alerts()
    await follow(context, rule_subject(keys[0]), Did.DEFAULT_SET_ON, Did.DEFAULT_SET_OFF, done=done)
    await opened_rules(update, context)

"""What of the panel's catalogue is on sale, under which names, in which order: the operator decides.

What the panel said is never changed: a decision stands beside it, and both are put together here. So a
sync brings nothing back that was hidden, and overwrites no name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from unicodedata import category

from shop.catalogue.hiding_rules import DefaultSet, HidingRule, RuleState, RuleTexts, SetState, default_sets
from shop.catalogue.services import OwnService, Service
from shop.pricing.price_list import category_key

LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_CATEGORY = 120, 600, 60
"""Characters of what an operator writes: as much as a customer's screen shows of it."""


_JOINERS = "\u200c\u200d"
"""Without these some words and emoji fall apart; all other invisible marks go."""


def in_plain_words(text: str) -> str:
    """Return what an operator typed without control characters and marks that turn its direction.

    Emoji stay whole, and so do lines; a text of nothing that can be seen is empty.

    >>> in_plain_words("  \u202eHearts\u200b\t fast "), in_plain_words("\u200f\u200d")
    ('Hearts fast', '')
    """
    kept = "".join(sign for sign in text if sign.isspace() or sign in _JOINERS or category(sign)[0] != "C")
    lines = [" ".join(line.split()) for line in kept.splitlines()]
    joined = "\n".join(line for line in lines if line)
    return joined if joined.strip(_JOINERS) else ""


class Curated(StrEnum):
    """What a decision is about: a service by the shop's number, or a category by `category_key`."""

    SERVICE = "service"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Target:
    """The service or the category that is decided about."""

    kind: Curated
    key: str


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and when."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What operators decided about a service or a category; empty where they did not.

    `is_shown`: True is on sale whatever rules say, False is hidden, None is left to the rules. `position` is
    its place among those with one, which come before those without. `picture` is Telegram's id of a file.
    """

    is_shown: bool | None = None
    name: str = ""
    description: str = ""
    picture: str = ""
    is_pinned: bool = False
    position: int | None = None


UNDECIDED = Decision()


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that operators decided about the catalogue.

    `sets` is what was decided about default sets; `asks_first` says that an older shop has not decided about
    them yet, and so none hides.
    """

    services: Mapping[str, Decision] = field(default_factory=dict)
    categories: Mapping[str, Decision] = field(default_factory=dict)
    rules: tuple[HidingRule, ...] = ()
    sets: Mapping[str, SetState] = field(default_factory=dict)
    asks_first: bool = False

    def of(self, service: Service) -> Decision:
        """Return what was decided about this service."""
        return self.services.get(service.id, UNDECIDED)

    def of_category(self, name: str) -> Decision:
        """Return what was decided about the category that the panel calls so."""
        return self.categories.get(category_key(name), UNDECIDED)

    def state_of(self, default_set: DefaultSet) -> SetState:
        """Return if this default set hides now, or waits for an operator's answer."""
        if default_set.key in self.sets:
            return self.sets[default_set.key]
        if self.asks_first:
            return SetState.ASKED if default_set.is_on else SetState.OFF
        return SetState.ON if default_set.is_on else SetState.OFF


class Why(StrEnum):
    """Why a service is hidden."""

    OPERATOR = "operator"
    CATEGORY = "category"
    RULE = "rule"
    DEFAULT_SET = "default_set"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why a service is hidden; `by` is the rule's words, or the set's key."""

    why: Why
    by: str = ""


@dataclass(frozen=True, slots=True)
class CuratedCatalogue:
    """The panel's services as the shop has them: under its own names, in its own order.

    `listed` are all of them, `on_sale` those that are not hidden, `hidden` says why the others are.
    `categories` are decisions by the panel's name of the category.
    """

    listed: tuple[Service, ...] = ()
    on_sale: tuple[Service, ...] = ()
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    categories: Mapping[str, Decision] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    by_id: Mapping[str, Service] = field(default_factory=dict)

    @classmethod
    def plain(cls, services: Iterable[Service]) -> "CuratedCatalogue":
        """Return a catalogue about which nobody decided anything."""
        listed = tuple(services)
        return cls(listed, listed, by_id={one.id: one for one in listed})

    def category_name(self, name: str) -> str:
        """Return what the shop calls the category that the panel calls so."""
        return self.categories.get(name, UNDECIDED).name or name


def curate(services: Sequence[Service], decisions: Decisions, texts: RuleTexts) -> CuratedCatalogue:
    """Put the panel's services and the operators' decisions together. `texts` are those of the services.

    What an operator decided about a service holds; without that, a hidden category hides it, then a rule,
    then a default set.
    """
    by_rule = hidden_by_rules(decisions, texts)
    of_category = {name: decisions.of_category(name) for name in {one.category for one in services}}
    hidden: dict[str, Hidden] = {}
    listed: list[Service] = []
    for service in services:
        decision = decisions.services.get(service.id, UNDECIDED)
        why = _why_hidden(service, decision, of_category[service.category], by_rule)
        if why is not None:
            hidden[service.id] = why
        listed.append(_in_own_words(service, decision))
    ordered = _ordered(listed, decisions, of_category)
    return CuratedCatalogue(
        listed=ordered,
        on_sale=tuple(one for one in ordered if one.id not in hidden) if hidden else ordered,
        hidden=hidden,
        categories={name: decision for name, decision in of_category.items() if decision is not UNDECIDED},
        decisions=decisions,
        by_id={one.id: one for one in ordered},
    )


def hidden_by_rules(decisions: Decisions, texts: RuleTexts) -> dict[str, Hidden]:
    """Return what rules and default sets hide; of several that do, the operator's first rule is named."""
    found: dict[str, Hidden] = {}
    for rule in decisions.rules:
        if rule.state is RuleState.ON:
            for service_id in texts.fitting(rule.words):
                found.setdefault(service_id, Hidden(Why.RULE, rule.words))
    for one in default_sets():
        if decisions.state_of(one) is SetState.ON:
            for service_id in texts.fitting_any(one.words):
                found.setdefault(service_id, Hidden(Why.DEFAULT_SET, one.key))
    return found


def _why_hidden(
    service: Service, own: Decision, category: Decision, by_rule: Mapping[str, Hidden]
) -> Hidden | None:
    if own.is_shown is not None:
        return None if own.is_shown else Hidden(Why.OPERATOR)
    if category.is_shown is False:
        return Hidden(Why.CATEGORY)
    return by_rule.get(service.id)


def _in_own_words(service: Service, decision: Decision) -> Service:
    if not (decision.name or decision.description):
        return service
    said = {one: getattr(service, one) for one in _FIELDS}
    said["name"] = decision.name or service.name
    said["description"] = decision.description or service.description
    return OwnService(**said, name_at_panel=service.name)


_FIELDS = tuple(Service.__dataclass_fields__)

_Rank = tuple[bool, bool, int]


def _rank(decision: Decision) -> _Rank:
    """Where something stands: pinned first, then what has a place, then the panel's order."""
    return not decision.is_pinned, decision.position is None, decision.position or 0


def _ordered(
    listed: Sequence[Service], decisions: Decisions, of_category: Mapping[str, Decision]
) -> tuple[Service, ...]:
    """Return the services category by category if anything was moved; else in the panel's own order."""
    moved = (*decisions.services.values(), *of_category.values())
    if not any(one.is_pinned or one.position is not None for one in moved):
        return tuple(listed)
    first: dict[str, int] = {}
    for at, one in enumerate(listed):
        first.setdefault(one.category, at)
    rank = {name: (*_rank(of_category[name]), at) for name, at in first.items()}
    return tuple(sorted(listed, key=lambda one: (rank[one.category], _rank(decisions.of(one)))))


def order_after_move(order: Sequence[str], at: int, by: int) -> list[str]:
    """Return the beginning of this order, up to what moved, after the one at `at` went `by` places.

    >>> order_after_move(["a", "b", "c", "d"], 2, -1), order_after_move(["a", "b"], 0, 1)
    (['a', 'c', 'b'], ['b', 'a'])
    """
    to = at + by
    if not 0 <= to < len(order):
        return []
    changed = list(order)
    changed.insert(to, changed.pop(at))
    return changed[: max(at, to) + 1]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule would hide: how many of the services that are on sale without it, and which come first."""

    count: int
    on_sale: int
    named: tuple[Service, ...]

    @property
    def hides_all(self) -> bool:
        """True if nothing would be left on sale."""
        return 0 < self.on_sale == self.count

    @property
    def hides_most(self) -> bool:
        """True if more than half would go."""
        return self.count * 2 > self.on_sale


NAMED = 5
"""How many services are named of those that a rule hides."""


def reach_of(
    services: Sequence[Service], decisions: Decisions, texts: RuleTexts, words: Iterable[str]
) -> Reach:
    """Return what one more rule of these words would hide now."""
    on_sale = curate(services, decisions, texts).on_sale
    fitting = texts.fitting_any(words)
    hides = [one for one in on_sale if one.id in fitting and decisions.of(one).is_shown is None]
    return Reach(len(hides), len(on_sale), tuple(hides[:NAMED]))


def without_rule(decisions: Decisions, rule: int | str) -> Decisions:
    """Return the decisions as if this rule, or the default set of this key, were off."""
    if isinstance(rule, str):
        return replace(decisions, sets={**decisions.sets, rule: SetState.OFF})
    return replace(decisions, rules=tuple(one for one in decisions.rules if one.id != rule))


def undecided_sets(decisions: Decisions) -> list[DefaultSet]:
    """Return the default sets about which an older shop has not decided yet."""
    return [one for one in default_sets() if decisions.state_of(one) is SetState.ASKED]

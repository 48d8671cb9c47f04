"""What an `add` must contain for each service type, and its cost; refusals in panels' own words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from playground.panel.catalogue import Service
from playground.panel.reply import Refused

Form = Mapping[str, str]

NEEDS: dict[str, tuple[str, ...]] = {
    "Default": (),
    "Package": (),
    "Custom Comments": ("comments",),
    "Custom Comments Package": ("comments",),
    "SEO": ("keywords",),
    "Mentions": ("usernames",),
    "Mentions with Hashtags": ("usernames", "hashtags"),
    "Mentions Custom List": ("usernames",),
    "Mentions Hashtag": ("hashtag",),
    "Mentions User Followers": ("username",),
    "Mentions Media Likers": ("media",),
    "Comment Likes": ("username",),
    "Comment Replies": ("username", "comments"),
    "Poll": ("answer_number",),
    "Invites from Groups": ("groups",),
    "Subscriptions": ("username", "min", "max", "delay"),
    "Web Traffic": ("country", "device", "type_of_traffic"),
}
"""The parameters of each type besides link and quantity."""

TRAFFIC_NEEDS = {"1": "google_keyword", "2": "referring_url"}
"""The parameter that each type of traffic needs besides; direct visits need none."""

COUNTED_LINES = {
    "Custom Comments": "comments",
    "Comment Replies": "comments",
    "Mentions": "usernames",
    "Mentions Custom List": "usernames",
}
"""Types whose quantity is the number of lines in one parameter."""

ONE_OF_IT = frozenset({"Package", "Custom Comments Package"})

DELAYS = frozenset({0, 5, 10, 15, 20, 30, 40, 50, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600})

_WRONG_TYPE = "incorrect service type"
_A_LINK = re.compile(r"(https?://)?[^\s/.]+(\.[^\s/.]+)+\S*|@?\w[\w.]*")


@dataclass(frozen=True, slots=True)
class Terms:
    """An order's terms as the panel counts them."""

    link: str
    quantity: int
    charge: Decimal
    per_post: Decimal = Decimal(0)


def terms(service: Service, form: Form, target: str, cuts: tuple[str, ...] = ()) -> Terms:
    """Check `form` against the rules of `service`; `target` names the link's parameter. Raises Refused.

    `cuts` are characters at which one comment becomes several, each of them charged.
    """
    if any(not form.get(name, "").strip() for name in NEEDS.get(service.type, ())):
        raise Refused(_WRONG_TYPE)
    if service.type == "Web Traffic" and not form.get(TRAFFIC_NEEDS.get(form["type_of_traffic"], "country")):
        raise Refused(_WRONG_TYPE)
    if service.type == "Subscriptions":
        return _subscription(service, form)
    link = form.get(target, "").strip()
    if not _A_LINK.fullmatch(link):
        raise Refused("Bad link")
    if service.type in ONE_OF_IT:
        return Terms(link=link, quantity=1, charge=service.cost(1))
    quantity = _counted(service, form, cuts) * _runs(service, form)
    return Terms(link=link, quantity=quantity, charge=service.cost(quantity))


def lines(text: str) -> list[str]:
    """Return the lines of a list parameter that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _counted(service: Service, form: Form, cuts: tuple[str, ...]) -> int:
    listed = COUNTED_LINES.get(service.type)
    text = form[listed] if listed else ""
    for mark in cuts if listed == "comments" else ():
        text = text.replace(mark, "\n")
    quantity = len(lines(text)) if listed else _number(form, "quantity")
    if quantity < service.min:
        raise Refused(f"Quantity less than minimal {service.min}")
    if quantity > service.max:
        raise Refused(f"Quantity more than maximum {service.max}")
    if service.type == "Poll":
        _number(form, "answer_number")
    return quantity


def _runs(service: Service, form: Form) -> int:
    """Return how many times the quantity is delivered: once, or `runs` times as a drip-feed."""
    if not form.get("runs") and not form.get("interval"):
        return 1
    if not service.dripfeed:
        raise Refused("This services does not support Dripfeed feature!")
    runs, interval = _number(form, "runs"), _number(form, "interval")
    if runs < 1 or interval < 1:
        raise Refused("Incorrect request")
    if runs * _number(form, "quantity") > service.max:
        raise Refused(f"Quantity more than maximum {service.max}")
    return runs


def _subscription(service: Service, form: Form) -> Terms:
    minimum, maximum = _number(form, "min"), _number(form, "max")
    if minimum < service.min:
        raise Refused(f"Quantity less than minimal {service.min}")
    if maximum > service.max or maximum < minimum:
        raise Refused(f"Quantity more than maximum {service.max}")
    if _number(form, "delay") not in DELAYS:
        raise Refused("Incorrect delay")
    return Terms(link=form["username"].strip(), quantity=0, charge=Decimal(0), per_post=service.cost(maximum))


def _number(form: Form, name: str) -> int:
    text = form.get(name, "").strip()
    if not (text.isascii() and text.isdigit()):
        raise Refused("Incorrect request")
    return int(text)

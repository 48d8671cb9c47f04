"""What a brought link asks for: its platform, and the services that its target can have."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from shop.catalogue.platforms import PLATFORMS, Platform, platform_at, words_of
from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.ordering.fields import form_of
from shop.ordering.link import check_link
from shop.ordering.link_kinds import Kind, kind_of
from shop.ordering.link_target import (
    is_invitation,
    is_shortener,
    needs_the_public,
    odd_kind,
    wants_a_post,
)

_ABOUT_PROFILES = frozenset(
    words_of("followers follower subscribers subscriber members подписчики takipçi seguidores inscritos")
)
_ABOUT_POSTS = frozenset(words_of("like likes views view comment comments reactions post posts shares saves"))


def _split(link: str) -> tuple[str, str]:
    """Return host and path; empty where there are none."""
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        return (parts.hostname or "").removesuffix("."), parts.path
    except ValueError:
        return "", ""


def platform_of_link(link: str) -> Platform | None:
    """Return the platform that the link leads to; None for the rest of the web."""
    return platform_at(_split(link)[0])


def section_key_of(link: str) -> str:
    """Return the key of the storefront's section for this link."""
    platform = platform_of_link(link)
    return platform.key if platform else "website"


def is_shortened(link: str) -> bool:
    """Return True if nobody can see where this link leads."""
    return is_shortener(_split(link)[0])


def clean_link(link: str) -> str:
    """Return a brought link without its tracking parameters. Raises ShopError; see shop/ordering/link.py."""
    if is_shortened(link):
        raise ShopError("link_short")
    return check_link(link, platform_of_link(link) or PLATFORMS["website"])


def doubt_about(link: str, service_name: str) -> ShopError | None:
    """Return what to ask about a link to a profile where a post is needed, or the other way round.

    A profile says nothing of the post, so another link is asked for; a post tells whose profile it is, so
    the confirm card asks about it. In both cases the person may have the link used as it is.
    """
    kind = odd_kind(*_split(link), service_name)
    if kind is None:
        return None
    return ShopError("link_of_a_profile" if kind is Kind.PROFILE else "link_of_a_post", link=link)


def odd_link_in(refused: ShopError) -> str:
    """Return the clean link of a refusal that the person may overrule; empty for every other refusal."""
    return str(refused.values["link"]) if refused.key == "link_of_a_profile" else ""


def kind_of_link(link: str) -> Kind | None:
    """Return the kind of the link's target, if its form leaves no doubt."""
    return kind_of(*_split(link))


def services_for_link(services: Sequence[Service], link: str) -> tuple[Service, ...]:
    """Return the services that ask for a link and can be for this one; without a link all of them."""
    return tuple(_for_link(services, link)) if link else tuple(services)


def is_any_for_link(services: Iterable[Service], link: str) -> bool:
    """Return True if one of the services asks for a link and can be for this one; look no further then."""
    return next(_for_link(services, link), None) is not None


def _for_link(services: Iterable[Service], link: str) -> Iterator[Service]:
    kind = kind_of_link(link)
    invites = is_invitation(*_split(link))
    for service in services:
        if _fits(service, kind) and not (invites and needs_the_public(service.panels_name)):
            yield service


def _fits(service: Service, kind: Kind | None) -> bool:
    form = form_of(service)
    if form is None or form.fields[0].name != "link":
        return False
    named = f"{service.category} {service.panels_name}"
    if kind is Kind.PROFILE:
        return not wants_a_post(named)
    words = set(words_of(named))
    return kind is None or not words & _ABOUT_PROFILES or bool(words & _ABOUT_POSTS)

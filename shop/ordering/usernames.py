"""The username in a profile's link: apps copy the link where only the name is asked for."""

import re
from urllib.parse import urlsplit

from shop.catalogue.platforms import Platform, platform_at
from shop.errors import ShopError
from shop.ordering.link import check_link
from shop.ordering.link_text import links_in

_NAME = "@?([\\w.-]{1,64})"


def username_in(text: str, platforms: tuple[Platform, ...]) -> str:
    """Return the name in the profile's link in `text`; the text itself if no link stands there.

    `platforms` are those of the service, empty if any will do. Raises ShopError("username_of_link") for
    links that are no profile's, or whose platform has no names in its links.
    """
    links = links_in(text) or ([text] if "://" in text else [])
    if not links:
        return text
    name = _name_of_profile(links[0], platforms) if len(links) == 1 else None
    if name is None:
        raise ShopError("username_of_link")
    return name


def _name_of_profile(written: str, platforms: tuple[Platform, ...]) -> str | None:
    try:
        at = platform_at(urlsplit(check_link(written, None)).hostname or "")
        if at is None or not at.profile or (platforms and at not in platforms):
            return None
        path = urlsplit(check_link(written, at)).path
    except ShopError:  # nobody's link, as that of a front page
        return None
    shape = re.escape(urlsplit(at.profile).path).replace(re.escape("{}"), _NAME)
    found = re.fullmatch(f"{shape}/?", path)
    return found[1] if found is not None and not found[1].endswith(".php") else None

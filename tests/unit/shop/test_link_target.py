"""What a service's name tells of the target that it wants: a post, a profile, or nothing for sure."""

import pytest

from shop.ordering.link_kinds import Kind
from shop.ordering.link_target import target_of_service


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Instagram Views", Kind.POST),
        ("Telegram Members", Kind.PROFILE),
        ("YouTube Subscribers", Kind.PROFILE),
        ("YouTube Subscribers + Views", None),
        ("Telegram Members + Poll Votes", None),
        ("Instagram Followers + Likes", None),
        ("TikTok Followers from Live", None),
    ],
)
def test_a_name_tells_the_target_where_nothing_speaks_against_it(name: str, kind: Kind | None) -> None:
    assert target_of_service(name) is kind

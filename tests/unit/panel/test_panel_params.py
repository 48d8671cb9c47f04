"""The form has what the profile says, encoded once."""

from urllib.parse import parse_qs

import pytest

from panel.params import add_params, encoded
from panel.profile import Profile, load_profile
from shop.replies import AddRequest

LINK = "https://example.com/p/1?a=b&c=d#e"


def sent(request: AddRequest, profile: Profile) -> dict[str, str]:
    """Return the form as a server reads it."""
    form = parse_qs(encoded(add_params(request, profile)).decode("ascii"), keep_blank_values=True)
    return {name: value for name, (value,) in form.items()}


@pytest.mark.parametrize(
    ("profile", "targets"), [("seed", {"url"}), ("mainstream", {"link"}), ("both", {"url", "link"})]
)
def test_the_link_goes_under_the_panels_name_for_it(profile: str, targets: set[str]) -> None:
    form = sent(AddRequest("7", LINK, {"quantity": 100}), load_profile(profile))
    assert form == {"service": "7", "quantity": "100", **dict.fromkeys(targets, LINK)}


def test_a_subscription_has_no_link() -> None:
    form = sent(AddRequest("7", None, {"username": "a", "min": 1}), load_profile("both"))
    assert form == {"service": "7", "username": "a", "min": "1"}


def test_lists_are_trimmed_lines_without_empty_ones() -> None:
    fields: dict[str, str | int | tuple[str, ...]] = {
        "comments": (" one ", "", "two + %20 é\r\n  three", "  "),
        "usernames": ("a", " b "),
    }
    form = sent(AddRequest("7", LINK, fields), load_profile("mainstream"))
    assert form["comments"] == "one\ntwo + %20 é\nthree"
    assert form["usernames"] == "a\nb"


def test_comments_in_one_text_are_lines_too() -> None:
    form = sent(AddRequest("7", LINK, {"comments": " a \r\n\r\n b "}), load_profile("mainstream"))
    assert form["comments"] == "a\nb"


def test_the_seed_is_told_the_number_of_comments() -> None:
    form = sent(AddRequest("7", LINK, {"comments": ("a", " ", "b")}), load_profile("seed"))
    assert form["quantity"] == "2"
    form = sent(AddRequest("7", LINK, {"comments": ("a",), "quantity": 5}), load_profile("seed"))
    assert form["quantity"] == "5"


def test_comments_may_be_encoded_once_more() -> None:
    form = sent(AddRequest("7", LINK, {"comments": ("a+b", "c")}), Profile(name="own", double_encode=True))
    assert form["comments"] == "a%2Bb%0Ac"
    assert form["link"] == LINK


def test_a_panel_may_want_a_reference_that_stays_the_same() -> None:
    profile, request = (
        Profile(name="own", idempotency_field="request_id"),
        AddRequest("7", LINK, {}, "kiosk-1"),
    )
    assert [sent(request, profile)["request_id"] for _ in range(2)] == ["kiosk-1", "kiosk-1"]
    assert "request_id" not in sent(AddRequest("7", LINK, {}), profile)
    assert "kiosk-1" not in sent(request, Profile(name="other")).values()
    assert sent(AddRequest("7", LINK, {"request_id": "mine"}, "kiosk-1"), profile)["request_id"] == "mine"


def test_anything_can_be_encoded() -> None:
    assert encoded({"a": "\ud800", "b": "\0"}) == b"a=%3F&b=%00"

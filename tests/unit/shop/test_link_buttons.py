"""Buttons that lead to addresses, as an owner types them."""

import pytest

from shop.errors import ShopError
from shop.link_buttons import LinkButton, read_buttons


def test_buttons_are_read_line_by_line() -> None:
    rows = read_buttons("Shop - https://x.com | Likes - s_12\n\nChat — t.me/kiosk", "kiosk_bot")
    assert rows == (
        (LinkButton("Shop", "https://x.com"), LinkButton("Likes", "https://t.me/kiosk_bot?start=s_12")),
        (LinkButton("Chat", "https://t.me/kiosk"),),
    )


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("", "broadcast_buttons", {"most": 8}),
        ("A - x.com\n" * 9, "broadcast_buttons", {"most": 8}),
        ("A - https://x.com\n" + " | ".join(["B - https://x.com"] * 4), "broadcast_button_row",
         {"number": 2, "most": 3}),
        ("A", "broadcast_button", {"number": 1, "line": "A"}),
        ("y" * 70, "broadcast_button", {"number": 1, "line": "y" * 60}),
        ("A - https://", "broadcast_button", {"number": 1, "line": "A - https://"}),
        ("A - https://.x.", "broadcast_button", {"number": 1, "line": "A - https://.x."}),
        ("A - ftp://x.com", "broadcast_button", {"number": 1, "line": "A - ftp://x.com"}),
        ("L" * 41 + " - https://x.com", "broadcast_button_label", {"number": 1, "most": 40}),
    ],
)  # fmt: skip
def test_a_wrong_button_names_its_line(text: str, key: str, values: dict[str, object]) -> None:
    with pytest.raises(ShopError) as refused:
        read_buttons(text, "kiosk_bot")
    assert (refused.value.key, refused.value.values) == (key, values)

"""The key is only sent where nobody else can read it."""

import pytest

from panel.profile import check_panel_url


@pytest.mark.parametrize(
    "url",
    [
        "https://www.smmbros.in/api/v2",
        "https://panel.example:8443/api.php?v=2",
        "http://127.0.0.1:8080/api/v2",
        "http://localhost/api/v2",
        "http://[::1]:8080/",
        "https://panel.example/api,v2?a=1;b=2",
    ],
)
def test_good_addresses(url: str) -> None:
    assert check_panel_url(url) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "https://"),
        ("panel.example/api/v2", "https://"),
        ("ftp://panel.example/", "https://"),
        ("https://", "name a host"),
        ("http://panel.example/api/v2", "https://"),
        ("http://10.0.0.1/", "https://"),
        ("http://127.0.0.1.evil.example/", "https://"),
        ("https://user:pw@panel.example/", "user name"),
        ("https://panel.example@evil.example/", "user name"),
        ("https://panel.example/?key=abc", "PANEL_KEY"),
        ("https://panel.example/#x", "#"),
        ("https://panel.example:port/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://panel.example/a b", "spaces"),
        ("https://panel.example/\n", "spaces"),
        ("https://пример.example/", "ASCII"),
        ("https://panel.example/api/v2,https://other.example/api/v2", "must be one"),
        ("https://panel.example/api/v2;", "must be one"),
    ],
)
def test_bad_addresses(url: str, why: str) -> None:
    problem = check_panel_url(url)
    assert problem is not None
    assert why in problem
    assert problem.endswith((".", "v2."))

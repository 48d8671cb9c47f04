"""What a gateway's file would put on the wire is checked when it is read: file, line, and what to do."""

import re
from pathlib import Path

import httpx
import pytest

from app.trying_gateways import try_gateway
from payments.base import NotAsked, Refused
from payments.described.calls import Gateway
from payments.described.files import SHIPPED, ProfileProblem, load_gateway, read
from payments.described.profile import Profile
from playground.clock import HandClock

TEXT = (SHIPPED / "yookassa.toml").read_text(encoding="utf-8")
ROOT = 'root = "https://api.yookassa.ru/v3"'
URL = 'url = "/payments"'


def with_header(name: str, value: str) -> str:
    return TEXT.replace(ROOT, f'{ROOT}\nheaders = {{ "{name}" = "{value}" }}', 1)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        *(
            (with_header("X-Shop", value), 11, "headers: 'X-Shop' must be printable ASCII in one line")
            for value in ("Café", "a\\nb: c", "a\\u0000b", "a\\tb", "{shop_id}é")
        ),
        *(
            (with_header(name, "a"), 11, "is no header's name; write it like X-Shop-Id")
            for name in ("X Shop", "", "Xé", "X\\nA", "X:")
        ),
        (with_header("X", "{title}"), 11, "{title} is in people's languages; write {title|url}"),
        (with_header("X", "{title|upper}"), 11, "{title} is in people's languages"),
        (with_header("X", "{nobody}"), 11, "{nobody} is no key and no value that is made"),
        *(
            (TEXT.replace(ROOT, f'root = "{root}"', 1), 10, "root: must name a host, like https://")
            for root in ("https://...", "https://a.example:99999", "https://a.example:0", "https://-")
        ),
        (TEXT.replace(ROOT, 'root = "https://"', 1), 10, "is not written as it must be"),
        (TEXT.replace(ROOT, f'{ROOT}\nhosts = ["https://x.example/"]', 1), 11, "is no host; write it like"),
        *(
            (TEXT.replace(URL, f'url = "{url}"', 1), 20, words)
            for url, words in (
                ("/pé", "create.url: must be printable ASCII without blanks"),
                ("/p\\n", "create.url: must be printable ASCII"),
                ("/p\\u0000", "create.url: must be printable ASCII"),
                ("/a b", "create.url: must be printable ASCII"),
                ("https:///x", "create.url: must name a host"),
                ("https://[x/x", "create.url: must name a host"),
                ("https://x.example:y/", "create.url: must name a host"),
                ("https://other.example/x", "create: 'other.example' is not among the hosts"),
            )
        ),
    ],
)
def test_it_is_refused_with_its_place(text: str, line: int, words: str) -> None:
    with pytest.raises(ProfileProblem, match=re.escape(words)) as told:
        read(text, "mine.toml", Profile)
    assert str(told.value).startswith(f"mine.toml, line {line}: ")


@pytest.mark.parametrize("added", ["per_minute = " + "9" * 5000, "deep = " + "[" * 3000 + "]" * 3000])
def test_what_no_reader_takes_is_told(added: str) -> None:
    with pytest.raises(ProfileProblem, match=r"mine\.toml: holds a number or tables too large to be read"):
        read(f"{TEXT}\n{added}\n", "mine.toml", Profile)


async def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(with_header("X-Shop", "Café"), encoding="utf-8")
    is_good, [line] = await try_gateway(str(file), HandClock())
    assert not is_good
    assert line.startswith("FAIL  mine.toml, line 11: headers: 'X-Shop' must be printable ASCII")


def test_what_can_be_sent_stays(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = with_header("X-Shop", "{shop_id} {title|url} 100%").replace(
        URL, 'url = "https://pay.example/{shop_id}"', 1
    )
    file.write_bytes(b"\xef\xbb\xbf" + text.replace(ROOT, f'{ROOT}\nhosts = ["pay.example"]', 1).encode())
    assert load_gateway(str(file)).hosts == ("pay.example",)


async def test_a_value_that_cannot_be_sent_was_surely_not() -> None:
    """A number that a gateway gave, say, with a line end in it."""
    profile = load_gateway("yookassa")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"{}"))
    gateway = Gateway(profile, {"shop_id": "1", "secret_key": "k"}, transport=transport)
    assert profile.ask is not None
    with pytest.raises(NotAsked):
        await gateway.ask(profile.ask, {"id": "1\n2"})
    other = profile.ask.model_copy(update={"url": "https://[x/{id}"})
    with pytest.raises(Refused):
        await gateway.ask(other, {"id": "1"})
    await gateway.aclose()


async def test_a_gateway_gets_none_of_its_cookies_back() -> None:
    """As from any other program that asks it: in one session, PHP does one call after another."""
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie"))
        return httpx.Response(200, json={}, headers={"set-cookie": "PHPSESSID=1; path=/"})

    profile = load_gateway("yookassa")
    assert profile.ask is not None
    transport = httpx.MockTransport(answer)
    gateway = Gateway(profile, {"shop_id": "1", "secret_key": "k"}, transport=transport)
    for _ in range(2):
        await gateway.ask(profile.ask, {"id": "1"})
    await gateway.aclose()
    assert seen == [None, None]

"""Telling that a server in front of the panel answered, so that the panel never ran.

It matters for `add` alone: what an edge server refused was not ordered, while
a gateway's 502 or 504 says nothing of what happened behind it.
"""

import re

from panel.answer import Answer
from panel.wire import is_page

_GATEWAY = frozenset({500, 502, 504, *range(520, 531)})  # the panel may have run before these
_CHALLENGE = re.compile(
    r"just a moment|attention required! \| cloudflare|checking your browser|sorry, you have been blocked"
    r"|_cf_chl_opt|/cdn-cgi/challenge-platform|\"cloudflare_error\":\s*true"
    r"|error(?: code)?:? 10(?:0[5-9]|1[0-2]|20)\b"  # 1010 and its kin: banned by address, country or browser
    r"|this site requires javascript to work|sgcaptcha|incapsula incident|sucuri website firewall"
    r"|ddos-guard|imunify360",
    re.IGNORECASE,
)


def edge_block(answer: Answer) -> str | None:
    """Why the panel cannot have seen the request, as a sentence; None where it may have.

    Asked only about answers that hold no refusal and no id of the panel's own.
    """
    code = answer.code
    if 300 <= code < 400:
        return f"the panel's address redirects{_to(answer.redirect)}; set PANEL_URL to the right one"
    if code not in _GATEWAY and _CHALLENGE.search(answer.text):
        return f"a firewall in front of the panel refused the call (HTTP {code})"
    if code == 403 and not _is_json(answer.text):
        return "a server in front of the panel refused the call (HTTP 403)"
    if code == 404 and answer.text.strip() and (is_page(answer.text) or not _is_json(answer.text)):
        return "there is no panel at this address (HTTP 404); check PANEL_URL"
    return None


def _to(redirect: str) -> str:
    return f" to {redirect}" if redirect else ""


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", '"'}

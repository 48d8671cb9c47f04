"""A small bank: people send the shop money from its page, and it tells the kiosk of it."""

import html
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from playground.telegram.methods.webhooks import is_loopback

SENDER = "PLAYBANK"
PLACE = "/bank"
MOST = Decimal(1_000_000)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>The playground's bank</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }}
form {{ display: grid; gap: .5rem; margin: 1rem 0; }}
input, button {{ font: inherit; padding: .6rem; border-radius: .6rem; border: 1px solid #8885; }}
button {{ background: #1f6fd1; border-color: #1f6fd1; color: #fff; font-weight: 600; cursor: pointer; }}
li {{ padding: .2rem 0; }}
</style>
<h1>The playground's bank</h1>
<p>Send the shop what its bot asked for: the exact amount, and the reference as the message.
Send less, or mistype the reference, to see what becomes of that.</p>
<form method="post"><label for="amount">Amount in USD</label><input id="amount" name="amount" required>
<label for="message">Message</label><input id="message" name="message" maxlength="60">
<button>Transfer</button></form><p class="state">{state}</p><ul>{sent}</ul></html>"""


class FakeBank:
    """The shop's bank. `address` is where the kiosk takes its messages; empty while it takes none."""

    def __init__(self) -> None:
        self.address: Callable[[], str] = str
        self.sent: list[str] = []

    async def transfers(self, amount: Decimal, message: str) -> bool:
        """Send the shop money; return False if the kiosk did not take the bank's message of it."""
        number = len(self.sent) + 1
        self.sent.append(f"{amount:.2f} USD, “{message}”")
        text = f"USD {amount:.2f} credited to your account **5678. Message: {message}. Ref No {number:012d}"
        url = self.address()
        if not is_loopback(urlsplit(url)):
            return False
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
                session.post(url, json={"from": SENDER, "text": text}) as answer,
            ):
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


def bank_routes(bank: FakeBank) -> list[web.RouteDef]:
    """Return the routes of the bank's page."""

    async def page(_request: web.Request) -> web.Response:
        return _shown(bank, "Nothing was sent just now.")

    async def send(request: web.Request) -> web.Response:
        form = await request.post()
        amount = _amount(str(form.get("amount", "")))
        if amount is None:
            return _shown(bank, "That is no amount, like 10.01.")
        told = await bank.transfers(amount, str(form.get("message", ""))[:60])
        return _shown(
            bank, "Sent, and the shop was told." if told else "Sent, but the shop could not be told."
        )

    return [web.get(PLACE, page), web.post(PLACE, send)]


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip().lstrip("$").replace(",", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount <= MOST:
        return None
    return amount.quantize(Decimal("0.01"))


def _shown(bank: FakeBank, state: str) -> web.Response:
    sent = "".join(f"<li>{html.escape(one)}</li>" for one in reversed(bank.sent))
    return web.Response(text=_PAGE.format(state=state, sent=sent), content_type="text/html", headers=_HEADERS)

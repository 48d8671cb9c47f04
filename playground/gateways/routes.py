"""The fake gateways over real sockets: their interfaces, and the pages on which people pay."""

import html
from collections.abc import Iterable
from decimal import Decimal

from aiohttp import web

from playground.gateways.fake import FAULTS, Asked, Bill, FakeGateway
from playground.gateways.in_process import fields_of
from playground.panel.reply import Wire

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_ACTS = {
    "all": "Pay {amount}",
    "half": "Pay half of it",
    "more": "Pay a tenth more",
    "silent": "Pay, and do not call the shop",
    "back": "Take all of it back (a charge-back)",
    "end": "Let the time run out",
}

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}: {amount}</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #8885; }}
body {{ max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.1rem; margin: 0; opacity: .7; }}
.price {{ font-size: 2.4rem; font-weight: 650; margin: .2rem 0 1rem; }}
.state {{ padding: .6rem .8rem; border-radius: .6rem; background: #8882; }}
form {{ display: grid; gap: .5rem; margin-top: 1rem; }}
form.small {{ grid-template-columns: repeat(3, 1fr); }}
button {{ font: inherit; padding: .6rem; border-radius: .6rem; border: 1px solid var(--line); }}
button {{ background: none; color: inherit; cursor: pointer; }}
button[value=all] {{ background: #1f6fd1; border-color: #1f6fd1; color: #fff; font-weight: 600; }}
h2 {{ font-size: .95rem; margin: 1.8rem 0 .2rem; }}
p.small {{ font-size: .85rem; opacity: .75; margin: .2rem 0; }}
</style>
<h1>{name}, in the playground</h1><div class="price">{amount}</div><p class="state">{state}</p>
<form method="post">{acts}</form>
<h2>Have the gateway's next answer go wrong</h2><p class="small">{armed}</p>
<form class="small" method="post">{faults}</form></html>"""


def gateway_routes(place: str, gateway: FakeGateway, name: str) -> list[web.RouteDef]:
    """Return the routes of one gateway below `place`, like `/crypto_pay`."""

    async def serve(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = {one.lower(): value for one, value in request.headers.items()}
        fields = fields_of(str(request.rel_url), body, headers)
        path = request.path.removeprefix(place)
        reply = gateway.answer(Asked(request.method, path, headers, fields, body))
        if reply.wire is not Wire.WHOLE:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return web.Response(
            status=reply.status,
            body=reply.body,
            headers={**reply.headers, "Content-Type": reply.content_type},
        )

    async def page(request: web.Request) -> web.Response:
        return _page(gateway, _bill(gateway, request), name)

    async def act(request: web.Request) -> web.Response:
        form = await request.post()
        bill = _bill(gateway, request)
        if (fault := str(form.get("fault", ""))) in FAULTS:
            gateway.arm(fault)
        elif fault == "none":
            gateway.disarm()
        else:
            _do(gateway, bill, str(form.get("do", "")))
        raise web.HTTPSeeOther(request.path)

    return [
        web.get(place + "/pay/{id}", page),
        web.post(place + "/pay/{id}", act),
        web.get(place + "/{path:.+}", serve),
        web.post(place + "/{path:.+}", serve),
    ]


def _bill(gateway: FakeGateway, request: web.Request) -> Bill:
    bill = gateway.bills.get(request.match_info["id"])
    if bill is None:
        raise web.HTTPNotFound
    return bill


def _do(gateway: FakeGateway, bill: Bill, act: str) -> None:
    """Do what a button on the page says. What cannot be done any more is not."""
    if act == "back" and bill.came:
        gateway.gives_back(bill)
    elif act == "end":
        bill.ends_at = gateway.clock.now()
        gateway.changed()
    elif act in _ACTS and not gateway.is_over(bill):
        parts = {"half": bill.asked / 2, "more": bill.asked * Decimal("1.1")}
        gateway.pays(bill, parts.get(act, bill.asked).quantize(Decimal("0.01")), calls=act != "silent")


def _page(gateway: FakeGateway, bill: Bill, name: str) -> web.Response:
    amount = f"{bill.asked:.2f} {bill.currency}"
    armed = ", ".join(fault for fault, _ in gateway.armed)
    return web.Response(
        text=_PAGE.format(
            name=html.escape(name),
            amount=html.escape(amount),
            state=_state(gateway, bill),
            acts=_buttons("do", {act: words.format(amount=amount) for act, words in _ACTS.items()}.items()),
            armed=f"Armed: {armed}." if armed else "None is armed.",
            faults=_buttons("fault", [*((one, one) for one in FAULTS), ("none", "disarm all")]),
        ),
        content_type="text/html",
        headers=_HEADERS,
    )


def _state(gateway: FakeGateway, bill: Bill) -> str:
    if bill.went_back:
        return f"{bill.went_back:.2f} {bill.currency} went back to the payer."
    if bill.came:
        return f"{bill.came:.2f} of {bill.asked:.2f} {bill.currency} came. You can close this page."
    return "Its time is over." if gateway.is_over(bill) else "Nothing was paid yet."


def _buttons(name: str, choices: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<button name="{name}" value="{value}">{html.escape(words)}</button>' for value, words in choices
    )

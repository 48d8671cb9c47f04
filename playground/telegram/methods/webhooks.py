"""Methods that set, delete and describe the webhook."""

import ipaddress
import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from playground.telegram.methods.receiving import note_wanted
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request, ended_by_webhook
from playground.telegram.webhook import Target, Webhook
from playground.telegram.world import World

_PORTS = (443, 80, 88, 8443)
_MOST_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_SECRET = 256


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url") or ""
    if not url:
        return delete_webhook(world, params)
    for name in ("certificate", "ip_address"):
        if name in params:
            raise Unmodelled(f"{name} of a webhook")
    target = Target(_checked_url(url), _checked_secret(params), _connections(params))
    note_wanted(world, params)
    if params.flag("drop_pending_updates"):
        world.updates.drop_all()
    if world.webhook is None or world.webhook.target != target:  # else "Webhook is already set"
        _begin(world, target)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.drop_all()
    _end(world)
    return True


def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    webhook = world.webhook
    info: dict[str, Any] = {
        "url": webhook.target.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if webhook is not None:
        info["max_connections"] = webhook.target.max_connections
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    return info


def _begin(world: World, target: Target) -> None:
    world.updates.end_poll(ended_by_webhook())
    webhook = Webhook(
        target, world.updates, world.clock, first_wait=world.webhook_backoff, removed=lambda: _end(world)
    )
    world.webhook = webhook
    world.updates.arrived = webhook.line_up
    world.updates.news.set()


def _end(world: World) -> None:
    world.webhook = None
    world.updates.arrived = None
    world.updates.news.set()


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if is_loopback(parts):  # the playground's own licence: http and any port, as nothing leaves this machine
        return parts.geturl()
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return parts.geturl()


def is_loopback(parts: SplitResult) -> bool:
    """Return True if this address is on this machine, by its name alone: nothing is looked up."""
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked_secret(params: Params) -> str:
    secret = params.text("secret_token") or ""
    if len(secret) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _connections(params: Params) -> int:
    return max(1, min(params.integer("max_connections", 40), _MOST_CONNECTIONS))


METHODS: Methods = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}

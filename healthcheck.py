"""What the container's HEALTHCHECK runs: is the kiosk alive? Exits with 1 if it is not.

It asks /livez at HEALTH_LISTEN. Where that is empty, nobody answers, and the container counts as healthy
as long as its process runs.
"""

import os
import sys
from http.client import HTTPException
from ipaddress import ip_address
from urllib.request import ProxyHandler, build_opener

from env_file import plain
from messaging.webhook_address import listening_place

SECONDS = 4.0
"""Less than the time limit of the HEALTHCHECK, so that its reason can be read in `docker inspect`."""


def reachable(host: str) -> str:
    """Return the host by which a server that listens on `host` can be called from this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def trouble(listening: str) -> str | None:
    """Return why the kiosk that listens there is not alive; None if it is. It takes at most about SECONDS."""
    try:
        host, port = listening_place(listening)
    except ValueError as error:
        return f"HEALTH_LISTEN {error}"
    host = reachable(host)
    address = f"http://[{host}]:{port}/livez" if ":" in host else f"http://{host}:{port}/livez"
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=SECONDS):  # 200 to 299, or it raises
            return None
    except (OSError, HTTPException) as error:
        return f"{address}: {error}"


def main() -> int:
    """Print what is wrong; return the exit code."""
    listening = plain(os.environ.get("HEALTH_LISTEN", ""))
    found = trouble(listening) if listening else None
    if found:
        sys.stdout.write(found + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""The panel's switch: an address of its own that can be closed, so that connections are really refused."""

from playground.panel import FakePanel, panel_routes
from playground.server import Running, application, serve

PATH = "/panel/api/v2"


class PanelSwitch:
    """Where the fake panel can be reached. Closed, nobody gets in; opened again, the address is the same."""

    def __init__(self, panel: FakePanel) -> None:
        self._panel = panel
        self._server: Running | None = None
        self._port = 0

    @property
    def is_open(self) -> bool:
        return self._server is not None

    @property
    def url(self) -> str:
        """The panel's endpoint; known once the switch is on."""
        return f"http://127.0.0.1:{self._port}{PATH}"

    async def open(self) -> None:
        """Take connections."""
        if self._server is None:
            self._server = await serve(application(panel_routes(self._panel)), port=self._port)
            self._port = self._server.port

    async def close(self) -> None:
        """Refuse connections, and break those that are open."""
        if self._server is not None:
            server, self._server = self._server, None
            await server.stop()

"""The panel's switch: its own address, which can be closed so that connections are really refused."""

from playground.panel import FakePanel, panel_routes
from playground.server import Running, application, serve

PATH = "/panel/api/v2"


class PanelSwitch:
    """The fake panel's address. It stays the same when closed and opened again."""

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
        """Accept connections."""
        if self._server is None:
            self._server = await serve(application(panel_routes(self._panel)), port=self._port)
            self._port = self._server.port

    async def close(self) -> None:
        """Refuse connections, and break the open ones."""
        if self._server is not None:
            server, self._server = self._server, None
            await server.stop()

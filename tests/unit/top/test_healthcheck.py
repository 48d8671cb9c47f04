"""The container's HEALTHCHECK: alive, not alive, nobody there, nothing to ask."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import healthcheck


class Kiosk(BaseHTTPRequestHandler):
    """Answers /livez with its server's status."""

    def do_GET(self) -> None:
        alive: bool = getattr(self.server, "alive", True)
        self.send_response(200 if alive and self.path == "/livez" else 503)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Kiosk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - what a container may be told
def test_a_kiosk_that_answers_is_alive(server: ThreadingHTTPServer, host: str) -> None:
    assert healthcheck.trouble(f"{host}:{server.server_port}") is None


def test_a_kiosk_that_says_so_is_not_alive(server: ThreadingHTTPServer) -> None:
    server.alive = False  # type: ignore[attr-defined]  # the handler above reads it
    assert "503" in str(healthcheck.trouble(f"127.0.0.1:{server.server_port}"))


def test_where_nobody_listens_nobody_is_alive() -> None:
    with socket.socket() as taken:  # bound, so that nobody else has it, and not listening
        taken.bind(("127.0.0.1", 0))
        assert "refused" in str(healthcheck.trouble(f"127.0.0.1:{taken.getsockname()[1]}"))


def test_its_exit_code_and_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HEALTH_LISTEN", "")
    assert healthcheck.main() == 0
    monkeypatch.setenv("HEALTH_LISTEN", "9090")
    assert healthcheck.main() == 1
    assert capsys.readouterr().out.startswith("HEALTH_LISTEN must be like")


@pytest.mark.parametrize("written", ['"{}"', "{} # for the monitor", "'{}'", "“{}”"])
def test_the_place_is_read_as_the_kiosk_reads_it(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """`docker run --env-file` hands quotes and comments on."""
    monkeypatch.setenv("HEALTH_LISTEN", written.format(f"127.0.0.1:{server.server_port}"))
    assert healthcheck.main() == 0


def test_a_place_that_is_only_a_comment_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTH_LISTEN", "# nobody watches")
    assert healthcheck.main() == 0

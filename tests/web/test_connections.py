"""The server holds the connections of many browsers, and refuses bodies that are too large before it reads them."""

import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from threading import Thread

import pytest
from flask import Flask

from assess.web.connections import MAX_CONNECTIONS, build_server, limit_connections
from assess.web.security import MAX_BODY_BYTES

TOO_LARGE = MAX_BODY_BYTES + 1


@contextmanager
def run_server(app: Flask) -> Iterator[int]:
    """Run the server of an application and yield its port."""
    server = build_server(app, 0)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield int(server.getsockname()[1])
    finally:
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(vars(server)["_map"])
        thread.join()


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    with run_server(app) as port:
        yield port


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let the test open as many files as the system allows, as it holds both ends of each connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(port: int) -> socket.socket:
    """Connect to the server."""
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def read_to_end(connection: socket.socket) -> bytes:
    """Read an answer until the server closes its direction of the connection."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def head(port: int, *fields: str, host: str = "127.0.0.1") -> bytes:
    """Return the head of a request that sends a form."""
    return "\r\n".join(("POST /assessments/new HTTP/1.1", f"Host: {host}:{port}", *fields, "", "")).encode()


@pytest.mark.usefixtures("many_files")
def test_the_connections_of_300_browsers_are_kept_and_answered() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "answered")
    with run_server(app) as port, ExitStack() as stack:
        connections = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(300 * 6)]
        for connection in (*connections[::20], connections[-1]) * 2:
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"answered"


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "connections"),
    [
        (1_024, 1_048_576, 2_256, MAX_CONNECTIONS),
        (1_024, resource.RLIM_INFINITY, 2_256, MAX_CONNECTIONS),
        (1_024, 1_024, None, 768),
        (1_024, 2_000, 2_000, 1_744),
        (65_536, 65_536, None, MAX_CONNECTIONS),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, MAX_CONNECTIONS),
    ],
)
def test_as_many_connections_are_accepted_as_files_may_be_opened(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, raised: int | None, connections: int
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, given: limits.append(given))
    assert limit_connections() == connections
    assert limits == ([] if raised is None else [(raised, hard)])


@pytest.mark.parametrize("host", ["127.0.0.1", "council.example"])
@pytest.mark.parametrize("field", [f"Content-Length: {TOO_LARGE}", f"Content-Length: {300_000_000}"])
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(port: int, host: str, field: str) -> None:
    with connect(port) as connection:
        connection.sendall(head(port, field, "Expect: 100-continue", host=host))
        answer = read_to_end(connection)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"The file or text is larger than 5 MB" in answer


def send_at_once(connection: socket.socket, port: int) -> None:
    """Send a whole body whose length is known."""
    connection.sendall(head(port, "Content-Length: 12000000") + b"x" * 12_000_000)


def send_in_chunks(connection: socket.socket, port: int) -> None:
    """Send a whole body whose length nobody knows in advance."""
    chunks = (b"%x\r\n%s\r\n" % (1_000_000, b"x" * 1_000_000)) * 12
    connection.sendall(head(port, "Transfer-Encoding: chunked") + chunks + b"0\r\n\r\n")


@pytest.mark.parametrize("send", [send_at_once, send_in_chunks])
def test_a_browser_that_sends_all_of_it_still_gets_the_page(
    port: int, send: Callable[[socket.socket, int], None]
) -> None:
    with connect(port) as connection:
        send(connection, port)
        answer = read_to_end(connection)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.rstrip().endswith(b"</html>")


def test_a_body_without_an_end_is_cut_off(port: int) -> None:
    sent = 0
    with connect(port) as connection, pytest.raises(OSError, match=r"reset|pipe"):  # noqa: PT012 - one send fails
        connection.sendall(head(port, "Content-Length: 5000000000"))
        while True:
            sent += connection.send(b"x" * 1_000_000)
    assert 60_000_000 < sent < 100_000_000


def test_the_largest_body_is_taken_in(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(head(port, f"Content-Length: {MAX_BODY_BYTES}", "Connection: close") + b"x" * MAX_BODY_BYTES)
        assert not read_to_end(connection).startswith(b"HTTP/1.1 413 ")

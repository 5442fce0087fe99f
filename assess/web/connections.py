"""Accept as many connections as the browsers of a council open, and refuse bodies that are too large unread.

waitress answers such a body with plain text and closes the connection at once. A browser that is still sending then
shows that the connection was reset, so here the application answers, and what still arrives is thrown away for a while.
"""

import resource
import socket
from contextlib import suppress
from typing import cast

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.utilities import RequestEntityTooLarge

from assess.web.security import HOST, MAX_BODY_BYTES

MAX_CONNECTIONS = 2_000
"""Maximum number of open connections: 300 browsers open six each, and keep them."""
_OTHER_FILES = 256
"""Number of files kept for all else: the database, worker processes, buffers of large bodies."""
_MAX_DISCARDED_BYTES = 64_000_000
"""Maximum number of bytes of a refused body that are read and thrown away."""
_DISCARDED_AT_ONCE = 65_536
_THREADS = 8


def build_server(app: Flask, port: int) -> BaseWSGIServer:
    """Build a server that listens on a port of this computer; raises OSError if the port cannot be used."""
    server = create_server(
        app,
        host=HOST,
        port=port,
        threads=_THREADS,
        ident=None,
        connection_limit=limit_connections(),
        asyncore_use_poll=True,  # select cannot wait for more than 1,024 files
        max_request_body_size=MAX_BODY_BYTES + 1,
    )
    server = cast(BaseWSGIServer, server)  # as there is one address
    server.channel_class = _Channel
    return server


def limit_connections() -> int:
    """Let this process open enough files, as far as the system allows, and return how many connections they are for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = MAX_CONNECTIONS + _OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return min(MAX_CONNECTIONS, max(needed, soft) - _OTHER_FILES)


class _Parser(HTTPRequestParser):
    """A parser of requests that does not ask for a body which is refused."""

    def received(self, data: bytes) -> int:
        """Take in data and return how much of it was used."""
        consumed = super().received(data)
        if self.error:
            self.expect_continue = False
        return consumed


class _Channel(HTTPChannel):
    """A connection on which the application answers a body that is too large, of which the rest is thrown away."""

    parser_class = _Parser
    is_refused = False
    """Whether a body was refused."""
    is_discarding = False
    """Whether the answer to a refused body was sent, so that what still arrives is thrown away."""
    discarded = 0

    def service(self) -> None:
        """Answer the first request; for the application, a refused body is empty and still too long."""
        request = self.requests[0]
        if isinstance(request.error, RequestEntityTooLarge):
            self.is_refused = True
            request.close()
            request.error = request.body_rcv = None
            changed = {"CONTENT_LENGTH": str(MAX_BODY_BYTES + 1), "CONNECTION": "close"}
            request.headers = {**request.headers, **changed}
        super().service()

    def handle_close(self) -> None:
        """Close the connection or, once a refusal is sent, only the direction of the answer."""
        if not self.is_refused or self.is_discarding:
            super().handle_close()
            return
        self.is_discarding, self.will_close = True, False
        if self.socket:
            with suppress(OSError):  # the browser may have gone
                self.socket.shutdown(socket.SHUT_WR)

    def readable(self) -> bool:
        """Return whether to wait for data."""
        return self.is_discarding or super().readable()

    def handle_read(self) -> None:
        """Take in data, or throw it away and close the connection if there is no end to it."""
        if not self.is_discarding:
            super().handle_read()
            return
        self.discarded += len(self.recv(_DISCARDED_AT_ONCE))
        if self.discarded > _MAX_DISCARDED_BYTES:
            self.handle_close()

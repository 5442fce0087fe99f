"""Serve the pages on this computer."""

import os
import sys
from contextlib import suppress

from waitress.server import create_server

from assess.settings import load_settings
from assess.web.app import create_app
from assess.web.security import LISTENS_ON, refusal_to_listen

WRONG = 1
WRONG_USAGE = 2


def serve(host: str, port: int) -> int:
    """Serve until stopped and give the exit code: 1 where the settings or the port are wrong, 2 for another address."""
    if refusal := refusal_to_listen(host):
        print(refusal, file=sys.stderr)
        return WRONG_USAGE
    os.umask(0o077)  # answers are for the eyes of whoever runs the tool
    settings = load_settings()
    if isinstance(settings, str):
        print(settings, file=sys.stderr)
        return WRONG
    app = create_app(settings)
    try:
        server = create_server(app, host=LISTENS_ON, port=port, threads=8, ident=None)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}). Try another: --port {port + 1}", file=sys.stderr)
        return WRONG
    print(f"Serving on http://{LISTENS_ON}:{port}\nAnswers: {settings.data}\nRules: {settings.rules}")
    print("Stop with Ctrl+C.", flush=True)
    with suppress(KeyboardInterrupt):
        server.run()
    return 0

"""A worker process for tests that follows instructions: `python -m tests.fake_worker`."""

import os
import signal
import time
from collections.abc import Callable

from assess.workers import serve_requests


def build_handler(first: object) -> Callable[[str], object]:
    """Return the message handler, which remembers the first message."""
    if first == "fail to begin":
        raise ValueError("it would not begin")

    def answer(words: str) -> object:
        if words == "sleep":
            time.sleep(600)
        elif words == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif words == "print":
            print("this is no answer", flush=True)
        elif words == "fail":
            raise ValueError("it fell over")
        return (first, words, os.getpid())

    return answer


if __name__ == "__main__":
    serve_requests(build_handler)

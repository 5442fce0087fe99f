"""What a worker process does in tests: it follows the instructions that it is sent."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable

from assess.workers import limit_cpu


def build_handler(first: object) -> Callable[[str], object]:
    """Return the request handler, which remembers what the pool was built with."""
    if first == "fail to begin":
        raise ValueError("it would not begin")
    if first == "begin for good":
        tell()
        hold_the_gil()

    def answer(words: str) -> object:
        for word in words.split():
            ACTIONS.get(word, os.getpid)()
        return (first, words, os.getpid())

    return answer


def build_dying_handler(_: object) -> Callable[[object], object]:
    """Return a request handler that kills the process."""
    return lambda _: die()


def die() -> None:
    """Kill this process, as the system does if memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    """Raise an exception."""
    raise ValueError("it fell over")


def tell() -> None:
    """Write a line to the standard error that says that the work has begun."""
    os.write(sys.stderr.fileno(), b"begun\n")


def spin() -> None:
    """Be busy in Python for good."""
    while True:
        pass


def hold_the_gil() -> None:
    """Be busy for good in C code that lets no other thread run."""
    sum(range(10**15))


def exceed_cpu_limit() -> None:
    """Be busy until the CPU limit ends this process."""
    limit_cpu(0)
    spin()


ACTIONS: dict[str, Callable[[], object]] = {
    "tell": tell,
    "sleep": lambda: time.sleep(600),
    "spin": spin,
    "hold-the-gil": hold_the_gil,
    "die": die,
    "fail": fail,
    "print": lambda: print("this is no answer", flush=True),
    "exceed-cpu-limit": exceed_cpu_limit,
}


def build_prober(_: object) -> Callable[[str], object]:
    """Return a handler that describes its own process."""
    return lambda _: {
        "niceness": os.nice(0),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "imported": sorted({"colorsys"} & {*sys.modules}),
    }

"""Pools of worker processes, which pebble runs at a lower priority; no worker outlives its server.

Workers are started afresh, never forked from a program with threads.
"""

import fcntl
import gc
import logging
import multiprocessing
import os
import resource
import select
import signal
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib.machinery import ModuleSpec
from pkgutil import resolve_name
from threading import Thread
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

_log = logging.getLogger(__name__)
_NICENESS = 10
"""Niceness of a worker, so that serving pages comes first."""
MEGABYTE = 1_000_000


class WorkerDiedError(Exception):
    """A worker failed or exited before it answered."""


class WorkerTimeoutError(WorkerDiedError):
    """A worker exceeded its time limit."""


RequestHandler = Callable[[Any], object]
_handlers: list[RequestHandler] = []
"""The function that handles requests, if this process is a worker."""


class WorkerPool:
    """A pool of workers, which are started at the first request and killed at the end of a `with` block."""

    def __init__(self, target: str, *arguments: object, size: int = 1, max_tasks: int = 0) -> None:
        """Build a pool in which each worker calls `target`, such as "package.module:function", with the arguments.

        This returns the function that handles the requests. A worker is replaced after `max_tasks` tasks, or never if
        that is 0.
        """
        _skip_main_module()
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(size, max_tasks, _initialise_worker, (target, *arguments), context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_broken(self) -> bool:
        """Whether the pool accepts nothing any more, because a worker could not be started or died while idle."""
        try:
            return not self._pool.active
        except (RuntimeError, OSError):
            return True

    def submit(self, request: object) -> Future[Any]:
        """Send a request; raises `WorkerDiedError` if the pool is broken."""
        return self._schedule(_handle_request, request)

    def collect_garbage(self) -> None:
        """Let the next idle worker collect its garbage; raises `WorkerDiedError` if the pool is broken."""
        self._schedule(gc.collect)

    def _schedule(self, function: Callable[..., object], *arguments: object) -> Future[Any]:
        """Let a worker call a function; raises WorkerDiedError."""
        try:
            return self._pool.schedule(function, arguments)
        except (RuntimeError, OSError) as error:
            raise WorkerDiedError from error

    def close(self) -> None:
        """Kill the workers, whatever they are doing, and release all that the pool uses."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _skip_main_module() -> None:
    """Keep workers from importing the main module, which multiprocessing leaves out if it is a package's `__main__`."""
    sys.modules["__main__"].__spec__ = ModuleSpec("assess.__main__", None)


def get_answer(future: Future[Any], timeout: float) -> Any:
    """Wait for the answer to a request and return it; a pool has to be closed after a failure.

    Raises `WorkerTimeoutError` if that takes longer than the timeout in seconds, which includes starting the process,
    or if the worker exceeds its CPU limit. Raises `WorkerDiedError` if it exits or raises an exception.
    """
    try:
        return future.result(timeout)
    except TimeoutError as error:
        raise WorkerTimeoutError from error
    except ProcessExpired as error:
        raise WorkerTimeoutError if error.exitcode == -signal.SIGXCPU else WorkerDiedError from error
    except (CancelledError, BrokenProcessPool) as error:
        raise WorkerDiedError from error
    except Exception as error:
        _log.exception("a worker failed")
        raise WorkerDiedError from error


def _initialise_worker(target: str, *arguments: object) -> None:
    """Prepare this process for its work."""
    server = multiprocessing.parent_process()
    assert server is not None  # noqa: S101 - this is a worker
    _exit_at_hangup(server.sentinel)
    os.nice(_NICENESS)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler would wait for C code to return
    _set_limit(resource.RLIMIT_CORE, 0)  # a core dump would contain answers
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the output of a command is on the standard output
    _handlers.append(resolve_name(target)(*arguments))


def _handle_request(request: object) -> object:
    """Handle a request in a worker."""
    return _handlers[-1](request)


def _exit_at_hangup(pipe: int) -> None:
    """Let this process end as soon as no process holds the other end of a pipe, to which nothing is written any more.

    Linux sends SIGKILL, so that this works while C code holds the GIL. Elsewhere a thread waits.
    """
    if not hasattr(fcntl, "F_SETSIG"):
        Thread(target=_wait_and_exit, args=(pipe,), daemon=True).start()
        return
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    _wait_and_exit(pipe, timeout=0)  # the other end may have been closed before


def _wait_and_exit(pipe: int, timeout: float | None = None) -> None:
    """Wait for the other end of a pipe to be closed and exit, or return after the timeout in seconds."""
    if select.select([pipe], [], [], timeout)[0]:
        os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process."""
    _set_limit(resource.RLIMIT_DATA, megabytes * MEGABYTE)


def limit_cpu(seconds: int) -> None:
    """Limit this process to a number of further seconds of CPU time."""
    _set_limit(resource.RLIMIT_CPU, int(_get_cpu_seconds()) + seconds + 1)


def _set_limit(limit: int, maximum: int) -> None:
    """Set a resource limit of this process, where the system supports it."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (maximum if hard == resource.RLIM_INFINITY else min(maximum, hard), hard))


def _get_cpu_seconds() -> float:
    """Return the seconds of CPU time that this process has used."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime

"""SIGTERM and SIGHUP end the server in an orderly way, with everything in the main file of the database."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.conftest import SMALL


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A server on a free port, which has just said that it can be stopped."""
    shutil.copytree(SMALL, tmp_path / "rules")
    environment = os.environ | {"ASSESS_DATA": str(tmp_path / "data"), "ASSESS_RULES": str(tmp_path / "rules")}
    started = [sys.executable, "-c", "import sys; from assess.web.server import serve; sys.exit(serve('127.0.0.1', 0))"]
    with subprocess.Popen(started, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert any(line.startswith("Stop with") for line in process.stdout)
        yield process
        process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 0)], ids=str)
def test_a_signal_closes_the_database_and_ends_the_server(
    server: subprocess.Popen[str], tmp_path: Path, number: int, code: int
) -> None:
    server.send_signal(number)
    assert server.wait() == code
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"assess.sqlite3", "secret-key"}
    shutil.copy(tmp_path / "data" / "assess.sqlite3", tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as connection:
        assert connection.execute("select count(*) from publication").fetchone() == (1,)

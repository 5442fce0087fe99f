"""Version 0.1, with which the time of the PDF is compared."""

from pathlib import Path

import pytest

from bench import earlier


def test_version_0_1_comes_with_its_own_modules_and_the_fonts_of_this_version(tmp_path: Path) -> None:
    earlier.extract_commit(tmp_path)
    assert (tmp_path / "assess" / "report" / "quick").is_dir()
    assert list((tmp_path / "assess" / "report" / "fonts").glob("*.ttf"))


def test_a_history_without_version_0_1_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier, "COMMIT", "0000000")
    with pytest.raises(ValueError, match="not in this copy of the repository"):
        earlier.extract_commit(tmp_path)


def test_the_figure_is_the_share_of_the_earlier_time() -> None:
    figure = earlier.build_earlier_figure((26, 45), 1.8, 3.0)
    assert (figure.measured, figure.met) == ("0.60 of its time", True)

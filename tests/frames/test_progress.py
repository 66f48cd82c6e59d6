"""How far work has come."""

from __future__ import annotations

import io
import sys
import threading
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from civiapi import UsageError
from civiapi.progress import Progress, reporter


def test_progress() -> None:
    told = Progress(rows=50, total=200, seconds=2.0)
    assert told.rate == 25.0
    assert Progress(0, None, 0.0).rate == 0.0
    with pytest.raises(FrozenInstanceError):
        told.rows = 1  # type: ignore[misc]


def test_told_to_a_function(mocker: Any) -> None:
    clock = mocker.patch(
        "civiapi.progress.time"
    )  # that of the whole process would serve other threads as well
    clock.monotonic.side_effect = [100.0, 101.0, 102.5]
    told: list[Progress] = []
    one = reporter(told.append)
    one.update(10, 40)
    one.update(40)
    one.close()
    assert told == [Progress(10, 40, 1.0), Progress(40, None, 2.5)]


def test_what_the_function_raises_is_raised() -> None:
    def refuse(progress: Progress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        reporter(refuse).update(1, 2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, progress: Any) -> str:
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "JPY_PARENT_PID"):
        monkeypatch.delenv(name, raising=False)
    before = set(threading.enumerate())
    one = reporter(progress)
    one.update(0)
    one.update(500, 2000)
    assert set(threading.enumerate()) <= before
    one.update(2000, 2000)
    one.close()
    return stderr.getvalue()


def test_a_bar_in_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rich")
    text = shown(monkeypatch, Terminal(), True)
    assert "2000/2000" in text
    assert "rows/s" in text
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("progress", [True, False, None])
def test_silent_elsewhere(progress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), progress) == ""


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(UsageError, match="progress is True, or a function"):
        reporter("bar")  # type: ignore[arg-type]


def test_silent_without_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), False) == ""


def test_silent_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert shown(monkeypatch, Terminal(), True) == ""

"""The log: calls at DEBUG, waits at WARNING, credentials nowhere."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import pytest

from civiapi import ApiError, log
from civiapi.log import redacted

from .support import EchoApi


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"id": 5}, {"id": 5}),
        ({"values": {"api_key": "canary", "a": 1}}, {"values": {"api_key": "***", "a": 1}}),
        (
            {"where": [["API_KEY", "=", "canary"], ["a", "=", 1]]},
            {"where": [["API_KEY", "=", "***"], ["a", "=", 1]]},
        ),
        ({"records": [{"password": "canary"}]}, {"records": [{"password": "***"}]}),
        ({"cred": "Bearer canary"}, {"cred": "***"}),
        ((("secret", "IN", ["canary"]),), [["secret", "IN", "***"]]),
        (["api_key", "display_name"], ["api_key", "display_name"]),
        ("text", "text"),
        (None, None),
    ],
)
def test_redacted(value: Any, shown: Any) -> None:
    assert redacted(value) == shown


def test_debug_shows_the_call_and_its_time(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "civiapi"):
        EchoApi().Contact.get(display_name="Zoë", api_key="canary")
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG
    text = record.getMessage()
    assert text.startswith("Contact.get ")
    assert text.endswith(" ms")
    assert "Zoë" in text
    assert "canary" not in text


def test_failed_call_is_shown_too(caplog: pytest.LogCaptureFixture, mocker: Any) -> None:
    api = EchoApi()
    mocker.patch.object(api._backend, "send", side_effect=ApiError("no"))
    with caplog.at_level(logging.DEBUG, "civiapi"), pytest.raises(ApiError):
        api.Contact.get()
    assert [record.getMessage().split()[0] for record in caplog.records] == ["Contact.get"]


def test_above_debug_a_call_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "civiapi"):
        EchoApi().Contact.get(display_name="Zoë")
    assert caplog.records == []


CODE = """
from civiapi import BaseApi, v4
class Api(BaseApi):
    VERSION = v4
    def _perform_api_call(self, entity, action, params): return []
Api(); Api().Contact.get(id=5)
"""


@pytest.mark.parametrize(
    ("level", "lines"),
    [("debug", 1), ("DEBUG", 1), ("info", 0), ("warning", 0), ("nonsense", 0), ("", 0), (None, 0)],
)
def test_switched_on_by_the_environment(level: str | None, lines: int) -> None:
    env = {"PATH": ""} | ({} if level is None else {"CIVIAPI_LOG": level})
    told = subprocess.run([sys.executable, "-c", CODE], env=env, capture_output=True, text=True, timeout=300)
    assert (told.returncode, told.stdout) == (0, "")
    assert len(told.stderr.splitlines()) == lines
    assert ("civiapi DEBUG Contact.get" in told.stderr) is bool(lines)


def test_switched_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_switched", False)
    monkeypatch.setenv("CIVIAPI_LOG", "warning")
    before, level = list(log.logger.handlers), log.logger.level
    try:
        log.switch_on()
        log.switch_on()
        assert len(log.logger.handlers) == len(before) + 1
        assert log.logger.level == logging.WARNING
    finally:
        log.logger.handlers[:] = before
        log.logger.setLevel(level)

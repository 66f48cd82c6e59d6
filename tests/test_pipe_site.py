"""A warm pipe on the sandbox: what it must not lose, and what it must come to know; looked at through HTTP."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from civiapi import (
    AccessDenied,
    ApiError,
    BaseApi,
    CallTimeout,
    CommandFailed,
    CvApiV3,
    HttpApiV4,
    InvalidCall,
    InvalidResponse,
    PipeApiV3,
    PipeApiV4,
    Unavailable,
)
from civiapi.sandbox.serve import Running

from .fakepipe import DEADLINE, children, is_alive, until


@pytest.fixture
def http(served: Running) -> Iterator[HttpApiV4]:
    served.faults.clear()
    with HttpApiV4(served.url, served.api_key) as api:
        yield api
    served.faults.clear()


def test_writes_after_an_error_in_php_stay(served: Running, http: HttpApiV4) -> None:
    """In APIv3 it leaves a transaction open, which would swallow them."""
    served.faults.add("php-error", entity="Note", action="create")
    with PipeApiV3(served.cv) as api:
        with pytest.raises(ApiError, match="undefined function"):
            api.Note.create(entity_table="civicrm_contact", entity_id=2, note="lost")
        for number in range(10):
            api.Tag.create(name=f"after the error {number}")
        for process in children():
            os.killpg(process, signal.SIGKILL)
        until(lambda: not any(map(is_alive, children())), "all end")
    assert len(http.Tag.get(name={"LIKE": "after the error %"})) == 10


def test_a_process_that_was_kept_would_lose_them(served: Running, http: HttpApiV4) -> None:
    """That the fault is what it is said to be: in one dialogue of cv the calls after it are lost, and said to be."""
    served.faults.add("php-error", entity="Tag", nth=2)
    outcomes = CvApiV3(served.cv).batch([("Tag", "create", {"name": f"dialogue {n}"}) for n in range(4)])
    assert outcomes[0].result()
    with pytest.raises(ApiError, match="undefined function"):
        outcomes[1].result()
    for later in outcomes[2:]:
        with pytest.raises(InvalidResponse, match="transaction open") as caught:
            later.result()
        assert caught.value.handled is None
    assert http.Tag.get(name={"LIKE": "dialogue %"}).column("name") == ["dialogue 0"]


@pytest.fixture
def remembering(served: Running, http: HttpApiV4) -> Running:
    """The site, each of whose processes keeps for its life what it knew of fields and options at its start."""
    served.faults.add("stale", times=0)
    return served


def test_its_own_field_and_option_are_known_at_once(remembering: Running) -> None:
    """Also in the process beside it, which checks permissions and did not make them."""
    with PipeApiV4(remembering.cv, user="admin") as api:
        beside = api.with_options(check_permissions=True)
        assert not beside.Contact.getFields(where=[["name", "=", "group_own.field_own"]])
        _make_field(api, "own")
        assert _kept(api, "group_own.field_own", "text") == "text"
        assert _kept(beside, "group_own.field_own", "text") == "text"
        _make_option(api, "own")
        assert _kept(api, "gender_id:name", "own") == "own"
        assert _kept(beside, "gender_id:name", "own") == "own"


def test_what_is_made_over_http_is_known_within_max_age(remembering: Running, http: HttpApiV4) -> None:
    with PipeApiV4(remembering.cv, max_age=3) as api:
        born = time.monotonic()
        assert api.Contact.get(limit=1)
        _make_field(http, "http")
        _make_option(http, "http")
        kept = _kept(api, "group_http.field_http", "text")
        if time.monotonic() < born + 3:  # else the process may be another by now, as the machine is busy
            assert kept is None
        until(lambda: _kept(api, "group_http.field_http", "text") == "text", "the field is known")
        assert _kept(api, "gender_id:name", "http") == "http"


def _make_field(api: BaseApi, name: str) -> None:
    group = {"title": f"Group {name}", "name": f"group_{name}", "extends": "Individual"}
    number = api.CustomGroup.create(group).one()["id"]
    field = {"label": f"Field {name}", "name": f"field_{name}", "html_type": "Text", "data_type": "String"}
    api.CustomField.create(custom_group_id=number, **field)


def _make_option(api: BaseApi, name: str) -> None:
    api.OptionValue.create({"option_group_id:name": "gender", "label": name, "name": name})


def _kept(api: BaseApi, field: str, value: str) -> object:
    """What is stored of a value; None where the process does not know the field or the option."""
    try:
        number = api.Contact.create({"contact_type": "Individual", "first_name": "x", field: value}).one()[
            "id"
        ]
        return api.Contact.get(id=number, select=[field]).one().get(field)
    except InvalidCall:
        return None


def test_killed_in_mid_answer(served: Running, http: HttpApiV4) -> None:
    """The write was done and nobody could say so; it is not done twice.  A read goes on."""
    with PipeApiV4(served.cv, retries=3) as api:
        api.Tag.get()
        served.faults.add("kill", entity="Tag", action="create")
        with pytest.raises(CommandFailed) as caught:
            api.Tag.create(name="once")
        assert caught.value.handled is None
        served.faults.add("kill", entity="Tag", action="get")
        assert api.Tag.get(name="once").column("name") == ["once"]
    assert len(http.Tag.get(name="once")) == 1


def test_a_lost_database_connection(served: Running, http: HttpApiV4) -> None:
    with PipeApiV4(served.cv) as api:
        api.Tag.get()
        served.faults.add("connection-lost", entity="Tag", action="get")
        assert isinstance(api.Tag.get(limit=1), list)
        served.faults.add("connection-lost", entity="Tag", action="create")
        with pytest.raises(ApiError, match="unknown error"):
            api.Tag.create(name="refused")
        assert api.Tag.create(name="accepted")


def test_a_database_that_is_down(served: Running, http: HttpApiV4) -> None:
    served.faults.add("database-down", times=0)
    with pytest.raises(Unavailable) as caught:
        PipeApiV4(served.cv, retries=0).Tag.create(name="never")
    assert caught.value.handled is False


def test_a_line_over_the_buffer(served: Running, http: HttpApiV4) -> None:
    """The site would cut it into several."""
    with PipeApiV4(served.cv) as api:
        for size in (100, 300_000, 2_600_000):
            assert api.Contact.get(id=2, display_name={"!=": "ü" * size}, select=["id"]) == [{"id": 2}]
        assert len(children()) == 1


def test_stray_output(served: Running, http: HttpApiV4) -> None:
    served.faults.add("stray", entity="Contact", text="<pre>careless</pre>\n")
    served.faults.add("notice", entity="Contact")
    with PipeApiV4(served.cv) as api:
        assert api.Contact.get(id=2).warnings == ["<pre>careless</pre>"]
        assert any("Undefined array key" in one for one in api.Contact.get(id=2).warnings)
        assert api.Contact.get(id=2).warnings == []


def test_log_in(served: Running) -> None:
    with PipeApiV4(served.cv, user=2, check_permissions=True) as api:
        assert api.Contact.get(id="user_contact_id", select=["id"]) == [{"id": 2}]
    with PipeApiV4(served.cv, user="admin") as api:
        assert api.Contact.get(id="user_contact_id", select=["id"]) == [{"id": 2}]
    with pytest.raises(AccessDenied):
        PipeApiV4(served.cv, user="nobody-here").Contact.get()


def test_slow_calls_and_timeouts(served: Running, http: HttpApiV4) -> None:
    with PipeApiV4(served.cv, timeout=DEADLINE, retries=0) as api:
        for seconds in (0.8, 4, 15):  # where the machine is too busy to have written it then, longer
            api.Tag.get()
            served.faults.add("slow", entity="Tag", action="create", seconds=2 * DEADLINE)
            with pytest.raises(CallTimeout) as caught:
                api.with_options(timeout=seconds).Tag.create(name="slow")
            assert caught.value.handled is None
            assert children() == []
            if found := api.Tag.get(name="slow").column("name"):
                break
            served.faults.clear()
        assert found == ["slow"]

"""What a checked api asks the site, and when; what it lets pass."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from civiapi import Answer, ApiCall, ConnectionFailed, SandboxApiV3, SandboxApiV4, UsageError
from civiapi.checks import faults, guard
from civiapi.drive import arun
from civiapi.schema.model import Action, Entity, Field, Schema


class Counting(SandboxApiV4):
    """Notes each request."""

    def _logged(self, calls: Sequence[ApiCall]) -> list[Answer]:
        if calls:
            self.__dict__.setdefault("sent", []).append([str(call) for call in calls])
        return super()._logged(calls)


@pytest.fixture
def api(new_site: Callable[[], Path]) -> Iterator[Counting]:
    with Counting(new_site()) as made:
        made.sent = []
        yield made


def test_an_entity_is_asked_for_once(api: Counting) -> None:
    checked = api.checked()
    for _ in range(3):
        checked.Contact.get(first_name="A")
    first, *rest = api.sent
    assert "Contact.getFields" in first
    assert rest == [["Contact.get"]] * 3


def test_a_batch_asks_for_all_its_entities_at_once(api: Counting) -> None:
    checked = api.checked()
    checked.Contact.get(limit=1)
    api.sent.clear()
    done = checked.batch([("Email", "get", {"emial": "x"}), ("Tag", "get", {"limit": 1}), ("Phone", "get")])
    asked, sent = api.sent
    assert set(asked) >= {"Email.getFields", "Tag.getFields", "Phone.getFields"}
    assert sent == ["Tag.get", "Phone.get"]
    with pytest.raises(UsageError, match="did you mean email"):
        done[0].result()
    assert len(done[1].result()) == 1


def test_a_join_asks_for_what_it_leads_to(api: Counting) -> None:
    api.checked().Email.get(where=[["contact_id.employer_id.display_name", "=", "x"]])
    assert [any("Contact.getFields" in name for name in sent) for sent in api.sent] == [False, True, False]


def test_what_asks_for_metadata_is_not_looked_at(api: Counting) -> None:
    checked = api.checked()
    checked.Contact.getFields(select=["name"])
    checked.Entity.get(select=["name"])
    assert api.sent == [["Contact.getFields"], ["Entity.get"]]


def test_the_schema_itself_is_read_without_a_look(api: Counting) -> None:
    assert "Contact" in api.checked().schema.entities()
    assert len(api.sent) == 1


def test_nothing_is_sent_of_a_refused_call(api: Counting) -> None:
    checked = api.checked()
    with pytest.raises(UsageError):
        checked.Contact.create(first_nam="A")
    assert all("Contact.create" not in sent for sent in api.sent)


def test_the_api_itself_checks_nothing(api: Counting) -> None:
    api.checked()
    api.Contact.get(select=["no_such_field"])
    assert api.sent == [["Contact.get"]]


def test_twice_is_once_and_it_can_be_pickled(api: Counting) -> None:
    checked = api.checked().checked()
    assert checked._guards == (guard.checked,)
    again = pickle.loads(pickle.dumps(checked))
    with again, pytest.raises(UsageError, match="first_name"):
        again.Contact.get(frist_name="A")


def test_with_a_schema_at_hand_there_is_no_request(api: Counting, tmp_path: Path) -> None:
    file = api.schema.save(tmp_path / "schema.json")
    api.sent.clear()
    checked = api.with_options(schema=file).checked()
    with pytest.raises(UsageError, match="first_name"):
        checked.Contact.get(frist_name="A")
    checked.Contact.get(first_name="A")
    assert api.sent == [["Contact.get"]]


def test_a_given_schema_that_lacks_an_entity_s_description(api: Counting) -> None:
    checked = api.with_options(schema=Schema(4, {"Contact": Entity("Contact")})).checked()
    assert checked.Contact.get(limit=1)
    with pytest.raises(UsageError, match="no entity 'Contat'; did you mean Contact"):
        checked.Contat.get()


def test_together_with_read_only(api: Counting) -> None:
    checked = api.checked().read_only()
    with pytest.raises(UsageError, match="read-only"):
        checked.Contact.create(first_name="A")
    with pytest.raises(UsageError, match="first_name"):
        checked.Contact.get(frist_name="A")


def somebody_adds_a_field(api: Counting) -> None:
    """As from another computer: nobody here knows."""
    site, who = api._backend.embedded, {"user": 2, "check": False}
    group = site.api4("CustomGroup", "create", {"values": {"title": "New", "extends": "Contact"}}, **who)
    values = {"custom_group_id": group["values"][0]["id"], "label": "One", "html_type": "Text"}
    site.api4("CustomField", "create", {"values": {**values, "data_type": "String"}}, **who)


def test_a_description_is_asked_for_again_before_a_call_is_refused(
    api: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = api.checked()
    checked.Contact.get(limit=1)
    somebody_adds_a_field(api)
    with pytest.raises(UsageError, match=r"no field 'New\.One'"):
        checked.Contact.get({"New.One": "x"})  # of this minute, and believed
    monkeypatch.setattr(guard, "FRESH", 0.0)
    assert checked.Contact.get({"New.One": "x"}) == []
    api.sent.clear()
    with pytest.raises(UsageError, match="first_name"):
        checked.Contact.get(frist_name="x")
    assert len(api.sent) == 1


def test_asked_again_at_most_once_a_minute(api: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = api.checked()
    checked.Contact.get(limit=1)
    now = guard.time.time()
    monkeypatch.setattr(guard.time, "time", lambda: now + 120)
    api.sent.clear()
    for _ in range(3):
        with pytest.raises(UsageError):
            checked.Contact.get(frist_name="x")
    assert len(api.sent) == 1


class Silent(Counting):
    """A site that tells nothing of itself."""

    error: dict[str, Any] | Exception = {"error_message": "Authorization failed", "status": 403}

    def _performed(self, calls: Sequence[ApiCall]) -> list[Answer]:
        if guard.is_metadata(calls[0]):
            if isinstance(self.error, Exception):
                raise self.error
            return [Answer(call, dict(self.error)) for call in calls]
        return super()._performed(calls)


def test_a_site_that_tells_nothing_leaves_all_calls_as_they_are(new_site: Callable[[], Path]) -> None:
    with Silent(new_site()) as api:
        checked = api.checked()
        assert len(checked.Contact.get(limit=1, select=["id", "no_such_field"])) == 1
        assert checked.Tag.create(name="x")


def test_a_site_that_is_not_reached_is_not_asked_for_the_call_either(new_site: Callable[[], Path]) -> None:
    with Silent(new_site()) as api:
        api.error = ConnectionFailed("no connection", handled=False)
        with pytest.raises(ConnectionFailed):
            api.checked().Contact.get(limit=1)


def test_in_async_code(api: Counting) -> None:
    async def send(calls: Sequence[ApiCall]) -> list[Answer]:
        return api.send(calls)

    calls = [ApiCall("Contact", "get", {"where": [["frist_name", "=", "A"]]}), ApiCall("Contact", "get", {})]
    wrong, right = asyncio.run(arun(guard.checked(api, calls), send))
    assert isinstance(wrong, UsageError)
    assert right is None


def test_faults_alone() -> None:
    """Values in, words out: no api, no site."""
    fields = {"name": Field("name", data_type="String", maxlength=3)}
    thing = Entity(
        "Thing", complete=True, fields=fields, writable=fields, actions={"create": Action("create")}
    )
    schema = Schema(4, {"Thing": thing})
    call = ApiCall("Thing", "create", {"values": {"name": "four", "nmae": 1}})
    assert faults(thing, call, schema) == [
        "name: the text has 4 characters, the field takes 3",
        "no field 'nmae' on Thing; did you mean name?",
    ]
    assert faults(thing, ApiCall("Thing", "create", {"values": {"name": "two"}}), schema) == []


def test_option_names_of_v3_are_asked_for_when_they_are_needed(new_site: Callable[[], Path]) -> None:
    sent: list[list[str]] = []

    class Noted(SandboxApiV3):
        def _logged(self, calls: Sequence[ApiCall]) -> list[Answer]:
            sent.extend([[str(call) for call in calls]] if calls else [])
            return super()._logged(calls)

    with Noted(new_site()) as api:
        checked = api.checked()
        checked.Contact.get(gender_id=1)
        assert all("Contact.getoptions" not in names for names in sent)
        checked.Activity.get(activity_type_id="Meeting", limit=1)
        with pytest.raises(UsageError, match="'Purple' is no option"):
            checked.Contact.get(gender_id="Purple")
    assert sum("Contact.getoptions" in names for names in sent) == 1

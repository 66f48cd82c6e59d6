"""A kit: what a subclass may add and replace."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import (
    Answer,
    BaseAction,
    BaseApi,
    BaseEntity,
    InvalidCall,
    UsageError,
    v4,
)

from .support import Echo, EchoApi


@pytest.fixture
def api() -> EchoApi:
    return EchoApi()


class Named(BaseEntity):
    NAME = "Contact"

    def get_or_create(self, params: dict[str, Any]) -> Any:
        found = self.get(params)
        return found.first() if found else self.create(params).first()


class Mixin:
    def twice(self: Any) -> list[Any]:
        return [self.get(), self("get")]


class FilledApi(EchoApi):
    """As the package followed documents it."""

    def _add_entities(self) -> None:
        for name in self.VERSION.ENTITIES:
            entity = type(name, (Mixin, BaseEntity), {"NAME": name})
            setattr(self, name, entity(self))


class ListedApi(EchoApi):
    ENTITIES = [Named]


class Merge(BaseAction):
    NAME = "mergeDuplicates"

    def pair(self, one: int, other: int) -> Any:
        return self(contactId=one, duplicateId=other)


class Merging(BaseEntity):
    NAME = "Contact"
    ACTIONS = [Merge]


def test_entity_class_on_an_api(api: EchoApi) -> None:
    assert Named(api).get_or_create({"id": 5})["asked"] == "Contact.get"
    assert repr(Named(api)) == "<Contact of <EchoApi echo>>"


def test_entities_filled_by_the_api() -> None:
    api = FilledApi()
    assert [row.one()["asked"] for row in api.Email.twice()] == ["Email.get"] * 2
    assert type(api.Email).__name__ == "Email"
    assert api.Custom_Degrees.get().one()["asked"] == "Custom_Degrees.get"


def test_entities_listed_on_the_api() -> None:
    api = ListedApi()
    assert isinstance(api.Contact, Named)
    assert type(api.Email) is BaseEntity
    assert isinstance(api.with_options(retries=0).Contact, Named)
    assert api.with_options(retries=0).Contact.api is not api


def test_custom_action(api: EchoApi) -> None:
    assert Merging(api).mergeDuplicates.pair(1, 2).one()["params"] == {"contactId": 1, "duplicateId": 2}
    assert Merge(api.Contact).pair(1, 2).one()["asked"] == "Contact.mergeDuplicates"


def test_names_left_out(api: EchoApi) -> None:
    with pytest.raises(NotImplementedError, match="BaseApi must set VERSION"):
        BaseApi()
    with pytest.raises(NotImplementedError, match="NAME"):
        type("Nameless", (BaseEntity,), {})(api)
    with pytest.raises(NotImplementedError, match="NAME"):
        type("Nameless", (BaseAction,), {})(api.Contact)
    bare = type("Bare", (BaseApi,), {"VERSION": v4})()
    with pytest.raises(NotImplementedError, match="neither a backend nor _perform_api_call"):
        bare.Contact.get()
    with pytest.raises(UsageError, match="no transport"):
        bare.with_options(timeout=5)
    assert repr(bare) == "<Bare without a site>"
    bare.close()


class PerformingApi(BaseApi):
    VERSION = v4

    def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
        assert type(params) is dict
        if action == "fail":
            return {"error_message": "Invalid field 'x'", "error_code": 0}
        return [{"id": 7, "asked": f"{entity}.{action}", **params}, {"id": 8}]


def test_perform_api_call_is_used_where_a_subclass_has_it() -> None:
    api = PerformingApi()
    assert api.Contact.get(limit=1) == [{"id": 7, "asked": "Contact.get", "limit": 1}, {"id": 8}]
    assert api.Contact.get({}, 1) == {"id": 8}
    assert list(api.Contact.get({}, "id")) == ["7", "8"]
    with pytest.raises(InvalidCall):
        api.Contact.fail()


class WrappingApi(EchoApi):
    seen = 0

    def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
        self.seen += 1
        return super()._perform_api_call(entity, action, params)


def test_perform_api_call_may_call_the_one_it_replaces() -> None:
    api = WrappingApi()
    assert api.Contact.get(id=5).one()["params"] == {"where": [["id", "=", 5]]}
    assert api.seen == 1


def test_perform_api_call_raises_what_the_answer_holds(mocker: Any) -> None:
    api = WrappingApi()
    error = InvalidCall("x")
    mocker.patch.object(Echo, "send", lambda self, calls: [Answer(calls[0], error=error)])
    with pytest.raises(InvalidCall) as caught:
        api.Contact.get()
    assert caught.value is error


class CountingApi(EchoApi):
    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []

    def send(self, calls: Any) -> list[Answer]:
        self.log += [str(call) for call in calls]
        return super().send(calls)


def test_send_sees_every_call() -> None:
    api = CountingApi()
    api.Contact.get()
    api("Email", "create", {"email": "x"})
    api.with_options(retries=0).Tag.delete(id=5)
    assert api.log == ["Contact.get", "Email.create", "Tag.delete"]


def test_send_may_refuse(mocker: Any) -> None:
    api = EchoApi()
    mocker.patch.object(EchoApi, "send", side_effect=UsageError("read only"), autospec=True)
    with pytest.raises(UsageError, match="read only"):
        api.Contact.create(a=1)

"""The examples that users of civicrmapi know, renamed, over HTTP and cv."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from civiapi.base import BaseAction, BaseApi, BaseEntity
from civiapi.cv import CvApiV3, CvApiV4
from civiapi.errors import AccessDenied, ApiError
from civiapi.http import HttpApiV3, HttpApiV4
from civiapi.sandbox.serve import Running

Site = Running
MAKE4: dict[str, Callable[[Site, type | None], BaseApi]] = {
    "http": lambda site, mixin: (_mixed(HttpApiV4, mixin))(site.url, site.api_key),
    "cv": lambda site, mixin: (_mixed(CvApiV4, mixin))(cv=site.cv),
}
MAKE3: dict[str, Callable[[Site, type | None], BaseApi]] = {
    "http": lambda site, mixin: (_mixed(HttpApiV3, mixin))(site.url, site.api_key, site.site_key),
    "cv": lambda site, mixin: (_mixed(CvApiV3, mixin))(cv=site.cv),
}
ANY = [*((4, name) for name in MAKE4), *((3, name) for name in MAKE3)]


def _mixed(api: type, mixin: type | None) -> Any:
    return api if mixin is None else type(api.__name__, (mixin, api), {})


class GetOrCreate:
    """A mixin for every entity."""

    def get_or_create(self: Any, params: Mapping[str, Any]) -> Any:
        found = self("get", dict(params))
        return found[0] if found else self("create", dict(params))[0]


class EntitiesThatCan:
    """A mixin for an api: fills it with entities that have get_or_create."""

    def _add_entities(self: Any) -> None:
        for name in self.VERSION.ENTITIES:
            entity = type(name, (GetOrCreate, BaseEntity), {"NAME": name})
            setattr(self, name, entity(self))


class Contact(GetOrCreate, BaseEntity):
    NAME = "Contact"


@pytest.fixture(params=ANY, ids=lambda param: f"v{param[0]}-{param[1]}")
def api(request: pytest.FixtureRequest, served: Running) -> BaseApi:
    version, name = request.param
    return (MAKE4 if version == 4 else MAKE3)[name](served, None)


@pytest.fixture(params=MAKE4)
def api4(request: pytest.FixtureRequest, served: Running) -> BaseApi:
    return MAKE4[request.param](served, None)


def test_create(api: BaseApi) -> None:
    person = {"contact_type": "Organization", "organization_name": "Created Once"}
    made = api("Contact", "create", person)
    assert made[0]["organization_name"] == "Created Once"
    assert person == {"contact_type": "Organization", "organization_name": "Created Once"}
    api.Contact.delete(id=made[0]["id"])


def test_three_equal_calls(api: BaseApi) -> None:
    params = {"contact_type": "Organization"}
    first = api("Contact", "get", params)
    assert len(first) > 0
    assert first == api.Contact("get", params) == api.Contact.get(params)


def test_flat_and_structured(api4: BaseApi) -> None:
    flat = api4.Contact.create({"contact_type": "Individual", "first_name": "Flat"})[0]["id"]
    structured = api4.Contact.create({"values": {"contact_type": "Individual", "first_name": "Structured"}})[
        0
    ]["id"]
    api4.Contact.update({"id": flat, "last_name": "One"})
    api4.Contact.update({"where": [["id", "=", structured]], "values": {"last_name": "One"}})
    for one in (flat, structured):
        assert api4.Contact.get({"id": one}) == api4.Contact.get({"where": [["id", "=", one]]})
        assert api4.Contact.get({"id": one})[0]["last_name"] == "One"
    api4.Contact.delete({"id": flat})
    api4.Contact.delete({"where": [["id", "=", structured]]})
    assert api4.Contact.get({"id": [flat, structured], "is_deleted": False}) == []


def test_get_or_create_by_an_entity_class(api: BaseApi) -> None:
    params = {"contact_type": "Individual", "first_name": "Class", "last_name": f"v{api.VERSION.NUMBER}"}
    made = Contact(api).get_or_create(params)
    assert Contact(api).get_or_create(params)["id"] == made["id"]
    api.Contact.delete(id=made["id"])


@pytest.mark.parametrize(("version", "name"), ANY)
def test_get_or_create_by_a_mixin(served: Running, version: int, name: str) -> None:
    api = (MAKE4 if version == 4 else MAKE3)[name](served, EntitiesThatCan)
    params = {"contact_type": "Individual", "first_name": "Mixed", "last_name": f"v{version}"}
    made = api.Contact.get_or_create(params)
    assert api.Contact.get_or_create(params)["id"] == made["id"]
    api.Contact.delete(id=made["id"])


def test_an_action_of_ones_own(api: BaseApi) -> None:
    class Count(BaseAction):
        NAME = "get"

        def __call__(self, *args: Any, **fields: Any) -> int:
            return len(super().__call__(*args, **fields))

    entity = BaseEntity(api, "Contact")
    entity.count = Count(entity)  # type: ignore[assignment]
    assert entity.count(id=1) == 1


def test_unknown_names_are_api_errors(api: BaseApi) -> None:
    with pytest.raises(ApiError):
        api("Nosuch", "get", {})
    with pytest.raises(ApiError):
        api("Contact", "nosuch", {})


def test_a_wrong_key(served: Running) -> None:
    for wrong in (HttpApiV4(served.url, "wrong"), HttpApiV3(served.url, "wrong", served.site_key)):
        with pytest.raises(AccessDenied) as caught:
            wrong.Contact.get()
        assert isinstance(caught.value.data, str | dict)
        assert caught.value.data

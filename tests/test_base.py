"""The callables: three equal ways, names on first use, copies, and the one exit."""

from __future__ import annotations

import copy
import pickle
import threading
from typing import Any

import pytest

from civiapi import (
    ApiCall,
    BaseApi,
    HttpApiV4,
    UsageError,
    v3,
    v4,
)

from .support import API_KEY, SITE_KEY, URL, Echo, EchoApi, EchoApi3, secrets_in
from .test_subclassing import CountingApi, ListedApi, Named


@pytest.fixture
def api() -> EchoApi:
    return EchoApi()


def sent_by(api: BaseApi) -> ApiCall:
    """The last call that left."""
    assert isinstance(api._backend, Echo)
    return api._backend.sent[-1][0]


def test_equal_ways_to_call(api: EchoApi) -> None:
    params = {"id": 5, "limit": 1}
    ways = [
        api("Contact", "get", params),
        api("Contact", "get", {"limit": 1}, id=5),
        api.Contact("get", params),
        api.Contact("get", id=5, limit=1),
        api.Contact.get(params),
        api.Contact.get(**params),
        api.Contact.get({"id": 5}, limit=1),
    ]
    wanted = {"asked": "Contact.get", "params": {"where": [["id", "=", 5]], "limit": 1}}
    assert [way.one() for way in ways] == [wanted] * len(ways)
    assert isinstance(api._backend, Echo)
    assert [len(calls) for calls in api._backend.sent] == [1] * len(ways)


def test_index_in_three_ways(api: EchoApi) -> None:
    for call in (api, api.Contact, api.Contact.get):
        names = [] if call is api.Contact.get else ["get"] if call is api.Contact else ["Contact", "get"]
        call(*names, {}, "id")
        assert sent_by(api).index == "id"
        call(*names, None, "5")
        assert sent_by(api).index == 5


def test_fields_may_have_the_names_of_our_arguments(api: EchoApi) -> None:
    fields = {"self": 1, "entity": 2, "action": 3, "params": 4, "index": 5, "name": 6, "api": 7}
    for call in (
        api.Contact.create,
        lambda **more: api.Contact("create", **more),
        lambda **more: api("Contact", "create", **more),
    ):
        call(**fields)
        assert sent_by(api).params == {"values": fields}


@pytest.mark.parametrize("params", [[], "id=5", 5, [("id", 5)]])
def test_params_that_are_no_dict(api: EchoApi, params: Any) -> None:
    with pytest.raises(UsageError, match="params is a dict"):
        api.Contact.get(params)
    with pytest.raises(UsageError, match="params is a dict"):
        api.Contact.get(params, limit=1)


def test_field_given_twice(api: EchoApi) -> None:
    with pytest.raises(UsageError, match="id: given twice"):
        api.Contact.get({"id": 5}, id=5)


@pytest.mark.parametrize(
    "entity", ["", "../../user", "Contact/delete", "a b", "Contact\n", "5", "_x", "Ünï", None, 5, "A?q"]
)
def test_names_that_can_be_none_never_leave(api: EchoApi, entity: Any) -> None:
    with pytest.raises(UsageError, match="no name"):
        api(entity, "get")
    with pytest.raises(UsageError, match="no name"):
        api("Contact", entity)
    assert isinstance(api._backend, Echo)
    assert api._backend.sent == []


@pytest.mark.parametrize("name", ["a\nb", "a\x00", 5, None])
def test_keys_that_can_be_no_names(api: EchoApi, name: Any) -> None:
    with pytest.raises((UsageError, TypeError)):
        api.Contact.get({name: 1})


def test_refused_call_is_named(api: EchoApi) -> None:
    with pytest.raises(UsageError, match=r"^Contact\.delete: ") as caught:
        api.Contact.delete()
    assert str(caught.value.call) == "Contact.delete"


def test_names_on_first_use(api: EchoApi) -> None:
    assert api.Contact is api.Contact
    assert api.Contact.get is api.Contact.get
    assert "Contact" in vars(api)
    for name in ("Custom_Degrees", "Eck_Thing2", "X"):
        assert name == getattr(api, name).NAME
    for name in ("contact", "_Contact", "__len__", "a", "Ünï", "_ipython_display_"):
        with pytest.raises(AttributeError, match=name):
            getattr(api, name)
    for name in ("_x", "__wrapped__", "Ü"):
        with pytest.raises(AttributeError):
            getattr(api.Contact, name)
    assert api.Contact.mergeDuplicates.NAME == "mergeDuplicates"


def test_dir(api: EchoApi) -> None:
    assert {*v4.ENTITIES, "with_options", "send"} <= set(dir(api))
    assert {*v4.ACTIONS, "NAME"} <= set(dir(api.Contact))
    assert {*v3.ENTITIES} <= set(dir(EchoApi3()))
    assert {*v3.ACTIONS} <= set(dir(EchoApi3().Contact))


def test_index_is_v4s() -> None:
    with pytest.raises(UsageError, match="only APIv4"):
        EchoApi3().Contact.get({}, 0)


def test_repr_shows_class_and_site_and_nothing_secret() -> None:
    api = HttpApiV4("https://user:canary-password@crm.example.org/sub/", API_KEY, site_key=SITE_KEY)
    assert repr(api) == "<HttpApiV4 https://crm.example.org/sub>"
    assert repr(api.Contact) == "<Contact of <HttpApiV4 https://crm.example.org/sub>>"
    assert repr(api.Contact.get) == "<Contact.get of <HttpApiV4 https://crm.example.org/sub>>"
    assert repr(api.checked().read_only()) == "<HttpApiV4 https://crm.example.org/sub, checked, read-only>"
    assert not secrets_in(repr(vars(api)))
    assert not secrets_in(repr(vars(api._backend)["_site"]))


def test_with_options_is_a_copy_on_the_same_backend() -> None:
    api = CountingApi()
    entity = api.Contact
    other = api.with_options(retries=0, timeout=5)
    assert type(other) is CountingApi
    assert other is not api
    assert (other._retries, api._retries) == (0, 2)
    assert isinstance(other._backend, Echo)
    assert other._backend.options == {"timeout": 5}
    assert other.log is api.log
    assert other.Contact is not entity
    assert other.Contact.api is other
    assert api.Contact is entity
    assert api.with_options()._retries == 2


def test_copying_and_pickling() -> None:
    api = ListedApi()
    api.Email.get()
    for other in (copy.copy(api), copy.deepcopy(api), pickle.loads(pickle.dumps(api))):
        assert type(other) is ListedApi
        assert isinstance(other.Contact, Named)
        assert other.Email.api is other
        assert other.Contact.api is other
        assert other.Email.get(id=5).one()["asked"] == "Email.get"
    assert pickle.loads(pickle.dumps(api.Email)).NAME == "Email"
    assert pickle.loads(pickle.dumps(api.Email.get))(id=5).one()["asked"] == "Email.get"


def test_http_api_travels() -> None:
    api = pickle.loads(pickle.dumps(HttpApiV4(URL, API_KEY, timeout=7)))
    assert repr(api) == f"<HttpApiV4 {URL}>"
    assert api._backend._timeout == 7
    assert copy.deepcopy(api)._backend._timeout == 7


def test_close() -> None:
    with EchoApi() as api:
        assert isinstance(api, EchoApi)
    assert isinstance(api._backend, Echo)
    assert api._backend.closed == 1


def test_one_api_for_many_threads(api: EchoApi) -> None:
    barrier = threading.Barrier(8)
    got: list[Any] = []
    names = [name for name in v4.ENTITIES if name != "Setting"]  # whose get takes no fields

    def work(number: int) -> None:
        barrier.wait(60)
        for entity in names:
            row = getattr(api, entity).get(id=number).one()
            got.append((number, row["params"]["where"][0][2], row["asked"] == f"{entity}.get"))

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 8 * len(names)
    assert all(sent == number and named for number, sent, named in got)


def test_an_option_that_there_is_not_is_told_by_the_name_of_the_api() -> None:
    api = HttpApiV4(URL, API_KEY)
    with pytest.raises(
        TypeError, match=r"^HttpApiV4.with_options: no option 'retrys'; did you mean retries\?$"
    ):
        api.with_options(retrys=1)
    with pytest.raises(
        TypeError, match=r"^HttpApiV4.with_options: no option 'timeot'; did you mean timeout\?$"
    ):
        api.with_options(timeot=1)
    with pytest.raises(
        TypeError, match=r"no option 'zzz'; it takes retries, .*, timeout, check_permissions$"
    ):
        api.with_options(timeout=1, zzz=1)
    api.close()

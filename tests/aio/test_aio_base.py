"""The kit, awaited: three ways to call, batches, guards, hooks of subclasses, logging."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Sequence
from typing import Any

import pytest

import civiapi
from civiapi import (
    Answer,
    ApiCall,
    ApiCallError,
    AsyncApi,
    BaseApi,
    BaseEntity,
    ConnectionFailed,
    InvalidCall,
    Result,
    UsageError,
    v4,
)
from civiapi.aio import AsyncBatch
from civiapi.batch import Batch
from civiapi.flows import Flow
from civiapi.guards import reads_only
from civiapi.sandbox.serve import Running

from .support import AsyncEcho, AsyncEchoApi, used


@pytest.fixture
def api() -> AsyncEchoApi:
    return AsyncEchoApi()


def test_three_equal_ways(api: AsyncEchoApi) -> None:
    async def use(api: Any) -> list[Any]:
        return [
            await api("Contact", "get", {"limit": 1}, id=5),
            await api.Contact("get", {"limit": 1}, id=5),
            await api.Contact.get({"limit": 1}, id=5),
            await api.Contact.get(limit=1, id=5),
        ]

    given = used(api, use)
    assert given == [[{"asked": "Contact.get", "params": {"limit": 1, "where": [["id", "=", 5]]}}]] * 4
    assert all(type(one) is Result for one in given)


def test_a_call_that_is_none_is_refused_before_it_is_awaited(api: AsyncEchoApi) -> None:
    with pytest.raises(UsageError, match="can be no name"):
        api("no name", "get")
    with pytest.raises(UsageError):
        api.Contact.delete()


def test_with_is_for_sync_apis(api: AsyncEchoApi) -> None:
    with pytest.raises(TypeError, match="AsyncEchoApi is async: write 'async with'"), api:
        pass
    with pytest.raises(TypeError, match="AsyncBatch is async: write 'async with'"), api.batch():
        pass


def test_closing(api: AsyncEchoApi) -> None:
    used(api, lambda api: api.Tag.get())
    asyncio.run(api.close())
    assert api._backend.closed == 2  # type: ignore[union-attr]


def test_batch(api: AsyncEchoApi) -> None:
    async def use(api: Any) -> None:
        async with api.batch() as batch:
            first, second = batch.Contact.get(id=5), batch("Tag", "get")
            with pytest.raises(UsageError, match="not sent yet"):
                first.result()
        assert first.result()[0]["asked"] == "Contact.get"
        assert second.result()[0]["asked"] == "Tag.get"
        third, fourth = await api.batch([("Tag", "get"), ("Tag", "get", {"limit": 1})])
        assert third.result()[0]["asked"] == "Tag.get"
        assert fourth.result()[0]["params"] == {"limit": 1}

    used(api, use)
    assert [len(calls) for calls in api._backend.sent] == [2, 2]  # type: ignore[union-attr]


def test_batch_whose_block_fails_is_not_sent(api: AsyncEchoApi) -> None:
    async def use(api: Any) -> None:
        async with api.batch() as batch:
            batch.Tag.get()
            raise KeyError

    with pytest.raises(KeyError):
        used(api, use)
    assert api._backend.sent == []  # type: ignore[union-attr]


def test_read_only(api: AsyncEchoApi) -> None:
    asked: list[int] = []

    def asking(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
        """A guard that calls the site itself."""
        if calls[0].entity != "Permission":
            answers = yield [ApiCall("Permission", "get", {})]
            asked.append(len(answers))
        return [None] * len(calls)

    async def use(api: Any) -> None:
        api._guards = (reads_only, asking)
        with pytest.raises(UsageError, match="read-only"):
            await api.Tag.create(label="x")
        read, written = await api.batch([("Tag", "get"), ("Tag", "create", {"label": "x"})])
        assert read.result()[0]["asked"] == "Tag.get"
        with pytest.raises(UsageError, match="read-only"):
            written.result()

    used(api, use)
    sent = [str(call) for calls in api._backend.sent for call in calls]  # type: ignore[union-attr]
    assert "Tag.create" not in sent
    assert asked


class CountingApi(AsyncEchoApi):
    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []

    async def send(self, calls: Any) -> list[Answer]:  # type: ignore[override]
        self.log += [str(call) for call in calls]
        return await super().send(calls)


def test_send_sees_every_call() -> None:
    api = CountingApi()

    async def use(api: Any) -> None:
        await api.Contact.get()
        await api.with_options(retries=0, timeout=5).Tag.delete(id=5)
        await api.batch([("Email", "get")])

    used(api, use)
    assert api.log == ["Contact.get", "Tag.delete", "Email.get"]


class PerformingApi(AsyncApi):
    VERSION = v4

    async def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
        assert type(params) is dict
        await asyncio.sleep(0)
        if action == "fail":
            return {"error_message": "Invalid field 'x'", "error_code": 0}
        if action == "break":
            raise ConnectionFailed("broken")
        return [{"id": 7, "asked": f"{entity}.{action}", **params}, {"id": 8}]


def test_perform_api_call_is_used_where_a_subclass_has_it() -> None:
    async def use(api: Any) -> None:
        assert await api.Contact.get(limit=1) == [{"id": 7, "asked": "Contact.get", "limit": 1}, {"id": 8}]
        assert await api.Contact.get({}, 1) == {"id": 8}
        with pytest.raises(InvalidCall):
            await api.Contact.fail()
        with pytest.raises(ConnectionFailed):
            await getattr(api.Contact, "break")()
        good, bad = await api.batch([("Contact", "get"), ("Contact", "break")])
        assert len(good.result()) == 2
        with pytest.raises(ConnectionFailed):
            bad.result()

    used(PerformingApi(), use)


class WrappingApi(AsyncEchoApi):
    async def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
        return await super()._perform_api_call(entity, action, {**params, "limit": 1})


def test_perform_api_call_may_call_the_one_it_replaces(mocker: Any) -> None:
    assert used(WrappingApi(), lambda api: api.Tag.get())[0]["params"] == {"limit": 1}
    error = InvalidCall("x")
    mocker.patch.object(
        AsyncEcho, "send", mocker.AsyncMock(return_value=[Answer(ApiCall("T", "get", {}), error=error)])
    )
    with pytest.raises(InvalidCall) as caught:
        used(WrappingApi(), lambda api: api.Tag.get())
    assert caught.value is error


def test_api_without_a_backend() -> None:
    bare: Any = type("Bare", (AsyncApi,), {"VERSION": v4})()
    with pytest.raises(NotImplementedError, match="neither a backend nor _perform_api_call"):
        used(bare, lambda api: api.Contact.get())


class Named(BaseEntity):
    NAME = "Contact"

    async def newest(self) -> Any:
        return (await self.get(orderBy={"id": "DESC"}, limit=1)).first()


def test_entity_classes_of_the_users(api: AsyncEchoApi) -> None:
    api = type("MyApi", (AsyncEchoApi,), {"ENTITIES": [Named]})()
    assert used(api, lambda api: api.Contact.newest())["asked"] == "Contact.get"


def test_calls_are_logged(api: AsyncEchoApi, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "civiapi"):
        used(api, lambda api: api.Contact.get(limit=1, api_key="secret"))
    (record,) = caplog.records
    assert record.getMessage().startswith("Contact.get {")
    assert "secret" not in caplog.text


def test_bulk_writing(served: Running) -> None:
    async def use(api: Any) -> Any:
        outcomes = api.Tag.create_all([{"label": f"async {n}"} for n in range(120)], workers=2)
        assert [one.status async for one in outcomes] == ["created"] * 120
        assert (await api.Tag.get_or_create({"label": "async 7"}))["label"] == "async 7"
        return await api.Tag.get(label={"LIKE": "async %"})

    assert len(used(civiapi.AsyncHttpApiV4(served.url, served.api_key), use)) == 120


def test_schema(served: Running) -> None:
    async def use(api: Any) -> None:
        assert "first_name" in await api.schema.fields("Contact")
        assert "Tag" in await api.schema.entities()

    used(civiapi.AsyncHttpApiV4(served.url, served.api_key), use)


# --- sync and async are alike ---

PAIRS = [
    (civiapi.HttpApiV4, civiapi.AsyncHttpApiV4),
    (civiapi.HttpApiV3, civiapi.AsyncHttpApiV3),
    (BaseApi, AsyncApi),
    (Batch, AsyncBatch),
]
#: What only one of the two has.
OWN = {"__enter__", "__exit__", "__aenter__", "__aexit__", "aclose", "session", "client", "limit"}


def parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [
        (one.name, one.kind, one.default)
        for one in inspect.signature(function).parameters.values()
        if one.name not in OWN
    ]


@pytest.mark.parametrize(("sync", "awaited"), PAIRS, ids=lambda one: one.__name__)
def test_signatures_and_docstrings(sync: type, awaited: type) -> None:
    names = {name for kind in sync.__mro__ for name in vars(kind) if callable(getattr(kind, name))} - OWN
    names -= set(dir(object))
    assert {name for name in names if not hasattr(awaited, name)} == set()
    extra = {name for kind in awaited.__mro__ for name in vars(kind)} - set(dir(sync)) - OWN
    assert {name for name in extra if not name.startswith("__")} == set()
    for name in {*names, "__init__"}:
        assert parameters(getattr(sync, name)) == parameters(getattr(awaited, name)), name
        if not name.startswith("_"):
            told = [inspect.getdoc(getattr(kind, name)) for kind in (sync, awaited)]
            assert told[0] == (told[1] or "").replace("an ``async with``", "a ``with``"), name


def test_arguments_that_only_one_has() -> None:
    for sync, awaited in PAIRS[:2]:
        ours, theirs = (set(inspect.signature(kind).parameters) for kind in (sync, awaited))
        assert (ours - theirs, theirs - ours) == ({"session"}, {"client", "limit"})

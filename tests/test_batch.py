"""Many calls in one request: what goes together, what comes back, and what becomes of it when it fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import (
    AccessDenied,
    ApiCall,
    ApiCallError,
    BaseApi,
    BaseEntity,
    CallTimeout,
    CommandFailed,
    ConnectionFailed,
    CvApiV3,
    CvApiV4,
    HttpApiV3,
    HttpApiV4,
    InvalidCall,
    InvalidResponse,
    PipeApiV3,
    PipeApiV4,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
    codec,
    v4,
)
from civiapi.batch import BYTES, READS, WRITES, parts
from civiapi.sandbox.serve import Running

from .support import EchoApi, EchoApi3, call_of, site_of
from .wire import answer, api3, api4, wire

V4 = {
    "inprocess": lambda site: SandboxApiV4(site.file),
    "http": lambda site: HttpApiV4(site.url, site.api_key),
    "cv": lambda site: CvApiV4(site.cv),
    "pipe": lambda site: PipeApiV4(site.cv),
}
V3 = {
    "inprocess": lambda site: SandboxApiV3(site.file),
    "http": lambda site: HttpApiV3(site.url, site.api_key, site.site_key),
    "cv": lambda site: CvApiV3(site.cv),
    "pipe": lambda site: PipeApiV3(site.cv),
}


@pytest.fixture(params=V4)
def each4(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    served.faults.clear()
    with V4[request.param](served) as api:
        yield api
    served.faults.clear()


@pytest.fixture(params=V3)
def each3(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    served.faults.clear()
    with V3[request.param](served) as api:
        yield api
    served.faults.clear()


def error_of(pending: Any) -> Any:
    try:
        pending.result()
    except ApiCallError as error:
        return error
    return None


# --- over every transport ---


def test_a_block_of_calls(each4: BaseApi) -> None:
    with each4.batch() as batch:
        found = batch.Contact.get(id=2, select=["display_name"])
        made = batch.Tag.create(name="batched", description="d")
        counted = batch("Contact", "get", {"select": ["row_count"], "where": [["id", "IN", [1, 2]]]})
        one = batch.Contact.get({"where": [["id", "=", 2]]}, 0)
        column = batch.Contact.get({"where": [["id", "IN", [1, 2]]], "orderBy": {"id": "ASC"}}, ["id"])
        wrong = batch.Contact.get(bogus=1)
        last = batch.Tag.get(name="batched")
        with pytest.raises(UsageError, match="not sent yet"):
            found.result()
    assert found.result().column("display_name") == ["Ada Admin"]
    assert counted.result().matched == 2
    assert one.result()["id"] == 2
    assert column.result() == [1, 2]
    assert last.result().column("id") == [made.result().one()["id"]]
    with pytest.raises(InvalidCall, match="Invalid field 'bogus'") as caught:
        wrong.result()
    assert caught.value.call is wrong.call
    each4.Tag.delete(id=made.result().one()["id"])


def test_a_list_of_calls(each4: BaseApi) -> None:
    calls = [("Contact", "get", {"id": number % 2 + 1, "select": ["id"]}, 0) for number in range(7)]
    assert [one.result()["id"] for one in each4.batch(calls)] == [1, 2, 1, 2, 1, 2, 1]
    assert each4.batch([]) == []


@pytest.mark.parametrize(
    ("calls", "said"),
    [([("Tag", "get"), ("Tag",)], "call 1 of the batch is ('Tag',)"), ("Tag", "is 'T'"), ([7], "is 7")],
)
def test_what_is_no_call_is_told_with_its_place(calls: Any, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        EchoApi().batch(calls)


def test_v3(each3: BaseApi) -> None:
    with each3.batch() as batch:
        count = batch.Contact.getcount(id=[1, 2])
        value = batch.Contact.getvalue({"id": 2, "return": "nick_name"})
        row = batch.Contact.getsingle(id=2)
        wrong = batch.Contact.create(foo=1)
        rows = batch.Contact.get(id=[1, 2], sort="id")
    assert (count.result(), value.result(), row.result()["id"]) == (2, "", "2")
    assert isinstance(error_of(wrong), InvalidCall)
    assert [row["id"] for row in rows.result()] == ["1", "2"]


def test_one_request_for_many(served: Running) -> None:
    with HttpApiV4(served.url, served.api_key) as api:
        served.log.clear()
        outcomes = api.batch([("Contact", "get", {"id": 2, "select": ["id"]})] * 450)
        assert [one.result()[0]["id"] for one in outcomes] == [2] * 450
        assert [len(request.calls) for request in served.log] == [200, 200, 50]


@pytest.mark.parametrize("version", [3, 4])
def test_after_an_error_in_php_all_of_the_request_is_unknown(served: Running, version: int) -> None:
    """HTML, status 500: nobody says which of its calls were done.  Other requests are none of its business."""
    api = HttpApiV4(served.url, served.api_key) if version == 4 else V3["http"](served)
    served.faults.clear()
    served.faults.add("php-error", entity="Tag", action="create", nth=55)
    outcomes = api.batch([("Tag", "create", {"name": f"php {version} {number}"}) for number in range(120)])
    served.faults.clear()
    errors = [error_of(one) for one in outcomes]
    assert [error is None for error in errors] == [True] * 50 + [False] * 50 + [True] * 20
    for pending, error in zip(outcomes[50:100], errors[50:100], strict=True):
        assert isinstance(error, InvalidResponse)
        assert (error.handled, error.call) == (None, pending.call)
    done = V4["http"](served).Tag.get(name={"LIKE": f"php {version} %"})
    assert len(done) == 54 + 20  # those before the error are kept, those after it in its request were not run


@pytest.mark.parametrize("name", ["cv", "pipe"])
def test_an_error_in_php_through_a_dialogue_is_one_calls_own(served: Running, name: str) -> None:
    served.faults.clear()
    served.faults.add("php-error", entity="Tag", action="create", nth=2)
    with V4[name](served) as api:
        outcomes = api.batch(
            [("Tag", "create", {"name": f"{name} dialogue {number}"}) for number in range(4)]
        )
    assert [error_of(one) is None for one in outcomes] == [True, False, True, True]
    assert error_of(outcomes[1]).handled is True


# --- what goes together ---


def _calls(reads: int, writes: int, text: str = "") -> list[ApiCall]:
    return [call_of("Contact", "get")] * reads + [
        call_of("Note", "create", {"values": {"note": text}})
    ] * writes


@pytest.mark.parametrize(
    ("reads", "writes", "sizes"),
    [
        (0, 0, []),
        (1, 0, [1]),
        (200, 0, [200]),
        (201, 0, [200, 1]),
        (0, 50, [50]),
        (0, 51, [50, 1]),
        (100, 25, [125]),
        (100, 26, [125, 1]),
        (400, 100, [200, 200, 50, 50]),
    ],
)
def test_split_by_count(reads: int, writes: int, sizes: list[int]) -> None:
    assert [len(part) for part in parts(_calls(reads, writes))] == sizes


def test_split_by_bytes() -> None:
    assert [len(part) for part in parts(_calls(0, 5, "x" * (BYTES // 2 - 1000)))] == [2, 2, 1]
    assert [len(part) for part in parts(_calls(0, 3, "x" * BYTES * 2))] == [1, 1, 1]
    assert [len(part) for part in parts(_calls(0, 4, "&" * (BYTES // 6 - 1000)))] == [2, 2]


SIZES = st.lists(st.tuples(st.booleans(), st.text(max_size=300)), max_size=80)


@given(SIZES, st.integers(500, 5000))
def test_parts_are_all_in_order_and_fit(given_: list[tuple[bool, str]], limit: int) -> None:
    calls = [
        call_of("Note", "get" if read else "create", {"values": {"note": text}}) for read, text in given_
    ]
    found = list(parts(calls, limit))
    assert [call for part in found for call in part] == calls
    for part in found:
        body = codec.encode(site_of(4), part).body
        assert len(part) == 1 or len(body) <= limit + len(urlencode({"calls": "[]"}))
        assert sum(1 / (READS if call.is_read() else WRITES) for call in part) <= 1.001


def test_a_site_that_takes_less() -> None:
    """Parts follow the site's limit, and a call that is over it is refused without the others."""
    with wire(lambda seen: answer(body=_values(seen))) as server:
        api = api4(server, max_body=20_000)
        texts = ["x" * 3000] * 7 + ["x" * 50_000] + ["x"]
        outcomes = api.batch([("Note", "create", {"note": text}) for text in texts])
        assert [type(error_of(one)).__name__ for one in outcomes] == [
            *["NoneType"] * 7,
            "UsageError",
            "NoneType",
        ]
        assert [_count(seen) for seen in server.seen] == [3, 3, 1, 1]


def _count(seen: Any) -> int:
    form = parse_qs(seen.body.decode())
    return len(json.loads(form["calls"][0])) if "calls" in form else 1


def _values(seen: Any) -> bytes:
    one = {"values": [{"id": 1}], "count": 1}
    return json.dumps([one] * _count(seen) if b"calls=" in seen.body else one).encode()


# --- what fails ---

READ, WRITE = ("Contact", "get", {"select": ["id"]}), ("Tag", "create", {"name": "x"})
MATCH = ("Contact", "save", {"records": [{"external_identifier": "k"}], "match": ["external_identifier"]})


@pytest.mark.parametrize(
    ("calls", "again"),
    [([READ] * 3, True), ([READ, WRITE], False), ([READ, MATCH], True), ([WRITE] * 2, False)],
)
@pytest.mark.parametrize("lost", [None, answer("504 Gateway Time-out", b"<html>")])
def test_a_lost_answer(calls: list[Any], again: bool, lost: Any) -> None:
    """All of a request goes again, if all of it may; else each of its calls is unknown."""
    with wire(lost, lambda seen: answer(body=_values(seen))) as server:
        outcomes = api4(server, retries=1).batch(calls)
        errors = [error_of(one) for one in outcomes]
        assert len(server.seen) == 1 + again
        if again:
            assert errors == [None] * len(calls)
        else:
            assert [(error.handled, error.call) for error in errors] == [(None, one.call) for one in outcomes]
            assert len({id(error) for error in errors}) == len(errors)


def test_what_stands_after_a_part_that_was_lost_is_not_sent() -> None:
    with wire(lambda seen: answer(body=_values(seen)), None) as server:
        outcomes = api4(server).batch([WRITE] * 120)
        assert len(server.seen) == 2
    errors = [error_of(one) for one in outcomes]
    assert errors[:50] == [None] * 50
    assert {error.handled for error in errors[50:100]} == {None}
    for error in errors[100:]:
        assert isinstance(error, ConnectionFailed)
        assert error.handled is False
        assert "Tag.create: not sent, an earlier part of the batch failed" in str(error)


def test_a_refused_log_in() -> None:
    with wire(answer("401 Unauthorized", b"HTTP 401 Invalid credential")) as server:
        outcomes = api4(server).batch([WRITE] * 60)
        assert len(server.seen) == 1
    assert {type(error_of(one)) for one in outcomes[:50]} == {AccessDenied}
    assert {error_of(one).handled for one in outcomes} == {False}


def test_an_answer_of_too_few_is_none() -> None:
    with wire(answer(body=b'[{"values":[]}]')) as server:
        assert {type(error_of(one)) for one in api4(server).batch([READ, READ])} == {InvalidResponse}
    with wire(answer(body=b'{"c0":{"is_error":0,"values":[]}}')) as server:
        outcomes = api3(server).batch([("Contact", "get", {})] * 2)
        assert {type(error_of(one)) for one in outcomes} == {InvalidResponse}


def test_a_timeout() -> None:
    with wire(lambda seen: server.hang(seen)) as server:
        outcomes = api4(server, timeout=0.3).batch([WRITE, READ])
        errors = [error_of(one) for one in outcomes]
        server.released.set()
    assert [(type(error), error.handled) for error in errors] == [(CallTimeout, None)] * 2


# --- the kit ---


def test_nothing_is_sent_when_the_block_fails() -> None:
    api, kept = EchoApi(), []

    def fail() -> None:
        with api.batch() as batch:
            kept.append(batch.Contact.get())
            batch.Contact.delete()

    with pytest.raises(UsageError, match="every row"):
        fail()
    assert api._backend.sent == []
    with pytest.raises(UsageError, match="not sent"):
        kept[0].result()


def test_a_batch_may_be_sent_by_hand_and_filled_again() -> None:
    batch = EchoApi().batch()
    first = batch.Contact.get(id=1)
    assert batch.send() == [first]
    assert first.result().one()["asked"] == "Contact.get"
    assert batch.send() == []
    assert repr(first) == "<Pending Contact.get answered>"
    assert repr(batch) == "<Batch of <EchoApi echo>, 0 calls not sent>"
    assert repr(batch.Tag.get()) == "<Pending Tag.get not sent>"


def test_entities_of_ones_own_work_in_a_batch() -> None:
    class Contact(BaseEntity):
        NAME = "Contact"

        def named(self, name: str) -> Any:
            return self.get(display_name=name)

    class MyApi(EchoApi):
        ENTITIES = [Contact]

    with MyApi().batch() as batch:
        pending = batch.Contact.named("x")
    assert pending.result().one()["params"] == {"where": [["display_name", "=", "x"]]}
    with pytest.raises(AttributeError):
        _ = batch.lower


def test_every_call_leaves_through_send() -> None:
    sent: list[int] = []

    class Counting(EchoApi3):
        def send(self, calls: Any) -> Any:
            sent.append(len(calls))
            return super().send(calls)

    Counting().batch([("Contact", "get", {})] * 250)
    assert sent == [200, 50]


def test_where_a_subclass_makes_the_calls_itself_an_error_stays_with_its_call() -> None:
    class Own(BaseApi):
        VERSION = v4

        def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
            if entity == "Bad":
                raise CommandFailed("no")
            return [{"entity": entity}]

    first, second, third = Own().batch([("A", "get"), ("Bad", "get"), ("B", "get")])
    assert (first.result(), third.result()) == ([{"entity": "A"}], [{"entity": "B"}])
    assert isinstance(error_of(second), CommandFailed)
    with pytest.raises(CommandFailed):
        Own().Bad.get()

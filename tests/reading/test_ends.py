"""What the ends of a query give, in both colours; what they ask the site for."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiCall, InvalidCall, InvalidResponse, NotSingle, SandboxApiV3, SandboxApiV4, UsageError
from civiapi.query import AsyncPage, AsyncQuery, Page, Query

from .fake import Async, FakeApi, FakeApi3, contacts


class Colour:
    """An api and its queries, whose ends are awaited where that is needed."""

    def __init__(self, api: FakeApi, is_async: bool) -> None:
        self.api, self.is_async = api, is_async
        self.query: Any = (Async(api) if is_async else api)._query("Contact")

    def end(self, made: Any) -> Any:
        if not self.is_async:
            return made

        async def ended() -> Any:
            return await made

        return asyncio.run(ended())


@pytest.fixture(params=["v3", "v4", "async v3", "async v4"])
def colour(request: pytest.FixtureRequest) -> Colour:
    kind = FakeApi3 if "v3" in request.param else FakeApi
    return Colour(kind(contacts(range(1, 13))), "async" in request.param)


def ids(rows: Any) -> list[int]:
    return [int(row["id"]) for row in rows]


def test_all(colour: Colour) -> None:
    rows = colour.end(colour.query.filter(size=2).all(page_size=2))
    assert ids(rows) == [2, 7, 12]
    assert rows.call.entity == "Contact"


def test_first_and_one(colour: Colour) -> None:
    end, query = colour.end, colour.query
    assert int(end(query.first())["id"]) == 1
    assert int(end(query.order_by("-id").first())["id"]) == 12
    assert int(end(query[3])["id"]) == 4
    assert end(query.filter(size=9).first()) is None
    assert end(query[2:2].first()) is None
    assert int(end(query.filter(name="n919").one())["id"]) == 1
    assert [one.params.get("limit", 0) for one in colour.api.calls][:1] in ([1], [0])
    with pytest.raises(NotSingle, match="found 0"):
        end(query.filter(size=9).one())
    with pytest.raises(NotSingle, match="several"):
        end(query.one())
    with pytest.raises(IndexError, match="no row 12"):
        end(query[12])


def test_counts_fetch_no_rows(colour: Colour) -> None:
    end, query = colour.end, colour.query
    assert end(query.count()) == 12
    assert end(query.filter(size=2).count()) == 3
    assert end(query.filter(size=2).exists()) is True
    assert end(query.filter(size=9).exists()) is False
    assert end(query[10:20].count()) == 2
    assert end(query[20:].count()) == 0
    assert end(query[5:5].count()) == 0
    for call in colour.api.calls:
        assert call.action == "getcount" or call.params["select"] == ["row_count"]


def test_values(colour: Colour) -> None:
    end, query = colour.end, colour.query.limit(2)
    assert end(query.values("name")) == ["n919", "n838"]
    assert [tuple(map(str, row)) for row in end(query.values("id", "size"))] == [("1", "1"), ("2", "2")]
    with pytest.raises(UsageError, match="names of fields"):
        end(query.values())


def test_a_field_that_is_not_there_has_no_values() -> None:
    api = FakeApi(contacts([1]))
    api.hidden.add("name")
    with pytest.raises(KeyError, match="name"):
        api._query("Contact").values("name")


@pytest.mark.parametrize("order", [(), ("-id",), ("size", "-id")])
def test_a_reader_turns_pages(colour: Colour, order: tuple[str, ...]) -> None:
    query = colour.query.order_by(*order).limit(11)
    page = colour.end(query.page(size=5))
    found, sizes = [], []
    while True:
        assert isinstance(page, AsyncPage if colour.is_async else Page)
        found += ids(page)
        sizes.append(len(page))
        if not page.has_next:
            break
        page = colour.end(page.next())
    assert sizes == [5, 5, 1]
    assert found == ids(colour.end(query.all()))
    with pytest.raises(UsageError, match="no next page"):
        colour.end(page.next())


def test_a_reader_sees_what_comes_and_misses_nothing() -> None:
    api = FakeApi(contacts(range(1, 11)))
    page = api._query("Contact").page(4)
    api.rows.pop(2)
    api.rows[0] = contacts([0])[0]
    assert ids(page.next()) == [5, 6, 7, 8]


def test_a_joined_page_holds_whole_ids() -> None:
    api = FakeApi(contacts([1, 2, 3]), {1: ["a", "b"], 2: ["c", "d", "e", "f"], 3: ["g"]})
    query = api._query("Contact").join("Email", {"contact_id": "id"}, alias="e").select("id", "e.email")
    page = query.page(3)
    assert ids(page) == [1, 1]
    page = page.next()
    assert ids(page) == [2, 2, 2, 2, 3]  # more than asked for, as 2 has more
    assert not page.has_next


def test_pages_that_are_none(colour: Colour) -> None:
    with pytest.raises(UsageError, match="size is a number"):
        colour.end(colour.query.page(0))
    page = colour.end(colour.query[3:3].page())
    assert (list(page), page.has_next) == ([], False)
    page = colour.end(colour.query.page(12))
    assert (len(page), page.has_next) == (12, False)


def test_update_and_delete_write_by_ids(colour: Colour) -> None:
    end, query = colour.end, colour.query
    written = end(query.filter(size=2).update(name="new"))
    assert ids(written) == [2, 7, 12]
    assert {key for key, row in colour.api.rows.items() if row["name"] == "new"} == {2, 7, 12}
    assert ids(end(query.filter(name="new").delete())) == [2, 7, 12]
    assert len(colour.api.rows) == 9
    assert list(end(query.filter(name="new").delete())) == []
    assert len(end(query.update({"name": "x"}, everything=True))) == 9
    for call in colour.api.calls:
        if call.action in ("update", "delete") and call.version == 4:
            assert [clause[:2] for clause in call.params["where"]] == [["id", "IN"]]


def test_what_is_not_written(colour: Colour) -> None:
    end, query = colour.end, colour.query
    for write in (lambda: query.update(name="x"), lambda: query.delete(), lambda: query.limit(3).delete()):
        with pytest.raises(UsageError, match="everything=True"):
            end(write())
    with pytest.raises(UsageError, match="nothing to change"):
        end(query.filter(id=1).update())
    with pytest.raises(UsageError, match="keeps its id"):
        end(query.filter(id=1).update(id=2))
    with pytest.raises(UsageError, match="given twice"):
        end(query.filter(id=1).update({"name": 1}, name=2))
    assert colour.api.calls == []


def test_a_join_that_did_not_count_writes_nothing() -> None:
    api = FakeApi(contacts(range(1, 4)))
    joined = api._query("Contact").filter(size={"!=": -1}).join("Email", {"contact_id": "id"}, alias="e")
    assert len(joined.update(size=3)) == 3
    api.hidden.add("e.contact_id")
    with pytest.raises(InvalidCall, match=r"e\.contact_id: a row came without"):
        joined.delete()
    assert len(api.rows) == 3


def test_a_condition_that_did_not_count_writes_nothing(colour: Colour) -> None:
    """CiviCRM drops a condition on a field that the user may not see, and gives all rows."""
    colour.api.hidden.add("name")
    if colour.api.VERSION.NUMBER == 3:
        answer = colour.api._answer
        colour.api._answer = lambda call: {  # type: ignore[method-assign]
            "values": [{"id": row["id"]} for row in answer(call)["values"]]
        }
    for write in ("update", "delete"):
        with pytest.raises(InvalidCall, match=r"name: a row came without .* nothing was written"):
            colour.end(
                getattr(colour.query.filter(name="n919"), write)(**{"size": 3} if write == "update" else {})
            )
    assert {call.action for call in colour.api.calls} == {"get"}
    assert len(colour.api.rows) == 12


def test_groups_and_listed_things_are_not_written() -> None:
    api = FakeApi()
    with pytest.raises(UsageError, match="no groups"):
        api._query("Contact").filter(a=1).group_by("a").delete()
    with pytest.raises(UsageError, match="no id to delete by"):
        api._query("Entity").filter(a=1).delete()


def test_many_are_written_in_parts_and_an_error_says_how_many_were() -> None:
    api = FakeApi(contacts(range(1, 121)))

    def fail(call: ApiCall) -> None:
        if call.action == "delete" and len(api.rows) == 20:
            raise InvalidResponse("broken", call=call)

    api.before = fail
    with pytest.raises(
        InvalidResponse, match=r"Contact.delete: broken \(100 of 120 rows were written before\)"
    ):
        api._query("Contact").filter(id={">": 0}).delete()
    api.before = lambda call: None
    assert [len(call.params["where"][0][2]) for call in api.calls if call.action == "delete"] == [50, 50, 20]


def test_in_v3_an_error_of_one_leaves_the_others_of_its_request() -> None:
    api = FakeApi3(contacts(range(1, 61)))

    def fail(call: ApiCall) -> None:
        if call.action == "delete" and call.params["id"] == 7:
            raise InvalidResponse("broken", call=call)

    api.before = fail
    with pytest.raises(InvalidResponse, match=r"\(49 of 60 rows were written\)"):
        api._query("Contact").delete(everything=True)
    assert sorted(api.rows) == [7, *range(51, 61)]


def test_in_v3_the_trash_is_emptied_by_the_name_that_a_call_takes(
    civi_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with SandboxApiV3(file) as api:
        for deleted in (0, 1, 1):
            api.Contact.create(contact_type="Individual", last_name="Trash", is_deleted=deleted)
        assert len(api.Contact.filter(last_name="Trash", is_deleted=1).delete(skip_undelete=1)) == 2
        assert api.Contact.filter(last_name="Trash", is_deleted=1).count() == 0
        assert len(api.Contact.filter(last_name="Trash", is_deleted=0).update(first_name="Ana")) == 1
        with pytest.raises(InvalidCall, match="longer name"):
            api.Participant.filter(is_test=0).update(source="x")


def test_a_site_without_counts() -> None:
    class Countless(FakeApi):
        def _answer(self, call: ApiCall) -> Any:
            return {"values": []}

    with pytest.raises(InvalidResponse, match="no count"):
        Countless()._query("Contact").count()


class Sink:
    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.told: list[Any] = []

    def add(self, rows: Any) -> None:
        self.told.append(len(rows))
        if self.fails == "add":
            raise KeyError("add")

    def finish(self) -> str:
        if self.fails == "finish":
            raise KeyError("finish")
        return "done"

    def abort(self) -> None:
        self.told.append("aborted")


def test_into_a_sink(colour: Colour) -> None:
    sink = Sink()
    assert colour.end(colour.query._into(sink, page_size=5)) == "done"
    assert sink.told == [5, 5, 2]
    for name, told in (("add", [5, "aborted"]), ("finish", [5, 5, 2, "aborted"])):
        sink = Sink(name)
        with pytest.raises(KeyError):
            colour.end(colour.query._into(sink, page_size=5))
        assert sink.told == told


def test_both_colours_have_the_same_ends() -> None:
    renamed = {"__iter__": "__aiter__"}
    for kind in Query.__mro__[:-1]:
        for name, method in vars(kind).items():
            if not callable(method) or (
                name.startswith("_") and name not in ("__iter__", "__getitem__", "_into")
            ):
                continue
            twin = getattr(AsyncQuery, renamed.get(name, name))
            assert list(inspect.signature(method).parameters) == list(inspect.signature(twin).parameters), (
                name
            )
            assert bool(method.__doc__) == bool(twin.__doc__), name


def test_on_a_site(new_site: Any) -> None:
    """The same on the sandbox: joins, groups, expressions, versions."""
    file = new_site()
    with SandboxApiV4(file) as api, SandboxApiV3(file) as api3:
        people = api.Contact.filter(contact_type="Individual")
        assert people.count() == api3.Contact.filter(contact_type="Individual").count() == len(people.all())
        joined = (
            api.Contact.filter()
            .select("id", "g.group_id")
            .join("GroupContact", {"contact_id": "id"}, alias="g")
        )
        for size in (1, 2, 7, None):
            for workers in (1, 2):
                assert len(list(joined.iterate(size, workers=workers))) == joined.count()
        groups = api.Contact.filter().select("contact_type", "COUNT(id) AS n").group_by("contact_type")
        assert (
            groups.count() == len(groups.all()) == len([row for page in groups.pages(1) for row in page]) == 3
        )
        assert groups.having(["n", ">", 10]).count() == len(groups.having(["n", ">", 10]).all()) == 2
        assert api.Contact.filter().select("MAX(id) AS high").count() == 1
        names = [
            row["sort_name"]
            for row in people.select("sort_name").order_by("-sort_name").iterate(10, workers=2)
        ]
        assert names == people.order_by("-sort_name").limit(99).values("sort_name")
        assert ids(api3.Contact.filter(id={">": 20}).select("id").iterate(5)) == ids(
            people.filter(id={">": 20})
        )
        ana = people.filter({"LOWER(first_name)": "ada", "email_primary.email": {"IS NOT NULL": True}})
        assert len(ana.update(job_title="Tester")) == 1
        assert api.Contact.get(job_title="Tester").column("first_name") == ["Ada"]

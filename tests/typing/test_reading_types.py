"""What a type checker sees: mypy reads this file, and it runs as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civiapi import BaseApi, HttpApiV4, Pending, Result, SandboxApiV4
from civiapi.query import Q, Query
from civiapi.streams import Stream

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import assert_type
else:

    def assert_type(value: Any, _: Any) -> Any:
        return value


Row = dict[str, Any]


@pytest.fixture
def api(tmp_path: Path) -> Any:
    with SandboxApiV4(tmp_path / "site.sqlite") as api:
        yield api


def test_calls(api: BaseApi) -> None:
    assert_type(api.Contact.get({}), Result[Row])
    assert_type(api.Contact.get(contact_type="Individual", limit=1).first(), Row | None)
    assert_type(api.Contact.get({}, "id"), Any)
    made = assert_type(api.Tag.create(name="typed"), Result[Row])
    assert_type(api.Tag.update(id=made.one()["id"], description="x"), Result[Row])
    assert_type(api.Tag.save(records=[{"id": made.one()["id"]}]), Result[Row])
    assert_type(api.Contact("get"), Any)


def test_queries(api: BaseApi) -> None:
    query = assert_type(api.Contact.filter(contact_type="Individual"), Query)
    query = assert_type(
        query.where(Q(first_name="Ada") & ~Q(id=7)).select("id").order_by("-id").limit(5), Query
    )
    for row in query:
        assert_type(row, Row)
    assert_type(query.first(), Row | None)
    assert_type(query.one(), Row)
    assert_type(query[0], Row)
    assert_type(query[:1], Query)
    assert_type(query.all(), Result[Row])
    assert_type(query.count(), int)
    assert_type(query.exists(), bool)
    with assert_type(query.pages(10, workers=2), Stream) as pages:
        for page in pages:
            assert_type(page, Result[Row])
            assert_type(pages.cursor, str)


def test_batches(api: BaseApi) -> None:
    with api.batch() as batch:
        pending = assert_type(batch.Contact.get(limit=1), Pending)
    assert len(pending.result()) == 1


class Kit(HttpApiV4):
    """A kit keeps its types."""


def test_kits() -> None:
    kit = Kit("https://crm.example.org", "key")
    assert_type(kit.with_options(timeout=3), Kit)

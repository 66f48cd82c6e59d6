"""Dask frames: partitions are ranges of ids, and keys do not travel."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from civiapi import HttpApiV3, HttpApiV4, UsageError
from civiapi.frames import _as, read_dask, to_pandas
from civiapi.sandbox.serve import Running

dd = pytest.importorskip("dask.dataframe")


def served_api() -> HttpApiV4:
    """What a worker calls: the site's address and key are its environment's."""
    return HttpApiV4(os.environ["CIVIAPI_URL"], os.environ["CIVIAPI_API_KEY"])


def served_api3() -> HttpApiV3:
    return HttpApiV3(os.environ["CIVIAPI_URL"], os.environ["CIVIAPI_API_KEY"], os.environ["CIVIAPI_SITE_KEY"])


@pytest.fixture(autouse=True)
def _worker(served: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIAPI_URL", served.url)
    monkeypatch.setenv("CIVIAPI_API_KEY", served.api_key)
    monkeypatch.setenv("CIVIAPI_SITE_KEY", served.site_key)


@pytest.fixture
def api(served: Running) -> Iterator[HttpApiV4]:
    with HttpApiV4(served.url, served.api_key) as api:
        yield api


def computed(frame: Any) -> Any:
    return frame.compute(scheduler="synchronous").reset_index(drop=True)


@pytest.mark.parametrize("partitions", [1, 3, 40])
def test_partitions_hold_all_rows(partitions: int, api: HttpApiV4) -> None:
    query = api.Contact.filter(contact_type="Individual").select("first_name", "birth_date", "is_deceased")
    frame = read_dask(query, partitions, site=served_api)
    whole = query.to_pandas()
    assert 1 <= frame.npartitions <= partitions
    assert frame.npartitions == partitions or partitions == 40
    assert list(frame.columns) == list(whole.columns)
    assert len(whole) > 5
    assert computed(frame).to_dict("list").__repr__() == whole.to_dict("list").__repr__()
    types = whole.dtypes.astype(str).to_dict()
    assert frame.dtypes.astype(str).to_dict() == types
    for part in frame.partitions:
        assert part.compute(scheduler="synchronous").dtypes.astype(str).to_dict() == types


def test_keys_do_not_travel(served: Running, api: HttpApiV4) -> None:
    assert served.api_key.encode() in pickle.dumps(api)  # it would, if the api did
    frame = read_dask(api.Contact.filter().select("first_name"), 2, site=served_api)
    for travelling in (pickle.dumps(dict(frame.__dask_graph__())), pickle.dumps(frame)):
        assert b"first_name" in travelling
        assert served.api_key.encode() not in travelling
    assert len(computed(pickle.loads(pickle.dumps(frame)))) > 5


def test_version_3(served: Running) -> None:
    with HttpApiV3(served.url, served.api_key, served.site_key) as api:
        query = api.Email.filter().select("email", "contact_id")
        frame = read_dask(query, 2, site=served_api3)
        assert sorted(computed(frame)["email"]) == sorted(row["email"] for row in query)


def test_by_a_name(api: HttpApiV4) -> None:
    """The name reaches another site than the query's own: the worker's."""
    frame = read_dask(api.Contact.filter(id=1).select("display_name"), 1, site="sandbox")
    assert computed(frame)["display_name"].to_list() == ["Default Organization"]


def test_no_rows(api: HttpApiV4) -> None:
    frame = read_dask(api.Contact.filter(first_name="Nobody").select("birth_date"), 4, site=served_api)
    assert list(frame.columns) == ["id", "birth_date"]
    assert len(computed(frame)) == 0


def test_columns_that_come_late(api: HttpApiV4, monkeypatch: pytest.MonkeyPatch) -> None:
    """CiviCRM leaves fields that are foreign to a contact's type out of its row."""
    monkeypatch.setattr("civiapi.frames.SAMPLE", 1)
    query = api.Contact.filter(contact_type=["Organization", "Individual"]).select(
        "contact_type", "first_name"
    )
    frame = read_dask(query, 2, site=served_api)
    with pytest.raises(
        UsageError, match=r"columns that the first rows had not: first_name; select all by name"
    ):
        computed(frame)


def test_a_column_that_turns_out_to_be_another_thing() -> None:
    meta = to_pandas([{"x": 1, "y": None}]).iloc[:0]
    assert _as(meta, to_pandas([{"y": "text"}])).dtypes.astype(str).to_dict() == {"x": "Int64", "y": "object"}
    with pytest.raises(UsageError, match=r"^x: Int64 in the first rows, but string in others$"):
        _as(meta, to_pandas([{"x": "one"}]))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda query: query.limit(5), "no limit, offset or other order"),
        (lambda query: query.offset(5), "no limit, offset or other order"),
        (lambda query: query.order_by("-id"), "no limit, offset or other order"),
        (lambda query: query.order_by("last_name"), "this query is read by ids first"),
        (
            lambda query: query.select("COUNT(*) AS n").group_by("contact_type"),
            "this query is read in one call",
        ),
    ],
)
def test_what_has_no_ranges(api: HttpApiV4, change: Any, text: str) -> None:
    with pytest.raises(UsageError, match=text):
        read_dask(change(api.Contact.filter()), 2, site=served_api)


@pytest.mark.parametrize(
    ("partitions", "site", "text"),
    [
        (0, "sandbox", "partitions is a number, 1 or more, not 0"),
        (True, "sandbox", "partitions is a number, 1 or more, not True"),
        (2, None, "site is a site's name for connect"),
    ],
)
def test_arguments(api: HttpApiV4, partitions: Any, site: Any, text: str) -> None:
    with pytest.raises(UsageError, match=text):
        read_dask(api.Contact.filter(), partitions, site=site)


def test_what_is_no_query() -> None:
    with pytest.raises(UsageError, match="takes a Query of a sync api, not a list"):
        read_dask([], 2, site="sandbox")  # type: ignore[arg-type]


def test_another_version_on_the_worker(api: HttpApiV4) -> None:
    frame = read_dask(api.Contact.filter().select("id"), 1, site=served_api3)
    with pytest.raises(UsageError, match="the query is one of APIv4, and the site's api of APIv3"):
        computed(frame)

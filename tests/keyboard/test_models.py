"""Rows as objects of classes that the user wrote."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from civiapi import ApiCall, Result, UsageError

from .conftest import Told

ROWS: Result[dict[str, Any]] = Result(
    [
        {"id": 7, "first_name": "Ada", "birth_date": "1815-12-10", "Facts.Colour": "red", "more": 1},
        {"id": 8, "first_name": None, "birth_date": None, "Facts.Colour": None},
    ]
)


@dataclasses.dataclass
class Plain:
    id: int
    first_name: str | None
    colour: str | None = dataclasses.field(default="none", metadata={"alias": "Facts.Colour"})
    shown: str = dataclasses.field(init=False, default="")


def test_dataclasses() -> None:
    first, second = ROWS.as_models(Plain)
    assert first == Plain(7, "Ada", "red")
    assert second.colour is None
    assert (
        Result([{"id": 1, "first_name": "x"}]).as_models(Plain)[0].colour == "none"
    )  # APIv3 leaves empty ones out
    with pytest.raises(
        UsageError, match=r"^row 1 \(id 9\) is no Plain: .*missing 1 required .*'first_name'$"
    ):
        Result([ROWS[0], {"id": 9}]).as_models(Plain)


def test_pydantic() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Person(pydantic.BaseModel):  # type: ignore[name-defined,misc]
        id: int
        birth_date: dt.date | None
        colour: str | None = pydantic.Field(alias="Facts.Colour")

    Person.model_rebuild(_types_namespace={"dt": dt})
    first, second = ROWS.as_models(Person)
    assert (first.id, first.birth_date, first.colour) == (7, dt.date(1815, 12, 10), "red")
    assert second.birth_date is None
    with pytest.raises(
        UsageError, match=r"^row 0 \(id x\) is no Person: id: Input should be .*, and 1 more$"
    ) as raised:
        Result([{"id": "x", "birth_date": None}]).as_models(Person)
    assert "\n" not in str(raised.value)

    wrapped = pydantic.dataclasses.dataclass(Plain)
    assert ROWS.as_models(wrapped)[0].id == 7


def test_msgspec() -> None:
    msgspec = pytest.importorskip("msgspec")
    person = msgspec.defstruct(
        "Person",
        [
            ("id", int),
            ("birth_date", dt.date | None),
            ("colour", str | None, msgspec.field(name="Facts.Colour")),
        ],
    )
    first, second = ROWS.as_models(person)
    assert (first.id, first.birth_date, first.colour) == (7, dt.date(1815, 12, 10), "red")
    assert second.birth_date is None
    with pytest.raises(
        UsageError, match=r"^row 0 \(id x\) is no Person: Expected `int`, got `str` - at `\$.id`$"
    ):
        Result([{"id": "x", "birth_date": None, "Facts.Colour": ""}]).as_models(person)


def test_attrs() -> None:
    attrs = pytest.importorskip("attrs")
    person = attrs.make_class(
        "Person",
        {
            "_id": attrs.field(validator=attrs.validators.instance_of(int), metadata={"alias": "id"}),
            "colour": attrs.field(default=None, metadata={"alias": "Facts.Colour"}),
        },
    )
    first, _ = ROWS.as_models(person)
    assert (first._id, first.colour) == (7, "red")
    with pytest.raises(UsageError, match=r"^row 0 \(id x\) is no Person: .*'_id' must be <class 'int'>"):
        Result([{"id": "x"}]).as_models(person)


@pytest.mark.parametrize("model", [dict, int, "Person", Plain(1, "x")])
def test_what_is_no_model(model: Any) -> None:
    with pytest.raises(
        UsageError, match="as_models takes a pydantic, msgspec, attrs or dataclass class, not"
    ):
        ROWS.as_models(model)


def test_rows_of_v3_are_texts() -> None:
    msgspec = pytest.importorskip("msgspec")
    rows = Result([{"id": "7", "birth_date": "x"}], call=ApiCall("Contact", "get", {}, 3))

    class Model(msgspec.Struct):
        id: int

    with pytest.raises(UsageError, match=r"Expected `int`, got `str`.*with_options\(typed=True\)"):
        rows.as_models(Model)


def test_rows_that_are_none() -> None:
    with pytest.raises(UsageError, match="row 0 is a int, not a dict"):
        Result([1]).as_models(Plain)
    assert Result().as_models(Plain) == []


def test_rows_of_a_site(known: Told) -> None:
    known.Contact.create({"first_name": "Grace", "Facts.Colour": "blue", "contact_type": "Individual"})
    found = known.Contact.get(first_name="Grace", select=["id", "first_name", "Facts.Colour"]).as_models(
        Plain
    )
    assert [one.colour for one in found] == ["blue"]

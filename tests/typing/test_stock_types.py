"""What an editor knows of any site: mypy reads this file, and it runs as well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from civiapi import BaseApi, Result, SandboxApiV4, connect, stocktypes
from civiapi.schema.stubs import stubs

if TYPE_CHECKING:
    from typing_extensions import assert_type

    from civiapi.stocktypes import ContactRow
else:

    def assert_type(value: Any, _: Any) -> Any:
        return value

    ContactRow = dict


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.sqlite"


def test_the_stubs_are_up_to_date(file: Path) -> None:
    with SandboxApiV4(file) as api:
        shipped = Path(stocktypes.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
        assert stubs(api.schema.load()) == shipped, "run python tools/stubs.py"


def test_rows_of_core_entities(file: Path) -> None:
    with SandboxApiV4(file) as made:
        api = stocktypes.Api.of(made)
        rows = assert_type(api.Contact.get(contact_type="Individual", limit=1), Result[ContactRow])
        assert_type(rows[0]["first_name"], str | None)
        assert_type(rows[0]["id"], int)
        assert_type(rows[0].get("Facts.Colour"), Any | None)
        row: dict[str, Any] = rows[0]
        assert row["id"]
        assert_type(api.Contact.get(rows[0], "id"), Any)
        assert_type(api.Contact.filter(first_name="Ada").all(), Result[ContactRow])
        new = assert_type(api.Contact.create(contact_type="Individual", first_name="Ada"), Result[ContactRow])
        assert_type(api.Contact.update(id=new.one()["id"], last_name="L"), Result[ContactRow])
        assert_type(api.Contact.getFields(), Any)
        assert_type(api.Custom_Degrees("getFields"), Any) if TYPE_CHECKING else None


def checked_alone() -> None:
    """Never run: what connect() is to a type checker."""
    assert_type(connect("sandbox"), stocktypes.Api)
    assert_type(connect("sandbox", version=3), BaseApi)
    connect("sandbox").Contact.get(first_name="Ada", **{"Facts.Colour": "red"})

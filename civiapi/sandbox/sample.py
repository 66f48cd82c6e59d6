"""Sample contacts of a new site: people, organizations and households that do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .call import Call
from .site import Site
from .store import Store

DATA = Path(__file__).parent / "data" / "people.json"
ADMINISTRATOR = 2


def add_people(store: Store, thousands: int = 0) -> None:
    """Add the records of data/people.json through the API, so that all that goes with them is made too; and
    that many thousand people.
    """
    from .api4 import run

    call = Call(Site(store), ADMINISTRATOR, False)
    ids: dict[str, int] = {}
    for step in json.loads(DATA.read_text(encoding="utf-8")):
        records = [_with_ids(record, ids) for record in step["records"]]
        names = [record.pop("@", None) for record in records]
        params = {"records": records, "defaults": _with_ids(step.get("defaults", {}), ids)}
        rows = run(call, step["entity"], "save", params)[2].rows
        ids.update({name: row["id"] for name, row in zip(names, rows, strict=True) if name})
    if thousands:
        from .crowd import add_crowd

        add_crowd(call, thousands)


def _with_ids(record: dict[str, Any], ids: dict[str, int]) -> dict[str, Any]:
    """A record with `@name` replaced by the id of the record of that name."""

    def value(given: Any) -> Any:
        if isinstance(given, list):
            return [value(item) for item in given]
        return ids[given[1:]] if isinstance(given, str) and given[:1] == "@" else given

    return {key: given if key == "@" else value(given) for key, given in record.items()}

"""What a schema costs: a call with one at hand, a look into it, checks and types, and reading one from disk.

Run by hand: ``python benchmarks/schema.py``.  All in this process: calls go to a backend that answers the
same row at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import partial
from typing import Any

from overhead import compare

from civiapi import Answer, ApiCall, BaseApi, SandboxApiV4, v4
from civiapi.schema import Schema


class Null:
    """A backend that answers at once: as a small site, or with one row."""

    site = "null"

    def __init__(self, identity: str = "") -> None:
        self.identity = identity

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        return [Answer(call, {"values": [{"id": 1, "name": "Contact"}]}) for call in calls]

    def with_options(self, *args: Any, **options: Any) -> Null:
        return self

    def close(self) -> None:
        pass


class NullApi(BaseApi):
    VERSION = v4


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        measure(folder)


def measure(folder: str) -> None:
    with SandboxApiV4(f"{folder}/site.sqlite") as site:
        schema = site.schema.load()
        text = schema.to_json()
    without, given, kept = NullApi(Null()), NullApi(Null(), schema=schema), NullApi(Null("somebody"))
    kept.schema._shelf.put(schema, 3600)
    assert given.schema.loaded("Contact") == kept.schema.loaded("Contact")
    calls = {
        "without a schema": lambda: without.Contact.get(id=1),
        "with one at hand": lambda: kept.Contact.get(id=1),
    }
    medians = compare("a call, us", 1e6, calls, 2000)
    more = 1e6 * (medians["with one at hand"] - medians["without a schema"])
    print(f"  a schema at hand costs {more:+.1f} us a call (limit 10)")
    looks = {
        "in a given one": lambda: given.schema.loaded("Contact"),
        "in a kept one": lambda: kept.schema.loaded("Contact"),
    }
    compare("a look, us", 1e6, looks, 2000)
    reading = {"from text": lambda: Schema.from_json(text), "to text": schema.to_json}
    check(without, given, kept)
    compare(f"a whole schema, {len(schema.entities)} entities, {len(text) // 1000} kB, ms", 1e3, reading, 3)


def check(without: NullApi, given: NullApi, kept: NullApi) -> None:
    """What it costs to look at a call, and to read its rows in Python's types."""
    apis = {
        "unchecked": without,
        "checked, schema given": given.checked(),
        "checked, schema kept": kept.checked(),
        "typed": given.with_options(typed=True),
    }
    where = {"first_name": "A", "birth_date": "2000-01-01", "employer_id.display_name": "B", "limit": 10}
    new = {"contact_type": "Individual", "first_name": "A", "gender_id:label": "Female", "birth_date": "now"}
    for action, params in (("get", where), ("create", new)):
        calls = {name: partial(api, "Contact", action, params) for name, api in apis.items()}
        medians = compare(f"Contact.{action}, us", 1e6, calls, 2000)
        more = 1e6 * (medians["checked, schema kept"] - medians["unchecked"])
        print(f"  a look costs {more:+.1f} us a call (limit 100)")


if __name__ == "__main__":
    main()

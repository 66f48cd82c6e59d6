"""The tables of stock.py, against what a stock site says of itself (recorded/schema.json)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from civiapi import stock, v3, v4

from .support import recorded

SCHEMA: dict[str, Any] = recorded("schema.json")
PARAMS = {name: frozenset(names.split()) for name, names in SCHEMA["params"].items()}
SITE: dict[str, dict[str, Any]] = SCHEMA["v4"]
ACTIONS = [(entity, action) for entity, one in SITE.items() for action in one["params"]]
#: Names that the package followed knows, of older CiviCRMs.
OLDER = {"ActivityType", "Constant", "Cxn", "CxnApp", "SurveyRespondant"}


def test_it_is_a_whole_site() -> None:
    assert len(SITE) == 168
    assert len(ACTIONS) > 700


@pytest.mark.parametrize("action", ["get", "create", "update", "save", "replace", "delete"])
def test_own_params(action: str) -> None:
    wrong = {}
    for entity, name in ACTIONS:
        if name == action:
            site, ours = PARAMS[SITE[entity]["params"][action]], v4.own_params(entity, action)
            needless = (
                {"join", "groupBy", "having", "translationMode"} if entity in stock.ARRAY_BACKED else set()
            )
            if not site <= ours or not ours - site <= needless:
                wrong[entity] = (site - ours, ours - site)
    assert wrong == {}


def test_own_params_of_an_entity_that_is_not_stock() -> None:
    assert v4.own_params("Custom_Degrees", "get") == PARAMS[SITE["Contact"]["params"]["get"]]


def test_params_that_are_fields_too() -> None:
    site = {entity: set(one["fields_too"]) for entity, one in SITE.items() if "fields_too" in one}
    assert site.pop("Entity") == {"where"}  # is where a condition goes, and so always the param
    assert site == stock.AMBIGUOUS


def test_unique_indexes() -> None:
    site = {
        entity: {frozenset(one) for one in described["unique"]}
        for entity, described in SITE.items()
        if "unique" in described
    }
    assert {entity: set(indexes) for entity, indexes in stock.UNIQUE.items()} == site
    assert stock.UNIQUE["Contact"] == [frozenset({"external_identifier"})]


def test_array_backed() -> None:
    assert {
        e for e, one in SITE.items() if "get" in one["params"] and "join" not in PARAMS[one["params"]["get"]]
    } == (stock.ARRAY_BACKED)


def test_v4_names() -> None:
    assert set(v4.ENTITIES) == set(SITE)
    assert set(v4.ACTIONS) == set(SCHEMA["v4_actions"].split())


def test_v3_names() -> None:
    assert set(v3.ENTITIES) == set(SCHEMA["v3"].split()) | OLDER
    site, prefixes = set(SCHEMA["v3_actions"].split()), [_lower(name) for name in v3.ENTITIES]
    assert set(v3.ACTIONS) <= site
    for action in site - set(v3.ACTIONS):  # functions of an entity whose name begins with another's
        assert any(
            f"{prefix}_{action}".startswith(tuple(f"{one}_" for one in prefixes if one != prefix))
            for prefix in prefixes
        )


def _lower(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(
    "names", [v3.ENTITIES, v3.ACTIONS, v4.ENTITIES, v4.ACTIONS], ids=["e3", "a3", "e4", "a4"]
)
def test_lists_are_sorted_text_without_doubles(names: list[str]) -> None:
    assert all(type(name) is str for name in names)
    assert len(set(names)) == len(names)
    assert names == sorted(names, key=str.lower)
